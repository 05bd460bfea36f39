"""Addresses that are called: this server, its link and clouds' secrets are refused."""

import socket

import pytest

from terminals import destinations
from terminals.cams.client import Gateway, call
from terminals.client import destination
from terminals.errors import Misaddressed, TransportError
from terminals.zk4370.client import Address, connect
from tests.cams_gateway import TOKEN
from tests.cams_rest import UTC, gateway_to, saying

LOOPBACK = [
    "127.0.0.1",
    "127.0.0.1.",
    "127.255.255.254",
    "127.1",
    "127.0.1",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0X7F.1",
    "0x7f.0x0.0x0.0x1",
    "0177.0.0.1",
    "\uff11\uff12\uff17.0.0.1",
    "127\u30020\uff0e0\uff611",
    "::1",
    "[::1]",
    "0:0:0:0:0:0:0:1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1:0:0:34ff:8ef6",
    "2001:0:cb00:7107:0:0:80ff:fffe",
    "2001:db8::5efe:7f00:1",
    "localhost",
    "LOCALHOST.",
    "gate.localhost",
]
NEVER = [
    "169.254.169.254",
    "169.254.0.1",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "169.254.43518",
    "fe80::1",
    "fe80::1%eth0",
    "febf::1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "0.0.0.0",
    "0",
    "0x0",
    "0.1.2.3",
    "::",
    "::ffff:0.0.0.0",
    "64:ff9b::",
    "224.0.0.1",
    "239.255.255.250",
    "ff02::1",
    "255.255.255.255",
    "4294967295",
    "0xffffffff",
    "240.0.0.1",
    "::ffff:255.255.255.255",
]
ALLOWED = [
    "192.168.1.201",
    "192.168.457",
    "10.0.0.9",
    "0xa000009",
    "172.16.0.1",
    "100.64.0.1",
    "203.0.113.7",
    "fd12:3456::1",
    "2001:db8::1",
    "64:ff9b::c0a8:1",
    "2002:c0a8:101::1",
    "terminal",
    "gate-4.example.com",
    "localhost.example.com",
    "127.0.0.1.example.com",
    "09.0.0.1",
    "1.2.3.4.5",
    "",
]


@pytest.mark.parametrize("host", LOOPBACK)
def test_address_of_this_server_is_refused_unless_the_setting_allows_it(host):
    with pytest.raises(Misaddressed) as refused:
        destinations.check_host(host)
    assert refused.value.code == "address_is_this_server"
    destinations.check_host(host, allow_loopback=True)


@pytest.mark.parametrize("allow_loopback", [False, True])
@pytest.mark.parametrize("host", NEVER)
def test_address_no_terminal_has_is_refused(host, allow_loopback):
    with pytest.raises(Misaddressed) as refused:
        destinations.check_host(host, allow_loopback=allow_loopback)
    assert refused.value.code == "address_forbidden"


@pytest.mark.parametrize("host", ALLOWED)
def test_address_a_terminal_may_have_is_accepted(host):
    destinations.check_host(host)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.1/x",
        "https://[::1]:443/x",
        "http://0x7f000001:8069/",
        "https://169.254.169.254./latest",
        "https://gateway.test@127.0.0.1/",
        "https://127.0.0.1@gateway.test/",
        "https://127.0.0.1\\@gateway.test/",
        "https://[::1",
    ],
)
def test_url_that_leads_to_such_an_address_is_refused_when_typed(url):
    with pytest.raises(Misaddressed):
        destinations.check_typed(url)
    destinations.check_typed("https://gateway.test/x?y=@")


@pytest.mark.parametrize("host", [*LOOPBACK, *NEVER])
def test_both_clients_refuse_such_an_address_before_they_connect(host, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", fail)
    address = Address(host.strip("[]"))
    for udp in (False, True):
        with pytest.raises(Misaddressed):
            connect(address.__class__(address.host, udp=udp))
    place = f"[{host}]" if ":" in host and "[" not in host else host
    gateway = Gateway(f"http://{place}/x", "v3", "D1", TOKEN, UTC, plain=True)
    with pytest.raises(Misaddressed):
        call(gateway, "information", {}, "17")


def fail(*_args):
    pytest.fail("connected")


RESOLVED = {
    "127.0.0.1": "address_is_this_server",
    "::ffff:127.0.0.1": "address_is_this_server",
    "169.254.169.254": "address_forbidden",
    "fe80::1%eth0": "address_forbidden",
    "fd00:ec2::254": "address_forbidden",
    "64:ff9b::a9fe:a9fe": "address_forbidden",
}


@pytest.fixture(params=["tcp", "udp", "gateway"])
def caller(request):
    """Call a host by one of the clients."""

    def call_host(host):
        if request.param == "gateway":
            url = f"http://{host}/x"
            gateway = Gateway(url, "v3", "D1", TOKEN, UTC, plain=True)
            call(gateway, "information", {}, "17")
        else:
            connect(Address(host, udp=request.param == "udp", timeout=0.1))

    return call_host


@pytest.mark.parametrize(("found", "code"), RESOLVED.items())
def test_name_that_leads_to_such_an_address_is_not_called(
    found, code, caller, monkeypatch
):
    monkeypatch.setattr(socket.socket, "connect", fail)
    answers = ["203.0.113.7", found]
    monkeypatch.setattr(destination.socket, "getaddrinfo", resolver(answers))
    with pytest.raises(Misaddressed) as refused:
        caller("gateway.test")
    assert refused.value.code == code


def test_name_is_looked_up_once_and_the_checked_address_connected_to(
    caller, monkeypatch
):
    """What it leads to the second time is never asked."""
    connected, lookups = [], []

    def lookup(host, port, *args, **more):
        lookups.append(host)
        found = "203.0.113.7" if len(lookups) == 1 else "127.0.0.1"
        return resolver([found])(host, port, *args, **more)

    def connect_to(self, place):
        connected.append(place[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(destination.socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket.socket, "connect", connect_to)
    with pytest.raises(TransportError):
        caller("gateway.test")
    assert (len(lookups), connected) == (1, ["203.0.113.7"])


def test_name_a_proxy_would_look_up_is_checked_too(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setattr(destination.socket, "getaddrinfo", resolver(["169.254.1.1"]))
    gateway = Gateway("http://gateway.test/x", "v3", "D1", TOKEN, UTC, plain=True)
    with pytest.raises(Misaddressed):
        call(gateway, "information", {}, "17")


def test_redirection_to_another_place_is_not_followed():
    server = saying(b"", 307, {"Location": "http://169.254.169.254/latest"})
    with gateway_to(server) as gateway, pytest.raises(TransportError):
        call(gateway, "information", {}, "17")
    assert len(server.asked) == 1


def resolver(found):
    """Return a resolver of which every name has these addresses."""

    def lookup(host, port, *_args, type=socket.SOCK_STREAM, **_more):
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                type,
                0,
                "",
                (address, port, 0, 0) if ":" in address else (address, port),
            )
            for address in found
        ]

    return lookup
