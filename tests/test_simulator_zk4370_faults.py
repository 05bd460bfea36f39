"""Every fault strikes where it is told to, over TCP and UDP, and nowhere else."""

import time

import pytest

from simulator.zk4370 import ZkFaults
from simulator.zk4370.codes import Command
from terminals.errors import ProtocolError
from tests.zk4370_terminals import Caller, is_well, serving

WAYS = pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
GONE = pytest.raises((EOFError, ConnectionError))


@WAYS
def test_an_answer_may_take_its_time(udp):
    with serving() as at, Caller(at, udp=udp) as caller:
        at.faults.arm("latency", Command.VERSION, amount=0.2)
        caller.connect()
        began = time.monotonic()
        assert is_well(caller)
        assert time.monotonic() - began >= 0.2


@WAYS
def test_an_answer_may_come_after_the_next(udp):
    with serving() as at, Caller(at, udp=udp) as caller:
        at.faults.arm("late", Command.GET_TIME, amount=0.1)
        caller.connect().send(Command.GET_TIME)
        assert is_well(caller)
        assert caller.frame().reply == 1


@WAYS
def test_something_may_be_done_and_not_said(udp):
    with serving() as at, Caller(at, udp=udp, timeout=0.1) as caller:
        at.faults.arm("mute", Command.UNLOCK)
        caller.connect()
        with pytest.raises(TimeoutError):
            caller.ask(Command.UNLOCK, (30).to_bytes(4, "little"))
        assert at.endpoint.doors_opened == [3]
        assert is_well(caller)


@WAYS
def test_something_may_not_be_heard(udp):
    with serving() as at, Caller(at, udp=udp, timeout=0.1) as caller:
        at.faults.arm("lost_request", Command.UNLOCK)
        caller.connect()
        with pytest.raises(TimeoutError):
            caller.ask(Command.UNLOCK, (30).to_bytes(4, "little"))
        assert at.endpoint.doors_opened == []
        assert is_well(caller)


@WAYS
@pytest.mark.parametrize(("kind", "pieces"), [("lose", 2), ("double", 4)])
def test_one_piece_of_a_window_may_be_lost_or_come_twice(kind, pieces, udp):
    with serving(split=True) as at, Caller(at, udp=udp) as caller:
        at.faults.arm(kind, Command.READ_BUFFER, frame=2)
        size = caller.connect().punches()
        first, *came, last = caller.window(0, size)
        assert (first.command, last.command) == (1500, 2000)
        assert len(came) == pieces
        assert [piece.session for piece in came].count(1) == (kind == "double") * 2
        assert len(caller.window(0, size)) == 5


@WAYS
def test_a_frame_may_be_cut_short(udp):
    with serving() as at, Caller(at, udp=udp) as caller:
        at.faults.arm("truncate", Command.VERSION, amount=12)
        caller.connect().send(Command.VERSION)
        if udp:
            assert len(caller.payload()) == 12
        else:
            assert caller.read(12)[:4] == b"PP\x82}"
            assert is_well(caller)


@WAYS
@pytest.mark.parametrize("kind", ["checksum", "flip"])
def test_a_frame_may_be_wrong(kind, udp):
    with serving() as at, Caller(at, udp=udp) as caller:
        at.faults.arm(kind, Command.VERSION)
        caller.connect()
        with pytest.raises(ProtocolError, match="checksum"):
            caller.ask(Command.VERSION)
        assert is_well(caller)


@WAYS
def test_an_answer_may_be_to_another_question(udp):
    with serving() as at, Caller(at, udp=udp) as caller:
        at.faults.arm("reply_id", Command.VERSION, amount=-1)
        assert caller.connect().ask(Command.VERSION).reply == 0
        assert is_well(caller)


@WAYS
@pytest.mark.parametrize("code", [None, 2005, 0xFFFF, 4989])
def test_an_answer_may_be_an_error(code, udp):
    with serving() as at, Caller(at, udp=udp) as caller:
        at.faults.arm("error", Command.VERSION, amount=code)
        assert caller.connect().ask(Command.VERSION).command == code or 2001
        assert is_well(caller)


def test_an_error_may_end_a_window():
    with serving(split=True) as at, Caller(at) as caller:
        at.faults.arm("error", Command.READ_BUFFER, frame=2)
        caller.connect().punches()
        came = [frame.command for frame in caller.window(0, 2400)]
        assert came == [1500, 1501, 2001]


@WAYS
def test_an_answer_may_say_more_than_it_should(udp):
    with serving() as at, Caller(at, udp=udp) as caller:
        at.faults.arm("surplus", Command.UNLOCK, amount=7)
        assert caller.connect().ask(Command.UNLOCK, bytes(4)).data == bytes(7)
        assert is_well(caller)


def test_a_fault_waits_for_its_turn_and_strikes_as_often_as_asked():
    with serving() as at, Caller(at) as caller:
        at.faults.arm("error", Command.VERSION, nth=2, times=2)
        caller.connect()
        came = []
        for _time in range(5):
            caller.ask(Command.SIZES)
            came.append(caller.ask(Command.VERSION).command)
        assert came == [2000, 2001, 2001, 2000, 2000]
        assert at.faults.struck == [("error", Command.VERSION)] * 2


def test_several_faults_strike_one_answer():
    with serving() as at, Caller(at) as caller:
        at.faults.arm("event", Command.VERSION)
        at.faults.arm("surplus", Command.VERSION, amount=2)
        caller.connect().send(Command.VERSION)
        came = [caller.frame() for _frame in range(2)]
        assert [frame.command for frame in came] == [500, 2000]
        assert came[1].data.endswith(b"\0\0\0")


def test_chance_is_the_same_every_time():
    def story(seed):
        faults = ZkFaults(["lose", "error"], seed=seed, rate=0.5)
        return [[fault.kind for fault in faults.at(50)] for _ in range(40)]

    assert story(1) == story(1) != story(2)
    assert {kind for kinds in story(1) for kind in kinds} == {"lose", "error"}


def test_an_unknown_fault_is_said_so():
    with pytest.raises(ValueError, match="No such fault: flood"):
        ZkFaults(["flood"])
    with pytest.raises(ValueError, match="There are: latency"):
        ZkFaults().arm("flood")


def test_after_a_stop_all_goes_well():
    with serving(faults=ZkFaults(["mute"], rate=1)) as at, Caller(at) as caller:
        at.faults.arm("error", Command.VERSION)
        at.faults.stop()
        assert is_well(caller.connect())
