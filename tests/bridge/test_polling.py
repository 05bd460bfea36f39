"""Polling a simulated terminal into the spool, and from there to Odoo: the whole program."""

import threading
import time
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import pytest

from bridge.commands import CommandQueue
from bridge.polling import Poller
from bridge.program import Program
from bridge.spool import Spool, SpoolFull
from simulator.zk4370 import ZkFaults
from simulator.zk4370.codes import Command
from terminals.session import Connected, LiveEvents, RowsRead, SessionEnd
from terminals.step_json import decode
from tests.bridge.fake_odoo import FakeOdoo, error, serving
from tests.bridge.helpers import drain, impatient, paired, wait
from tests.zk4370_serving import (
    SERIAL,
    logged_rows,
    pass_by,
    serving as serving_terminal,
    terminal,
)

ID = 3


def device(server, **changes):
    """A device as Odoo's configuration names it."""
    values = {
        "host": "127.0.0.1",
        "port": server.port,
        "udp": False,
        "encoding": "utf-8",
    }
    return {
        "id": ID,
        "brand": "zk4370",
        "serial": SERIAL,
        "name": "Door",
        "tz": "UTC",
        "dialect": "tcp",
        "values": values | {"connection_key": None},
        "poll_minutes": 5,
        "live": False,
        "plan": {"read_whole_log": False, "position": None},
        "poll_requested": False,
        **changes,
    }


class Bridge:
    """A program in this process, whose terminals are polled by hand or by itself."""

    def __init__(self, folder, odoo, url):
        self.odoo, self.state = odoo, paired(folder, url)
        self.spool = Spool(self.state.spool_path)
        self.program = Program(self.state, self.spool, allow_loopback=True)
        self.thread = None

    def poller(self):
        self.program.config.refresh(self.program.contact.client)
        return Poller(self.program.polling, ID)

    def poll(self, poller=None):
        poller = poller or self.poller()
        poller.poll()
        return poller

    def kinds(self):
        return [item.kind for item in self.spool.take(999)]

    def steps(self):
        return [decode(item.kind, item.data).step for item in self.spool.take(999)]

    def drain(self):
        sender = impatient(self.spool, self.program.client())
        drain(sender, self.spool)

    def start(self):
        self.thread = threading.Thread(target=self.program.run, daemon=True)
        self.thread.start()

    def stop(self):
        self.program.stopping.set()
        if self.thread:
            self.thread.join(20)
            assert not self.thread.is_alive()
        self.spool.close()


@contextmanager
def bridge_of(folder, odoo, url=None):
    with serving(odoo) as address:
        made = Bridge(folder, odoo, url or address)
        try:
            yield made
        finally:
            made.stop()


@pytest.fixture
def odoo():
    return FakeOdoo()


def seen(punches):
    return [(p.pin, p.time, p.status, p.verify) for p in punches]


def test_rows_come_with_the_position_behind_them(tmp_path, odoo):
    made = terminal(punches=300)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server)]
        poller = bridge.poll()
        connected, *rows, end = bridge.steps()
        assert isinstance(connected, Connected) and connected.serial == SERIAL
        assert end == SessionEnd()
        read = [p for step in rows for p in step.upload.punches]
        assert seen(read) == logged_rows(made)
        assert bridge.spool.position(ID)["count"] == 300
        assert bridge.spool.position(ID)["complete"] is True
        assert poller.state.reachable
        assert poller.state.drift is not None


def test_only_new_rows_are_read_the_next_time(tmp_path, odoo):
    made = terminal(punches=100)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server)]
        bridge.poll()
        bridge.drain()
        pass_by(made, 2)
        bridge.poll()
        [rows] = [step for step in bridge.steps() if isinstance(step, RowsRead)]
        assert len(rows.upload.punches) == 2


def test_nothing_new_is_told_once_and_not_again_while_odoo_is_away(tmp_path, odoo):
    made = terminal(punches=10)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server)]
        poller = bridge.poll()
        bridge.drain()
        bridge.poll(poller)
        assert bridge.kinds() == ["connected", "session_end"]
        for _ in range(3):
            bridge.poll(poller)
        assert bridge.kinds() == ["connected", "session_end"]


