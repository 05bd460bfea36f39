"""Sessions with simulated terminals of all firmware, over real sockets."""

import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from time import sleep
from zoneinfo import ZoneInfo

import pytest

from simulator.dahua import FIRMWARES
from simulator.digest import DigestGuard
from terminals.dahua.bodies import read_records
from terminals.dahua.punches import decode_records
from terminals.dahua.requests import find_times
from terminals.dahua.times import LOCAL, UTC
from terminals.errors import OtherProtocol, TransportError, WrongKey
from terminals.session import DeviceCommand
from tests.dahua_serving import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    PASSWORD,
    SERIAL,
    Host,
    Time,
    everything,
    filled,
    serving,
)

READABLE = [name for name, each in FIRMWARES.items() if each.has_spans]


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("zone", ["Asia/Riyadh", "America/Bogota", "Asia/Kathmandu"])
def test_everything_is_read_from_every_firmware(name, zone):
    terminal, time = filled(1500, zone=zone), Time()
    with serving(terminal, name, time=time) as server:
        host = Host(server, time)
        host.values["dialect"] = LOCAL if FIRMWARES[name].wall_times else UTC
        assert host.read(whole=True)
        assert host.stored == everything(terminal)
        time.now += 5 * MINUTE
        terminal.punch("003", time.now - MINUTE, status=1)
        handed = len(host.handed)
        assert host.read()
        assert host.stored == everything(terminal)
        assert len(host.handed) - handed < 30
    assert host.connected.serial == SERIAL
    assert not host.refused


def test_records_of_firmware_without_spans_are_read_as_long_as_all_are_sent():
    terminal, time = filled(80), Time()
    with serving(terminal, "basic", time=time) as server:
        host = Host(server, time, dialect=UTC)
        assert host.read()
        assert host.stored == everything(terminal)
        for number in range(40):
            terminal.punch("001", NOW - MINUTE * number)
        with pytest.raises(TransportError, match="dahua_range_ignored"):
            host.read()


@pytest.mark.parametrize("name", ["asi", "asi_wall", "asi_mixed", "old"])
def test_kill_at_each_step_loses_nothing(name):
    terminal, time = filled(700), Time()
    firmware = replace(FIRMWARES[name], cap=95)
    with serving(terminal, firmware, time=time) as server:
        host = Host(server, time)
        host.values["dialect"] = LOCAL if firmware.wall_times else UTC
        sessions = 1
        while not host.read(steps=2):
            sessions += 1
            assert sessions < 100
            if sessions % 3 == 0:
                terminal.punch("001", time.now)
                time.now += MINUTE
    assert sessions > 5
    assert host.stored == everything(terminal)


@pytest.mark.parametrize("newest_first", [False, True])
def test_many_records_of_one_second_are_all_read(newest_first):
    terminal, time = filled(50), Time()
    for number in range(150):
        terminal.register(f"P{number}", NOW)
        terminal.punch(f"P{number}", NOW - HOUR)
    firmware = replace(FIRMWARES["asi"], cap=200, newest_first=newest_first)
    with serving(terminal, firmware, time=time) as server:
        host = Host(server, time, dialect=UTC)
        assert host.read()
    assert host.stored == everything(terminal)


def test_cleared_memory_whose_numbers_begin_again_is_read_anew():
    terminal, time = filled(300), Time()
    with serving(terminal, time=time) as server:
        host = Host(server, time, dialect=UTC)
        host.read()
        before = everything(terminal)
        terminal.punches.clear()
        terminal.punches._last = 0
        time.now += 3 * DAY
        for number in range(20):
            terminal.punch("004", time.now - HOUR - MINUTE * number)
        assert host.read()
    assert host.stored == before | everything(terminal)


def test_clock_set_back_for_winter_hides_nothing():
    terminal, time = filled(20, zone="Europe/Berlin"), Time()
    with serving(terminal, "asi_wall", time=time) as server:
        host = Host(server, time, dialect=LOCAL)
        host.read()
        terminal.clock.set(time.now, terminal.clock.wall(time.now) - HOUR)
        time.now += 5 * MINUTE
        terminal.punch("005", time.now)
        assert host.read()
    assert host.stored == everything(terminal)


def test_record_of_a_lost_clock_is_kept_for_a_person_and_hides_no_other():
    terminal, time = filled(20), Time()
    terminal.clock.set(NOW, NOW.replace(tzinfo=None, year=1999))
    terminal.punch("001", NOW)
    terminal.clock.set(NOW + MINUTE, (NOW + 3 * HOUR + MINUTE).replace(tzinfo=None))
    terminal.punch("002", NOW + 2 * MINUTE)
    time.now += 5 * MINUTE
    with serving(terminal, time=time) as server:
        host = Host(server, time, dialect=UTC)
        assert host.read(whole=True)
    assert [each.reason.code for each in host.refused] == ["dahua_clock_lost"]
    assert len(host.stored) == 21


def test_denied_attempts_are_events_and_no_punches():
    terminal, time = filled(10), Time()
    with serving(terminal, time=time) as server:
        server.api.records.denied = {3, 4}
        host = Host(server, time, dialect=UTC)
        host.read()
    assert len(host.handed) == 8
    assert {event.code for event in host.events} == {"denied/16"}


@pytest.mark.parametrize("name", ["asi", "asi_new", "old"])
def test_live_punches_are_the_same_as_those_of_the_log(name):
    terminal, time = filled(5), Time()
    with serving(terminal, name, time=time, heartbeat=0.05) as server:
        host = Host(server, time, dialect=UTC)

        def pass_by():
            while not server.streams:
                sleep(0.01)
            for number in range(3):
                terminal.punch(f"00{number}", time.now + number * MINUTE, status=1)

        passing = Thread(target=pass_by, daemon=True)
        passing.start()
        host.read(listen=3)
        passing.join()
        live = {(p.pin, p.time, p.status) for p in host.live}
        time.now += 10 * MINUTE
        host.read()
    assert len(live) == 3
    assert live < host.stored == everything(terminal)


