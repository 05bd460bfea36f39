"""Fingers, as the terminal sends and takes them."""

import pytest
from hypothesis import given, strategies as st

from simulator.zk4370.fingers import Finger, encode_finger, encode_fingers
from terminals.errors import ProtocolError
from terminals.reasons import Reason
from terminals.records import DeviceUser
from terminals.zk4370.frames import decode_frame
from terminals.zk4370.templates import (
    FINGERS,
    SAVE,
    Entry,
    decode_entries,
    decode_template,
    decode_templates,
    encode_save,
)
from terminals.zk4370.user_encoding import encode_user
from terminals.zk4370.user_layouts import LONG
from tests.zk4370_vectors import decoded, raw

BLOB = b"\x4d\xfdSS21" + bytes(20)
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.integers(1, 65_535),
        st.sampled_from(FINGERS),
        st.sampled_from((0, 1, 3)),
        st.binary(min_size=1, max_size=40),
    ),
    max_size=5,
)


def table_of(entries):
    """The table as a terminal sends it."""
    return encode_fingers([Finger(e.uid, e.finger, e.blob, e.valid) for e in entries])


def test_recorded_entry_says_size_uid_finger_and_valid():
    received = raw("v46")
    size = int.from_bytes(received[:2], "little")
    blob = received[6:].ljust(size - 6, b"\0")
    (entry,), whole = decode_entries(received[:6] + blob)
    assert whole
    assert entry == Entry(14, 4, 1, blob)
    assert entry.blob[2:6] == b"SS21"


def test_recorded_finger_has_one_byte_more():
    stream, data = raw("v28"), b""
    for start, stop in ((8, 1024), (1032, 1276)):
        data += decode_frame(stream[start:stop]).data
    assert len(decode_template(data)) == decoded("v28")["template_size"]


@given(ENTRIES)
def test_entries_come_back(entries):
    assert decode_entries(table_of(entries)) == (entries, True)


@given(ENTRIES, st.integers(1, 45))
def test_cut_table_is_noticed(entries, cut):
    table = table_of(entries)
    found, whole = decode_entries(table[:-cut])
    assert found == entries[: len(found)]
    assert whole == (table_of(found) == table[:-cut])


@given(st.binary(max_size=100))
def test_any_bytes_end(garbage):
    entries, whole = decode_entries(garbage)
    assert whole == (table_of(entries) == garbage)


def test_impossible_size_ends_the_table():
    for size in (0, 5, 4000):
        table = table_of([Entry(1, 2, 1, BLOB)])
        assert not decode_entries(table + size.to_bytes(2, "little") + bytes(9))[1]


def test_fingers_become_templates_of_their_users():
    table = table_of([Entry(1, 6, 1, BLOB), Entry(2, 0, 3, BLOB), Entry(3, 1, 0, BLOB)])
    upload = decode_templates(table, {1: "17", 2: "A2", 3: "3"}, major=10)
    assert [(t.pin, t.slot, t.valid, t.duress) for t in upload.templates] == [
        ("17", 6, True, False),
        ("A2", 0, True, True),
        ("3", 1, False, False),
    ]
    (first, *_rest) = upload.templates
    assert (first.kind, first.major, first.blob) == ("finger", 10, BLOB)


def test_finger_of_nobody_is_refused_without_its_bytes():
    table = table_of([Entry(1, 6, 1, BLOB), Entry(9, 6, 1, BLOB)])
    upload = decode_templates(table + b"\xff\xff\0", {1: "17"})
    assert [t.pin for t in upload.templates] == ["17"]
    lost, cut = upload.refused
    assert lost.reason == Reason("finger_without_user")
    assert lost.line == "finger uid=9 finger=6 valid=1"
    assert cut.reason == Reason("fingers_incomplete")
    assert upload.lines == 3
    assert BLOB.hex() not in lost.line


def test_finger_is_in_no_repr():
    assert "SS21" not in repr(Entry(1, 6, 1, BLOB))


def test_finger_alone_keeps_its_zeros():
    assert decode_template(encode_finger(BLOB)) == BLOB


@pytest.mark.parametrize("answer", [b"", b"\0"])
def test_empty_finger_is_refused(answer):
    with pytest.raises(ProtocolError):
        decode_template(answer)


def test_fingers_to_be_saved_lie_as_a_public_client_sends_them():
    record = encode_user(LONG, 7, DeviceUser("7"))
    raw_bytes = encode_save([(record, [(3, b"xyz")])])
    head = b"".join(n.to_bytes(4, "little") for n in (73, 8, 5))
    place = b"\x02\x07\x00\x13\x00\x00\x00\x00"
    assert raw_bytes == head + b"\x02" + record + place + b"\x03\x00xyz"
    assert SAVE.hex() == "0c00000000000800"


@pytest.mark.parametrize(
    "finger", [(10, b"x"), (-1, b"x"), (1, b""), (1, bytes(65536))]
)
def test_finger_nobody_has_is_refused(finger):
    with pytest.raises(ProtocolError):
        encode_save([(bytes(72), [finger])])
