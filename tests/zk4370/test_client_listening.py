"""Visits after which one stays and listens."""

import time
from datetime import datetime, timedelta, timezone

import pytest

from simulator.zk4370 import FIRMWARES
from simulator.zk4370.codes import Command
from terminals.errors import Closed
from terminals.session import (
    CommandDone,
    Connected,
    DeviceCommand,
    LiveEvents,
    RowsRead,
)
from terminals.zk4370.client.position import Position
from tests.zk4370_serving import (
    address,
    logged_rows,
    pass_by,
    poll_steps,
    serving,
    terminal,
)

IDLE = 0.1


def arrive(steps_of_session, *orders):
    """Go on until it listens; return the steps before that."""
    steps = [next(steps_of_session)]
    answer = orders
    while not isinstance(steps[-1], LiveEvents):
        steps.append(steps_of_session.send(answer))
        answer = None
    assert not steps[-1].upload.lines
    return steps[:-1]


def receive(steps_of_session, number, seconds=5.0):
    """So many punches told, with silence between."""
    found, until = [], time.monotonic() + seconds
    while len(found) < number and time.monotonic() < until:
        found += steps_of_session.send(None).upload.punches
    return found


def test_the_log_first_then_what_happens(transport):
    made = terminal(30)
    with serving(made) as server:
        steps_of_session = poll_steps(
            address(server, transport), None, listen=True, idle=IDLE
        )
        steps = arrive(steps_of_session)
        assert [type(step) for step in steps] == [Connected, RowsRead]
        assert steps_of_session.send(None).upload.lines == 0  # a while of silence
        pass_by(made, 2)
        received = receive(steps_of_session, 2)
        assert [(p.pin, p.time, p.status, p.verify) for p in received] == logged_rows(
            made
        )[-2:]
        assert server.connections.most <= 1
        with pytest.raises(StopIteration):
            steps_of_session.send(True)
        assert server.log[-2:] == [Command.REGISTER_EVENTS, Command.EXIT]


def test_what_happens_before_it_listens_is_in_the_log(transport):
    """And is read from there the next time: the position is that of the log."""
    made = terminal(30)
    with serving(made) as server:
        where = address(server, transport)
        steps_of_session = poll_steps(where, None, listen=True, idle=IDLE)
        position = Position.from_dict(arrive(steps_of_session)[-1].position)
        pass_by(made, 1)
        receive(steps_of_session, 1, seconds=1)
        steps_of_session.close()
        again = poll_steps(where, position, listen=True, idle=IDLE)
        rows = arrive(again)[-1]
        again.close()
    assert len(rows.upload.punches) == 1
    assert rows.position["count"] == 31


def test_orders_are_carried_out_before_it_listens(transport):
    with serving(terminal(3)) as server:
        steps_of_session = poll_steps(
            address(server, transport),
            None,
            listen=True,
            will_send_commands=True,
            idle=IDLE,
        )
        done = arrive(steps_of_session, DeviceCommand("7", "unlock", {}))[1]
        steps_of_session.close()
    assert isinstance(done, CommandDone)
    assert server.endpoint.doors_opened == [3.0]


def test_after_a_restart_it_does_not_listen():
    with serving(terminal(3)) as server:
        steps_of_session = poll_steps(
            address(server), None, listen=True, will_send_commands=True, idle=IDLE
        )
        next(steps_of_session)
        steps_of_session.send([DeviceCommand("7", "restart", {})])
        with pytest.raises(StopIteration):
            steps_of_session.send(None)
        assert Command.REGISTER_EVENTS not in server.log


def test_a_closed_visit_says_goodbye(transport):
    with serving(terminal(3)) as server:
        steps_of_session = poll_steps(
            address(server, transport), None, listen=True, idle=IDLE
        )
        arrive(steps_of_session)
        steps_of_session.close()
        assert server.log[-1] == Command.EXIT


def test_a_terminal_that_goes_is_noticed():
    with serving(terminal(3)) as server:
        steps_of_session = poll_steps(address(server), None, listen=True, idle=IDLE)
        arrive(steps_of_session)
        steps_of_session.send(None)
        server.loop.call_soon_threadsafe(server._drop_all)
        with pytest.raises(Closed):
            receive(steps_of_session, 1)


@pytest.mark.parametrize("name", sorted(FIRMWARES))
def test_every_model_is_heard_at_once(name):
    ways = FIRMWARES[name]
    made = terminal(3)
    with serving(made, ways) as server:
        where = address(server, "tcp" if ways.tcp else "udp")
        steps_of_session = poll_steps(
            where, None, listen=True
        )  # as patient as in earnest
        arrive(steps_of_session)
        at = datetime.now(timezone.utc)
        for seconds in (1, 2):
            made.punch("1001", at + timedelta(seconds=seconds))
        began = time.monotonic()
        received = receive(steps_of_session, 2)
        steps_of_session.close()
    assert [punch.pin for punch in received] == ["1001", "1001"]
    assert time.monotonic() - began < 2
