"""Bodies made to hold a worker or to fill the disk: the server goes on, and stays small."""

import gzip
import http.client
import time
import zlib
from contextlib import suppress
from itertools import pairwise
from threading import Thread

import pytest

from demo.company import add_devices
from devkit import databases
from e2e.attack.conftest import IS_FULL, Attempts, Target

MIB = 2**20
#: One terminal's worth of everything it may leave behind, of all its tables together.
MAX_GROWTH_BYTES = 100 * MIB
#: A little less than rows of a body may be.
TAKEN_BYTES = 2 * MIB - 2
#: How long one request may hold a worker. Odoo ends a worker after 120 s.
MAX_SECONDS = 30
ROUNDS = 5 if IS_FULL else 2


def _rows(row: str, size: int) -> bytes:
    return (row.encode() * (size // len(row) + 1))[:size]


def _numbered(row: str, count: int) -> bytes:
    return "".join(row.format(number) for number in range(count)).encode()


def _bombs(turn: int) -> dict[str, tuple[str, dict[str, str], bytes]]:
    """Return what is sent: query, headers, body."""
    full = 16 * MIB - 1
    zipped = {"Content-Encoding": "gzip"}
    options = ",".join(f"Opt{turn}x{n}={'v' * 60}" for n in range(200_000))
    return {
        "16 MiB of one letter": ("ATTLOG", {}, _rows("_", full)),
        "16 MiB of rows": ("ATTLOG", {}, _rows("1\t2026-03-02 08:00:00\t0\t1\n", full)),
        "16 MiB of bad rows": ("OPERLOG", {}, _numbered(f"BAD {turn} {{}}\n", 900_000)),
        "900,000 users": ("OPERLOG", {}, _numbered("USER PIN={}\tName=A\n", 900_000)),
        "900,000 punches": (
            "ATTLOG",
            {},
            _numbered("{}\t2026-03-02 08:00:00\t0\t1\n", 600_000)[:full],
        ),
        "200,000 options": ("options", {}, options.encode()[:full]),
        "a work code of 1 MB": (
            "ATTLOG",
            {},
            f"1\t2026-03-02 08:00:0{turn}\t0\t1\t{'w' * MIB}\n".encode(),
        ),
        "a name of 1 MB": ("OPERLOG", {}, f"USER PIN=1\tName={'n' * MIB}\n".encode()),
        "an unknown table": (f"NEW{turn}", {}, _numbered("ROW {}\n", 900_000)[:full]),
        "gzip of 1 GiB": ("ATTLOG", zipped, _gzip_of_zeros(1024)),
        "gzip within gzip": ("ATTLOG", zipped, gzip.compress(_gzip_of_zeros(64))),
        "secrets": ("OPERLOG", {}, _rows("_passwd", full)),
        "templates": ("OPERLOG", {}, _rows("FP PIN=1\tTMP=AAAA\nAAAA\n", full)),
    }


def _gzip_of_zeros(mebibytes: int) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    parts = [stream.compress(bytes(MIB)) for _each in range(mebibytes)]
    return b"".join([*parts, stream.flush()])


def _post(target: Target, table: str, headers: dict[str, str], body: bytes) -> str:
    """Return the status, ``gone`` where the server hung up."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", target.server.port, timeout=200
    )
    path = f"/iclock/cdata?SN=BOMBED&table={table}&Stamp=1"
    try:
        connection.request("POST", path, body, headers)
        return str(connection.getresponse().status)
    except (ConnectionError, http.client.HTTPException):
        return "gone"
    finally:
        connection.close()


def _size(stack, target: Target) -> int:
    return int(
        databases.sql(
            stack.postgres(),
            "SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c "
            "WHERE relkind = 'r' AND relname LIKE 'biometric%'",
            database=target.database,
        )
    )


@pytest.fixture(scope="module")
def bombed(target: Target) -> Target:
    add_devices(target.api, {"BOMBED": "Bombed"}, "UTC")
    return target


def test_bombs(stack, bombed: Target, attempts: Attempts):
    sizes = [_size(stack, bombed)]
    slowest = ("", 0.0)
    for turn in range(ROUNDS):
        for name, (table, headers, body) in _bombs(turn).items():
            # Whole, and as much of it as is taken.
            for size in {len(body), min(len(body), TAKEN_BYTES)}:
                started = time.monotonic()
                status = _post(bombed, table, headers, body[:size])
                seconds = time.monotonic() - started
                attempts.tried += 1
                slowest = max(slowest, (name, seconds), key=lambda each: each[1])
                if status in ("500", "502", "gone") or seconds > MAX_SECONDS:
                    attempts.through.append(f"{name}: {status} after {seconds:.0f} s")
        sizes.append(_size(stack, bombed))
    growth = [after - before for before, after in pairwise(sizes)]
    if sum(growth) > MAX_GROWTH_BYTES:
        attempts.through.append(f"grew by {growth} bytes")
    attempts.note = (
        f"slowest {slowest[1]:.1f} s ({slowest[0]}), grew {sum(growth) >> 20} MiB"
    )
    attempts.check()


def test_others_are_served_meanwhile(bombed: Target, attempts: Attempts):
    """One terminal's bombs hold one worker at the most for long."""
    bombs = list(_bombs(9).values())[:4]

    def throw() -> None:
        for bomb in bombs:
            with suppress(OSError):
                _post(bombed, *bomb)

    thread = Thread(target=throw)
    thread.start()
    waits = []
    while thread.is_alive():
        started = time.monotonic()
        connection = http.client.HTTPConnection(
            "127.0.0.1", bombed.server.port, timeout=60
        )
        connection.request("GET", "/iclock/ping?SN=FUZZADMS")
        if connection.getresponse().status != 200:
            attempts.through.append("another terminal was not served")
        connection.close()
        waits.append(time.monotonic() - started)
        attempts.tried += 1
        time.sleep(0.2)
    thread.join()
    attempts.note = f"another terminal waited {max(waits):.1f} s at the most"
    attempts.check()
