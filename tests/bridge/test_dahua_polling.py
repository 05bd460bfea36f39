"""A simulated Dahua terminal behind the bridge."""

from datetime import datetime, timedelta, timezone

import pytest

from simulator.digest import DigestGuard
from terminals.session import Connected, RowsRead, SessionEnd
from tests.bridge.fake_odoo import FakeOdoo
from tests.bridge.test_polling import ID, bridge_of
from tests.dahua_serving import PASSWORD, SERIAL, everything, filled, serving, values_of


def device(server, **changes):
    return {
        "id": ID,
        "brand": "dahua",
        "serial": SERIAL,
        "name": "Gate",
        "tz": server.terminal.zone,
        "dialect": "times_utc",
        "values": values_of(server, dialect="times_utc", **changes),
        "poll_minutes": 5,
        "live": False,
        "plan": {"read_whole_log": False, "position": None},
        "poll_requested": False,
    }


@pytest.fixture
def terminal():
    return filled(150, until=datetime.now(timezone.utc) - timedelta(minutes=9))


def configured(*devices):
    odoo = FakeOdoo()
    odoo.devices = list(devices)
    return odoo


def test_punches_come_into_the_spool(tmp_path, terminal):
    with (
        serving(terminal) as server,
        bridge_of(tmp_path, configured(device(server))) as bridge,
    ):
        bridge.poll()
        connected, *rows = bridge.steps()[:-1]
    assert isinstance(connected, Connected)
    assert connected.serial == SERIAL
    assert all(isinstance(step, RowsRead) for step in rows)
    punches = [punch for step in rows for punch in step.upload.punches]
    assert {(p.pin, p.time, p.status) for p in punches} == everything(terminal)


def test_refused_password_is_not_sent_again_before_it_changes(tmp_path, terminal):
    guard = DigestGuard({"admin": PASSWORD})
    with serving(terminal, guard=guard) as server:
        wrong = device(server, connection_key="wrong")
        with bridge_of(tmp_path, configured(wrong)) as bridge:
            for _time in range(5):
                bridge.poll()
            [end] = bridge.steps()
            assert isinstance(end, SessionEnd)
            assert (end.error, end.reason.code) == ("WrongKey", "digest_wrong_login")
        with bridge_of(tmp_path, configured(wrong)) as bridge:  # started again
            bridge.poll()
        assert guard.total_wrong == 1
        with bridge_of(tmp_path, configured(device(server))) as bridge:
            bridge.poll()
            assert bridge.spool.counts().waiting > 2
