"""The client: encrypted, with the right certificate, and what an answer may be."""

import gzip
import logging
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bridge.errors import BridgeError, OdooAway, OdooRefused
from bridge.odoo import OdooClient
from tests.bridge.certificates import Authority
from tests.bridge.fake_odoo import TOKEN, FakeOdoo, error, serving


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def beat(client):
    return client.json("POST", "/biometric/v1/heartbeat", {"version": "1"})


def test_certificate_of_an_authority_of_ones_own(authority):
    odoo = FakeOdoo()
    with serving(odoo, context=authority.server_context()) as url:
        client = OdooClient(url, TOKEN, ca=str(authority.path))
        assert beat(client)["config"]
        client.close()


def test_certificate_nobody_vouches_for(authority):
    with (
        serving(FakeOdoo(), context=authority.server_context()) as url,
        pytest.raises(OdooAway, match="certificate"),
    ):
        beat(OdooClient(url, TOKEN))


def test_certificate_of_another_authority(authority, tmp_path):
    other = Authority(tmp_path, "Other authority")
    with (
        serving(FakeOdoo(), context=authority.server_context()) as url,
        pytest.raises(OdooAway, match="certificate"),
    ):
        beat(OdooClient(url, TOKEN, ca=str(other.path)))


def test_certificate_of_another_host(authority):
    context = authority.server_context("elsewhere.example")
    with (
        serving(FakeOdoo(), context=context) as url,
        pytest.raises(OdooAway, match="certificate"),
    ):
        beat(OdooClient(url, TOKEN, ca=str(authority.path)))


def test_certificate_that_has_expired(authority):
    with (
        serving(FakeOdoo(), context=authority.server_context(days=-1)) as url,
        pytest.raises(OdooAway, match="expired"),
    ):
        beat(OdooClient(url, TOKEN, ca=str(authority.path)))


def test_token_never_leaves_unencrypted_by_itself():
    with pytest.raises(BridgeError, match="--insecure-lan"):
        OdooClient("http://odoo.example", TOKEN)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "odoo.example",
        "ftp://odoo.example",
        "https://",
        "https://a@odoo.example",
        "https://x:99999",
        "https://[x",
    ],
)
def test_address_that_is_none(url):
    with pytest.raises(BridgeError, match="address"):
        OdooClient(url, TOKEN)


def test_each_call_names_protocol_and_token():
    odoo = FakeOdoo()
    with serving(odoo) as url:
        client = OdooClient(url, TOKEN, insecure_lan=True, version="1.2", instance="i1")
        beat(client)
        client.close()
    [(_path, _query, headers)] = odoo.calls
    assert headers["Biometric-Protocol"] == "1"
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Biometric-Instance"] == "i1"
    assert headers["User-Agent"] == "biometric-bridge/1.2"


def test_one_connection_serves_many_calls_and_is_made_again():
    odoo = FakeOdoo()
    with serving(odoo) as url:
        client = OdooClient(url, TOKEN, insecure_lan=True)
        beat(client)
        first = client._own.connection
        beat(client)
        assert client._own.connection is first
        first.sock.shutdown(socket.SHUT_RDWR)
        beat(client)
        client.close()
    assert len(odoo.heartbeats) == 3


def test_refusals_carry_code_and_sentence():
    odoo = FakeOdoo()
    odoo.refusal = 403, error("network", "Not from here.")
    with serving(odoo) as url:
        client = OdooClient(url, TOKEN, insecure_lan=True)
        with pytest.raises(OdooRefused) as caught:
            beat(client)
        client.close()
    assert (caught.value.status, caught.value.code) == (403, "network")
    assert "Not from here." in str(caught.value)


class Odd(BaseHTTPRequestHandler):
    """Answers what the test put into the server."""

    def do_POST(self):
        self.server.seen.append((self.path, dict(self.headers)))
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        status, headers, body = self.server.answer
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    do_CONNECT = do_POST

    def log_message(self, *_args):
        pass


@pytest.fixture
def odd():
    server = HTTPServer(("127.0.0.1", 0), Odd)
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>"),
        (200, b"[]"),
        (200, b"\xff\xfe"),
        (200, b"[" * 100_000),
        (302, b""),
        (200, b"7"),
        (204, b"7"),
        (502, b"Bad gateway"),
        (304, b""),
    ],
)
def test_answer_of_something_else_is_no_answer(odd, status, body):
    odd.answer = status, {"Location": "http://localhost:9/"}, body
    client = OdooClient(
        f"http://127.0.0.1:{odd.server_address[1]}", TOKEN, insecure_lan=True
    )
    with pytest.raises(OdooAway):
        beat(client)
    client.close()
    assert len(odd.seen) == 1  # a redirection is not followed: it could be to anybody


@pytest.mark.parametrize(
    "body", [b"<html>Forbidden", b"[]", b'{"error": 7}', b'{"error": {"code": 7}}']
)
def test_refusal_in_other_words(odd, body):
    odd.answer = 403, {}, body
    client = OdooClient(
        f"http://127.0.0.1:{odd.server_address[1]}", TOKEN, insecure_lan=True
    )
    with pytest.raises(OdooRefused):
        beat(client)
    client.close()


def test_answer_without_end(odd, monkeypatch):
    monkeypatch.setattr("bridge.odoo.MAX_ANSWER_BYTES", 1000)
    odd.answer = 200, {}, b'{"x": "' + b"y" * 2000 + b'"}'
    client = OdooClient(
        f"http://127.0.0.1:{odd.server_address[1]}", TOKEN, insecure_lan=True
    )
    with pytest.raises(OdooAway, match="no end"):
        beat(client)


def test_large_bodies_are_compressed():
    odoo, seen = FakeOdoo(), []
    original = gzip.decompress
    with serving(odoo) as url, pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            gzip, "decompress", lambda raw: seen.append(len(raw)) or original(raw)
        )
        client = OdooClient(url, TOKEN, insecure_lan=True)
        client.json("POST", "/biometric/v1/heartbeat", {"x": "y" * 100_000})
        client.close()
    assert len(odoo.heartbeats[0]["x"]) == 100_000
    assert seen[0] < 1000


def test_proxy_of_the_environment(odd, monkeypatch):
    monkeypatch.setenv(
        "http_proxy", f"http://me:pass%20word@127.0.0.1:{odd.server_address[1]}"
    )
    odd.answer = 200, {}, b"{}"
    client = OdooClient("http://odoo.example/erp/", TOKEN, insecure_lan=True)
    beat(client)
    client.close()
    [(path, headers)] = odd.seen
    assert path == "http://odoo.example/erp/biometric/v1/heartbeat"
    assert headers["Proxy-Authorization"] == "Basic bWU6cGFzcyB3b3Jk"


def test_encrypted_calls_go_through_a_tunnel_of_the_proxy(odd, monkeypatch):
    monkeypatch.setenv("https_proxy", f"127.0.0.1:{odd.server_address[1]}")
    client = OdooClient("https://odoo.example", TOKEN)
    odd.answer = 403, {}, b""
    with pytest.raises(OdooAway, match="403"):
        beat(client)
    client.close()
    assert not any("Authorization" in headers for _path, headers in odd.seen)


def test_secrets_are_in_no_log(caplog, odd):
    caplog.set_level(logging.DEBUG)
    odd.answer = 200, {}, b"<html>"
    client = OdooClient(
        f"http://127.0.0.1:{odd.server_address[1]}", TOKEN, insecure_lan=True
    )
    with pytest.raises(OdooAway) as caught:
        beat(client)
    client.close()
    assert TOKEN not in caplog.text + repr(caught.value)
