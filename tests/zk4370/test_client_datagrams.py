"""Datagrams lost, doubled, damaged, and windows that are short."""

import pytest

from simulator.zk4370.buffer import read_window
from simulator.zk4370.codes import Command
from simulator.zk4370.commands import COMMANDS
from terminals.errors import Garbled
from terminals.zk4370.tables import encode_window
from tests.zk4370_serving import (
    firmware,
    logged_rows,
    poll_whole,
    serving,
    terminal,
)


@pytest.mark.parametrize("split", [False, True], ids=["unnumbered", "numbered"])
@pytest.mark.parametrize("kind", ["lose", "double", "checksum", "truncate"])
@pytest.mark.parametrize("frame", [0, 1, 3, -1])
def test_datagrams_lost_doubled_damaged(split, kind, frame):
    """pyzk does not count: 25 of 300 rows right, without an error."""
    made = terminal(300)
    with serving(made, firmware(split=split)) as server:
        server.faults.arm(kind, Command.READ_BUFFER, nth=3, frame=frame)
        assert poll_whole(server, "udp", timeout=0.2).seen == logged_rows(made)


@pytest.mark.parametrize("stage", [Command.CONNECT, Command.SIZES, Command.GET_TIME])
def test_question_lost_over_udp_is_asked_again(stage):
    made = terminal()
    with serving(made) as server:
        server.faults.arm("lost_request", stage)
        assert poll_whole(server, "udp", timeout=0.2).seen == logged_rows(made)


def test_one_datagram_lost_and_another_doubled():
    """Together they have the right length."""
    made = terminal(300)
    with serving(made) as server:
        server.faults.arm("lose", Command.READ_BUFFER, frame=1)
        server.faults.arm("double", Command.READ_BUFFER, frame=3)
        assert poll_whole(server, "udp").seen == logged_rows(made)


@pytest.mark.parametrize("times", [1, 2])
def test_window_shorter_than_asked_for(transport, times, monkeypatch):
    """Once is asked for again, twice is an error; never taken for whole."""
    made, shortened, read = terminal(), [], COMMANDS[Command.READ_BUFFER]

    def short(talk, data):
        if len(shortened) == times:
            return read(talk, data)
        window = read_window(data)
        shortened.append(len(window))
        return read(talk, encode_window(window.start, len(window) - 40))

    monkeypatch.setitem(COMMANDS, Command.READ_BUFFER, short)
    with serving(made) as server:
        if times == 1:
            assert poll_whole(server, transport).seen == logged_rows(made)
        else:
            with pytest.raises(Garbled, match="window_too_short"):
                poll_whole(server, transport)
        assert len(shortened) == times


def test_large_table_sent_at_once(transport):
    """pyzk cuts it after 1016 bytes over UDP, and does not say so."""
    made = terminal(700)
    with serving(made, firmware(inline=60_000)) as server:
        assert poll_whole(server, transport).seen == logged_rows(made)
