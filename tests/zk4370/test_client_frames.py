"""Answers that come late, too long, together, or with an event in between: pyzk reads
whatever comes as the answer to what it asked last."""

import time

import pytest

from simulator.zk4370.codes import Command
from terminals.errors import Closed, DeviceRefused, Garbled, TimedOut
from terminals.zk4370.client import connect
from tests.zk4370_serving import (
    address,
    firmware,
    logged_rows,
    poll_whole,
    serving,
    terminal,
)


def test_late_answer_is_not_taken_for_another(transport):
    """pyzk takes the answer to the last request for that to the next."""
    with serving(terminal()) as server:
        server.faults.arm("late", Command.READ_OPTION, amount=0.3)
        session = connect(address(server, transport, timeout=0.1))
        if transport == "udp":
            # Asked again, it answers twice; the late one counts for nothing.
            assert session.facts.option("MAC") is not None
            time.sleep(0.4)
            assert session.clock.read().wall.year >= 2024
            session.close()
            return
        with pytest.raises(TimedOut):
            session.facts.option("MAC")
        with pytest.raises(Closed):
            session.clock.read()
        with connect(address(server, transport)) as again:
            assert again.clock.read().wall.year >= 2024


@pytest.mark.parametrize("stage", [Command.FREE_BUFFER, Command.CONNECT, Command.SIZES])
def test_answer_with_more_data_than_known(transport, stage):
    made = terminal()
    with serving(made) as server:
        server.faults.arm("surplus", stage, amount=24, times=-1)
        assert poll_whole(server, transport).seen == logged_rows(made)


@pytest.mark.parametrize(
    "stage",
    [
        Command.CONNECT,
        Command.SIZES,
        Command.GET_TIME,
        Command.PREPARE_BUFFER,
        Command.READ_BUFFER,
        Command.EXIT,
    ],
)
@pytest.mark.parametrize("length", [12, 32, 40])
def test_event_in_between_is_not_the_answer(transport, stage, length):
    made = terminal()
    with serving(made, firmware(split=True)) as server:
        for frame in (0, 1, -1):
            server.faults.arm("event", stage, frame=frame, amount=length, times=-1)
        collector = poll_whole(server, transport)
        assert collector.seen == logged_rows(made)
        assert server.endpoint.connections == []


def test_frames_that_come_together():
    """pyzk waits for what it already has, and times out, or not."""
    made = terminal(3000)
    for segment in (100_000, 3000, 1009):
        with serving(made, firmware(split=True), segment=segment) as server:
            assert poll_whole(server, "tcp").seen == logged_rows(made)


@pytest.mark.parametrize(
    "kind", ["checksum", "reply_id", "garbage", "truncate", "flip"]
)
@pytest.mark.parametrize("stage", [Command.SIZES, Command.READ_BUFFER])
def test_garbage_over_tcp_ends_the_session(kind, stage):
    with serving(terminal()) as server:
        server.faults.arm(kind, stage)
        session = connect(address(server, timeout=0.2))
        with pytest.raises((Garbled, TimedOut)):
            session.facts.sizes()
            session.log.open()
        with pytest.raises(Closed):
            session.facts.sizes()


def test_error_code_is_told(transport):
    with serving(terminal()) as server:
        server.faults.arm("error", Command.PREPARE_BUFFER, amount=4989)
        with pytest.raises(DeviceRefused, match="4989") as refused:
            poll_whole(server, transport)
        assert refused.value.answer == 4989
