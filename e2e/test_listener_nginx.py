"""What nginx makes of terminals' requests, Odoo played by a server that remembers."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from e2e.listening import listening, receive, request
from e2e.upstream import upstream
from listener import is_listener
from listener.configuration import PROOF_HEADER
from terminals.ebkn.request import HEADERS

TOKEN = "Zk3_-" * 6
PUNCH = (
    ("Content-Type", "application/octet-stream"),
    ("Content-Type", "application/octet-stream"),
    *((name, f"value of {name}") for name in HEADERS),
)
EBKN_PATHS = [
    "/",
    "//",
    "/hdata.aspx",
    "/ebkn",
    "/fkwebserver/",
    "/iclock/cdata",
    "/any",
]


@pytest.fixture(scope="module")
def odoo():
    with upstream() as server:
        yield server


@pytest.fixture(scope="module")
def listener(odoo):
    """A listener that never lets anybody wait."""
    with listening(odoo.port, device_rate=1000, address_rate=5000) as running:
        yield running


@pytest.fixture
def sent(odoo):
    """What Odoo is sent in this test."""
    odoo.sent.clear()
    return odoo.sent


@pytest.mark.parametrize("path", EBKN_PATHS)
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_ebkn_terminals_are_understood_at_any_path(listener, sent, path, version):
    answer = listener.ask(path, PUNCH, b"\x01\x00\x00\x00{", version=version)
    assert answer.status == 200
    assert answer.header("response_code") == "OK"
    assert answer.header("trans_id") == "RTLogSendAction"
    assert answer.header("Content-Length") == "6"
    assert answer.header("Connection") == "close"
    assert answer.body == b"answer"
    [got] = sent
    assert (got.method, got.target) == ("POST", "/biometric/ebkn")
    assert got.body == b"\x01\x00\x00\x00{"
    for name, mapped in HEADERS.items():
        assert got.headers.get_all(mapped) == [f"value of {name}"]


@pytest.mark.parametrize("rest", ["", "/", "/ebkn", "/hdata.aspx", "//x"])
def test_a_secret_address_stays(listener, sent, rest):
    listener.ask(f"/biometric/{TOKEN}{rest}?a=b", PUNCH, b"x")
    assert [got.target for got in sent] == [f"/biometric/{TOKEN}/ebkn?a=b"]


def test_the_oldest_ebkn_terminals_post_forms_without_a_header(listener, sent):
    for path in ("/", "/hdata.aspx", "/ebkn", "/fkwebserver/"):
        listener.ask(path, body=b"page_id=realtime_glog&device_id=1")
    assert {got.target for got in sent} == {"/biometric/ebkn"}
    assert len(sent) == 4


def test_what_a_caller_claims_for_itself_never_arrives(listener, sent):
    claims = [*HEADERS.values(), PROOF_HEADER, "X-Odoo-Database", "Cookie"]
    lies = tuple(
        (name, "lie") for name in (*claims, "Authorization", "X-Forwarded-For")
    )
    listener.ask("/iclock/getrequest?SN=1", lies)
    listener.ask("/ebkn", (*lies, ("request_code", "receive_cmd")), b"x")
    for got in sent:
        assert "lie" not in got.headers.values()
        assert is_listener(got.headers[PROOF_HEADER], listener.data_dir)
        assert got.headers["X-Forwarded-For"] == "127.0.0.1"
        assert got.headers["X-Forwarded-Proto"] == "http"
        assert got.headers["Host"] == got.headers["X-Forwarded-Host"] == "127.0.0.1"
    assert [got.headers.get("X-Request-Code") for got in sent] == [None, "receive_cmd"]


PASSED = {
    "/iclock/cdata?SN=A%20B&table=ATTLOG": "/iclock/cdata?SN=A%20B&table=ATTLOG",
    "//iclock//cdata?SN=1": "/iclock/cdata?SN=1",
    "/iclock/": "/iclock/",
    "/iclock/a%20b": "/iclock/a%20b",
    f"/biometric/{TOKEN}/iclock/ping?SN=1": f"/biometric/{TOKEN}/iclock/ping?SN=1",
    f"/biometric/{TOKEN}//iclock/ping": f"/biometric/{TOKEN}/iclock/ping",
    "/cams/biometric-api3.0/?stgid=X": "/cams/biometric-api3.0/?stgid=X",
    "/cams/biometric-api3.0?stgid=X": "/cams/biometric-api3.0?stgid=X",
}


@pytest.mark.parametrize("target", PASSED)
def test_device_paths_pass(listener, sent, target):
    assert listener.ask(target).status == 200
    assert [got.target for got in sent] == [PASSED[target]]


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/web/login",
        "/odoo",
        "/jsonrpc",
        "/biometric",
        "/iclocks/x",
        "/cams/biometric-api4.0/",
        "/iclock/../web/login",
        "/iclock/%2e%2e/web/login",
        "/iclock/..%2fweb/login",
        "/ebkn",
        "/biometric/../web",
        "/iclock/a%0d%0ab",
    ],
)
def test_nothing_else_passes(listener, sent, target):
    answer = listener.ask(target)
    assert (answer.status, answer.body) == (404, b"Not found\n")
    assert not sent


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_terminal_is_ever_redirected(listener, odoo, monkeypatch, status):
    monkeypatch.setattr(odoo, "status", status)
    monkeypatch.setattr(odoo, "headers", {"Location": "https://elsewhere/"})
    answer = listener.ask("/iclock/cdata?SN=1")
    assert answer.status == 502
    assert answer.header("Location") is None


@pytest.mark.parametrize("status", [400, 403, 404, 413, 500, 503])
def test_what_odoo_refuses_is_passed_on(listener, odoo, monkeypatch, status):
    monkeypatch.setattr(odoo, "status", status)
    answer = listener.ask("/iclock/cdata?SN=1")
    assert (answer.status, answer.body) == (status, b"answer")


@pytest.mark.parametrize(
    "status", [301, 302, 308, 400, 403, 404, 405, 413, 429, 500, 502, 503, 504]
)
def test_an_ebkn_terminal_is_told_to_try_again(listener, odoo, monkeypatch, status):
    """Without response_code it would, several times a second."""
    monkeypatch.setattr(odoo, "status", status)
    monkeypatch.setattr(odoo, "headers", {"Location": "https://elsewhere/"})
    _to_try_again(listener.ask("/hdata.aspx", PUNCH, b"x"))
    _to_try_again(listener.ask(f"/biometric/{TOKEN}/ebkn", PUNCH, b"x"))


def test_so_it_is_while_odoo_is_away_and_when_it_sends_too_much():
    with upstream() as gone:
        port = gone.port
    with listening(port, device_rate=1) as running, ThreadPoolExecutor(20) as pool:
        asked = (("request_code", "receive_cmd"), ("dev_id", "A1"))
        for answer in pool.map(lambda _: running.ask("/", asked, b"x"), range(20)):
            _to_try_again(answer)
    with upstream() as odoo, listening(odoo.port) as running:
        large = (*asked, ("Content-Length", str(2**24 + 1)))
        head = "".join(f"{name}: {text}\r\n" for name, text in large)
        with socket.create_connection(("127.0.0.1", running.port), 30) as connection:
            connection.sendall(f"POST / HTTP/1.0\r\n{head}\r\n".encode())
            _to_try_again(receive(connection))
        assert not odoo.sent


def _to_try_again(answer):
    assert (answer.status, answer.body) == (200, b"")
    assert answer.header("response_code") == "ERROR_DB_ACCESS"
    assert answer.header("Content-Length") == "0"
    assert answer.header("Connection") == "close"
    assert answer.header("Location") is None


def test_a_body_arrives_whole_or_not_at_all(listener, sent):
    rows = b"row\n" * 100_000
    whole = request("/iclock/cdata?SN=1", body=rows)
    with socket.create_connection(("127.0.0.1", listener.port), 30) as connection:
        connection.sendall(whole[:-10])
        time.sleep(0.3)
        assert not sent
        connection.sendall(whole[-10:])
        assert receive(connection).status == 200
    assert [got.body for got in sent] == [rows]


def test_a_body_of_unknown_length_gets_one(listener, sent):
    head = b"POST /iclock/cdata HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    chunked = b"Transfer-Encoding: chunked\r\n\r\n3\r\nrow\r\n0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", listener.port), 30) as connection:
        connection.sendall(head + chunked)
        assert receive(connection).status == 200
    assert [(got.body, got.headers["Content-Length"]) for got in sent] == [
        (b"row", "3")
    ]


def test_a_body_too_large_is_refused(listener, sent):
    head = f"POST /iclock/cdata HTTP/1.1\r\nHost: x\r\nContent-Length: {2**24 + 1}\r\n"
    with socket.create_connection(("127.0.0.1", listener.port), 30) as connection:
        connection.sendall(f"{head}Connection: close\r\n\r\n".encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")
    assert not sent


def test_neither_queries_nor_secrets_are_logged(listener, odoo, monkeypatch):
    listener.ask("/iclock/cdata?SN=LOGGED1&pushcommkey=topsecret")
    listener.ask(f"/biometric/{TOKEN}/iclock/cdata?SN=LOGGED2")
    listener.ask(f"/biometric/{TOKEN}", (("request_code", "x"), ("dev_id", "LOGGED3")))
    listener.ask(f"/mistyped/{TOKEN}/iclock/cdata?SN=LOGGED4")
    listener.ask('/iclock/cdata?SN=%22%0aLOGGED5"')
    log = listener.log()
    for written in ("/iclock/cdata 200", "/biometric/***/ebkn 200", '"LOGGED3"'):
        assert written in log
    for secret in ("topsecret", "pushcommkey", "?", TOKEN, "LOGGED5"):
        assert secret not in log
    assert "topsecret" not in _errors(listener)


def _errors(listener) -> str:
    return "".join(
        path.read_text() for path in listener.place.folder.glob("*error.log")
    )


def test_an_odoo_that_is_away_is_no_success_and_logs_no_key():
    with upstream() as gone:
        port = gone.port
    with listening(port) as running:
        answer = running.ask("/iclock/cdata?SN=1&pushcommkey=topsecret", body=b"row")
        assert answer.status == 502
        assert "topsecret" not in running.log() + _errors(running)


def test_a_terminal_that_calls_too_often_waits(odoo, sent):
    with listening(odoo.port, device_rate=20) as running:
        statuses = {running.ask("/iclock/ping?SN=EAGER").status for _ in range(45)}
    assert statuses == {200}
    assert len(sent) == 45


def test_a_flood_of_one_terminal_is_refused_and_others_are_served(odoo, sent):
    with listening(odoo.port, device_rate=2) as running, ThreadPoolExecutor(60) as pool:
        asking = [pool.submit(running.ask, "/iclock/ping?SN=FLOOD") for _ in range(60)]
        other = running.ask("/biometric/ebkn", (("dev_id", "OTHER"),)).status
        statuses = [each.result().status for each in asking]
    assert other == 200
    # One goes through, eight may wait; a few more while the test runs.
    assert statuses.count(200) < 30
    assert set(statuses) == {200, 429}


def test_a_flood_of_made_up_serials_is_refused_by_address(odoo):
    with (
        listening(odoo.port, address_rate=2) as running,
        ThreadPoolExecutor(60) as pool,
    ):
        targets = [f"/iclock/ping?SN=MADEUP{number}" for number in range(60)]
        statuses = [answer.status for answer in pool.map(running.ask, targets)]
    assert statuses.count(200) < 30
    assert set(statuses) == {200, 429}


def test_a_proxy_that_is_trusted_tells_the_address(odoo, sent):
    headers = (("X-Forwarded-For", "198.51.100.7, 203.0.113.9"),)
    with listening(odoo.port, trusted=("127.0.0.1",)) as running:
        running.ask("/iclock/ping?SN=1", headers)
        assert "203.0.113.9 [" in running.log()
    assert [got.headers["X-Forwarded-For"] for got in sent] == ["203.0.113.9"]


def test_the_database_is_named(odoo, sent):
    with listening(odoo.port, database="of-terminals") as running:
        running.ask("/iclock/ping?SN=1", (("X-Odoo-Database", "another"),))
    [got] = sent
    assert got.headers.get_all("X-Odoo-Database") == ["of-terminals"]