def test_position_odoo_has_is_gone_on_from(tmp_path, odoo):
    made = terminal(punches=100)
    with serving_terminal(made) as server:
        with bridge_of(tmp_path / "one", odoo) as bridge:
            odoo.devices = [device(server)]
            bridge.poll()
            position = bridge.spool.position(ID)
        pass_by(made)
        plan = {"read_whole_log": False, "position": position}
        odoo.devices = [device(server, plan=plan)]
        with bridge_of(tmp_path / "two", odoo) as bridge:
            bridge.poll()
            [rows] = [step for step in bridge.steps() if isinstance(step, RowsRead)]
            assert len(rows.upload.punches) == 1


def test_whole_log_is_read_once_when_it_is_wanted(tmp_path, odoo):
    made = terminal(punches=100)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        plan = {"read_whole_log": True, "position": None}
        odoo.devices = [device(server, plan=plan)]
        poller = bridge.poll()
        plans = [decode(i.kind, i.data).plan for i in bridge.spool.take(9)]
        assert all(plan.read_whole_log for plan in plans)
        bridge.poll(poller)
        bridge.drain()
        assert len(odoo.rows) == 100
        bridge.poll(poller)  # Odoo still wants it, as far as the bridge knows
        bridge.drain()
        assert len(odoo.rows) == 100
        odoo.devices = [device(server)]
        bridge.poll()
        odoo.devices = [device(server, plan=plan)]
        bridge.poll()
        bridge.drain()
        assert len(odoo.rows) == 200


def test_whole_log_is_read_each_day_by_itself(tmp_path, odoo):
    made = terminal(punches=10)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server)]
        poller = bridge.poll()
        for hours, rows in ((-19, 10), (-21, 20), (+5, 30)):
            at = time.time() + 3600 * hours
            bridge.spool.note(ID, whole_at=at)
            bridge.poll(poller)
            bridge.drain()
            assert len(odoo.rows) == rows


def test_another_terminal_at_the_address_stores_nothing(tmp_path, odoo):
    made = terminal(punches=10)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server, serial="OTHER")]
        poller = bridge.poll()
        [end] = bridge.steps()
        assert end.exception.code == "other_terminal"
        assert poller.state.reason.code == "other_terminal"
        assert bridge.spool.position(ID) is None


def test_serial_number_nobody_knows_yet_is_any(tmp_path, odoo):
    made = terminal(punches=10)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server, serial="@127.0.0.1:4370")]
        bridge.poll()
        assert bridge.steps()[0].serial == SERIAL
        assert bridge.spool.position(ID)["count"] == 10


def test_terminal_that_does_not_answer(tmp_path, odoo):
    made = terminal()
    with serving_terminal(made) as server:
        gone = device(server)
    with bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [gone]
        poller = bridge.poller()
        rests = [poller.poll() for _ in range(6)]
        assert rests == [300, 600, 1200, 2400, 3600, 3600]
        assert poller.state.reachable is False
        assert [type(step) for step in bridge.steps()] == [SessionEnd]


def test_broken_off_in_the_middle_goes_on_there(tmp_path, odoo):
    made = terminal(punches=7000)
    faults = ZkFaults()
    with (
        serving_terminal(made, faults=faults) as server,
        bridge_of(tmp_path, odoo) as bridge,
    ):
        odoo.devices = [device(server)]
        poller = bridge.poller()
        for _ in range(3):
            faults.arm("close", Command.READ_BUFFER, nth=2)
            poller.poll()
        faults.stop()
        poller.poll()
        bridge.drain()
        assert len(set(odoo.rows)) == 7000
        kinds = [kind for _device, _number, kind in odoo.items]
        assert kinds.count("session_end") >= 2


def test_full_disk_leaves_everything_on_the_terminal(tmp_path, odoo):
    made = terminal(punches=10)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server)]
        poller = bridge.poller()
        bridge.spool._min_free = 2**60
        with pytest.raises(SpoolFull):
            poller.poll()
        assert bridge.program._make_heartbeat()["disk_full"] is True
        assert server.connections.accepted == 0
        bridge.spool._min_free = 0
        poller.poll()
        assert bridge.spool.position(ID)["count"] == 10


