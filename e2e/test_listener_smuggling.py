"""Forged headers and paths, through nginx at a real Odoo with old and new Werkzeug."""

import os
import socket
from contextlib import suppress
from typing import NamedTuple

import pytest

from demo.company import add_devices
from demo.listener import Listener
from devkit.environments import package_folder
from devkit.server import Server
from e2e.listening import listening, nginx_or_skip
from e2e.smuggling import FRAMED, PATHS, attempts
from e2e.upstream import upstream

#: The oldest that Odoo 19 allows, which joins ``X_Forwarded_For`` to ``X-Forwarded-For``,
#: and the newest it works with.
WERKZEUG = ["2.2.2", "installed"]
TIMEOUT_SECONDS = 5  # much less than a worker waits for a body that never comes
RATES = ("--device-rate=60000", "--address-rate=60000")
ELSEWHERE = "203.0.113.0/24"  # from where the forged headers claim to come
ARRIVING = {
    "Host",
    "Connection",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Biometric-Listener",
}


class Base(NamedTuple):
    """A request without forged headers.

    :param lines: header lines.
    :param body: ``None`` for none, and no length of it.
    """

    target: bytes
    lines: bytes = b""
    body: bytes | None = None
    method: bytes = b"GET"


UPLOAD = b"/iclock/cdata?SN=SMUGGLED1&table=ATTLOG"
BASES = {
    "get": Base(b"/iclock/getrequest?SN=SMUGGLED1"),
    "post": Base(UPLOAD, b"", b"1\t2026-03-02\n", b"POST"),
    "no-length": Base(UPLOAD, method=b"POST"),
    "ebkn": Base(
        b"/ebkn",
        b"request_code: receive_cmd\r\ndev_id: SMUGGLED2\r\ntrans_id: 1\r\n",
        b"",
        b"POST",
    ),
}


class Answer(NamedTuple):
    """Status code and body of an answer, ``""`` where none came in time."""

    status: str
    body: str


def ask(port: int, base: Base, forged: bytes = b"") -> Answer:
    """Send a request with more header lines."""
    length = b"" if base.body is None else b"Content-Length: %d\r\n" % len(base.body)
    head = b"%s %s HTTP/1.1\r\nHost: terminal\r\n" % (base.method, base.target)
    tail = b"%sConnection: close\r\n\r\n%s" % (base.lines, base.body or b"")
    parts = []
    with socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS) as connection:
        connection.sendall(head + length + forged + tail)
        with suppress(TimeoutError, ConnectionResetError):
            while part := connection.recv(65536):
                parts.append(part)
    head, _, body = b"".join(parts).decode("latin-1").partition("\r\n\r\n")
    return Answer("".join(head.split(" ")[1:2]), body)


def differing(port: int, database: str, only: str = "") -> dict[str, Answer]:
    """Return the attempts that change the answer, except those nginx itself refuses.

    :param only: headers whose names begin so.
    """
    found = {}
    for name, base in BASES.items():
        usual = ask(port, base)
        assert usual.status, name
        for title, forged in attempts(database):
            if not title.startswith(only):
                continue
            got = ask(port, base, forged + b"\r\n")
            if got != usual and not (got.status == "400" and "nginx" in got.body):
                found[f"{name}: {title}"] = got
    return found


@pytest.fixture(scope="module")
def other_database(stack) -> str:
    """A database beside, without the addon."""
    return stack.database("other", modules=())


@pytest.fixture(scope="module", params=WERKZEUG)
def odoo(request, stack, api, database, other_database) -> Server:
    """Odoo with a version of Werkzeug, on two databases."""
    nginx_or_skip()
    environment = stack.environment()
    if request.param != "installed":
        folder = package_folder(f"werkzeug=={request.param}")
        path = [str(folder), environment["PYTHONPATH"]]
        environment["PYTHONPATH"] = os.pathsep.join(path)
    log = stack.folder / f"werkzeug-{request.param}.log"
    names = f"{database},{other_database}"
    server = Server(names, environment, log, workers=2, cron=0)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def terminals(api) -> None:
    """Two terminals, the first allowed to call from elsewhere alone.

    It is answered like an unknown one, so that its rows are not acknowledged.
    """
    [first] = add_devices(api, {"SMUGGLED1": "Elsewhere"}, "UTC")
    api.call(
        "biometric.device", "write", ids=[first], vals={"allowed_networks": ELSEWHERE}
    )
    add_devices(api, {"SMUGGLED2": "Here"}, "UTC", "ebkn")


