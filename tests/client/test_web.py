"""Calls to a terminal's web server: logins, certificates, and servers that misbehave."""

import hashlib
import socket
import ssl
import time
from contextlib import contextmanager
from threading import Thread

import pytest

from simulator import digest as server_side
from simulator.digest import DigestGuard
from terminals.client.budget import Budget
from terminals.client.web import WebClient, WebStream
from terminals.errors import (
    Closed,
    ConnectionRefused,
    Garbled,
    Misaddressed,
    OtherProtocol,
    TimedOut,
    Unreachable,
    WrongKey,
)
from terminals.web import WebAddress
from tests.bridge.certificates import Authority

OK = b"HTTP/1.1 200 OK\r\nContent-Type: Text/Plain; x\r\nContent-Length: 2\r\n\r\nok"


@contextmanager
def serving(*answers, tls=None):
    """Answer each request with the next of these bytes; ``None`` hangs up.

    It gives the port and the list of requests.
    """
    seen = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def work():
            rest = list(answers)
            while True:
                try:
                    connection, _ = listener.accept()
                    if tls:
                        connection = tls.wrap_socket(connection, server_side=True)
                except ssl.SSLError:
                    continue
                except OSError:
                    return
                with connection:
                    while head := _read_head(connection):
                        seen.append(head)
                        answer = rest.pop(0) if len(rest) > 1 else rest[0]
                        answer = answer(head) if callable(answer) else answer
                        if answer is None:
                            break
                        connection.sendall(answer)
                        if b"Connection: close" in answer:
                            break

        Thread(target=work, daemon=True).start()
        yield listener.getsockname()[1], seen
        listener.shutdown(socket.SHUT_RDWR)


def _read_head(connection):
    head = b""
    try:
        while not head.endswith(b"\r\n\r\n"):
            piece = connection.recv(4096)
            if not piece:
                return b""
            head += piece
            if not head[:1].isupper():
                return head  # no HTTP
    except OSError:
        return b""
    return head


def client(port, *, seconds=20.0, timeout=10.0, **values):
    given = {"username": "admin", "password": "pw", "allow_loopback": True, **values}
    host = given.pop("host", "127.0.0.1")
    return WebClient(WebAddress(host, port, **given), Budget(seconds), timeout)


def guarded(guard):
    """Return what answers as a server with a guard does."""

    def answer(head):
        lines = head.decode().split("\r\n")
        method, target, _version = lines[0].split(" ")
        found = [each for each in lines if each.startswith("Authorization: ")]
        verdict = guard.check(method, target, found[0][15:] if found else "")
        if verdict == server_side.OK:
            return OK
        challenge = guard.challenge(stale=verdict == server_side.STALE)
        return (
            f"HTTP/1.1 401 No\r\nWWW-Authenticate: {challenge}\r\nContent-Length: 3\r\n"
            "\r\nno!"
        ).encode()

    return answer


def test_answers_come_over_one_connection_and_one_login():
    guard = DigestGuard({"admin": "pw"})
    with serving(guarded(guard)) as (port, seen), client(port) as calls:
        for _ in range(3):
            assert calls.call("GET", "/a?b=[c]") == (200, "text/plain", b"ok")
    assert len(seen) == 4


def test_wrong_password_is_sent_once_whatever_is_called():
    guard = DigestGuard({"admin": "other"})
    with serving(guarded(guard)) as (port, _seen), client(port) as calls:
        for _ in range(5):
            with pytest.raises(WrongKey):
                calls.call("GET", "/")
    assert guard.total_wrong == 1


def test_thousand_sessions_of_which_each_is_told_to_stop_lock_no_account():
    guard = DigestGuard({"admin": "other"}, attempts=5)
    refused = set()
    with serving(guarded(guard)) as (port, _seen):
        for _ in range(1000):
            if "digest_wrong_login" in refused:
                continue  # as the host does, see Poll.stops_after
            with pytest.raises(WrongKey) as caught, client(port) as calls:
                calls.call("GET", "/")
            refused.add(caught.value.code)
    assert not guard.is_locked("admin")


def test_connection_closed_meanwhile_is_opened_again_for_what_may_be_repeated():
    with serving(OK, None, OK) as (port, seen), client(port) as calls:
        calls.call("GET", "/")
        assert calls.call("GET", "/").body == b"ok"
    assert len(seen) == 3


def test_what_changes_something_is_sent_once():
    with serving(OK, None, OK) as (port, seen), client(port) as calls:
        calls.call("GET", "/")
        with pytest.raises(Closed):
            calls.call("GET", "/open", repeatable=False)
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (b"SSH-2.0-x\r\n\r\n", OtherProtocol, "web_no_http"),
        (
            b"HTTP/1.1 302 x\r\nLocation: https://x/\r\n\r\n",
            OtherProtocol,
            "web_redirected",
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nab",
            Closed,
            "web_closed",
        ),
        (None, Closed, "web_closed"),
        (
            b"HTTP/1.1 401 x\r\nContent-Length: 0\r\n\r\n",
            OtherProtocol,
            "digest_not_offered",
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n",
            Closed,
            "web_closed",
        ),
    ],
)
def test_answer_that_is_none_has_one_sentence(answer, error, code):
    with serving(answer) as (port, _seen), client(port) as calls:
        with pytest.raises(error) as caught:
            calls.call("GET", "/")
        assert caught.value.code == code
        assert str(caught.value.reason) != code


