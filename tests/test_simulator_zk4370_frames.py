"""What simulated terminals send, against frames recorded from real ones."""

import pytest

from simulator.people import Place, Template, User
from simulator.zk4370.codes import Command
from tests.zk4370_terminals import Caller, serving
from tests.zk4370_vectors import payload, raw

USERS = bytes.fromhex("0109000500000000000000")
FINGERS = bytes.fromhex("0107000200000000000000")
WAYS = pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])


def a_talk(at, session, number):
    """The numbers of the recorded talk; every answer then has to be the recorded one."""
    caller = Caller(at)
    caller.connect()
    at.endpoint.connections[0].session = caller.session = session
    caller.number = number
    return caller


def test_the_users_of_a_terminal_that_splits():
    """70 users of 72 bytes: what waits, what comes, and the last piece."""
    with serving(users=70, split=True) as at, a_talk(at, 15452, 21) as caller:
        waits = caller.ask(Command.PREPARE_BUFFER, USERS)
        # The last four bytes differ from terminal to terminal, nobody knows why.
        assert waits.data[:9] == payload("v20")[8:17]
        caller.send(Command.READ_BUFFER, payload("v20")[8:9] * 4 + waits.data[1:5])
        assert caller.payload() == payload("v21")
        pieces = [caller.payload() for _piece in range(6)]
        assert [len(piece) - 8 for piece in pieces] == [1008] * 5 + [4]
        assert pieces[-1] == payload("v23")
        assert caller.frame()[:3] == (2000, 5, 22)


def test_the_fingers_of_a_terminal_that_does_not_split():
    """7572 bytes in one frame."""
    with serving(punches=0) as at, a_talk(at, 0x6430, 22) as caller:
        sizes = (1200, 1200, 1200, 1200, 1200, 1532)
        for slot, size in enumerate(sizes):
            place = Place("1001", "finger", slot)
            at.terminal.set_template(Template(place, bytes(size)))
        assert (
            caller.ask(Command.PREPARE_BUFFER, FINGERS).data[:9] == payload("v25")[8:17]
        )
        caller.send(Command.READ_BUFFER, bytes(4) + (7572).to_bytes(4, "little"))
        assert caller.payload()[8:] == payload("v26")[8:]
        assert len(caller.frame().data) == 7572


def test_one_finger_is_told_byte_by_byte_as_recorded():
    """Two pieces, 1008 and 236 bytes, and the end."""
    recorded = raw("v28")
    blob = recorded[16 : 16 + 1008] + recorded[16 + 1008 + 16 :][:235]
    with serving(split=True) as at, a_talk(at, 7, 0x32) as caller:
        at.terminal.set_template(Template(Place("1001", "finger", 3), blob))
        caller.send(Command.GET_TEMPLATE, b"\x01\0\x03")
        assert caller.frame().data[:4] == (1244).to_bytes(4, "little")
        assert caller.read(len(recorded)) == recorded


@pytest.mark.parametrize(
    ("name", "option"), [("v38", b"~Platform"), ("v40", b"WorkCode")]
)
def test_options_are_told_as_recorded(name, option):
    number = int.from_bytes(payload(name)[6:8], "little")
    session = int.from_bytes(payload(name)[4:6], "little")
    with serving() as at, a_talk(at, session, number) as caller:
        caller.send(Command.READ_OPTION, option + b"\0")
        assert caller.payload() == payload(name)


def test_a_live_punch_is_told_as_recorded():
    with serving(punches=0) as at, Caller(at) as caller:
        at.terminal.users["999111333"] = User("999111333")
        caller.connect().ask(Command.REGISTER_EVENTS, (1).to_bytes(4, "little"))
        moment = at.endpoint.now().replace(2018, 6, 25, 17, 41, 5, 0)
        at.terminal.punch("999111333", moment, 0, 1)
        assert caller.payload() == payload("v36")