@pytest.fixture
def recorded(committed):
    """Return how many devices came into being, or were changed, by forged values."""
    return lambda: committed.number(
        "SELECT count(*) FROM biometric_device"
        " WHERE serial LIKE '%FORGED%' OR address LIKE '203.0.113.%'"
    )


def test_forged_headers_change_no_answer_of_odoo(
    stack, odoo, terminals, database, other_database, recorded
):
    options = (*RATES, f"--database={database}")
    with Listener(stack, odoo, options) as listener:
        statuses = {
            name: ask(listener.port, each).status for name, each in BASES.items()
        }
        assert statuses == {
            "get": "200",
            "post": "503",
            "no-length": "400",
            "ebkn": "200",
        }
        found = differing(listener.port, other_database)
    assert not found, f"{len(found)}: {found}"
    assert recorded() == 0


def test_a_caller_cannot_name_the_database(stack, odoo, terminals, database):
    """Odoo has two, and the listener names none: nobody gets in."""
    with Listener(stack, odoo, RATES) as listener:
        assert ask(listener.port, BASES["get"]).status == "404"
        found = differing(listener.port, database, "X-Odoo-Database")
    assert not found, f"{len(found)}: {found}"


@pytest.fixture(scope="module")
def played():
    """A listener before a server that plays Odoo."""
    rates = {"device_rate": 60_000, "address_rate": 60_000}
    with upstream() as odoo, listening(odoo.port, **rates) as running:
        yield running.port, odoo.sent


def test_forged_headers_do_not_arrive(played):
    """nginx hands the same headers on, or refuses the request."""
    port, sent = played
    found = {}
    for name, base in BASES.items():
        ask(port, base)
        usual = sent[-1].headers.items()
        for title, forged in attempts("other"):
            sent.clear()
            ask(port, base, forged + b"\r\n")
            arrived = [each.headers.items() for each in sent]
            if arrived not in ([], [usual]):
                found[f"{name}: {title}"] = arrived
    assert not found, f"{len(found)}: {found}"


def test_what_arrives_is_a_list_of_names(played):
    port, sent = played
    more = {"get": set(), "no-length": set(), "post": {"Content-Length"}}
    more["ebkn"] = {"Content-Length", "X-Request-Code", "X-Dev-Id", "X-Trans-Id"}
    for name, base in BASES.items():
        ask(port, base, b"User-Agent: iClock Proxy/1.09\r\nAccept: */*\r\n")
        assert set(sent[-1].headers) == ARRIVING | more[name]


def test_the_encoding_of_a_body_arrives(played):
    port, sent = played
    ask(port, BASES["post"], b"Content-Encoding: gzip\r\n")
    assert sent[-1].headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("lines", FRAMED, ids=lambda lines: repr(lines))
def test_a_body_framed_in_two_ways_is_no_second_request(played, lines):
    port, sent = played
    sent.clear()
    body = b"0\r\n\r\nGET /iclock/ping?SN=FORGED HTTP/1.1\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n"
    base = Base(UPLOAD, b"", body, b"POST")
    answer = ask(port, base, lines)
    assert answer.status in ("", "400", "501")
    assert not sent


def test_paths_mean_the_same_to_nginx_and_odoo(played):
    port, sent = played
    found = {}
    for target, expected in PATHS.items():
        for body, method in ((None, b"GET"), (b"x", b"POST")):
            sent.clear()
            ask(port, Base(target, b"", body, method))
            arrived = [each.target.encode() for each in sent]
            if arrived != ([expected] if expected else []):
                found[target] = arrived
    assert not found
