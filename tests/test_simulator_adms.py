"""Uploads, stamps and commands of the attendance dialect."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from simulator import FIRMWARES, AdmsEndpoint, Firmware, Terminal, attlog_bodies, drive
from simulator.adms.rows import attlog_row, encode_time
from simulator.exchange import Restless
from tests.fake_server import OPTIONS, FakeServer

START = datetime(2024, 7, 1, 8, tzinfo=timezone.utc)


def terminal_with(count):
    terminal = Terminal("T1")
    for minute in range(count):
        terminal.punch("7", START + timedelta(minutes=minute))
    return terminal


def sizes(server):
    return [len(lines) for table, lines in server.batches if table == "ATTLOG"]


def test_time_is_packed_as_the_vendor_documents():
    assert encode_time(datetime(2018, 2, 22, 6, 36, 30)) == 583050990
    assert encode_time(datetime(2018, 2, 22, 14, 54, 54)) == 583080894


@pytest.mark.parametrize("columns", range(4, 13))
def test_rows_have_the_firmware_s_columns(columns):
    (punch,) = terminal_with(1).punches.entries.values()
    row = attlog_row(punch, Firmware(columns=columns, status_always=255))
    cells = row.split("\t")
    assert len(cells) == columns
    assert cells[:4] == ["7", "2024-07-01 08:00:00", "255", "1"]


def test_windows_line_ends_and_trailing_tab():
    (body,) = attlog_bodies(
        terminal_with(2).punches.entries.values(), firmware=FIRMWARES["crlf"]
    )
    assert body.count(b"\t\r\n") == 2


def test_bodies_for_benches_hold_every_punch_once():
    punches = terminal_with(2500).punches.entries.values()
    lines = [body.splitlines() for body in attlog_bodies(punches, lines=1000)]
    assert [len(part) for part in lines] == [1000, 1000, 500]
    assert len({line for part in lines for line in part}) == 2500


def test_batches_grow_from_30_to_150():
    server = FakeServer()
    drive(AdmsEndpoint(terminal_with(700)), server.send)
    assert sizes(server) == [30, 60, 90, 120, 150, 150, 100]


def test_three_quick_tries_then_a_long_wait():
    server = FakeServer(refusals=[503] * 3)
    endpoint = AdmsEndpoint(terminal_with(5), Firmware(offers_options=False))
    tally = drive(endpoint, server.send, max_errors=1)
    assert tally.failures == 3
    assert not endpoint.settled
    drive(endpoint, server.send)
    assert endpoint.settled
    assert sizes(server) == [5]


def test_success_without_ok_is_no_acknowledgement():
    server = FakeServer()

    def send(method, path, headers, body):
        status, names, text = server.send(method, path, headers, body)
        return status, names, b"stored" if method == "POST" else text

    endpoint = AdmsEndpoint(terminal_with(5))
    drive(endpoint, send)
    assert not endpoint.terminal.punches.acknowledged


def test_unknown_device_makes_it_shake_hands_again():
    server = FakeServer()
    once = [b"UNKNOWN DEVICE"]

    def send(method, path, headers, body):
        answer = server.send(method, path, headers, body)
        return (200, {}, once.pop()) if once and "ATTLOG" in path else answer

    endpoint = AdmsEndpoint(terminal_with(5))
    drive(endpoint, send, max_errors=2)
    assert [r[2].get("options") for r in server.requests].count("all") == 2
    assert endpoint.settled


@pytest.mark.parametrize("firmware", ["new", "old"])
def test_stamp_zero_brings_everything_again(firmware):
    server = FakeServer()
    endpoint = AdmsEndpoint(terminal_with(50), FIRMWARES[firmware])
    drive(endpoint, server.send)
    server.stamps = "0"
    server.commands = ["C:1:CHECK"]
    drive(endpoint, server.send)
    assert set(server.rows.values()) == {2}


def test_old_firmware_sends_only_what_is_younger_than_the_stamp():
    server = FakeServer()
    endpoint = AdmsEndpoint(terminal_with(50), FIRMWARES["old"])
    drive(endpoint, server.send)
    half = START.replace(tzinfo=None) + timedelta(minutes=24)
    server.stamps = str(encode_time(half))
    server.commands = ["C:1:CHECK"]
    drive(endpoint, server.send)
    assert sorted(server.rows.values()) == [1] * 25 + [2] * 25


def test_old_firmware_posts_the_time_of_its_last_row():
    server = FakeServer()
    drive(AdmsEndpoint(terminal_with(3), FIRMWARES["old"]), server.send)
    stamps = [r[2]["Stamp"] for r in server.requests if r[2].get("table") == "ATTLOG"]
    last = START.replace(tzinfo=None) + timedelta(minutes=2)
    assert stamps == [str(encode_time(last))]


COMMANDS = {
    "CHECK": 0,
    "INFO": 0,
    "REBOOT": 0,
    "SET OPTION Volume=3": 0,
    "SET OPTION ~SerialNumber=X": -1,
    "DATA QUERY ATTLOG": -1,
    "DATA QUERY ATTLOG StartTime=2024-07-01 00:00:00\tEndTime=2024-07-02 00:00:00": 0,
    "SHELL reboot": -1002,
    "CHECKPOINT": -1002,
}


@pytest.mark.parametrize("text", COMMANDS)
def test_commands_are_answered(text):
    server = FakeServer()
    endpoint = AdmsEndpoint(terminal_with(1))
    drive(endpoint, server.send)
    server.commands = [f"C:42:{text}"]
    drive(endpoint, server.send)
    assert server.results[-1].startswith(f"ID=42&Return={COMMANDS[text]}&CMD=")


def test_old_firmware_has_its_own_code_for_unknown_commands():
    server = FakeServer()
    server.commands = ["C:9:AC_UNLOCK"]
    drive(AdmsEndpoint(Terminal("T1"), FIRMWARES["old"]), server.send)
    assert server.results == ["ID=9&Return=-22&CMD=AC_UNLOCK\n"]


def test_query_sends_the_wanted_punches_again():
    server = FakeServer()
    endpoint = AdmsEndpoint(terminal_with(10))
    drive(endpoint, server.send)
    window = "StartTime=2024-07-01 08:02:00\tEndTime=2024-07-01 08:04:00"
    server.commands = [f"C:1:DATA QUERY ATTLOG {window}"]
    drive(endpoint, server.send, polls=2)
    assert sorted(server.rows.values()) == [1] * 7 + [2] * 3


def test_reboot_leaves_a_power_on_row():
    server = FakeServer()
    server.commands = ["C:1:REBOOT"]
    drive(AdmsEndpoint(Terminal("T1")), server.send)
    assert [row.split("\t")[0] for row in server.oplog] == ["OPLOG 0"] * 2


def test_the_clock_can_be_set_by_command():
    server = FakeServer()
    server.commands = ["C:1:SET OPTION DateTime=2031-02-03 04:05:06"]
    endpoint = AdmsEndpoint(Terminal("T1"))
    drive(endpoint, server.send, now=START)
    assert endpoint.terminal.clock.wall(START) == datetime(2031, 2, 3, 4, 5, 6)


def test_polls_tell_of_the_terminal_from_time_to_time():
    server = FakeServer()
    drive(AdmsEndpoint(terminal_with(3)), server.send, polls=12)
    received = [
        r[2].get("INFO") for r in server.requests if r[1].endswith("getrequest")
    ]
    assert [place for place, text in enumerate(received) if text] == [0, 10]
    assert received[0].split(",")[3] == "3"


def test_without_realtime_it_uploads_at_intervals():
    options = [o.replace("Realtime=1", "Realtime=0") for o in OPTIONS]
    server = FakeServer(options)
    endpoint = AdmsEndpoint(terminal_with(1))
    drive(endpoint, server.send)
    endpoint.terminal.punch("7", START + timedelta(hours=1))
    drive(endpoint, server.send, polls=3)
    assert sizes(server) == [1]
    later = datetime.now(timezone.utc) + timedelta(minutes=2)
    drive(endpoint, server.send, now=later, polls=2)
    assert sizes(server) == [1, 1]


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=80))
def test_everything_punched_arrives(minutes):
    server = FakeServer()
    terminal = Terminal("T1")
    for minute in minutes:
        terminal.punch("7", START + timedelta(minutes=minute))
    drive(AdmsEndpoint(terminal), server.send)
    sent = [str(punch.local) for punch in terminal.punches.entries.values()]
    arrived = [row.split("\t")[1] for row in server.rows.elements()]
    assert sorted(sent) == sorted(arrived)


def test_a_server_that_never_lets_it_rest_is_found_out():
    server = FakeServer()

    def send(method, path, headers, body):
        server.commands = ["C:1:CHECK"]
        return server.send(method, path, headers, body)

    with pytest.raises(Restless):
        drive(AdmsEndpoint(Terminal("T1")), send, limit=50)
