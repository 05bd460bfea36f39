"""Hikvision terminals that push to the bridge, by the simulator."""

import hashlib
from datetime import datetime, timedelta, timezone

import pytest

from simulator.exchange import drive
from simulator.hikvision import PUSH_FIRMWARES, PushEndpoint
from simulator.memory import Terminal
from simulator.people import User
from tests.bridge.relay_tools import FakeOdoo, running
from tests.fake_hikvision_server import FakeHikvisionServer

NOON = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
TOKEN = "Zm9yIHRlc3RzIGFsb25lLCBhbGFz"
PATH = f"/biometric/{TOKEN}/hikvision"
DIGEST = hashlib.sha256(TOKEN.encode()).hexdigest()


@pytest.fixture
def odoo():
    return FakeOdoo(FakeHikvisionServer(PATH))


def make(firmware="usual", path=PATH):
    """Return a terminal that pushes to an address of the bridge."""
    terminal = Terminal("F1", users=[User("7", "Ada")])
    return PushEndpoint(terminal, PUSH_FIRMWARES[firmware], url=path)


def punch(endpoint, count, start=NOON):
    for number in range(count):
        endpoint.terminal.punch("7", start + timedelta(minutes=number), number % 2, 15)


def named(relay):
    """Have the relay know the terminal, by its secret address alone."""
    device = {"id": 1, "brand": "hikvision", "serial": "F1", "path_digest": DIGEST}
    relay.relay.configure(
        {"relay": {"port": relay.relay.port, "brands": None, "devices": [device]}}
    )


@pytest.mark.parametrize("firmware", ["usual", "pictures", "old", "gateway"])
def test_punches_without_odoo_are_kept_and_come_once_each(tmp_path, odoo, firmware):
    endpoint = make(firmware)
    punch(endpoint, 20)
    with running(tmp_path, odoo) as relay:
        named(relay)
        odoo.away = True
        drive(endpoint, relay.send, now=NOON)
        assert endpoint.settled
        assert relay.counts["stored"] == 20
        assert relay.counts.get("greeted", 0) == endpoint.received - 20  # heartbeats
        odoo.away = False
        relay.settle()
    assert odoo.server.events == dict.fromkeys(range(1, 21), 1)
    assert {call[1] for call in odoo.calls} == {PATH}


def test_heartbeat_is_passed_on(tmp_path, odoo):
    with running(tmp_path, odoo) as relay:
        named(relay)
        drive(make(), relay.send, now=NOON)
        assert relay.counts == {"passed_on": 1}
    assert odoo.server.heartbeats == 1


def test_an_address_odoo_did_not_name_is_refused_while_odoo_is_away(tmp_path, odoo):
    endpoint = make(path="/biometric/another_secret_of_nobody/hikvision")
    punch(endpoint, 1)
    with running(tmp_path, odoo, sends=False) as relay:
        named(relay)
        odoo.away = True
        drive(endpoint, relay.send, now=NOON)
        assert not endpoint.settled
        assert not relay.spool.counts().waiting
        odoo.away = False
        relay.relay.link._closed_until = 0.0
        drive(endpoint, relay.send, now=NOON)
        assert endpoint.refusal == "answered 403"


def test_a_serial_number_is_not_taken_for_a_secret_address(tmp_path, odoo):
    """Nobody gets into the spool by calling himself what Odoo keeps of a secret."""
    with running(tmp_path, odoo, sends=False) as relay:
        named(relay)
        body = b"1\t2026-06-01 12:00:00\t0\t1\t\n"
        odoo.away = True
        target = f"/iclock/cdata?SN={DIGEST}&table=ATTLOG"
        relay.send("POST", target, {}, body)
        assert not relay.spool.counts().waiting


def test_a_body_too_large_is_refused_unread(tmp_path, odoo):
    with running(tmp_path, odoo, sends=False) as relay:
        named(relay)
        status, _headers, _body = relay.send("POST", PATH, {}, b"x" * (2**21 + 2))
        assert status == 413
