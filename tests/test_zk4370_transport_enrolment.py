"""Fingers enrolled at the terminal, because we asked for it."""

import pytest

from simulator.zk4370.commands import COMMANDS
from simulator.zk4370.words import DONE
from terminals.errors import DeviceRefused, Impossible, TransportError
from terminals.zk4370 import Command, Reply
from terminals.zk4370.client import connect, live as zk4370_live
from tests.zk4370_serving import TRANSPORTS, address, serving, terminal


@pytest.fixture(params=TRANSPORTS)
def transport(request):
    return request.param


# Enrolling


def test_finger_is_enrolled(transport):
    made = terminal(1)
    with (
        serving(made, patience=0.2) as server,
        connect(address(server, transport)) as session,
    ):
        ended = session.enroll("1001", 4)
        assert (ended.result, ended.pin, ended.finger) == (0, "1001", 4)
        assert [place.slot for place in made.templates] == [4]
        assert session.perform("enroll", {"pin": "1002"}).result.code == Reply.OK
        assert server.log[-2:] == [Command.CANCEL_CAPTURE, Command.START_VERIFY]
        assert server.complaints == []


@pytest.mark.parametrize("result", [4, 5, 6])
def test_enrolment_that_fails_says_how(transport, result):
    with (
        serving(terminal(1), patience=0.2) as server,
        connect(address(server, transport)) as session,
    ):
        server.face.enrolment = result
        done = session.perform("enroll", {"pin": "1001", "kind": "finger"})
        assert done.result.code == result
        assert session.sizes().punches == 1


def test_nobody_comes(transport, monkeypatch):
    monkeypatch.setattr(zk4370_live, "_PRESENT", 0.1)
    monkeypatch.setitem(COMMANDS, Command.START_ENROLL, lambda talk, data: DONE)
    with (
        serving(terminal(1)) as server,
        connect(address(server, transport)) as session,
    ):
        assert session.enroll("1001").result == 6
        assert server.log[-1] == Command.START_VERIFY
        assert session.sizes().punches == 1


def test_enrolment_of_nobody_is_refused(transport):
    with (
        serving(terminal(1)) as server,
        connect(address(server, transport)) as session,
    ):
        with pytest.raises((DeviceRefused, Impossible)):
            session.enroll("4711")
        if transport == "udp":
            with pytest.raises(Impossible):
                session.enroll("NB2401004")
        assert session.sizes().punches == 1


def test_terminal_that_dies_during_enrolment(transport, monkeypatch):
    monkeypatch.setattr(zk4370_live, "_PRESENT", 0.3)
    with serving(terminal(1)) as server:
        session = connect(address(server, transport, patience=0.3))
        server.faults.arm("half_open", Command.CANCEL_CAPTURE)
        with pytest.raises(TransportError):
            session.enroll("1001")
        assert session.wire.closed
