"""Time grows linearly with the bytes of a file, and memory does not grow with them."""

import tracemalloc
from io import BytesIO, RawIOBase
from time import process_time

import pytest

from terminals.errors import ProtocolError
from terminals.files import encodings, facts, moments, summary
from terminals.files.inspection import inspect
from terminals.files.reading import read
from terminals.files.source import TextSource
from tests.files.opening import asked

PIECES = [
    b"1", b"\t", b",", b" ", b'"', b'"\n', b'a,"b\n', b"\n", b"1\n", b'""', b"=", b"'", b"-", b":", b"1:", b"1.",
    b"1-", b"Jan ", b"(", b"17(", b"am ", b"a. ", b"\xd9\xa1", b"\xc3\xa9", b"SN=", b"SN=A\n", b"# \n", b"PIN,Time\n",
    b"17\t2026-11-23 08:00:00\t1\t0\t1\t0\n", b"17\t2026-11-23 08:00:00\t1\t0\t1\t0\t", b"17,3 de mayo de 2026 8:00 a. m.\n",
    b"17\t23/11/2026 8:00 PM\n", b"x\t99/99/9999 99:99\n", b"\0", b"\x80", b"1\t1\n", b"2026-11-23T08:00:00Z,17\n",
]  # fmt: skip
HEADS = [b"", b"PIN,Time\n17,2026-11-23 08:00\n", b"17\t2026-11-23 08:00:00\t"]
BYTES = 2**14
#: Eight times the bytes in that many times the time; quadratic would be 64.
MAX_TIME_RATIO = 32
#: Shorter than this, a clock says nothing.
LEAST_SECONDS = 0.02


def seconds(content):
    started = process_time()
    source = TextSource("x.csv", lambda: BytesIO(content))
    try:
        found = inspect(source)
        if not {"pin", "time"} & set(asked(found)):
            for _row in read(source, found.layout):
                pass
    except ProtocolError:
        pass
    return process_time() - started


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_bytes_and_no_faster(piece):
    for head in HEADS:
        body = piece * (BYTES // len(piece))
        once = max(seconds(head + body), LEAST_SECONDS)
        many = min(seconds(head + body * 8) for _attempt in range(2))
        assert many < once * MAX_TIME_RATIO


class Endless(RawIOBase):
    """Rows of a file, made while they are read."""

    def __init__(self, row, count):
        self._row, self._left, self._number = row, count, 0
        self._pending = b""

    def readable(self):
        return True

    def readinto(self, buffer):
        while self._left and len(self._pending) < len(buffer):
            self._number += 1
            self._left -= 1
            self._pending += self._row(self._number).encode()
        piece, self._pending = (
            self._pending[: len(buffer)],
            self._pending[len(buffer) :],
        )
        buffer[: len(piece)] = piece
        return len(piece)


def unlike(number):
    """Rows of which no two values are alike."""
    hour, rest = divmod(number % 86400, 3600)
    time = f"{2000 + number % 50}-{number % 12 + 1:02}-{number % 28 + 1:02} {hour:02}:{rest // 60:02}:{rest % 60:02}"
    return (
        f"P{number * 7919 % 10**9}\t{time}\t{number}\tS{number}\t{number}\t{number}\n"
    )


def one_long_line(number):
    return "17,2026-11-23 08:00," if number == 1 else "x" * 1000


@pytest.mark.parametrize(("row", "count"), [(unlike, 12_000), (one_long_line, 30_000)])
def test_memory_does_not_grow_with_the_file(row, count, monkeypatch):
    monkeypatch.setattr(moments, "MAX_CACHED", 500)
    monkeypatch.setattr(moments, "_MAX_CLOCKS", 500)
    monkeypatch.setattr(facts, "_BATCH_ROWS", 200)
    for module in (facts, summary):
        monkeypatch.setattr(module, "MAX_VALUES", 500)
    source = TextSource("x.dat", lambda: Endless(row, count))
    tracemalloc.start()
    try:
        found = inspect(source)
        if "pin" not in asked(found):
            for _row in read(source, found.layout):
                pass
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    limit = 3 * 2**20 if row is unlike else 12 * encodings.MAX_LINE_CHARS
    assert peak < limit
