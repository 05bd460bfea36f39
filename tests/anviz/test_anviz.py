"""Anviz terminals at port 5010: computed frames, and sessions over real sockets."""

import json
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, strategies as st

from simulator.anviz import AnvizFaults, AnvizServer
from simulator.memory import Terminal
from simulator.people import User
from terminals.anviz import BRAND
from terminals.anviz.codes import Command
from terminals.anviz.device_info import decode_counts
from terminals.anviz.frames import decode_answer, encode_request
from terminals.anviz.punches import TABLE, decode_row, split_rows
from terminals.anviz.times import decode_clock, encode_clock
from terminals.anviz.users import decode_user, encode_user
from terminals.errors import (
    ConnectionRefused,
    Impossible,
    OtherProtocol,
    ProtocolError,
    TransportError,
)
from terminals.poll import Limits
from terminals.session import (
    CommandDone,
    Connected,
    DeviceCommand,
    RowsRead,
    SessionPlan,
)

FOLDER = Path(__file__).parents[1] / "vectors" / "anviz"
VECTORS = {path.stem: json.loads(path.read_text()) for path in FOLDER.glob("*.json")}
NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
MINUTE = timedelta(minutes=1)


def frames(name):
    vector = VECTORS[name]
    return (
        bytes.fromhex(vector["request"]["hex"]),
        bytes.fromhex(vector["response"]["hex"]),
        vector["expected"],
    )


def test_every_vector_has_a_test():
    assert sorted(VECTORS) == ["anviz_06_tcb_record_info", "anviz_08_tcb_empty"]


def test_counts_are_those_of_the_vector():
    asked, answered, expected = frames("anviz_06_tcb_record_info")
    assert encode_request(Command.GET_COUNTS, device=1) == asked
    answer = decode_answer(answered)
    assert (answer.device, answer.command, answer.ack) == (1, Command.GET_COUNTS, 0)
    assert list(decode_counts(answer.data)) == list(expected.values())


def test_empty_list_is_the_end():
    asked, answered, _expected = frames("anviz_08_tcb_empty")
    assert encode_request(Command.GET_RECORDS, b"\x00\x19", device=1) == asked
    assert split_rows(decode_answer(answered).data) == []


def test_record_is_a_punch():
    row = bytes.fromhex("00000003e9314c3b800881000007")
    punch = decode_row(row)
    assert (punch.pin, punch.status, punch.verify, punch.workcode) == (
        "1001",
        1,
        8,
        "7",
    )
    assert punch.time == datetime(2000, 1, 2) + timedelta(seconds=0x314C3B80)
    assert BRAND.directions[punch.status] == "out"
    assert BRAND.verify_labels[punch.verify] == ("card",)
    assert BRAND.decode(TABLE, punch.line.encode()).punches == [punch]


def test_record_without_a_user_is_refused():
    refused = decode_row(bytes(14))
    assert refused.reason.code == "anviz_row_without_user"


@given(st.binary(max_size=60), st.integers(0, 59))
def test_any_damage_of_a_frame_is_noticed(data, place):
    _asked, answered, _expected = frames("anviz_06_tcb_record_info")
    with suppress(ProtocolError):
        decode_answer(data)
    place %= len(answered)
    damaged = answered[:place] + bytes((answered[place] ^ 4,)) + answered[place + 1 :]
    with pytest.raises(ProtocolError):
        decode_answer(damaged)


@given(st.binary(max_size=80))
def test_any_upload_is_punches_or_refused(body):
    upload = BRAND.decode(TABLE, body)
    assert upload.lines == len(upload.punches) + len(upload.refused)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)))
def test_clock_is_read_as_it_was_written(wall):
    assert decode_clock(encode_clock(wall)) == wall.replace(microsecond=0)


def test_clock_of_a_day_that_does_not_exist_is_none():
    assert decode_clock(bytes((26, 2, 30, 0, 0, 0))) is None
    assert decode_clock(b"") is None
    with pytest.raises(ProtocolError):
        encode_clock(datetime(2100, 1, 1))


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), max_size=9),
    st.integers(1, 2**32 - 2),
    st.text("0123456789", min_size=1, max_size=5),
)
def test_user_is_read_as_it_was_written(name, card, password):
    payload = {"pin": "1001", "name": name, "card": str(card), "password": password}
    record = encode_user(payload, None)
    assert len(record) == 40
    user = decode_user(record)
    assert (user.pin, user.name, user.card) == ("1001", name, str(card))
    assert user.password == password
    again = decode_user(encode_user({"pin": "1001", "name": "X"}, record))
    assert (again.name, again.card, again.password) == ("X", str(card), password)
    gone = decode_user(encode_user({"pin": "1001", "card": "", "password": ""}, record))
    assert (gone.card, gone.password, gone.name) == ("", "", name)


