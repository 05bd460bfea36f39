"""Without its database the server never says yes, and a terminal keeps its punches."""

import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from demo.company import add_devices
from devkit.server import Server
from devkit.stack import Stack
from e2e.pushing import body
from e2e.relay import Relay, relay

LINES = 20
ROWS = "/iclock/cdata?SN={}&table=ATTLOG&Stamp=9999"
ASKED = (
    "/iclock/cdata?SN={}&options=all",
    "/iclock/getrequest?SN={}",
    "/iclock/nothing",
)
# With the addon among the modules of the server itself, its routes would be there even
# where there is no database.
LOADS = {"DOWN1": "base,web", "DOWN2": "base,web,biometric_attendance"}


@pytest.fixture
def wire(stack: Stack) -> Iterator[Relay]:
    variables = stack.postgres()
    with relay(variables["PGHOST"], int(variables["PGPORT"])) as running:
        yield running


@pytest.fixture(params=LOADS)
def serial(request) -> str:
    return request.param


@pytest.fixture
def fragile(stack: Stack, database: str, wire: Relay, serial: str) -> Iterator[Server]:
    """A second server on the shared database, behind a wire that can be cut.

    Without workers: their master ends itself when it has to start one meanwhile.
    """
    running = Server(
        database,
        {**stack.environment(), "PGHOST": "127.0.0.1", "PGPORT": str(wire.port)},
        stack.folder / f"fragile-{serial}.log",
        workers=0,
        cron=0,
        options=[f"--load={LOADS[serial]}"],
    )
    yield running
    running.stop()


def call(server: Server, path: str, rows: bytes | None = None) -> tuple[int, str]:
    """GET, or POST rows, as a terminal does; return status and text."""
    request = urllib.request.Request(f"{server.url}{path}", rows)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_while_the_database_is_down_nothing_is_acknowledged(
    fragile, wire, serial, api, committed
):
    add_devices(api, {serial: serial}, "UTC")
    upload, acknowledged = ROWS.format(serial), (200, f"OK: {LINES}")
    assert call(fragile, upload, body(serial, LINES)) == acknowledged
    later = body(serial, LINES, skip=LINES)

    wire.cut()
    answers = [call(fragile, upload, later) for _ in range(6)]
    answers += [call(fragile, path.format(serial)) for path in ASKED]
    for status, text in answers:
        assert status >= 400
        assert "OK" not in text
        assert "Traceback" not in text
        assert "psycopg2" not in text
    assert committed.count(serial) == LINES

    wire.mend()
    deadline = time.monotonic() + 30
    while call(fragile, upload, later) != acknowledged:
        assert time.monotonic() < deadline, "The server did not recover."
        time.sleep(0.2)
    assert committed.count(serial) == 2 * LINES
