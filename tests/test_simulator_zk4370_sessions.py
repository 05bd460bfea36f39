"""Who is let in at port 4370, for how long, and how many at once."""

import time

import pytest

from simulator.zk4370.codes import Command
from tests.zk4370_terminals import Caller, pyzk, serving

WAYS = pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])


@WAYS
@pytest.mark.parametrize("acked", [True, False])
def test_a_restart_drops_everybody_for_a_while(acked, udp):
    with serving(restart_acked=acked, boot=0.3) as at:
        with Caller(at, udp=udp) as caller:
            caller.connect().send(Command.RESTART)
            if acked:
                assert caller.frame().command == 2000
            if not udp:
                with pytest.raises(EOFError):
                    caller.frame()
        gone = pytest.raises((OSError, EOFError))
        with gone, Caller(at, udp=udp, timeout=0.1) as caller:
            caller.connect()
        time.sleep(0.35)
        with Caller(at, udp=udp) as caller:
            assert caller.connect().session


def test_a_terminal_switched_off_does_not_come_back():
    with serving(boot=0) as at:
        with Caller(at) as caller:
            assert caller.connect().ask(Command.POWER_OFF).command == 2000
        with pytest.raises((OSError, EOFError)), Caller(at) as caller:
            caller.connect()


@pytest.mark.parametrize("single", ["", "refuse", "hang", "kick"])
def test_what_becomes_of_a_second_client(single):
    with serving(single=single) as at, Caller(at) as first:
        first.connect()
        with Caller(at, timeout=0.2) as second:
            if single == "refuse":
                with pytest.raises((EOFError, OSError)):
                    second.connect()
            elif single == "hang":
                with pytest.raises(TimeoutError):
                    second.connect()
            else:
                assert second.connect().session
        if single == "kick":
            with pytest.raises((EOFError, OSError)):
                first.ask(Command.VERSION)
        else:
            assert first.ask(Command.VERSION).command == 2000


def test_a_client_that_only_looked_takes_nobodys_place():
    """pyzk connects once to see whether it can, then again."""
    with serving(single="refuse") as at, Caller(at), pyzk(at) as client:
        assert client.get_serialnumber() == "AB12345678"
    assert at.connections.accepted == 3


def test_the_next_client_comes_when_the_first_has_left():
    with serving(single="refuse") as at:
        for _session in range(3):
            with pyzk(at) as client:
                assert client.get_pin_width() == 9


@pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
def test_requests_before_authentication_are_unauthorized(udp):
    with serving(key=77) as at, Caller(at, udp=udp) as caller:
        assert caller.ask(Command.VERSION, session=0).command == 2005
        caller.connect()
        assert caller.ask(Command.VERSION).command == 2005


def test_the_session_of_somebody_else_is_not_served():
    with serving() as at, Caller(at) as caller:
        caller.connect()
        assert caller.ask(Command.VERSION, session=caller.session + 1).command == 2005
