"""Simulator and codec were written apart; here each must understand the other."""

from datetime import datetime, timedelta, timezone

import pytest

from simulator import FIRMWARES, AdmsEndpoint, Terminal, User, drive
from tests.codec_server import CodecServer

NOW = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)


@pytest.fixture(params=FIRMWARES)
def talk(request):
    """A terminal of every family that told the codec all it had."""
    terminal = Terminal("T-1", "Asia/Kolkata", users=[User("00017", "Ada")])
    for minute, status in enumerate((0, 1, 2, 3, 4, 5)):
        at = NOW + timedelta(minutes=minute)
        terminal.punch("00017", at, status, verify=15)
    endpoint, server = AdmsEndpoint(terminal, FIRMWARES[request.param]), CodecServer()
    server.commands = [b"C:7:INFO\nC:8:NONSENSE"]
    drive(endpoint, server.send, now=NOW)
    return endpoint, server


def test_both_agree_on_every_punch(talk):
    endpoint, server = talk
    assert endpoint.settled
    received = [p for table, upload in server.uploads for p in upload.punches]
    always = endpoint.firmware.status_always
    assert [(p.pin, p.time, p.verify) for p in received] == [
        (p.pin, p.local, p.verify) for p in endpoint.terminal.punches.entries.values()
    ]
    expected = [0, 1, 2, 3, 4, 5] if always is None else [always] * 6
    assert [p.status for p in received] == expected


def test_nothing_a_terminal_sends_is_refused(talk):
    _, server = talk
    refused = [r for _, upload in server.uploads for r in upload.refused]
    assert refused == []
    assert {call.kind for call in server.calls} == {
        "handshake", "upload", "command_request", "result"
    }  # fmt: skip
    assert {call.serial for call in server.calls} == {"T-1"}


def test_the_boot_is_in_the_audit(talk):
    _, server = talk
    events = [e for table, upload in server.uploads for e in upload.events]
    assert [event.code for event in events] == ["0"]


def test_what_it_says_of_itself_is_understood(talk):
    endpoint, server = talk
    (info,) = server.info
    assert (info.users, info.punches) == (1, 6)
    assert info.firmware == endpoint.firmware.version


def test_results_find_their_commands(talk):
    endpoint, server = talk
    expected = [("7", True), ("8", False)][
        : 1 if endpoint.firmware.one_command else None
    ]
    assert [(r.id, r.code >= 0) for r in server.results] == expected


def test_the_clock_is_set_to_the_zone_told(talk):
    endpoint, _ = talk
    assert endpoint.options.zone == timedelta(hours=5, minutes=30)