def test_endless_answer_ends_at_the_limit(monkeypatch):
    monkeypatch.setattr("terminals.client.web.MAX_ANSWER_BYTES", 1000)
    answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 5000
    with (
        serving(answer) as (port, _seen),
        client(port) as calls,
        pytest.raises(Garbled),
    ):
        calls.call("GET", "/")


def test_head_that_drips_ends_with_the_time_of_the_call():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip():
            connection, _ = listener.accept()
            with connection:
                try:
                    connection.sendall(b"HTTP/1.1 200 OK\r\n")
                    while True:
                        connection.sendall(b"X: y\r\n")
                        time.sleep(0.05)
                except OSError:
                    pass

        Thread(target=drip, daemon=True).start()
        port = listener.getsockname()[1]
        with client(port, timeout=0.5) as calls, pytest.raises(TimedOut):
            calls.call("GET", "/")


def test_nothing_at_the_port_names_the_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with client(port) as calls, pytest.raises(ConnectionRefused) as caught:
        calls.call("GET", "/")
    assert caught.value.values == {"port": port}


def test_this_machine_is_not_called_unless_allowed():
    with client(80, allow_loopback=False) as calls, pytest.raises(Misaddressed):
        calls.call("GET", "/")


def test_stream_is_read_in_pieces_and_silence_is_nothing():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x\r\n\r\n"
    with serving(head + b"ab") as (port, _seen), client(port) as calls:
        stream = calls.stream("/")
        assert isinstance(stream, WebStream)
        got = b""
        while got != b"ab":
            got += stream.read(5.0) or b""
        assert stream.read(0.05) is None
        assert stream.content_type == "multipart/x"


def test_stream_that_ends_is_closed():
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    with (
        serving(head) as (port, _seen),
        client(port) as calls,
        pytest.raises(Closed),
    ):
        calls.stream("/").read(5.0)


# Certificates


@pytest.fixture
def tls(tmp_path):
    authority = Authority(tmp_path)
    context = authority.server_context("localhost")
    der = ssl.PEM_cert_to_DER_cert(
        (tmp_path / "localhost.pem")
        .read_text()
        .partition("-----END PRIVATE KEY-----\n")[2]
    )
    return context, authority.path.read_text(), hashlib.sha256(der).hexdigest()


def test_certificate_with_the_fingerprint_is_trusted(tls):
    context, _pem, digest = tls
    with (
        serving(OK, tls=context) as (port, _seen),
        client(port, https=True, fingerprint=digest.upper()) as calls,
    ):
        assert calls.call("GET", "/").body == b"ok"


def test_certificate_of_the_authority_is_trusted(tls):
    context, pem, _digest = tls
    with (
        serving(OK, tls=context) as (port, _seen),
        client(port, host="localhost", https=True, ca_certificate=pem) as calls,
    ):
        assert calls.call("GET", "/").body == b"ok"


@pytest.mark.parametrize("fingerprint", ["", "ab" * 32])
def test_other_certificate_is_named_and_gets_nothing(tls, fingerprint):
    context, _pem, digest = tls
    with (
        serving(OK, tls=context) as (port, seen),
        client(port, https=True, fingerprint=fingerprint) as calls,
        pytest.raises(Unreachable) as caught,
    ):
        calls.call("GET", "/")
    assert caught.value.values == {"fingerprint": digest}
    assert not seen


def test_https_where_there_is_none_says_so():
    with (
        serving(b"HTTP/1.1 400 x\r\n\r\n") as (port, _seen),
        client(port, https=True) as calls,
        pytest.raises(OtherProtocol) as caught,
    ):
        calls.call("GET", "/")
    assert caught.value.code == "web_no_tls"


# Addresses


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"host": ""}, "web_host_invalid"),
        ({"host": "http://10.0.0.1"}, "web_host_invalid"),
        ({"host": "10.0.0.1/x"}, "web_host_invalid"),
        ({"host": "127.0.0.1"}, "address_is_this_server"),
        ({"port": -1}, "web_port_invalid"),
        ({"port": 65536}, "web_port_invalid"),
        ({"username": "a:b"}, "web_user_invalid"),
        ({"username": "a\n"}, "web_user_invalid"),
        ({"fingerprint": "ab"}, "web_fingerprint_invalid"),
        ({"ca_certificate": "x"}, "web_authority_invalid"),
    ],
)
def test_address_no_connection_can_have_is_refused(values, code):
    given = {"host": "10.0.0.1", "port": 80, "username": "admin", **values}
    with pytest.raises(Misaddressed) as caught:
        WebAddress.of(given).check()
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("https", "port", "called"),
    [
        (False, 0, 80),
        (False, 8080, 8080),
        (True, 0, 443),
        (True, 80, 443),
        (True, 8443, 8443),
    ],
)
def test_https_has_a_port_of_its_own(https, port, called):
    assert WebAddress("h", port, "u", "p", https=https).effective_port == called
