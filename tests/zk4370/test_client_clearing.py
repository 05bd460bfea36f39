"""A log is cleared once all of it is stored, and never otherwise."""

from datetime import timedelta

import pytest

from simulator.zk4370.codes import Command
from terminals.errors import TransportError
from terminals.zk4370.client import connect
from terminals.zk4370.codes import Reply
from tests.zk4370_serving import (
    Collector,
    address,
    execute,
    firmware,
    pass_by,
    serving,
)


def code(done) -> int:
    return done.result.code


def problem(session, position) -> str:
    return execute(session, "clear_punches", {}, stored=position).problem.code


# Clearing


def collected(server, transport) -> Collector:
    collector = Collector()
    collector.poll(address(server, transport))
    return collector


def test_log_that_is_stored_is_cleared(server, session, made, transport):
    position = collected(server, transport).position
    server.log.clear()
    done = execute(session, "clear_punches", {}, stored=position)
    assert code(done) == Reply.OK
    assert len(made.punches) == 0
    assert made.shut_until is None
    clearing = [n for n in server.log if n in SAFE]
    assert clearing == SAFE


SAFE = [
    Command.DISABLE,
    Command.CLEAR_PUNCHES,
    Command.REFRESH,
    Command.ENABLE,
]


def test_log_that_is_not_stored_whole_is_not_cleared(server, session, made, transport):
    position = collected(server, transport).position
    pass_by(made)
    assert problem(session, position) == "log_not_stored"
    assert problem(session, None) == "log_not_read"
    assert len(made.punches) == 121
    assert made.shut_until is None
    assert Command.CLEAR_PUNCHES not in server.log


def test_other_log_of_the_same_length_is_not_cleared(server, session, made, transport):
    position = collected(server, transport).position
    made.punches.clear()
    pass_by(made, 120)
    assert problem(session, position) == "log_not_stored"
    assert len(made.punches) == 120


def test_punch_at_the_last_moment_is_not_cleared(made, transport):
    """On a terminal that takes no heed of being shut."""
    with serving(made, firmware(heeds_disable=False)) as server:
        position = collected(server, transport).position
        with connect(address(server, transport)) as session:
            server.faults.arm("punch", Command.READ_BUFFER)
            assert problem(session, position) == "log_not_stored"
        assert len(made.punches) == 121


def test_shut_terminal_works_again_by_itself(server, made, transport):
    """Should the network fail between shutting and opening."""
    position = collected(server, transport).position
    session = connect(address(server, transport, timeout=0.1))
    server.faults.arm("half_open", Command.CLEAR_PUNCHES)
    with pytest.raises(TransportError):
        execute(session, "clear_punches", {}, stored=position)
    until = made.shut_until
    if until is not None:
        assert until - server.endpoint.now() <= timedelta(seconds=60)
