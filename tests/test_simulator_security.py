"""A terminal of the security dialect registers, and shakes hands again."""

from datetime import datetime, timezone
from hashlib import md5

import pytest

from simulator import SecurityEndpoint, Terminal, User, drive
from tests.fake_security_server import OPTIONS, FakeSecurityServer

NOW = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)


def endpoint_of(*users, **rest):
    known = Terminal("T1", users=users or [User("7", "Ada", "4711")])
    return SecurityEndpoint(known, **rest)


def talk(endpoint, server=None, **rest):
    server = server or FakeSecurityServer()
    drive(endpoint, server.send, now=NOW, **rest)
    return server


def asked(server):
    return [(method, path.rsplit("/", 1)[1]) for method, path, *_ in server.requests]


def test_an_unknown_terminal_registers_and_fetches_its_options():
    server = talk(endpoint_of(key="secret"))
    assert asked(server)[:4] == [
        ("GET", "cdata"),
        ("POST", "registry"),
        ("POST", "push"),
        ("GET", "rtdata"),
    ]
    hello = server.requests[0][2]
    assert (hello["pushver"], hello["DeviceType"]) == ("3.1.2", "acc")
    assert server.received["DeviceType"] == "acc"
    assert server.received["authKey"] == "secret"
    assert server.received["~SerialNumber"] == "T1"
    assert "FWVersion" not in server.received


def test_a_registered_terminal_gets_its_options_at_once():
    endpoint, server = endpoint_of(), FakeSecurityServer(known=True, code="R9")
    talk(endpoint, server)
    assert asked(server)[:2] == [("GET", "cdata"), ("GET", "rtdata")]
    assert endpoint.registry_code == "R9"
    assert endpoint.settled


def test_the_token_names_code_serial_and_session():
    server = talk(endpoint_of())
    cookies = [headers.get("Cookie") for *_, headers in server.requests]
    before, after = (
        "token=" + md5(values).hexdigest() for values in (b"R1T1", b"R1T1S1")
    )
    assert cookies[:3] == [None, None, before]
    assert set(cookies[3:]) == {after}


REFUSALS = {
    "not wanted": {"code": ""},
    "a code with other characters": {"code": "a b\tc"},
    "a code too long": {"code": "x" * 33},
    "no session": {"options": OPTIONS[:3]},
}


@pytest.mark.parametrize("case", REFUSALS)
def test_without_registration_nothing_is_sent(case):
    endpoint = endpoint_of()
    endpoint.terminal.punch("7", NOW)
    server = talk(endpoint, FakeSecurityServer(**REFUSALS[case]))
    assert not server.events and endpoint.terminal.punches.pending
    assert endpoint.refusal and not endpoint.settled


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("+0530", datetime(2018, 2, 22, 12, 6, 30)),
        ("-0330", datetime(2018, 2, 22, 3, 6, 30)),
        ("+08:00", datetime(2018, 2, 22, 14, 36, 30)),
    ],
)
def test_the_clock_follows_the_server_s_time_and_zone(zone, shown):
    endpoint = endpoint_of()
    talk(endpoint, FakeSecurityServer(time=f"DateTime=583050990,ServerTZ={zone}"))
    assert endpoint.terminal.clock.wall(NOW) == shown


@pytest.mark.parametrize("time", ["", "OK", "DateTime=,ServerTZ=+0800", "DateTime=5"])
def test_a_time_nobody_can_read_changes_nothing(time):
    endpoint = endpoint_of()
    talk(endpoint, FakeSecurityServer(time=time))
    assert endpoint.terminal.clock.wall(NOW) == NOW.replace(tzinfo=None)


def test_unknown_device_makes_it_register_again():
    endpoint, server = endpoint_of(), FakeSecurityServer()
    once = [b"UNKNOWN DEVICE"]

    def send(method, path, headers, body):
        answer = server.send(method, path, headers, body)
        return (200, {}, once.pop()) if once and "getrequest" in path else answer

    drive(endpoint, send, now=NOW, max_errors=3)
    assert asked(server).count(("POST", "registry")) == 2
    assert endpoint.settled
