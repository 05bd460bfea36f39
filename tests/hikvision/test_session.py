"""Polling simulated terminals of four firmwares over sockets: nothing lost, nothing doubled."""

from datetime import datetime, timezone

import pytest

from terminals.errors import TransportError, WrongKey
from terminals.hikvision.position import Position
from terminals.session import Connected, RowsRead
from tests.hikvision_serving import (
    HOUR,
    MINUTE,
    NOW,
    SECOND,
    SERIAL,
    Host,
    World,
    everything,
    fill,
    serving,
    terminal,
)

FIRMWARES = ("new", "old", "odd", "sparse")


def made(count=0, firmware="new", **changes):
    terminal_ = terminal()
    fill(terminal_, count)
    return World(terminal_, firmware, **changes)


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_a_first_session_reads_everything_once(firmware):
    world = made(200, firmware)
    with serving(world) as server:
        host = Host(server)
        assert host.poll(whole=True)
        assert host.stored == everything(world)
        assert len(host.handed) == 200
        assert host.position["complete"]
        connected = host.steps[0]
        assert connected.serial == SERIAL
        assert connected.info.users == 5
        assert connected.clock.wall


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_later_sessions_read_only_what_is_new(firmware):
    world = made(100, firmware)
    with serving(world) as server:
        host = Host(server)
        host.poll()
        for _session in range(4):
            world.now += 5 * MINUTE
            world.terminal.punch("00001", world.now, 1, 15)
            host.poll()
        assert host.stored == everything(world)
        assert len(host.handed) == 104


def test_nothing_new_costs_two_questions_and_no_step():
    world = made(50)
    with serving(world) as server:
        host = Host(server)
        host.poll()
        steps, requests = len(host.steps), len(world.isapi.requests)
        host.poll()
        assert len(world.isapi.requests) - requests == 2
        assert [type(step) for step in host.steps[steps:]] == [Connected]
        assert not host.steps[-1].has_new_punches


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_a_burst_of_a_second_is_read_whole_also_in_two_sessions(firmware):
    world = made(3, firmware)
    with serving(world) as server:
        host = Host(server)
        host.poll()
        world.now += MINUTE
        for number in range(35):
            if number == 17:
                host.poll()
            pin = f"{number:05d}"
            world.terminal.punch(pin, world.now, 0, 15)
        host.poll()
        assert host.stored == everything(world)
        assert len(host.handed) == 38


def test_a_terminal_that_counts_anew_is_read_from_its_first_number():
    world = made(60)
    with serving(world) as server:
        host = Host(server)
        host.poll()
        before = everything(world)
        world.isapi.log.count_anew()
        world.now += HOUR
        for number in range(4):
            world.terminal.punch("00002", world.now + number * SECOND, 0, 1)
        host.poll()
        assert host.stored == before | everything(world)
        assert len(host.handed) == 64


def test_without_newest_first_a_new_count_is_found_within_a_day():
    world = made(60, "sparse")
    with serving(world) as server:
        host = Host(server)
        host.poll()
        before = everything(world)
        world.isapi.log.count_anew()
        world.now += HOUR
        world.terminal.punch("00002", world.now, 0, 1)
        host.poll(whole=True)
        world.terminal.punch("00003", world.now + MINUTE, 0, 1)
        host.poll()
        assert host.stored == before | everything(world)


@pytest.mark.parametrize("firmware", ["new", "old"])
def test_events_of_1970_are_kept_as_messages(firmware):
    world = made(5, firmware)
    world.terminal.clock.set(NOW, datetime(1970, 1, 1, 3, 16, 27))
    world.terminal.punch("00001", NOW + SECOND, 0, 15)
    world.terminal.clock.set(NOW + MINUTE, datetime(2026, 3, 10, 15, 1))
    world.now += 2 * MINUTE
    with serving(world) as server:
        host = Host(server)
        host.poll()
        assert [each.reason.code for each in host.refused] == ["hikvision_clock_lost"]
        assert len(host.handed) == 5


@pytest.mark.parametrize("firmware", ["new", "old"])
def test_a_clock_set_back_loses_nothing(firmware):
    world = made(5, firmware)
    with serving(world) as server:
        host = Host(server)
        host.poll()
        world.terminal.clock.set(world.now, datetime(2026, 3, 10, 14, 0))
        for _session in range(3):
            world.now += 4 * MINUTE
            world.terminal.punch("00004", world.now, 0, 15)
            host.poll()
        assert host.stored == everything(world)


def test_a_denied_attempt_is_an_event_and_no_punch():
    world = made(1)
    world.isapi.log.deny(8, datetime(2026, 3, 10, 14, 0), "00003")
    with serving(world) as server:
        host = Host(server)
        host.poll()
        assert [(each.code, each.operator) for each in host.events] == [
            ("5/8", "00003")
        ]
        assert len(host.handed) == 1


