"""Polling: nothing new costs one request, news are read from the tail."""

import time
from datetime import datetime, timedelta, timezone

import pytest

from simulator.memory import Terminal
from simulator.zk4370.codes import Command
from terminals.session import Connected
from terminals.zk4370.client.position import OVERLAP, Position
from tests.zk4370_serving import (
    BY_ROWS,
    SERIAL,
    Collector,
    address,
    firmware,
    logged_rows,
    pass_by,
    poll_steps,
    serving,
    terminal,
)


def asked(server) -> list[int]:
    """Requests since the last time, without hello and goodbye."""
    numbers = [n for n in server.log if n not in (1000, 1001)]
    server.log.clear()
    return numbers


def test_no_news_cost_one_request(transport):
    with serving(terminal()) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        asked(server)
        steps = collector.poll(address(server, transport))
        assert asked(server) == [Command.SIZES]
        assert [(type(s), s.has_new_punches) for s in steps] == [(Connected, False)]
        assert steps[0].info.punches == 300


def test_greeting_tells_who_it_is_and_what_its_clock_shows(transport):
    with serving(terminal()) as server:
        greeting = next(iter(poll_steps(address(server, transport), None)))
    assert (greeting.has_new_punches, greeting.serial) == (True, SERIAL)
    now = datetime.now(timezone.utc)
    assert abs(greeting.clock.at - now) < timedelta(seconds=5)
    assert abs(greeting.clock.wall - now.replace(tzinfo=None)) < timedelta(seconds=5)


@pytest.mark.parametrize("rows", BY_ROWS)
def test_news_are_read_from_the_tail(rows, transport):
    made = terminal(2000)
    with serving(made, firmware(rows)) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        pass_by(made, 3)
        before = collector.read
        collector.poll(address(server, transport))
        assert collector.read - before == 3
        assert collector.seen == logged_rows(made)


@pytest.mark.parametrize("punches", [0, 1, OVERLAP - 1, OVERLAP, OVERLAP + 1])
def test_short_logs_grow(punches, transport):
    made = terminal(punches)
    with serving(made) as server:
        collector = Collector()
        for _day in range(3):
            collector.poll(address(server, transport))
            assert collector.seen == logged_rows(made)
            pass_by(made, 2)
        assert collector.read == punches + 4


def test_terminal_without_counters_is_asked_for_its_tail(transport):
    made = terminal(500)
    with serving(made, firmware(sizes=4)) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        pass_by(made)
        collector.poll(address(server, transport))
        collector.poll(address(server, transport))
        assert collector.read == 501
        assert collector.seen == logged_rows(made)


def test_position_survives_json():
    position = Position(7, 7, "ab", "40", True, 7)
    assert Position.from_dict(position.as_dict()) == position
    assert Position.from_dict(None) is None
    assert Position.from_dict({}) is None
    assert Position.from_dict({**position.as_dict(), "of": "another version"}) is None
    assert Position.from_dict({"count": 1}) is None


def test_poll_left_early_says_goodbye(transport):
    with serving(terminal(1000)) as server:
        steps = poll_steps(address(server, transport), None, window=100)
        next(steps)
        next(steps)
        steps.close()
        assert server.log[-1] == Command.EXIT
        assert server.endpoint.connections == []


def test_waiting_for_the_store_does_not_count(transport):
    """The deadline is for the terminal, not for Odoo."""
    with serving(terminal(600)) as server:
        to = address(server, transport, deadline=0.3)
        seen = []
        for step in poll_steps(to, None, window=200):
            time.sleep(0.2)
            seen.append(step)
        assert seen[-1].complete


def test_slow_terminal_is_read_in_several_polls(transport):
    made = terminal(1000)
    with serving(made) as server:
        collector, polls = Collector(), 0
        server.faults.arm("latency", Command.READ_BUFFER, amount=0.1, times=-1)
        while not (collector.position and collector.position.complete):
            collector.poll(address(server, transport, deadline=0.45), window=200)
            polls += 1
        assert polls > 1
        assert collector.read == 1000
        assert collector.seen == logged_rows(made)


def test_several_terminals_at_once():
    """Steps of two polls taken in turn do not mix: code pages, users, positions."""
    one, other = terminal(200), terminal(200, people=5)
    one.set_user("1001", name="Zoë")
    other.set_user("1001", name="张三".encode("gbk").decode("utf-8", "surrogateescape"))
    with serving(one) as first, serving(other) as second:
        polls = [poll_steps(address(s), None, window=50) for s in (first, second)]
        collectors = [Collector(), Collector()]
        for pair in zip(*polls, strict=True):
            for collector, step in zip(collectors, pair, strict=True):
                if not isinstance(step, Connected):
                    collector.store(step)
        assert collectors[0].seen == logged_rows(one)
        assert collectors[1].seen == logged_rows(other)


def test_terminals_are_not_shut_for_reading(transport):
    made: Terminal = terminal(300)
    with serving(made) as server:
        Collector().poll(address(server, transport))
        assert Command.DISABLE not in server.log
        assert made.shut_until is None
