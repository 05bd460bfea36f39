"""Calls over real sockets, to the simulated gateway and to servers that misbehave."""

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import pytest
import requests

from terminals.cams.bodies import MAX_BODY_BYTES
from terminals.cams.client import Gateway, call, http as cams_http
from terminals.cams.codes import PENDING
from terminals.cams.encryption import encrypt_body
from terminals.errors import (
    Closed,
    Garbled,
    Misaddressed,
    ProtocolError,
    TimedOut,
    TransportError,
    Unreachable,
    Unsupported,
)
from tests.cams_gateway import KEY, OTHER_KEY, TOKEN, device
from tests.cams_rest import UTC, V3_PATH, Answering, desk_of, gateway_to, saying
from tests.serving import serving


@pytest.mark.parametrize("key", ["", KEY])
@pytest.mark.parametrize("dialect", ["v2", "v3"])
def test_terminal_tells_what_it_is(dialect, key):
    server = desk_of(device(dialect, key=key))
    with gateway_to(server, dialect, security_key=key) as gateway:
        answer = call(gateway, "information", {}, "17")
    assert answer.good
    assert answer.upload.info.model == "F38+"
    assert answer.reference == "17"


def test_tag_is_added_to_the_address_where_it_is_missing():
    server = desk_of(device("v3"))
    with gateway_to(server) as gateway:
        assert call(gateway, "information", {}, "17").good
    with gateway_to(server, path=V3_PATH + "?stgid=D1") as gateway:
        assert call(gateway, "information", {}, "17").good
    assert [path.count("stgid=D1") for _, path, _, _ in server.asked] == [1, 1]


def test_user_of_v3_is_written_at_once():
    endpoint = device("v3")
    with gateway_to(desk_of(endpoint)) as gateway:
        user = {"pin": "007", "name": "Ada Lo", "privilege": "admin"}
        assert call(gateway, "set_user", user, "17").code == 0


def test_command_of_v2_is_answered_later():
    endpoint = device("v2")
    with gateway_to(desk_of(endpoint), "v2") as gateway:
        answer = call(gateway, "set_user", {"pin": "007", "name": "Ada Lo"}, "17")
    assert (answer.code, answer.reference) == (PENDING, "17")
    assert endpoint.orders[0].lazy.reference == "17"


@pytest.mark.parametrize(
    ("own", "ours", "code"),
    [
        ({"token": "another"}, {}, 7),
        ({"addresses": frozenset()}, {}, 3),
        ({"key": KEY}, {}, 19),
        ({}, {"serial": "D2"}, 2),
        ({"loads_users": False}, {}, 33),
    ],
)
def test_refusal_is_an_answer(own, ours, code):
    with gateway_to(desk_of(device("v3", **own)), **ours) as gateway:
        answer = call(gateway, "query_users", {}, "17")
    assert (answer.code, answer.good) == (code, False)
    assert str(answer.reason).endswith(".")


def test_answer_under_the_previous_key_still_opens():
    endpoint = device("v3", key=KEY)
    with gateway_to(
        desk_of(endpoint), security_key=KEY, previous_key=OTHER_KEY
    ) as gateway:
        assert call(gateway, "information", {}, "17").good
    server = Answering(
        lambda path, body: (200, {}, encrypt_body(b'{"StatusCode":7}', OTHER_KEY))
    )
    with gateway_to(server, security_key=KEY, previous_key=OTHER_KEY) as gateway:
        assert call(gateway, "information", {}, "17").code == 7


@pytest.mark.parametrize(
    ("server", "error"),
    [
        (saying(b"", 500), Garbled),
        (saying(b"<html>", 200), Garbled),
        (saying(b"{}", 302, {"Location": "http://127.0.0.1:1/"}), Garbled),
        (saying(b"x", 200, {"Content-Encoding": "gzip"}), Garbled),
        (saying(b" " * (MAX_BODY_BYTES + 1)), Garbled),
    ],
)
def test_bad_answer_is_one_sentence_after_one_call(server, error):
    with gateway_to(server) as gateway, pytest.raises(error) as caught:
        call(gateway, "information", {}, "17")
    assert str(caught.value.reason).endswith(".")
    assert TOKEN not in repr(caught.value)
    assert len(server.asked) == 1, "nothing is repeated or followed"


