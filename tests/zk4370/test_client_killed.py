"""The terminal dies at any stage of a download of 20,000 rows, in any way; the next poll
makes the log complete, without doubles."""

import time

import pytest

from simulator.zk4370 import ARRIVAL
from simulator.zk4370.codes import Command
from terminals.errors import TimedOut, TransportError
from terminals.session import Connected
from tests.zk4370_serving import (
    SHORT_TIMEOUT,
    TRANSPORTS,
    Collector,
    address,
    firmware,
    logged_rows,
    poll_steps,
    serving,
    terminal,
)

ROWS = 20_000
#: Request and the how many-th of it: every kind of moment of a first reading.
STAGES = {
    "arrival": (ARRIVAL, 1),
    "hello": (Command.CONNECT, 1),
    "key": (Command.AUTHENTICATE, 1),
    "sizes": (Command.SIZES, 1),
    "serial": (Command.READ_OPTION, 1),
    "clock": (Command.GET_TIME, 1),
    "prepare": (Command.PREPARE_BUFFER, 1),
    "sample": (Command.READ_BUFFER, 1),
    "sizes again": (Command.SIZES, 2),
    "first window": (Command.READ_BUFFER, 2),
    "middle": (Command.READ_BUFFER, 8),
    "last window": (Command.READ_BUFFER, 15),
    "free": (Command.FREE_BUFFER, 1),
    "goodbye": (Command.EXIT, 1),
}
WAYS = ("close", "reset", "half_open")


@pytest.fixture(scope="module")
def made():
    return terminal(ROWS)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("stage", STAGES)
def test_killed_over_tcp(made, stage, way):
    with serving(made, key=1234) as server:
        _killed(made, server, stage, way)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("frame", [0, 1, 2, 40, -1])
def test_killed_between_the_pieces_of_a_window(made, frame, way):
    with serving(made, firmware(split=True)) as server:
        _killed(made, server, "middle", way, frame=frame)


def _killed(made, server, stage, way, **how):
    """Arm, poll until it dies, poll again."""
    number, nth = STAGES[stage]
    how = {"amount": 700 if nth > 1 else 0, **how}
    for timeout in (SHORT_TIMEOUT, 10 * SHORT_TIMEOUT, 100 * SHORT_TIMEOUT):
        server.faults.stop()
        server.faults.arm(way, number, nth=nth, **how)
        collector = Collector()
        try:
            collector.poll(address(server, timeout=timeout))
            assert stage in ("free", "goodbye"), "the terminal was to die"
        except TransportError as error:
            assert str(error.reason)
        if server.faults.struck:
            # Else the machine is busy, and we were too impatient for its own pace.
            break
    server.faults.stop()
    collector.poll(address(server))
    assert server.faults.struck
    assert collector.seen == logged_rows(made)
    assert collector.read <= ROWS + 3000


@pytest.mark.parametrize("stage", ["sizes", "prepare", "first window", "middle"])
def test_switched_off_over_udp(made, stage):
    number, nth = STAGES[stage]
    with serving(made) as server:
        fault = server.faults.arm("mute", number, nth=nth, times=-1)
        collector = Collector()
        with pytest.raises(TransportError):
            collector.poll(address(server, "udp", timeout=SHORT_TIMEOUT))
        server.faults.armed.remove(fault)
        collector.poll(address(server, "udp"))
        assert collector.seen == logged_rows(made)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_dies_after_every_step(made, transport):
    """Each poll gets a step further, none begins anew."""
    with serving(made) as server:
        collector, polls = Collector(), 0
        while not (collector.position and collector.position.complete):
            polls += 1
            for step in poll_steps(address(server, transport), collector.position):
                if not isinstance(step, Connected):
                    collector.store(step)
                    break
        assert polls == 7
        assert collector.read == ROWS
        assert collector.seen == logged_rows(made)


def test_step_that_was_not_stored_is_read_again(made):
    with serving(made) as server:
        collector = Collector()
        for number, step in enumerate(poll_steps(address(server), None)):
            if number == 3:
                break
            if not isinstance(step, Connected):
                collector.store(step)
        collector.poll(address(server))
        assert collector.seen == logged_rows(made)
        assert collector.read == ROWS


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("seed", range(2))
def test_anything_at_any_time(transport, seed):
    """Faults by chance until they stop; what was stored by then is right."""
    made = terminal(3000)
    kinds = ("close", "reset", "half_open", "truncate", "checksum", "reply_id")
    kinds += ("error", "event", "garbage", "mute", "lose", "double")
    with serving(made, firmware(split=seed % 2 == 1)) as server:
        server.faults.kinds, server.faults.rate = sorted(kinds), 0.15
        collector = Collector()
        hasty = address(server, transport, timeout=SHORT_TIMEOUT, deadline=0.6)
        for _attempt in range(8):
            try:
                collector.poll(hasty, window=400, read_whole_log=True)
            except TransportError as error:
                assert str(error.reason)
            known = set(logged_rows(made))
            assert set(collector.seen) <= known
        server.faults.stop()
        collector.poll(address(server, transport), window=400)
        collector.poll(address(server, transport), window=400, read_whole_log=True)
        assert set(collector.seen) == set(logged_rows(made))
        assert collector.refused == {}


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("way", ["half_open", "mute", "close", "lose"])
@pytest.mark.parametrize("frame", [0, 1])
def test_dead_terminal_costs_patience_not_processor_time(transport, way, frame):
    """pyzk 0.9 runs for ever at full load where the connection ends within a window."""
    made = terminal(5000)
    with serving(made, firmware(split=True)) as server:
        server.faults.arm(way, Command.READ_BUFFER, frame=frame, amount=500, times=-1)
        began, load = time.monotonic(), time.thread_time()
        with pytest.raises(TransportError):
            Collector().poll(address(server, transport, timeout=SHORT_TIMEOUT))
        assert time.monotonic() - began < 5
        assert time.thread_time() - load < 0.5


def test_drip_feed_ends_at_the_deadline():
    """Each frame in time, and yet no end: the session as a whole has one."""
    with serving(terminal(5000), firmware(split=True), pace=0.05) as server:
        began = time.monotonic()
        with pytest.raises(TimedOut):
            Collector().poll(address(server, deadline=0.8))
        assert time.monotonic() - began < 5
