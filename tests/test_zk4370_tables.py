"""Sizes, and tables read through the buffer."""

from dataclasses import asdict

import pytest
from hypothesis import given, strategies as st

from simulator.zk4370.buffer import buffered_data, with_length
from terminals.errors import ProtocolError
from terminals.zk4370.codes import Command, Reply
from terminals.zk4370.device_info import decode_sizes
from terminals.zk4370.frames import TCP_TOP, Frame, decode_frame, unwrap_top
from terminals.zk4370.tables import (
    LARGEST,
    TOTAL,
    Prepared,
    decode_coming,
    decode_prepared,
    encode_prepare,
    encode_window,
    windows,
)
from tests.zk4370_vectors import decoded, payload, raw

#: Place of each number in the answer, and what it counts.
PLACES = {
    16: "users",
    24: "fingers",
    32: "punches",
    56: "finger_capacity",
    60: "user_capacity",
    64: "punch_capacity",
    80: "faces",
    88: "face_capacity",
}


def sizes_answer(length):
    """An answer in which each number is its own place."""
    return b"".join(place.to_bytes(4, "little") for place in range(0, length, 4))


@pytest.mark.parametrize("length", [4, 80, 92, 112])
def test_answer_of_each_length_is_read_as_far_as_it_goes(length):
    expected = {name: at if at < length else None for at, name in PLACES.items()}
    assert asdict(decode_sizes(sizes_answer(length))) == expected


@given(st.binary(max_size=130))
def test_sizes_are_never_negative(data):
    assert all(n is None or n >= 0 for n in asdict(decode_sizes(data)).values())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("users", "0109000500000000000000"),
        ("templates", "0107000200000000000000"),
        ("punches", "010d000000000000000000"),
    ],
)
def test_tables_are_asked_for_as_recorded(name, data):
    assert encode_prepare(name).hex() == data


def test_recorded_request_for_the_punches():
    # Its checksum was copied wrongly, its data were not.
    assert payload("v60")[8:] == encode_prepare("punches")
    assert payload("v60")[:2] == Command.PREPARE_BUFFER.to_bytes(2, "little")


@pytest.mark.parametrize(("name", "size"), [("v20", 5044), ("v25", 7572)])
def test_recorded_answer_says_how_long_the_table_is(name, size):
    assert decode_prepared(decode_frame(payload(name))) == Prepared(size)
    assert decoded("v20")["size"] == 5044


def test_short_table_comes_at_once():
    table = with_length(b"abc")
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
        Frame(Reply.OK, 1, 2, buffered_data(LARGEST + 1)),
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
    assert encode_window(offset, size) == frame.data


@pytest.mark.parametrize(("name", "size"), [("v21", 5044), ("v26", 7572)])
def test_recorded_frames_in_front_of_a_window(name, size):
    frame = decode_frame(payload(name))
    assert decode_coming(frame.data) == size == decoded(name)["size"]


def test_recorded_pieces_number_themselves_in_place_of_the_session():
    last = decode_frame(payload("v23"))
    assert (last.command, last.session, len(last.data)) == (Reply.DATA, 5, 4)
    stream, frames = raw("v28"), []
    while stream:
        length = unwrap_top(stream[:TCP_TOP])
        frames.append(decode_frame(stream[TCP_TOP : TCP_TOP + length]))
        stream = stream[TCP_TOP + length :]
    assert [(f.command, f.session, len(f.data)) for f in frames] == [
        (Reply.DATA, 0, 1008),
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


def test_frame_in_front_that_says_nothing_is_refused():
    with pytest.raises(ProtocolError):
        decode_coming(b"\0\0\0")
