"""Sizes, and tables read through the buffer."""

from dataclasses import asdict

import pytest
from hypothesis import given, strategies as st

from terminals.errors import ProtocolError
from terminals.zk4370.codes import TABLES, Command, Reply
from terminals.zk4370.device_info import FORMS, Sizes, decode_sizes, encode_sizes
from terminals.zk4370.frames import TCP_TOP, Frame, decode_frame, unwrap_top
from terminals.zk4370.tables import (
    LARGEST,
    ONE_FRAME,
    PIECE,
    TOTAL,
    Prepared,
    cut,
    decode_coming,
    decode_prepared,
    encode_coming,
    encode_prepare,
    encode_prepared,
    encode_table,
    encode_window,
    read_prepare,
    read_window,
    windows,
)
from tests.zk4370_vectors import decoded, payload, raw

FULL = Sizes(*range(1, 15))


def test_full_answer_says_everything():
    assert decode_sizes(encode_sizes(FULL)) == FULL


def test_places_are_those_of_the_sheet():
    data = encode_sizes(FULL)
    at = {16: 1, 24: 2, 32: 3, 40: 4, 48: 5, 52: 6, 56: 7, 60: 8, 64: 9, 68: 10}
    at |= {72: 11, 76: 12, 80: 13, 88: 14}
    sent = {place: data[place] for place in range(0, 92, 4) if data[place]}
    assert sent == at


def test_answer_of_80_bytes_says_nothing_of_faces():
    sizes = decode_sizes(encode_sizes(FULL, 80))
    assert (sizes.faces, sizes.face_capacity) == (None, None)
    assert sizes.punches_free == FULL.punches_free


def test_answer_of_4_bytes_says_nothing_which_is_not_zero():
    assert set(asdict(decode_sizes(encode_sizes(FULL, 4))).values()) == {None}


@pytest.mark.parametrize("form", FORMS)
def test_answers_have_their_length(form):
    assert len(encode_sizes(FULL, form)) == form


def test_longer_answer_is_read_as_far_as_it_is_known():
    assert decode_sizes(encode_sizes(FULL, 112)) == FULL


@given(st.binary(max_size=130))
def test_sizes_are_never_negative(data):
    assert all(n is None or n >= 0 for n in asdict(decode_sizes(data)).values())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("users", "0109000500000000000000"),
        ("templates", "0107000200000000000000"),
        ("punches", "010d000000000000000000"),
        ("operations", "0122000000000000000000"),
    ],
)
def test_tables_are_asked_for_as_recorded(name, data):
    assert encode_prepare(name).hex() == data
    assert read_prepare(encode_prepare(name)) == TABLES[name]


def test_recorded_request_for_the_punches():
    # Its checksum was copied wrongly, its data were not.
    assert payload("v60")[8:] == encode_prepare("punches")
    assert payload("v60")[:2] == Command.PREPARE_BUFFER.to_bytes(2, "little")


@pytest.mark.parametrize(("name", "size"), [("v20", 5044), ("v25", 7572)])
def test_recorded_answer_says_how_long_the_table_is(name, size):
    assert decode_prepared(decode_frame(payload(name))) == Prepared(size)
    assert decoded("v20")["size"] == 5044


def test_prepared_answer_comes_back():
    assert decode_prepared(Frame(Reply.OK, 1, 2, encode_prepared(99))).size == 99


def test_short_table_comes_at_once():
    table = encode_table(b"abc")
    found = decode_prepared(Frame(Reply.DATA, 1, 2, table))
    assert found == Prepared(len(table), table)
    assert found.table[TOTAL:] == b"abc"


@pytest.mark.parametrize(
    "frame",
    [
        Frame(Reply.ERROR, 1, 2),
        Frame(Reply.UNKNOWN, 1, 2),
        Frame(4989, 1, 2),  # a SpeedFace without a log
        Frame(Reply.OK, 1, 2),
        Frame(Reply.OK, 1, 2, b"\0\0\0"),
        Frame(Reply.OK, 1, 2, encode_prepared(LARGEST + 1)),
    ],
)
def test_any_other_answer_is_refused(frame):
    with pytest.raises(ProtocolError):
        decode_prepared(frame)


@pytest.mark.parametrize(
    ("name", "offset", "size"), [("v61", 0, 9220), ("v63", 130_944, 65_472)]
)
def test_recorded_windows(name, offset, size):
    frame = decode_frame(payload(name))
    assert frame.command == Command.READ_BUFFER
    assert read_window(frame.data) == (offset, size)
    assert encode_window(offset, size) == frame.data


@pytest.mark.parametrize(
    ("name", "size", "packet"), [("v21", 5044, PIECE), ("v26", 7572, ONE_FRAME)]
)
def test_recorded_frames_in_front_of_a_window(name, size, packet):
    frame = decode_frame(payload(name))
    assert decode_coming(frame.data) == size == decoded(name)["size"]
    assert encode_coming(size, packet) == frame.data


def test_recorded_pieces_number_themselves_in_place_of_the_session():
    last = decode_frame(payload("v23"))
    assert (last.command, last.session, len(last.data)) == (Reply.DATA, 5, 4)
    stream, frames = raw("v28"), []
    while stream:
        length = unwrap_top(stream[:TCP_TOP])
        frames.append(decode_frame(stream[TCP_TOP : TCP_TOP + length]))
        stream = stream[TCP_TOP + length :]
    assert [(f.command, f.session, len(f.data)) for f in frames] == [
        (Reply.DATA, 0, PIECE),
        (Reply.DATA, 1, 236),
        (Reply.OK, 1, 0),
    ]
    assert len({f.reply for f in frames}) == 1


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 60))
def test_windows_cover_everything_once(start, more, window):
    covered = [
        at
        for offset, size in windows(start, start + more, window)
        for at in range(offset, offset + size)
    ]
    assert covered == list(range(start, start + more))


@given(st.binary(max_size=200))
def test_tables_come_back(rows):
    assert encode_table(rows)[TOTAL:] == rows
    assert b"".join(cut(rows, 7)) == rows


@pytest.mark.parametrize("data", [b"", bytes(7), b"\xff" * 8])
def test_window_that_is_none_is_refused(data):
    with pytest.raises(ProtocolError):
        read_window(data)


@pytest.mark.parametrize("data", [b"", bytes(10), bytes(12)])
def test_request_for_a_table_that_is_none_is_refused(data):
    with pytest.raises(ProtocolError):
        read_prepare(data)


def test_frame_in_front_that_says_nothing_is_refused():
    with pytest.raises(ProtocolError):
        decode_coming(b"\0\0\0")
