"""The client library most people use reads the simulated terminals: pyzk 0.9."""

import itertools

import pytest

from tests.zk4370_terminals import Caller, pyzk, serving

# Enough for two windows of 40-byte rows over TCP, five over UDP.
PUNCHES = 2000
CELLS = list(
    itertools.product(("40", "16", "8a"), ("tcp", "udp"), (0, 123456), (False, True))
)


def received(row, rows):
    """What pyzk calls status and punch changes places in rows of 16 bytes."""
    words = (row.status, row.punch)
    return row.user_id, row.timestamp, *(words[::-1] if rows == "16" else words)


@pytest.mark.parametrize(
    ("rows", "way", "key", "split"),
    CELLS,
    ids=[
        f"{rows}-{way}-{'key' if key else 'open'}-{'split' if split else 'single'}"
        for rows, way, key, split in CELLS
    ],
)
def test_every_row_is_read_as_stored(rows, way, key, split):
    with serving(rows=rows, key=key, split=split, punches=PUNCHES, pace=0.001) as at:
        with pyzk(at, udp=way == "udp", key=key) as client:
            read = client.get_attendance()
        expected = at.terminal.punches.entries.values()
    assert [received(row, rows) for row in read] == [
        (p.pin, p.local, p.verify, p.status) for p in expected
    ]
    assert (at.complaints, at.failures) == ([], [])


@pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
@pytest.mark.parametrize("segment", [7, 256, 1448])
def test_segments_of_any_size_hold_the_same_frames(segment, udp):
    """pyzk can hang on these, a client that puts frames together cannot."""
    with serving(split=True, segment=segment) as at, Caller(at, udp=udp) as caller:
        size = caller.connect().punches()
        first, *pieces, last = caller.window(0, size)
        whole = b"".join(piece.data for piece in pieces)
    assert (first.command, last.command, last.session) == (1500, 2000, len(pieces) - 1)
    assert [piece.session for piece in pieces] == list(range(len(pieces)))
    assert whole == len(whole[4:]).to_bytes(4, "little") + at.endpoint.log.rows()


@pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
@pytest.mark.parametrize("rows", ["49", "49p"])
def test_rows_of_49_bytes_are_beyond_pyzk(rows, udp):
    """It always cuts 40, and soon finds people and days that do not exist."""
    with serving(rows=rows) as at, pyzk(at, udp=udp) as client:
        try:
            read = {(row.user_id, row.timestamp) for row in client.get_attendance()}
        except ValueError as error:
            read = str(error)
        expected = {(p.pin, p.local) for p in at.terminal.punches.entries.values()}
    if rows == "49":
        assert read == "day is out of range for month"
    else:
        # Every fortieth row of 49 begins where one of 40 is looked for.
        assert len(read & expected) <= 2


@pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
def test_the_other_rows_of_8_bytes_are_dates_far_away_to_pyzk(udp):
    with serving(rows="8b") as at, pyzk(at, udp=udp) as client:
        read = client.get_attendance()
    assert len(read) == 60
    assert all(row.timestamp.year != 2026 for row in read)


@pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
def test_a_model_without_the_buffer_is_beyond_pyzk(udp):
    old, refused = serving(rows="8a", buffered=False), "RWB Not supported"
    with (
        old as at,
        pyzk(at, udp=udp) as client,
        pytest.raises(Exception, match=refused),
    ):
        client.get_attendance()


@pytest.mark.parametrize("length", [80, 92, 112])
def test_sizes_are_told_in_every_length(length):
    with serving(sizes=length) as at, pyzk(at) as client:
        client.read_sizes()
        received = client.users, client.records, client.rec_cap, client.users_av
        assert received == (20, 60, 100_000, 9980)
        assert client.faces_cap == (0 if length == 80 else 3000)


def test_four_bytes_of_sizes_mean_an_empty_terminal_to_pyzk():
    with serving(sizes=4) as at, pyzk(at) as client:
        assert (client.get_attendance(), client.get_users()) == ([], [])


def test_a_log_of_nothing_is_no_rows():
    with serving(punches=0) as at, pyzk(at) as client:
        assert client.get_attendance() == []


@pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
def test_a_wrong_key_lets_nobody_in(udp):
    refused = pytest.raises(Exception, match="Unauthenticated")
    with serving(key=123456) as at, refused, pyzk(at, udp=udp, key=9):
        pass
    assert at.log == [1000, 1102]
