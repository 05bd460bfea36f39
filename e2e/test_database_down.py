"""Without its database the server never says yes, and a terminal keeps its punches."""

import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from devkit.company import hang
from devkit.server import Server
from devkit.stack import Stack
from e2e.pushing import body, is_success, push
from e2e.relay import Relay, relay

LINES = 20
SERIAL = "DOWN1"


@pytest.fixture
def wire(stack: Stack) -> Iterator[Relay]:
    variables = stack.postgres()
    with relay(variables["PGHOST"], int(variables["PGPORT"])) as running:
        yield running


@pytest.fixture
def fragile(stack: Stack, database: str, wire: Relay) -> Iterator[Server]:
    """A second server on the shared database, behind a wire that can be cut.

    Without workers: their master ends itself when it has to start one meanwhile.
    """
    running = Server(
        database,
        {**stack.postgres(), "PGHOST": "127.0.0.1", "PGPORT": str(wire.port)},
        stack.folder / "fragile.log",
        workers=0,
        cron=0,
    )
    yield running
    running.stop()


def ask(server: Server, path: str) -> tuple[int, str]:
    """GET as a terminal does; return status and text."""
    try:
        with urllib.request.urlopen(f"{server.url}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def says_yes(answer: bytes) -> bool:
    """Whether a terminal could take the answer for a yes."""
    head, _, text = answer.partition(b"\r\n\r\n")
    return b" 200 " in head.split(b"\r\n")[0] or text.lstrip().startswith(b"OK")


def test_while_the_database_is_down_nothing_is_acknowledged(fragile, wire, api, ledger):
    hang(api, {SERIAL: "Down"}, "UTC")
    rows = body(SERIAL, LINES)
    assert is_success(push(fragile, SERIAL, rows), LINES)
    later = body(SERIAL, LINES, skip=LINES)

    wire.cut()
    answers = [push(fragile, SERIAL, later) for _ in range(6)]
    heard = [
        ask(fragile, f"/iclock/{path}")
        for path in (
            f"cdata?SN={SERIAL}&options=all",
            f"getrequest?SN={SERIAL}",
            "nothing",
        )
    ]
    assert not any(map(says_yes, answers))
    assert all(status >= 400 and "OK" not in text for status, text in heard)
    for text in [*map(bytes.decode, answers), *(text for _status, text in heard)]:
        assert "Traceback" not in text
        assert "psycopg2" not in text

    wire.mend()
    deadline = time.monotonic() + 30
    while not is_success(push(fragile, SERIAL, later), LINES):
        assert time.monotonic() < deadline, "The server did not recover."
        time.sleep(0.2)
    assert ledger.count(SERIAL) == 2 * LINES


def test_a_server_without_its_database_acknowledges_nothing(stack):
    server = Server(
        "scratch_nowhere",
        stack.postgres(),
        stack.folder / "nowhere.log",
        workers=0,
        cron=0,
    )
    try:
        answers = [push(server, "GONE1", body("GONE1", LINES)) for _ in range(3)]
    finally:
        server.stop()
    assert all(answers)
    assert not any(map(says_yes, answers))
    assert not any(b"Traceback" in answer for answer in answers)