def test_answer_that_breaks_off_is_none():
    with gateway_to(saying(b'{"Status":"done"}', 200, {"X": "1"})) as gateway:
        assert call(gateway, "information", {}, "17").good
    short = Answering(lambda path, body: (200, {}, Lying(b'{"Status":"done"}')))
    with gateway_to(short) as gateway, pytest.raises((Closed, Unreachable)):
        call(gateway, "information", {}, "17")


class Lying(bytes):
    """Says it is longer than it is."""

    def __len__(self):
        return super().__len__() + 10


def test_gateway_nobody_runs_is_unreachable():
    with serving(saying(b"")) as url:
        gone = url
    gateway = Gateway(gone, "v3", "D1", TOKEN, UTC, plain=True, allow_loopback=True)
    with pytest.raises(Unreachable):
        call(gateway, "information", {}, "17")


def test_gateway_that_keeps_silent_is_given_up(monkeypatch):
    def late(session, url, **more):
        raise requests.exceptions.ReadTimeout(f"{url} {more['data']!r}")

    monkeypatch.setattr(requests.Session, "post", late)
    gateway = Gateway("https://gateway.test/x", "v3", "D1", TOKEN, UTC)
    with pytest.raises(TimedOut) as caught:
        call(gateway, "information", {}, "17")
    assert TOKEN not in str(caught.value)


def test_certificate_is_looked_at():
    """A server without TLS is not talked to over the plain socket instead."""
    with serving(saying(b"")) as url:
        https = url.replace("http:", "https:")
        gateway = Gateway(https, "v3", "D1", TOKEN, UTC, allow_loopback=True)
        with pytest.raises(TransportError):
            call(gateway, "information", {}, "17")


@pytest.mark.parametrize(
    "url",
    [
        "http://gateway.test/x",
        "ftp://gateway.test/x",
        "gateway.test",
        "https://",
        "https://user:secret@gateway.test/x",
        "https://[::1",
        "https://gateway.test:99999/x",
        "",
    ],
)
def test_address_has_to_be_https_and_nothing_else(url, monkeypatch):
    monkeypatch.setattr(requests.Session, "post", lambda *a, **k: pytest.fail("called"))
    with pytest.raises(Misaddressed) as caught:
        call(Gateway(url, "v3", "D1", TOKEN, UTC), "information", {}, "17")
    assert "secret" not in str(caught.value.reason)


def test_network_of_ones_own_may_have_a_gateway():
    Gateway("https://192.168.1.5/x", "v3", "D1", TOKEN, UTC).check()


def test_first_generation_cannot_be_called():
    gateway = Gateway("https://gateway.test/x", "v1", "D1", TOKEN, UTC)
    with pytest.raises(Unsupported):
        call(gateway, "delete_user", {"pin": "1"}, "17")


def test_bad_command_is_refused_before_anything_is_sent():
    server = desk_of(device("v3"))
    with gateway_to(server) as gateway, pytest.raises(ProtocolError):
        call(gateway, "set_user", {"pin": "1\n2"}, "17")
    assert not server.asked


def test_limits_are_told_to_the_library(monkeypatch):
    seen = {}

    def post(session, url, **more):
        seen.update(more)
        raise requests.exceptions.ConnectionError

    monkeypatch.setattr(requests.Session, "post", post)
    gateway = Gateway("https://gateway.test/x", "v3", "D1", TOKEN, UTC)
    with pytest.raises(Unreachable):
        call(gateway, "information", {}, "17")
    assert (
        seen["timeout"]
        == (
            cams_http.CONNECT_TIMEOUT_SECONDS,
            cams_http.READ_TIMEOUT_SECONDS,
        )
        == (5, 30)
    )
    assert seen["allow_redirects"] is False
    assert "verify" not in seen, "certificates are checked"


def test_secrets_stay_out_of_what_is_shown():
    gateway = Gateway(
        "https://gateway.test/x",
        "v3",
        "D1",
        "token-secret",
        UTC,
        security_key="key-secret",
        previous_key="old-secret",
    )
    assert "secret" not in repr(gateway)


def test_moment_of_the_call_is_the_terminals():
    server = saying(b'{"Status":"done"}')
    with gateway_to(server, zone=ZoneInfo("Asia/Kathmandu")) as gateway:
        call(gateway, "information", {}, "17")
    assert b"GMT +0545" in server.asked[0][3]
    assert datetime.now(timezone.utc).strftime("%Y-").encode() in server.asked[0][3]