def test_old_rows_that_are_overwritten_while_they_are_read_lose_no_others():
    made_ = terminal(capacity=60, overwrites=True)
    fill(made_, 60, every=MINUTE)
    world = World(made_, "old", noise=0)
    left = [10]

    def on_request(_method, target):
        if "AcsEvent?" in target and left[0]:
            left[0] -= 1
            world.now += SECOND
            made_.punch("00001", world.now, 0, 15)

    with serving(world, on_request=on_request) as server:
        host = Host(server)
        host.poll()
        host.poll()
        assert everything(world) <= host.stored


def test_a_session_that_is_cut_goes_on_behind_its_last_step(monkeypatch):
    monkeypatch.setattr("terminals.hikvision.client.reading.STEP_ROWS", 30)
    for firmware in FIRMWARES:
        world = made(150, firmware)
        with serving(world) as server:
            host = Host(server)
            sessions = 0
            while not host.poll(steps=2):
                sessions += 1
            assert sessions > 3
            assert host.stored == everything(world)
            assert len(host.handed) == 150, firmware


def test_days_are_read_again_at_night():
    world = made(30)
    with serving(world) as server:
        host = Host(server)
        host.poll(whole=True)
        handed = len(host.handed)
        world.now += HOUR
        host.poll(whole=True)
        assert len(host.handed) == handed + 30
        assert host.stored == everything(world)
        assert Position.from_dict(host.position).again is None


FAULTS = {
    "web_page": "hikvision_web_page",
    "busy": "hikvision_busy",
    "unavailable": "hikvision_busy",
    "garbage": "hikvision_unreadable",
    "more_empty": "hikvision_more_empty",
    "cut": "web_closed",
    "hang_up": "web_closed",
}


@pytest.mark.parametrize(("fault", "code"), FAULTS.items())
def test_what_goes_wrong_ends_the_session_with_one_sentence(fault, code):
    world = made(90)
    with serving(world) as server:
        host = Host(server)
        host.poll()
        world.now += MINUTE
        fill(world.terminal, 40, every=SECOND, until=world.now)
        server.faults.arm("", "", "", "", "", "", fault, fault, fault)
        with pytest.raises(TransportError) as caught:
            host.poll()
        assert caught.value.code == code
        server.faults.stop()
        host.poll()
        assert host.stored == everything(world)
        assert len(host.handed) == 130


def test_a_terminal_that_is_busy_for_a_moment_is_asked_again():
    world = made(10)
    with serving(world) as server:
        server.faults.arm("busy", "", "busy")
        host = Host(server)
        host.poll()
        assert host.stored == everything(world)


def test_a_terminal_that_is_not_activated_says_so():
    world = made()
    world.isapi.is_activated = False
    with serving(world) as server, pytest.raises(TransportError) as caught:
        Host(server).poll()
    assert caught.value.code == "hikvision_not_activated"


def test_an_account_without_rights_says_so():
    world = made(3)
    world.isapi.low_privilege = ("/ISAPI/AccessControl/AcsEvent",)
    with serving(world) as server, pytest.raises(TransportError) as caught:
        Host(server).poll()
    assert caught.value.code == "hikvision_low_privilege"


@pytest.mark.parametrize("firmware", ["new", "old"])
def test_a_wrong_password_is_tried_once_a_session(firmware):
    world = made(3, firmware)
    with serving(world) as server:
        host = Host(server, connection_key="wrong")
        with pytest.raises(WrongKey):
            host.poll()
        assert world.guard.total_wrong == 1
        assert not host.position


def test_a_thousand_sessions_with_a_wrong_password_do_not_lock_the_account():
    world = made(3)
    with serving(world) as server:
        host = Host(server, connection_key="wrong")
        for _session in range(1000):
            with pytest.raises(WrongKey) as caught:
                host.poll()
        assert caught.value.code == "hikvision_last_try"
        assert not world.guard.is_locked("odoo")
        assert world.guard.total_wrong == 4
        # Somebody who types the right one is let in.
        world.guard.wrong.clear()
        host.changes = {}
        assert host.poll()


def test_a_locked_account_is_told_with_its_minutes_and_sent_no_password():
    world = made(3)
    with serving(world) as server:
        for _try in range(5):
            world.guard._count_wrong("odoo")
        before = world.guard.total_wrong
        with pytest.raises(TransportError) as caught:
            Host(server).poll()
        assert (caught.value.code, caught.value.values) == (
            "hikvision_locked",
            {"minutes": 30},
        )
        assert world.guard.total_wrong == before


def test_an_old_challenge_is_asked_for_anew_each_time():
    world = made(40)
    world.guard.nonce_uses = 1
    world.guard.says_stale = False
    with serving(world) as server:
        host = Host(server)
        host.poll()
        assert host.stored == everything(world)
        assert world.guard.total_wrong == 0


def test_times_are_those_of_the_terminals_zone():
    world = made(1)
    with serving(world) as server:
        host = Host(server)
        host.poll()
        [punch] = host.handed
        assert punch.offset == 10800
        instant = punch.time.replace(tzinfo=timezone.utc) - 3 * HOUR
        assert instant == NOW
        rows = [step for step in host.steps if isinstance(step, RowsRead)]
        assert rows[-1].complete
