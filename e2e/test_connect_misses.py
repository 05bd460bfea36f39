"""Near misses of real sockets at the page that connects: who reads it can end them."""

import contextlib
import socket
import threading
from dataclasses import replace

import pytest

from e2e.connecting import Person, base_url
from e2e.polled import KEY, crowd
from e2e.redirecting import redirecting
from listener import own_address
from terminals.zk4370.client.address import Address
from terminals.zk4370.client.session import connect

BANNER = b"SSH-2.0-OpenSSH_9.2\r\n"


@pytest.fixture
def polled(browser, api):
    """Return a function that opens the page at an address of a polled terminal."""
    serials: list[str] = []

    def begin(serial: str, port: int) -> Person:
        serials.append(serial)
        browser.login()
        person = Person(browser, 1366)
        person.begin()
        person.fill(".o_biometric_connect_search", "F19")
        person.click(".o_biometric_connect_card", "4370")
        person.fill("#connect_host", "127.0.0.1")
        person.fill("#connect_port", str(port))
        person.fill("#connect_connection_key", str(KEY))
        return person

    yield begin
    mine = [["serial", "in", serials], ["state", "=", "pending"]]
    api.call(
        "biometric.device",
        "unlink",
        ids=api.call("biometric.device", "search", domain=mine),
    )
    assert not browser.console


def assert_says(person: Person, sentence: str, advice: str) -> None:
    """Test the connection, and read what is said and what to do."""
    person.click(".o_biometric_connect_test")
    person.browser.find(".o_biometric_connect_tested", sentence)
    person.browser.find(".o_biometric_connect_tested", advice)


@contextlib.contextmanager
def talking_first(banner: bytes):
    """Yield the port of a server that says who it is, as SSH does."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = server.accept()
                with connection:
                    connection.sendall(banner)
                    connection.recv(1024)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def test_a_terminal_that_speaks_udp_alone(polled):
    """It is found by itself; nobody has to know what UDP is."""
    terminal = crowd("MISSUDP", 3)
    terminal.endpoint.firmware = replace(terminal.endpoint.firmware, tcp=False)
    with terminal:
        person = polled("MISSUDP", terminal.port)
        assert_says(person, "UDP only", "test again")
        person.browser.screenshot("miss-udp-1366")
        assert_says(person, "MISSUDP", "")


def test_a_terminal_that_other_software_is_reading(polled):
    terminal = crowd("MISSBUSY", 3)
    terminal.endpoint.firmware = replace(terminal.endpoint.firmware, single="refuse")
    with terminal:
        person = polled("MISSBUSY", terminal.port)
        other = Address("127.0.0.1", terminal.port, key=KEY, allow_loopback=True)
        with connect(other):
            assert_says(person, "the connection.", "end other software")
            person.browser.screenshot("miss-busy-1366")
        assert_says(person, "MISSBUSY", "")


@pytest.mark.parametrize(
    ("kind", "sentence"), [("web", "a web server"), ("ssh", "an SSH server")]
)
def test_another_server_at_the_port(server, polled, kind, sentence):
    with contextlib.ExitStack() as running:
        port = server.port
        if kind == "ssh":
            port = running.enter_context(talking_first(BANNER))
        person = polled(f"127.0.0.1:{port}", port)
        assert_says(person, sentence, "usually 4370")


def test_plain_http_is_redirected_to_https(browser, api):
    browser.login()
    person = Person(browser, 1366)
    with redirecting() as port, base_url(api, f"http://{own_address()}:{port}"):
        person.begin()
        person.click(".o_biometric_connect_card", "ADMS")
        person.click(".o_biometric_connect_check")
        checked = ".o_biometric_connect_checked.alert-danger"
        browser.find(checked, "Plain HTTP is redirected to HTTPS")
        browser.find(checked, "Let the terminals' paths through on plain HTTP")
        browser.screenshot("miss-redirected-1366")
    assert not browser.console
