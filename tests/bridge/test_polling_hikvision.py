"""The bridge polls simulated Hikvision terminals as Odoo does."""

from terminals.session import Connected, RowsRead
from tests.bridge.fake_odoo import FakeOdoo
from tests.bridge.test_polling import ID, bridge_of
from tests.hikvision_serving import (
    MINUTE,
    SERIAL,
    ZONE,
    World,
    everything,
    fill,
    serving,
    terminal,
    values,
)


def device(server, **changes):
    """A terminal as Odoo's configuration names it."""
    return {
        "id": ID,
        "brand": "hikvision",
        "serial": SERIAL,
        "name": "Gate",
        "tz": ZONE,
        "dialect": "isapi",
        "values": values(server, **changes),
        "poll_minutes": 5,
        "live": False,
        "plan": {"read_whole_log": False, "position": None},
        "poll_requested": False,
    }


def test_punches_come_with_the_position_behind_them(tmp_path):
    made = terminal()
    fill(made, 400)
    world, odoo = World(made), FakeOdoo()
    with serving(world) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server)]
        bridge.poll()
        connected, *rows, _end = bridge.steps()
        assert isinstance(connected, Connected)
        assert connected.serial == SERIAL
        read = [p for step in rows for p in step.upload.punches]
        assert {(p.number, p.pin, p.time) for p in read} == everything(world)
        assert len(read) == 400
        bridge.drain()
        world.now += MINUTE
        made.punch("00001", world.now, 0, 15)
        bridge.poll()
        [step] = [each for each in bridge.steps() if isinstance(each, RowsRead)]
        assert len(step.upload.punches) == 1


def test_a_refused_password_is_sent_once_also_after_a_restart(tmp_path):
    world, odoo = World(terminal()), FakeOdoo()
    with serving(world) as server:
        for _start in range(3):
            with bridge_of(tmp_path, odoo) as bridge:
                odoo.devices = [device(server, connection_key="wrong")]
                poller = bridge.poller()
                for _poll in range(3):
                    bridge.poll(poller)
        assert world.guard.total_wrong == 1