@WAYS
def test_an_enrolment_is_told_step_by_step_and_goes_on_unconfirmed(udp):
    with serving(event_timeout=0.02) as at, Caller(at, udp=udp) as caller:
        asked = b"1003".ljust(24, b"\0") + b"\x04\x01"
        caller.connect().ask(Command.START_ENROLL, asked)
        received = [caller.payload() for _event in range(7)]
    assert received[1] == received[3] == received[5] == payload("v35")
    assert [int.from_bytes(one[4:6], "little") for one in received] == [
        2, 256, 2, 256, 2, 256, 8,
    ]  # fmt: skip
    size = at.terminal.algorithm("finger").size.to_bytes(2, "little")
    assert received[-1][8:] == b"\0\0" + size + b"1003".ljust(9, b"\0") + b"\x04"


def test_an_enrolment_ends_when_it_is_called_off():
    with serving(event_timeout=0.05) as at, Caller(at, timeout=0.2) as caller:
        asked = b"1003".ljust(24, b"\0") + b"\x04\x01"
        caller.connect().ask(Command.START_ENROLL, asked)
        assert caller.frame().session == 2
        assert caller.ask(Command.CANCEL_CAPTURE).command == 2000
        with pytest.raises(TimeoutError):
            caller.frame()
    assert not at.terminal.templates


def test_the_terminal_ends_the_connection_after_the_last_word():
    with serving() as at, a_talk(at, 0x7D3D, 36) as caller:
        caller.send(Command.EXIT)
        assert caller.payload() == payload("v58")
        with pytest.raises(EOFError):
            caller.frame()


@WAYS
@pytest.mark.parametrize("command", [13, 9, 7])
def test_old_requests_answer_with_the_whole_table(command, udp):
    parts = {13: b"", 9: b"\x05", 7: b"\x02"}
    with serving(buffered=False) as at, Caller(at, udp=udp) as caller:
        at.terminal.enrol("1001", at.endpoint.now())
        caller.connect().send(command, parts[command])
        size = int.from_bytes(caller.frame().data[:4], "little")
        content = b""
        while (frame := caller.frame()).command == 1501:
            content += frame.data
    assert frame.command == 2000
    assert len(content) == size == 4 + int.from_bytes(content[:4], "little")
    assert size == {13: 4 + 60 * 40, 9: 4 + 20 * 72, 7: 4 + 6 + 600}[command]


def test_an_old_request_for_nothing_is_an_error():
    with serving(punches=0) as at, Caller(at) as caller:
        assert caller.connect().ask(Command.READ_PUNCHES).command == 2001


def test_only_the_tail_is_read_when_only_the_tail_is_wanted():
    with serving() as at, Caller(at) as caller:
        size = caller.connect().punches()
        _coming, tail, _end = caller.window(size - 80, 80)
        assert tail.data == at.endpoint.log.rows()[-80:]
        assert caller.window(size - 80, 81)[0].command == 2001


@pytest.mark.parametrize("command", [20, 21, 57, 64, 70, 76, 87, 119, 9999])
def test_what_no_simulated_terminal_can_do_is_said_to_be_unknown(command):
    with serving() as at, Caller(at) as caller:
        assert caller.connect().ask(command).command == 0xFFFF


@pytest.mark.parametrize(
    "command", [8, 18, 19, 88, 134, 61, 202, 66, 500, 1500, 1501, 110, 1503, 1504]
)
@pytest.mark.parametrize("content", [b"", b"\x01", b"\xff" * 31])
def test_a_request_that_makes_no_sense_is_refused_and_harms_nothing(command, content):
    with serving() as at, Caller(at) as caller:
        assert caller.connect().ask(command, content).command in (2001, 2000)
        assert caller.ask(Command.VERSION).data.startswith(b"Ver ")
        assert (len(at.terminal.users), len(at.terminal.punches)) == (20, 60)
    assert at.failures == []


def test_another_protocol_is_hung_up_on():
    with serving() as at, Caller(at) as caller:
        caller.socket.sendall(b"GET / HTTP/1.1\r\n\r\n")
        with pytest.raises((EOFError, OSError)):
            caller.frame()
    assert at.complaints == ["This is not the protocol of port 4370."]


@WAYS
def test_a_request_with_a_wrong_checksum_is_not_heard(udp):
    with serving() as at, Caller(at, udp=udp) as caller:
        wrong = bytes.fromhex("e803fffd00000000")
        top = bytes.fromhex("5050827d08000000")
        caller.socket.sendall(wrong if udp else top + wrong)
        assert caller.connect().session
    assert at.complaints == ["The checksum of the frame is wrong."]
