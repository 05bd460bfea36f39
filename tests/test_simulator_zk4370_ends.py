"""What happens at a terminal while somebody reads, and how connections end."""

import time

import pytest

from simulator.zk4370 import ARRIVAL
from simulator.zk4370.codes import Command
from tests.zk4370_terminals import Caller, is_well, serving

WAYS = pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
GONE = pytest.raises((EOFError, ConnectionError))


@WAYS
def test_an_event_may_come_in_between(udp):
    with serving(split=True) as at, Caller(at, udp=udp) as caller:
        at.faults.arm("event", Command.READ_BUFFER, frame=2, amount=38)
        size = caller.connect().punches()
        caller.send(Command.READ_BUFFER, bytes(4) + size.to_bytes(4, "little"))
        came = [caller.frame() for _frame in range(6)]
    assert [frame.command for frame in came] == [1500, 1501, 500, 1501, 1501, 2000]
    assert (came[2].session, came[2].reply, len(came[2].data)) == (1, 0, 38)


@WAYS
def test_somebody_may_pass_while_the_log_is_read(udp):
    with serving() as at, Caller(at, udp=udp) as caller:
        at.faults.arm("punch", Command.SIZES, amount=3)
        stored = caller.connect().ask(Command.SIZES).data[32]
        assert (stored, len(at.terminal.punches)) == (60, 63)
        assert caller.punches() == 4 + 63 * 40


def test_who_listens_is_told_of_them():
    with serving() as at, Caller(at) as caller:
        at.faults.arm("punch", Command.VERSION)
        caller.connect().ask(Command.REGISTER_EVENTS, (1).to_bytes(4, "little"))
        caller.send(Command.VERSION)
        assert sorted(caller.frame().command for _frame in range(2)) == [500, 2000]


@pytest.mark.parametrize("stage", [1000, 50, 1503, 1504])
@pytest.mark.parametrize("kind", ["close", "reset"])
@pytest.mark.parametrize("amount", [0, 5, 12])
def test_the_terminal_may_hang_up_at_every_stage(stage, kind, amount):
    with serving(split=True) as at, Caller(at) as caller:
        at.faults.arm(kind, stage, frame=-1, amount=amount)
        with GONE:
            caller.connect().ask(Command.SIZES)
            caller.window(0, caller.punches())
        with Caller(at) as again:
            assert len(again.connect().window(0, again.punches())) == 5
        assert at.faults.struck == [(kind, stage)]


def test_hanging_up_cuts_the_frame_at_the_byte_asked_for():
    with serving(split=True) as at, Caller(at) as caller:
        at.faults.arm("close", Command.READ_BUFFER, frame=1, amount=500)
        size = caller.connect().punches()
        caller.send(Command.READ_BUFFER, bytes(4) + size.to_bytes(4, "little"))
        assert caller.frame().command == 1500
        with pytest.raises(EOFError) as ended:
            caller.read(1000)
        assert ended.value.args == (500,)


@WAYS
def test_a_connection_may_be_half_open(udp):
    with serving() as at, Caller(at, udp=udp, timeout=0.1) as caller:
        at.faults.arm("half_open", Command.VERSION)
        caller.connect()
        for command in (Command.VERSION, Command.SIZES):
            with pytest.raises(TimeoutError):
                caller.ask(command)
        assert at.log == [1000, 1100]
        with Caller(at, udp=udp) as other:
            assert is_well(other.connect())


@WAYS
def test_the_terminal_may_restart_by_itself(udp):
    with serving(boot=0.2) as at, Caller(at, udp=udp, timeout=0.1) as caller:
        at.faults.arm("reboot", Command.VERSION)
        caller.connect()
        with pytest.raises((EOFError, OSError)):
            caller.ask(Command.VERSION)
        time.sleep(0.25)
        with Caller(at, udp=udp) as again:
            assert is_well(again.connect())


@WAYS
def test_garbage_may_come_before_an_answer(udp):
    with serving() as at, Caller(at, udp=udp) as caller:
        at.faults.arm("garbage", Command.VERSION, amount=9)
        caller.connect().send(Command.VERSION)
        assert len(caller.socket.recv(9)) == 9
        assert caller.frame().data.startswith(b"Ver ")


@pytest.mark.parametrize("more", [-7, 1, 100])
def test_the_count_may_be_wrong(more):
    with serving() as at, Caller(at) as caller:
        at.faults.arm("counter", Command.SIZES, amount=more, times=-1)
        caller.connect()
        for _time in range(3):
            values = int.from_bytes(caller.ask(Command.SIZES).data[32:36], "little")
            assert values == 60 + more


@WAYS
def test_a_day_that_does_not_exist_may_stand_in_the_log(udp):
    with serving() as at, Caller(at, udp=udp) as caller:
        right = at.endpoint.log.rows()
        at.endpoint.log.spoilt.add(7)
        rows = at.endpoint.log.rows()
        caller.connect().punches()
        assert caller.window(4 + 240, 40)[1].data == rows[240:280]
    packed = int.from_bytes(rows[240 + 27 : 240 + 31], "little") // 86_400
    assert (packed // 31 % 12 + 1, packed % 31 + 1) == (2, 31)
    assert (rows[:267], rows[271:]) == (right[:267], right[271:])


def test_a_connection_may_be_refused_as_it_arrives():
    with serving() as at:
        at.faults.arm("reset", ARRIVAL)
        with GONE, Caller(at) as caller:
            caller.connect()
        at.faults.arm("half_open", ARRIVAL)
        with pytest.raises(TimeoutError), Caller(at, timeout=0.1) as caller:
            caller.connect()
        with Caller(at) as caller:
            assert is_well(caller.connect())
