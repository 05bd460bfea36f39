"""Frames, checksum and key of port 4370."""

import pytest
from hypothesis import given, strategies as st

from terminals.errors import ProtocolError
from terminals.zk4370.codes import Command, Reply
from terminals.zk4370.communication_key import scramble
from terminals.zk4370.frames import (
    MAX_FRAME_BYTES,
    TCP_TOP,
    Frame,
    checksum,
    decode_frame,
    encode_frame,
    unwrap_top,
    wrap,
)
from tests.zk4370_vectors import FRAMES, MISCOPIED, VECTORS, payload, raw

WORDS = st.integers(0, 0xFFFF)
ANY_FRAME = st.builds(Frame, WORDS, WORDS, WORDS, st.binary(max_size=300))


def summed(whole: bytes) -> int:
    """The checksum as the manual tells it, word by word."""
    total = 0
    for at in range(0, len(whole), 2):
        total += int.from_bytes(whole[at : at + 2], "little")
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


@pytest.mark.parametrize("name", FRAMES)
def test_recorded_frames_are_read_and_written_byte_for_byte(name):
    header, frame = VECTORS[name]["header"], decode_frame(payload(name))
    assert frame[:3] == (header["command"], header["session"], header["reply"])
    assert encode_frame(frame) == payload(name)
    zeroed = payload(name)[:2] + b"\0\0" + payload(name)[4:]
    assert checksum(zeroed) == header["checksum"]


@pytest.mark.parametrize(
    "name", [n for n in FRAMES if VECTORS[n]["layer"] == "tcp-frame"]
)
def test_recorded_frames_say_their_length(name):
    assert unwrap_top(raw(name)[:TCP_TOP]) == len(payload(name))
    assert wrap(payload(name)) == raw(name)


@pytest.mark.parametrize("name", sorted(MISCOPIED))
def test_frame_with_a_wrong_byte_is_refused(name):
    with pytest.raises(ProtocolError, match="checksum_wrong"):
        decode_frame(payload(name))


@given(ANY_FRAME)
def test_frames_come_back(frame):
    assert decode_frame(encode_frame(frame)) == frame


@given(st.binary(max_size=300))
def test_checksum_is_the_sum_of_the_words(whole):
    assert checksum(whole) == summed(whole)


@given(ANY_FRAME, st.data())
def test_changed_bit_is_noticed(frame, data):
    whole = bytearray(encode_frame(frame))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(
        st.integers(0, 7)
    )
    with pytest.raises(ProtocolError, match="checksum_wrong"):
        decode_frame(bytes(whole))


@given(st.binary(max_size=40))
def test_garbage_is_refused_or_a_frame(garbage):
    try:
        assert len(decode_frame(garbage).data) == len(garbage) - 8
    except ProtocolError as error:
        assert str(error.reason).endswith(".")


def test_either_zero_of_the_checksum_is_taken():
    """One's complement has two zeros, and clients differ in which they send."""
    frame = Frame(0xFFFF - 0x1234, 0x1234, 0)
    assert encode_frame(frame)[2:4] == b"\0\0"
    other = encode_frame(frame)[:2] + b"\xff\xff" + encode_frame(frame)[4:]
    assert decode_frame(other) == frame


@pytest.mark.parametrize("empty", [b"", bytes(7), bytes(8), bytes(64)])
def test_nothing_is_no_frame(empty):
    with pytest.raises(ProtocolError):
        decode_frame(empty)


@pytest.mark.parametrize(
    "top",
    [
        b"HTTP/1.1",
        b"",
        raw("v01")[:7],
        b"PP\x82}" + (7).to_bytes(4, "little"),
        b"PP\x82}" + (MAX_FRAME_BYTES + 1).to_bytes(4, "little"),
    ],
)
def test_other_protocol_or_absurd_length_is_refused(top):
    with pytest.raises(ProtocolError):
        unwrap_top(top)


def test_event_carries_its_code_in_place_of_the_session():
    frame = decode_frame(payload("v35"))
    assert (frame.command, frame.session, frame.data) == (Reply.EVENT, 0x100, b"\x64")


def test_frame_does_not_show_its_bytes():
    assert "secret" not in repr(Frame(Command.WRITE_USER, 1, 2, b"secret"))


@pytest.mark.parametrize("name", ["v08", "v10"])
def test_recorded_keys_are_scrambled_alike(name):
    received, frame = VECTORS[name]["decoded"], decode_frame(payload(name))
    assert (
        scramble(received["key"], received["session"], received["ticks"]) == frame.data
    )
    assert frame.command == Command.AUTHENTICATE


@pytest.mark.parametrize(
    ("key", "session", "scrambled"),
    [
        (0, 1, "617d3279"),
        (999999, 0xFFFF, "22813296"),
        (1234, 0x1F2E, "41363266"),
        (1234, 0x1F99, "41363266"),
    ],
)
def test_published_keys_are_scrambled_alike(key, session, scrambled):
    assert scramble(key, session).hex() == scrambled


@pytest.mark.parametrize("key", [-1, 1 << 32])
def test_key_that_is_none_is_refused(key):
    with pytest.raises(ProtocolError):
        scramble(key, 1)