# Commands


def command(number, kind, **payload):
    return {"device": ID, "id": str(number), "kind": kind, "payload": payload}


def test_commands_are_carried_out_and_their_results_sent(tmp_path, odoo):
    made = terminal(punches=10)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server)]
        poller = bridge.poll()
        bridge.program.commands.put(
            [
                command(7, "set_user", pin="4711", name="New One", password="123"),
                command(8, "unlock", seconds=3),
            ]
        )
        bridge.poll(poller)
        assert made.users["4711"].name == "New One"
        stored = [item.data for item in bridge.spool.take(99)]
        assert "123" not in str([d["step"].get("command") for d in stored])
        bridge.drain()
        assert [(each.command.id, each.result.code) for each in odoo.results] == [
            ("7", 2000),
            ("8", 2000),
        ]


def test_command_whose_result_waits_is_not_carried_out_again(tmp_path, odoo):
    made = terminal(punches=1)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server)]
        poller = bridge.poller()
        queue = bridge.program.commands
        assert queue.put([command(7, "unlock", seconds=3)]) == {ID}
        bridge.poll(poller)
        assert queue.put([command(7, "unlock", seconds=3)]) == set()
        again = Program(bridge.state, bridge.spool)  # after a restart
        assert again.commands.put([command(7, "unlock", seconds=3)]) == set()
        sender = impatient(
            bridge.spool, bridge.program.client(), on_sent=queue.record_sent
        )
        drain(sender, bridge.spool)
        assert queue.put([command(7, "unlock", seconds=3)]) == {ID}


def test_commands_of_a_terminal_that_is_gone_are_given_back(tmp_path, odoo):
    made = terminal()
    with serving_terminal(made) as server:
        gone = device(server)
    with bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [gone]
        bridge.program.commands.put(
            [command(7, "unlock", seconds=3), command(8, "restart")]
        )
        bridge.poll()
        [end] = bridge.steps()
        assert end.unused == ("7", "8")
        assert not bridge.program.commands.has(ID)


def test_command_that_may_have_been_begun_is_not_given_back(tmp_path, odoo):
    made = terminal(punches=1)
    faults = ZkFaults()
    with (
        serving_terminal(made, faults=faults) as server,
        bridge_of(tmp_path, odoo) as bridge,
    ):
        odoo.devices = [device(server)]
        faults.arm("close", stage=Command.UNLOCK)
        numbers = (7, 8, 9)
        bridge.program.commands.put([command(n, "unlock", seconds=3) for n in numbers])
        bridge.poll()
        end = bridge.steps()[-1]
        assert end.exception is not None
        assert end.unused == ("8", "9")


def test_old_commands_are_left_to_odoo(tmp_path, odoo):
    now = [0.0]
    with bridge_of(tmp_path, odoo) as bridge:
        queue = CommandQueue(bridge.spool, clock=lambda: now[0])
        queue.put([command(7, "restart")])
        now[0] = 241.0
        queue.put([command(8, "restart")])
        assert [each.id for each in queue.take(ID)] == ["8"]


def test_questions_are_asked_once_for_each_configuration(tmp_path, odoo):
    made = terminal(punches=1)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        plan = {"questions": ["information", "query_users"]}
        odoo.devices = [device(server, plan=plan)]
        poller = bridge.poll()
        bridge.poll(poller)
        bridge.drain()
        assert [(r.command.id, r.command.kind) for r in odoo.results] == [
            ("", "information"),
            ("", "query_users"),
        ]
        assert len(odoo.results[1].upload.users) == 20


# The whole program


def test_program_polls_sends_and_carries_out_commands(tmp_path, odoo):
    made = terminal(punches=500)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server)]
        bridge.start()
        wait(lambda: len(odoo.rows) == 500)
        odoo.queued = [command(7, "set_user", pin="4711", name="New One")]
        wait(lambda: odoo.results)
        assert made.users["4711"].name == "New One"
        pass_by(made)
        odoo.polls = [ID]
        wait(lambda: len(odoo.rows) == 501)
        wait(lambda: any(b["devices"] for b in odoo.heartbeats))
        beat = odoo.heartbeats[-1]
        assert beat["devices"][0]["id"] == ID
        assert beat["devices"][0]["reachable"] is True
        assert beat["instance"] == bridge.spool.instance
    status = bridge.state.read("status.json")
    assert status["odoo"]["problem"] == ""