# Time bases


@pytest.mark.parametrize(
    ("name", "zone", "expected"),
    [
        ("asi", "America/Bogota", UTC),
        ("asi_wall", "Asia/Riyadh", LOCAL),
        ("asi_new", "Asia/Riyadh", UTC),
        ("asi_new", "America/Bogota", UTC),
    ],
)
def test_base_is_known_at_once_where_the_newest_record_tells(name, zone, expected):
    terminal, time = filled(30, zone=zone), Time()
    with serving(terminal, name, time=time) as server:
        host = Host(server, time)
        assert host.read()
    assert host.connected.info.dialect == expected
    assert host.stored == everything(terminal)


@pytest.mark.parametrize(
    ("name", "zone", "expected"),
    [
        ("asi", "Asia/Riyadh", UTC),
        ("asi_wall", "America/Bogota", LOCAL),
        ("asi", "Asia/Kathmandu", UTC),
    ],
)
def test_base_that_cannot_be_told_is_told_by_the_next_punch(name, zone, expected):
    terminal, time = filled(30, zone=zone, until=NOW - 8 * HOUR), Time()
    with serving(terminal, name, time=time) as server:
        host = Host(server, time)
        for _session in range(2):
            with pytest.raises(TransportError, match="dahua_time_base_unknown"):
                host.read()
            time.now += 5 * MINUTE
        assert not host.handed
        terminal.punch("002", time.now - MINUTE)
        assert host.read()
    assert host.connected.info.dialect == expected
    assert host.stored == everything(terminal)


def test_terminal_without_records_is_read_and_the_first_one_tells_the_base():
    terminal, time = filled(0), Time()
    with serving(terminal, "asi", time=time) as server:
        host = Host(server, time)
        assert host.read()
        time.now += 5 * MINUTE
        terminal.punch("002", time.now - MINUTE)
        assert host.read()
    assert host.values["dialect"] == UTC
    assert host.stored == everything(terminal)


def test_commands_are_carried_out_though_the_base_is_not_known():
    terminal, time = filled(30, until=NOW - 8 * HOUR), Time()
    command = DeviceCommand("7", "unlock", {"door": 1})
    with serving(terminal, time=time) as server:
        host = Host(server, time)
        with pytest.raises(TransportError):
            host.read(commands=[command])
        assert server.api.doors_opened == [1]


def test_zone_that_fits_nothing_says_so():
    terminal, time = filled(30, zone="Asia/Tokyo"), Time()
    with serving(terminal, "asi_wall", time=time) as server:
        terminal.clock.set(NOW, (NOW + timedelta(hours=1)).replace(tzinfo=None))
        host = Host(server, time)
        with pytest.raises(TransportError, match="dahua_times_disagree"):
            host.read()


# Failures


@pytest.mark.parametrize("fault", ["web_page", "busy", "cut", "hang_up"])
def test_fault_at_each_request_loses_nothing(fault):
    terminal, time = filled(200), Time()
    with serving(terminal, time=time) as server:
        host = Host(server, time, dialect=UTC)
        failed = 0
        for place in range(12):
            server.faults.stop()
            server.faults.arm(*[""] * place, fault, fault)
            terminal.punch("001", time.now)
            try:
                host.read()
            except TransportError as error:
                failed += 1
                assert str(error.reason) != error.code
            time.now += 5 * MINUTE
        assert failed >= 3
        server.faults.stop()
        assert host.read()
    assert host.stored == everything(terminal)


def test_wrong_password_is_tried_once_a_session():
    guard = DigestGuard({"admin": "other"})
    with serving(filled(5), guard=guard) as server:
        host = Host(server, Time())
        for number in range(1, 4):
            with pytest.raises(WrongKey, match="digest_wrong_login"):
                host.read()
            assert guard.total_wrong == number


def test_locked_account_says_so():
    guard = DigestGuard({"admin": PASSWORD}, attempts=1)
    with serving(filled(5), guard=guard) as server:
        with pytest.raises(WrongKey):
            Host(server, Time(), connection_key="wrong").read()
        with pytest.raises(WrongKey, match="dahua_locked"):
            Host(server, Time()).read()


def test_restart_of_the_terminal_in_mid_session_is_borne():
    terminal, time = filled(300), Time()
    firmware = replace(FIRMWARES["asi"], cap=95)
    with serving(terminal, firmware, time=time) as server:
        host = Host(server, time, dialect=UTC)
        server.on_request = lambda _method, target: (
            "StartTime" in target and server.guard.forget_nonces()
        )
        assert host.read()
        assert server.guard.total_wrong == 0
    assert host.stored == everything(terminal)


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_curl_reads_the_same_from_the_simulated_terminal():
    terminal, time = filled(30), Time()
    with serving(terminal, time=time) as server:
        url = f"http://{server.host}:{server.port}" + find_times(0, 2**31 - 1)
        command = ["curl", "-sg", "--digest", "-u", f"admin:{PASSWORD}", url]
        found = subprocess.run(command, capture_output=True, check=True).stdout
    rows = read_records(found).rows
    punches = decode_records(rows, UTC, ZoneInfo(terminal.zone)).punches
    assert {(p.pin, p.time, p.status) for p in punches} == everything(terminal)


def test_web_page_of_something_else_is_named():
    with serving(filled(5)) as server:
        server.faults.arm("web_page")
        with pytest.raises(OtherProtocol, match="dahua_web_page"):
            Host(server, Time()).read()