#: User 1001, password 0042, card 9, Ann.
RECORD = bytes.fromhex(
    "00000003e940002a000000090041006e006e" + "00" * 14 + "0001000000000000"
)


def test_record_of_a_user_has_each_value_in_its_place():
    payload = {"pin": "1001", "name": "Ann", "card": "9", "password": "0042"}
    assert encode_user(payload, None) == RECORD
    user = decode_user(RECORD)
    assert (user.pin, user.name, user.card, user.password) == (
        *("1001", "Ann", "9", "0042"),
    )
    assert user.line == "user=1001 name=Ann"
    assert encode_user({"pin": "1001"}, RECORD) == RECORD
    bare = encode_user({"pin": "1001"}, None)
    assert bare[5:12] == b"\xff" * 7
    assert bare[12:] == bytes(20) + RECORD[32:]
    assert (decode_user(bare).card, decode_user(bare).password) == ("", "")
    largest = {"pin": "1", "password": "999999", "card": str(2**32 - 2)}
    user = decode_user(encode_user(largest, None))
    assert (user.password, user.card) == ("999999", "4294967294")


def test_clock_has_each_value_in_its_place():
    wall = datetime(2026, 3, 4, 5, 6, 7)
    assert encode_clock(wall) == bytes((26, 3, 4, 5, 6, 7))
    assert decode_clock(bytes((26, 3, 4, 5, 6, 7, 99))) == wall


@pytest.mark.parametrize(
    "payload", [{"card": "x"}, {"card": str(2**32)}, {"password": "1234567"}]
)
def test_value_that_does_not_fit_a_user_is_impossible(payload):
    with pytest.raises(Impossible):
        encode_user({"pin": "1", **payload}, None)


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("set_user", {"pin": "007"}, "anviz_pin"),
        ("set_user", {"pin": "A1"}, "anviz_pin"),
        ("set_user", {"pin": "1", "valid_until": "2026-01-01"}, "anviz_no_days"),
        ("delete_user", {"pin": ""}, "value_missing"),
        ("unlock", {"door": 2}, "one_door"),
        ("clear_punches", {}, "command_unsupported"),
        ("restart", {}, "command_unsupported"),
    ],
)
def test_command_no_terminal_takes_is_refused(kind, payload, code):
    with pytest.raises(ProtocolError) as caught:
        BRAND.commands.encode(kind, payload, "tcb")
    assert caught.value.code == code


# Sessions


def filled(count):
    users = [User(str(1001 + number), f"Ada Lo{number}") for number in range(10)]
    terminal = Terminal("SYN0000000000001", "Asia/Riyadh", users=users)
    for number in range(count):
        at = NOW - MINUTE * (count - number)
        terminal.punch(str(1001 + number % 10), at, number % 2)
    return terminal


class Host:
    """Stores what sessions hand over, as Odoo does: rows and position at once."""

    def __init__(self, server):
        self.server, self.position = server, None
        self.handed, self.done, self.connected = [], [], None

    def values(self):
        return {
            "host": self.server.host,
            "port": self.server.port,
            "allow_loopback": True,
        }

    def read(self, *, whole=False, steps=None, commands=()):
        """Run a session; cut it after so many steps, as a kill does."""
        plan = SessionPlan(self.position, whole, bool(commands))
        session = BRAND.poll.session(self.values(), plan, Limits())
        answer, number = None, 0
        while True:
            try:
                step = session.send(answer)
            except StopIteration:
                return True
            number, answer = number + 1, None
            if isinstance(step, Connected):
                self.connected, answer = step, list(commands)
            elif isinstance(step, CommandDone):
                self.done.append(step)
            elif isinstance(step, RowsRead):
                self.position = {**step.position, "complete": step.complete}
                self.handed += step.upload.punches
            if number == steps:
                session.close()
                return False

    @property
    def stored(self):
        return {(p.pin, p.time, p.status) for p in self.handed}


def everything(terminal):
    return {
        (punch.pin, punch.local, punch.status)
        for punch in terminal.punches.entries.values()
    }


def serving(terminal, **more):
    return AnvizServer(terminal, now=lambda: NOW, faults=AnvizFaults(), **more)


def test_log_is_read_once_and_then_what_is_new():
    terminal = filled(2600)
    with serving(terminal) as server:
        host = Host(server)
        host.read(whole=True)
        assert host.stored == everything(terminal)
        assert host.connected.serial == terminal.serial
        assert host.connected.clock.wall == datetime(2026, 3, 10, 15)
        server.log.clear()
        handed = len(host.handed)
        host.read()
        assert server.log == [0x3C, 0x24, 0x38]
        terminal.punch("1003", NOW + MINUTE)
        host.read()
        assert len(host.handed) == handed + 1
    assert host.stored == everything(terminal)