def test_live_events_come_at_once_and_commands_end_the_listening(tmp_path, odoo):
    made = terminal(punches=5)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server, live=True)]
        bridge.start()
        wait(lambda: len(odoo.rows) == 5)
        time.sleep(0.5)
        made.punch("1001", datetime.now(timezone.utc).replace(microsecond=0))
        wait(lambda: any(isinstance(s.step, LiveEvents) for s in odoo.steps))
        odoo.queued = [command(7, "set_user", pin="4711", name="New One")]
        wait(lambda: odoo.results)
        assert made.users["4711"].name == "New One"


def test_terminals_are_read_while_odoo_is_away_even_after_a_restart(tmp_path, odoo):
    made = terminal(punches=50)
    with serving_terminal(made) as server:
        with bridge_of(tmp_path, odoo) as bridge:
            odoo.devices = [device(server)]
            bridge.poll()
            bridge.drain()
        pass_by(made, 3)
        away = "http://127.0.0.1:9"
        with bridge_of(tmp_path, odoo, url=away) as bridge:
            bridge.start()
            wait(lambda: "rows_read" in bridge.kinds())
            assert bridge.spool.position(ID)["count"] == 53


def test_bridge_whose_token_is_revoked_stops_reading(tmp_path, odoo):
    made = terminal(punches=5)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server)]
        bridge.program.config.refresh(bridge.program.contact.client)
        odoo.refusal = 401, error("token", "Revoked.")
        bridge.program.contact.call()
        poller = Poller(bridge.program.polling, ID)
        poller.poll()
        assert server.connections.accepted == 0
        odoo.refusal = None
        bridge.program.contact.call()
        poller.poll()
        assert server.connections.accepted == 1


def test_older_protocol_goes_on_reading(tmp_path, odoo):
    with bridge_of(tmp_path, odoo) as bridge:
        odoo.refusal = 426, error("protocol", "Update the bridge.")
        bridge.program.contact.call()
        assert bridge.program.polling.may_poll()
        assert "Update the bridge." in bridge.program.contact.state.problem


@pytest.mark.parametrize("ahead", [-7200, 7200])
def test_wrong_clock_of_this_computer_is_told(tmp_path, odoo, caplog, ahead):
    with bridge_of(tmp_path, odoo) as bridge:
        right = datetime.now(timezone.utc) - timedelta(seconds=ahead)
        odoo.heartbeat = lambda _body: (200, {"now": right.isoformat()})
        bridge.program.contact.call()
        assert abs(bridge.program.contact.state.drift - ahead) < 5
        assert "clock of this computer" in caplog.text


def test_device_taken_from_the_bridge_is_polled_no_more(tmp_path, odoo):
    made = terminal(punches=5)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server)]
        bridge.start()
        wait(lambda: len(odoo.rows) == 5)
        odoo.devices = []
        wait(lambda: not bridge.program.pollers)


def test_brand_that_is_not_polled_by_bridges_is_told(tmp_path, odoo):
    with serving_terminal(terminal()) as server, bridge_of(tmp_path, odoo) as bridge:
        for brand in ("cams", "adms", "unheard-of"):
            odoo.devices = [device(server, brand=brand)]
            poller = bridge.poll()
            assert poller.state.reason.code == "bridge_cannot_poll"


def test_clock_of_this_computer_that_is_a_year_behind_leaves_no_punch_unread(
    tmp_path, odoo, monkeypatch
):
    class Behind(datetime):
        @classmethod
        def now(cls, tz=None):
            return super().now(tz) - timedelta(days=400)

    monkeypatch.setattr("terminals.zk4370.client.log.datetime", Behind)
    made = terminal(punches=30)
    with serving_terminal(made) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.devices = [device(server)]
        poller = bridge.poll()
        assert poller.state.reason is None
        bridge.drain()
    assert set(odoo.rows) == {(pin, at) for pin, at, *_ in logged_rows(made)}
