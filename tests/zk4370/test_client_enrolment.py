"""Fingers enrolled at the terminal, because we asked for it."""

import pytest

from simulator.zk4370.codes import Command
from simulator.zk4370.commands import COMMANDS
from simulator.zk4370.responses import DONE
from terminals.errors import DeviceRefused, Impossible, TransportError
from terminals.zk4370.client import connect, live as zk4370_live
from terminals.zk4370.codes import Reply
from tests.zk4370_serving import (
    address,
    execute,
    serving,
    terminal,
)

# Enrolling


def test_finger_is_enrolled(transport):
    made = terminal(1)
    with (
        serving(made, event_timeout=0.2) as server,
        connect(address(server, transport)) as session,
    ):
        ended = session.live.enroll("1001", 4)
        assert (ended.result, ended.pin, ended.finger) == (0, "1001", 4)
        assert [place.slot for place in made.templates] == [4]
        assert server.log[-2:] == [Command.CANCEL_CAPTURE, Command.START_VERIFY]
        done = execute(session, "enroll", {"pin": "1002"})
        assert done.result.code == Reply.OK
        assert [template.pin for template in done.upload.templates] == ["1002"]
        assert server.complaints == []


@pytest.mark.parametrize("result", [4, 5, 6])
def test_enrolment_that_fails_says_how(transport, result):
    with (
        serving(terminal(1), event_timeout=0.2) as server,
        connect(address(server, transport)) as session,
    ):
        server.endpoint.enrolment = result
        done = execute(session, "enroll", {"pin": "1001", "kind": "finger"})
        assert done.result.code == result
        assert session.facts.sizes().punches == 1


def test_nobody_comes(transport, monkeypatch):
    monkeypatch.setattr(zk4370_live, "ENROLMENT_EVENT_SECONDS", 0.1)
    monkeypatch.setitem(COMMANDS, Command.START_ENROLL, lambda talk, data: DONE)
    with (
        serving(terminal(1)) as server,
        connect(address(server, transport)) as session,
    ):
        assert session.live.enroll("1001").result == 6
        assert server.log[-1] == Command.START_VERIFY
        assert session.facts.sizes().punches == 1


def test_enrolment_of_nobody_is_refused(transport):
    with (
        serving(terminal(1)) as server,
        connect(address(server, transport)) as session,
    ):
        with pytest.raises((DeviceRefused, Impossible)):
            session.live.enroll("4711")
        if transport == "udp":
            with pytest.raises(Impossible):
                session.live.enroll("NB2401004")
        assert session.facts.sizes().punches == 1


def test_terminal_that_dies_during_enrolment(transport, monkeypatch):
    monkeypatch.setattr(zk4370_live, "ENROLMENT_EVENT_SECONDS", 0.3)
    with serving(terminal(1)) as server:
        session = connect(address(server, transport, timeout=0.3))
        server.faults.arm("half_open", Command.CANCEL_CAPTURE)
        with pytest.raises(TransportError):
            session.live.enroll("1001")
        assert session.closed
