"""Punches told at once, to pyzk 0.9 and to a client that hides nothing."""

from datetime import timedelta

import pytest

from simulator.zk4370.codes import Command, Event
from simulator.zk4370.events import event_frame
from tests.zk4370_terminals import Caller, pyzk, serving

WAYS = pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
ALL = (0xFFFF).to_bytes(4, "little")


@WAYS
@pytest.mark.parametrize("length", [12, 32, 36, 52])
def test_pyzk_sees_people_pass(length, udp):
    with serving(event=length, punches=0) as at, pyzk(at, udp=udp) as client:
        seen, log = [], at.terminal.punches
        for punch in client.live_capture(new_timeout=0.1):
            if punch:
                seen.append((punch.user_id, punch.timestamp, punch.status, punch.punch))
            elif len(log) == len(seen):
                at.terminal.punch("1002", at.endpoint.now(), 1, 15)
            client.end_live_capture = len(seen) == 2
        expected = log.entries.values()
    assert seen == [(p.pin, p.local, 15, 1) for p in expected]


@WAYS
@pytest.mark.parametrize("length", [10, 12, 14, 32, 36, 37, 52])
def test_a_punch_is_told_in_every_length(length, udp):
    with serving(event=length, users=3, punches=0) as at, Caller(at, udp=udp) as caller:
        caller.connect().ask(Command.REGISTER_EVENTS, ALL)
        at.terminal.punch("1003", at.endpoint.now(), 1, 15)
        received = caller.frame()
    assert (received.command, received.session, received.reply) == (500, Event.PUNCH, 0)
    assert len(received.data) == length
    who = {10: b"\x03\0", 14: b"\x03\0", 12: (1003).to_bytes(4, "little")}
    assert received.data.startswith(
        who.get(length, b"1003".ljust(24, b"\0")) + b"\x0f\x01"
    )


def test_nobody_is_told_who_does_not_listen():
    with serving() as at, Caller(at) as caller:
        caller.connect().ask(Command.REGISTER_EVENTS, ALL)
        caller.ask(Command.REGISTER_EVENTS, bytes(4))
        at.terminal.punch("1003", at.endpoint.now())
        assert caller.ask(Command.VERSION).command == 2000


def test_a_confirmed_event_is_not_answered():
    with serving() as at, Caller(at) as caller:
        caller.connect().send(2000, reply=0)
        assert caller.ask(Command.VERSION).data.startswith(b"Ver ")


def test_the_door_is_told_too():
    with serving() as at, Caller(at) as caller, Caller(at) as other:
        caller.connect().ask(Command.REGISTER_EVENTS, ALL)
        other.connect().ask(Command.UNLOCK, (30).to_bytes(4, "little"))
        assert caller.frame().session == Event.UNLOCK


def test_two_events_may_come_in_one_piece():
    with serving() as at, Caller(at) as caller:
        caller.connect()
        received = event_frame(Event.PUNCH, bytes(11))
        at.push(received, received)
        assert [caller.frame() for _ in range(2)] == [received, received]


def test_punches_of_another_day_are_told_by_the_terminals_clock():
    with serving(punches=0) as at, Caller(at) as caller:
        at.terminal.clock.error = timedelta(hours=-1)
        caller.connect().ask(Command.REGISTER_EVENTS, ALL)
        punch = at.terminal.punch("1001", at.endpoint.now())
        six = caller.frame().data[26:32]
    shown = punch.local
    assert list(six) == [shown.year - 2000, *shown.timetuple()[1:6]]
