"""Punches as they happen."""

import time
from datetime import datetime, timezone

import pytest

from simulator.zk4370.codes import Command, Event
from simulator.zk4370.events import punch_data
from terminals.errors import Closed, TimedOut
from terminals.records import Punch, Refused
from terminals.zk4370.client import connect
from terminals.zk4370.codes import Reply
from terminals.zk4370.frames import Frame
from tests.zk4370_serving import (
    SHORT_TIMEOUT,
    address,
    firmware,
    serving,
    terminal,
)

IDLE = 0.1


WALL = datetime(2026, 11, 2, 7, 58, 1)


def event(length: int, pin: str = "1001", uid: int = 1) -> Frame:
    return Frame(Reply.EVENT, Event.PUNCH, 0, punch_data(length, uid, pin, WALL, 1, 15))


def received(live, many: int, seconds: float = 3.0) -> list:
    """The next so many things told, without the silence between them."""
    found, until = [], time.monotonic() + seconds
    while len(found) < many and time.monotonic() < until:
        answer = next(live)
        if answer is not None:
            found.append(answer)
    return found


@pytest.mark.parametrize("length", [10, 12, 14, 32, 36, 37, 52])
def test_every_length_is_understood(transport, length):
    made = terminal(1)
    with (
        serving(made, firmware(event=length)) as server,
        connect(address(server, transport)) as session,
    ):
        live = session.live.listen(IDLE)
        assert next(live) is None
        server.pass_by()
        (punch,) = received(live, 1)
        stored = list(made.punches.entries.values())[-1]
        assert (punch.pin, punch.time, punch.status, punch.verify) == (
            stored.pin,
            stored.local.replace(microsecond=0),
            stored.status,
            stored.verify,
        )
        live.close()
        assert server.log[-1] == Command.REGISTER_EVENTS


@pytest.mark.parametrize("length", [0, 1, 11, 13, 20, 33, 38, 40, 44, 51])
@pytest.mark.parametrize("first", [True, False])
def test_unknown_length_does_not_end_it(length, first):
    """The listener of pyzk dies of one event it does not know."""
    odd = Frame(Reply.EVENT, Event.PUNCH, 0, bytes(range(1, length + 1)))
    answer = [odd, event(32)] if first else [event(32), odd, event(32)]
    with (
        serving(terminal(1)) as server,
        connect(address(server)) as session,
    ):
        live = session.live.listen(IDLE)
        next(live)
        server.push(*answer)
        kinds = [type(one) for one in received(live, len(answer))]
        assert kinds.count(Refused) == 1
        assert kinds.count(Punch) == len(answer) - 1


def test_events_that_come_together():
    with (
        serving(terminal(1)) as server,
        connect(address(server)) as session,
    ):
        live = session.live.listen(IDLE)
        next(live)
        server.push(*[event(32, str(pin)) for pin in range(1, 31)])
        assert [punch.pin for punch in received(live, 30)] == [
            str(pin) for pin in range(1, 31)
        ]


def test_unknown_user_with_letters(transport):
    """pyzk makes a number of it, and dies."""
    made = terminal(1)
    made.set_user("NB2401004")
    with (
        serving(made) as server,
        connect(address(server, transport)) as session,
    ):
        live = session.live.listen(IDLE)
        next(live)
        made.punch("NB2401004", datetime.now(timezone.utc))
        assert received(live, 1)[0].pin == "NB2401004"


def test_user_who_came_while_we_listened(transport):
    made = terminal(1)
    with (
        serving(made, firmware("8a", event=10)) as server,
        connect(address(server, transport)) as session,
    ):
        live = session.live.listen(IDLE)
        next(live)
        made.set_user("4711")
        made.punch("4711", datetime.now(timezone.utc))
        assert received(live, 1)[0].pin == "4711"


@pytest.mark.parametrize("way", ["close", "half_open", "reset", "mute"])
def test_terminal_that_goes_is_noticed(transport, way):
    """pyzk says nothing for ever."""
    with serving(terminal(1)) as server:
        session = connect(address(server, transport, timeout=SHORT_TIMEOUT))
        live = session.live.listen(IDLE)
        next(live)
        server.faults.arm(way, Command.GET_TIME, times=-1)
        began = time.monotonic()
        with pytest.raises((Closed, TimedOut)):
            for _silence in range(10):
                next(live)
        assert time.monotonic() - began < 5
        assert session.closed


def test_listening_has_no_deadline(transport):
    with (
        serving(terminal(1)) as server,
        connect(address(server, transport, deadline=0.2)) as session,
    ):
        live = session.live.listen(IDLE)
        for _silence in range(4):
            assert next(live) is None


def test_events_between_questions_wait_their_turn():
    with (
        serving(terminal(1)) as server,
        connect(address(server)) as session,
    ):
        live = session.live.listen(IDLE)
        next(live)
        server.faults.arm("event", Command.GET_TIME)
        (punch,) = received(live, 1)
        assert isinstance(punch, Punch)


@pytest.mark.parametrize("length", [10, 14])
def test_a_place_that_changes_hands_meanwhile_is_of_the_newcomer(transport, length):
    made = terminal(3)
    with (
        serving(made, firmware(event=length)) as server,
        connect(address(server, transport)) as session,
    ):
        live = session.live.listen(IDLE)
        assert next(live) is None
        made.punch("1001", datetime.now(timezone.utc), 0)
        (before,) = received(live, 1)
        made.delete_user("1001")
        made.set_user("999")
        made.punch("999", datetime.now(timezone.utc), 0)
        (after,) = received(live, 1)
        assert [(each.pin, each.uid) for each in (before, after)] == [
            ("1001", 1),
            ("999", 1),
        ]
