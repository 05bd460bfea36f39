"""Terminals that nearly reach the server are named in words, with what to do."""

import socket
import ssl
import time

import pytest
import requests

from devkit.ports import free_ports
from e2e.connecting import base_url
from e2e.polled import KEY, crowd
from listener import own_address

BINARY = {"Content-Type": "application/octet-stream", "User-Agent": "Mozilla/4.0"}
TIMEOUT_SECONDS = 30
HANDSHAKE = "{prefix}/iclock/cdata?SN={serial}&options=all&pushver=2.4.1"


@pytest.fixture
def page(api):
    """What the page asks the server, by method."""

    def ask(method: str, **arguments):
        return api.call("biometric.connect", method, **arguments)

    return ask


@pytest.fixture
def forget(api, committed):
    """Delete the pending devices a test has made; yields the prefix of their names.

    Only so many attempts of one network are kept: those of other tests go before.
    """
    committed.sql("DELETE FROM biometric_contact_attempt")
    yield "MISS"
    mine = [["serial", "like", "MISS%"], ["state", "=", "pending"]]
    ids = api.call("biometric.device", "search", domain=mine)
    api.call("biometric.device", "unlink", ids=ids)


def missed(
    page, code: str, brand: str = "adms", device_id=False, naming: str = ""
) -> dict:
    """Wait until a near miss of this code is shown, and return it."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        found = page("read_waiting", brand=brand, device_id=device_id)["misses"]
        for miss in found:
            if miss["code"] == code and naming in miss["sentence"]:
                assert miss["advice"], miss
                return miss
        time.sleep(0.2)
    raise AssertionError(f"{code} is not among {found}")


def handshake(server, serial: str, prefix: str = "", **more) -> requests.Response:
    path = HANDSHAKE.format(serial=serial, prefix=prefix)
    return requests.get(server.url + path, params=more, timeout=30)


def test_another_path(server, page):
    answer = requests.get(f"{server.url}/adms/cdata?SN=MISSPATH1", timeout=30)
    assert answer.status_code == 404
    assert "/adms/cdata" in missed(page, "path", naming="/adms/cdata")["sentence"]


def test_https_spoken_to_the_port_of_plain_http(server, page):
    context = ssl.create_default_context()
    with (
        socket.create_connection(("127.0.0.1", server.port), 30) as plain,
        pytest.raises(OSError),
    ):
        context.wrap_socket(plain, server_hostname="odoo.example.com")
    miss = missed(page, "tls", naming="127.0.0.1")
    assert "Switch HTTPS off" in miss["advice"]


def test_another_terminal_than_the_one_whose_number_was_typed(server, page, forget):
    typed = page("expect_device", brand="adms", serial="MISSTYPED1")["id"]
    handshake(server, "MISSOTHER1")
    miss = missed(page, "foreign", device_id=typed, naming="MISSOTHER1")
    assert "MISSTYPED1" in miss["sentence"]
    handshake(server, "MISSTYPED1")
    assert page("read_waiting", brand="adms", device_id=typed)["device"]["called"]


def test_a_wrong_key(server, page, forget, committed):
    values = {"communication_key": "right"}
    page("expect_device", brand="adms", serial="MISSKEY1", values=values)
    handshake(server, "MISSKEY1", pushcommkey="hardly right")
    missed(page, "key", naming="MISSKEY1")
    dump = committed.sql("SELECT * FROM biometric_contact_attempt")
    assert "hardly right" not in str(dump)


def test_a_wrong_secret_address(server, page, forget, api, committed):
    made = page("expect_device", brand="adms", serial="MISSTOKEN1")["id"]
    api.call("biometric.device", "action_new_secret_path", ids=[made])
    handshake(server, "MISSTOKEN1", prefix="/biometric/nearly-the-secret-address")
    missed(page, "token", naming="MISSTOKEN1")
    dump = committed.sql("SELECT * FROM biometric_contact_attempt")
    assert "nearly-the-secret" not in str(dump)


def test_a_terminal_that_needs_the_listener_calls_the_server_itself(server, page):
    requests.post(f"{server.url}/hdata.aspx", b"\0" * 9, headers=BINARY, timeout=30)
    missed(page, "bypass", "ebkn")
    guide = page("read_guide", brand="ebkn")
    assert guide["missing"]["code"] == "listener_missing" or guide["addresses"]


def test_more_unknown_terminals_than_are_listed(server, page, forget):
    for number in range(55):
        handshake(server, f"MISSFULL{number}")
    time.sleep(10)  # a worker writes few attempts of one network at a time
    # A worker may have looked, and remember for a minute that there was room.
    deadline = time.monotonic() + 3 * TIMEOUT_SECONDS
    while not _is_full(page):
        assert time.monotonic() < deadline
        handshake(server, "MISSFULLLAST1")
        time.sleep(1)
    late = page("expect_device", brand="adms", serial="MISSFULLLAST1")["id"]
    # A worker remembers for a minute that there was no room for it.
    deadline = time.monotonic() + 3 * TIMEOUT_SECONDS
    while not page("read_waiting", brand="adms", device_id=late)["device"]["called"]:
        assert time.monotonic() < deadline
        handshake(server, "MISSFULLLAST1")
        time.sleep(1)


def _is_full(page) -> bool:
    misses = page("read_waiting", brand="adms")["misses"]
    return any(m["code"] == "full" and "MISSFULLLAST1" in m["sentence"] for m in misses)


def test_no_database_is_found(stack, server, api, page):
    options = ["--database=", "--db-filter=^there-is-none$"]
    how = {"workers": 0, "cron": 0, "host": "0.0.0.0", "options": options}
    other = stack.server(server.database, **how)
    url = f"http://{own_address()}:{other.port}"
    try:
        with base_url(api, url):
            found = page("check_address", brand="adms", url=url)
    finally:
        other.stop()
    assert (found["kind"], found["code"]) == ("danger", "no_database")


def test_polled_terminals(page, forget, api):
    """Closed, another key, UDP alone, and at last right: each in the same place."""
    [closed] = free_ports(1)
    values = {"host": "127.0.0.1", "port": closed, "udp": False}
    found = page("test_device", brand="zk4370", values=values)
    assert found["code"] == "connection_refused"
    assert "other software" in found["advice"]
    api.call("biometric.device", "unlink", ids=[found["id"]])
    with crowd("MISS4370A", 3) as terminal:
        values["port"] = terminal.port
        found = page("test_device", brand="zk4370", values=values)
        assert found["code"] == "wrong_key"
        values["connection_key"] = str(KEY)
        found = page(
            "test_device", brand="zk4370", values=values, device_id=found["id"]
        )
        assert (found["kind"], found["serial"]) == ("success", "MISS4370A")