def test_cleared_log_is_read_anew():
    terminal = filled(300)
    with serving(terminal) as server:
        host = Host(server)
        host.read()
        before = everything(terminal)
        terminal.punches.clear()
        for number in range(320):
            terminal.punch("1004", NOW + MINUTE * number)
        host.read()
    assert host.stored == before | everything(terminal)


def test_other_client_in_mid_read_is_noticed_and_nothing_is_lost():
    terminal = filled(400)
    with serving(terminal) as server:
        host = Host(server)
        calls = iter(range(1000))
        server.on_request = lambda command: (
            command == 0x40 and next(calls) == 5 and server.endpoint._x40(b"\x00\x19")
        )
        with pytest.raises(TransportError, match="anviz_records_missing"):
            host.read()
        server.on_request = None
        host.read()
    assert host.stored == everything(terminal)


def test_user_is_written_changed_and_deleted():
    terminal = filled(3)
    with serving(terminal) as server:
        host = Host(server)

        def do(kind, payload):
            text = BRAND.commands.encode(kind, payload, "tcb")
            host.read(commands=[DeviceCommand("1", kind, json.loads(text))])
            done = host.done[-1]
            if done.problem:
                return done.problem.code
            return BRAND.commands.explain(done.result.code, kind, "tcb")[1].code

        assert (
            do("set_user", {"pin": "77", "name": "Maximiliana Ó", "card": "9"})
            == "done"
        )
        user = terminal.users["77"]
        assert (user.name, user.card) == ("Maximilian", "9")
        assert do("set_user", {"pin": "77", "card": ""}) == "done"
        assert terminal.users["77"].card == ""
        assert do("query_users", {"pin": "77"}) == "done"
        assert [user.name for user in host.done[-1].upload.users] == ["Maximilian"]
        server.endpoint.forgets_names = True
        assert do("set_user", {"pin": "77", "name": "Eve"}) == "anviz_not_kept"
        assert do("delete_user", {"pin": "77"}) == "done"
        assert "77" not in terminal.users
        assert len(terminal.users) == 10
        assert do("delete_user", {"pin": "77"}) == "not_there"
        assert do("unlock", {}) == "done"
        assert server.endpoint.doors_opened == 1
        assert do("set_clock", {"time": "2026-03-10 09:00:00"}) == "done"
        assert terminal.clock.wall(NOW) == datetime(2026, 3, 10, 9)
        assert (
            do("query_punches", {"since": "2026-03-10", "until": "2026-03-10"})
            == "done"
        )
        assert len(host.done[-1].upload.punches) == 3


def test_connection_test_tells_serial_and_count_or_what_is_there():
    with serving(filled(5)) as server:
        host = Host(server)
        found = BRAND.poll.diagnose(host.values(), Limits())
        assert found.answer.values == {"serial": "SYN0000000000001", "records": 5}
        server.faults.arm("garbage")
        found = BRAND.poll.diagnose(host.values(), Limits())
        assert found.problem.code == "anviz_other_protocol"
    with pytest.raises(ConnectionRefused):
        host.read()


def test_web_server_is_no_terminal():
    with serving(filled(5)) as server:
        server.faults.arm("garbage")
        with pytest.raises(OtherProtocol):
            Host(server).read()


@pytest.mark.parametrize("block", range(10))
def test_random_schedules_lose_nothing_and_double_nothing(block):
    for seed in range(block * 6, block * 6 + 6):
        rng = Random(seed)
        terminal = filled(rng.choice((0, 3, 60, 1300)))
        ever, now = everything(terminal), NOW
        with serving(terminal) as server:
            host = Host(server)
            for _session in range(rng.randint(2, 6)):
                for _punch in range(rng.randrange(40)):
                    now += MINUTE
                    terminal.punch(str(1001 + rng.randrange(10)), now, rng.randrange(2))
                if rng.random() < 0.1:
                    ever |= everything(terminal)
                    terminal.punches.clear()
                if rng.random() < 0.5:
                    faults = (*AnvizFaults.ANSWERS, "")
                    server.faults.arm(*[""] * rng.randrange(20), rng.choice(faults))
                with suppress(TransportError):
                    host.read(
                        whole=rng.random() < 0.2, steps=rng.choice((None, 1, 2, 3))
                    )
            server.faults.stop()
            assert host.read()
        ever |= everything(terminal)
        assert everything(terminal) <= host.stored, f"seed {seed}"
        assert host.stored <= ever, f"seed {seed}"
