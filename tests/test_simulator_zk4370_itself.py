"""What a terminal at port 4370 tells of itself and lets be done, asked by pyzk 0.9."""

from datetime import datetime, timedelta

import pytest

from simulator.clock import Clock
from simulator.zk4370 import FIRMWARES, ZkFirmware, ZkServer
from simulator.zk4370.codes import Command
from tests.zk4370_terminals import Caller, pyzk, serving, terminal

WAYS = pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])


@WAYS
def test_a_terminal_says_what_it_is(udp):
    with serving() as at, pyzk(at, udp=udp) as client:
        assert client.get_serialnumber() == "AB12345678"
        assert client.get_platform() == "ZEM760_TFT"
        assert client.get_device_name() == "F19"
        assert client.get_firmware_version() == "Ver 6.60 Apr 26 2016"
        assert client.get_fp_version() == 10
        assert client.get_face_version() == 7
        assert client.get_face_fun_on() == 1
        assert client.get_pin_width() == 9
        assert client.get_mac().startswith("00:17:c0:a8:")
        assert client.get_network_params()["gateway"].endswith(".1")
        assert client.get_extend_fmt() == 0


@WAYS
def test_an_option_nobody_knows_is_an_error_that_can_be_cleared(udp):
    """pyzk sends answers as if they were requests; the talk goes on."""
    with serving(rows="8a") as at, pyzk(at, udp=udp) as client:
        assert client.get_extend_fmt() is None
        assert client.get_serialnumber() == "AB12345678"
    assert at.log[1:6] == [11, 2001, 0xFFFF, 0xFFFF, 0xFFFF]


def test_an_option_is_read_with_and_without_the_zero_behind_it_and_written():
    with serving() as at, Caller(at) as caller:
        caller.connect()
        for asked in (b"WorkCode\0", b"WorkCode"):
            assert caller.ask(Command.READ_OPTION, asked).data == b"WorkCode=0\0"
        assert caller.ask(Command.WRITE_OPTION, b"WorkCode=1").command == 2000
        assert caller.ask(Command.READ_OPTION, b"WorkCode").data == b"WorkCode=1\0"
        assert caller.ask(Command.WRITE_OPTION, b"WorkCode").command == 2001
    assert at.terminal.settings == {"WorkCode": "1"}


@WAYS
def test_the_clock_is_read_and_set(udp):
    with serving() as at, pyzk(at, udp=udp) as client:
        at.terminal.clock = Clock(error=-400)
        behind = at.endpoint.now().replace(tzinfo=None) - client.get_time()
        assert timedelta(seconds=399) < behind < timedelta(seconds=403)
        client.set_time(datetime(2026, 3, 2, 8, 30, 15))
        late = client.get_time() - datetime(2026, 3, 2, 8, 30, 15)
        assert timedelta(0) <= late < timedelta(seconds=3)


def test_no_clock_is_set_to_31_february():
    with serving() as at, Caller(at) as caller:
        wrong = ((26 * 12 + 1) * 31 + 30) * 86_400
        answer = caller.connect().ask(Command.SET_TIME, wrong.to_bytes(4, "little"))
    assert answer.command == 2001


@WAYS
def test_the_door_opens_for_as_long_as_asked(udp):
    with serving() as at, pyzk(at, udp=udp) as client:
        assert client.unlock(7) is True
    assert at.endpoint.doors_opened == [7]


def test_the_screen_shows_what_is_sent():
    with serving() as at, Caller(at) as caller:
        caller.connect().ask(Command.WRITE_SCREEN, b"\x02\0\0 Welcome")
        assert at.endpoint.screen == {2: "Welcome"}
        caller.ask(Command.CLEAR_SCREEN)
        assert at.endpoint.screen == {}


@pytest.mark.parametrize("heeds", [True, False])
def test_nobody_can_punch_at_a_disabled_terminal(heeds):
    with serving(heeds_disable=heeds) as at, pyzk(at) as client:
        client.disable_device()
        assert bool(at.terminal.attempt("1001", at.endpoint.now())) is not heeds
        client.enable_device()
        assert at.terminal.attempt("1001", at.endpoint.now())


def test_a_terminal_may_be_disabled_for_some_seconds():
    with serving() as at, Caller(at) as caller:
        caller.connect().ask(Command.DISABLE, (30).to_bytes(4, "little"))
        now = at.endpoint.now()
        assert not at.terminal.attempt("1001", now)
        assert at.terminal.attempt("1001", now + timedelta(seconds=31))


def test_a_disabled_terminal_stays_so_when_the_client_is_gone():
    with serving() as at:
        with pyzk(at) as client:
            client.disable_device()
        assert not at.terminal.attempt("1001", at.endpoint.now())


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (b"\x01", {"fingers", "users"}),
        (b"\x02", {"punches", "users"}),
        (b"\x04", {"punches", "fingers", "users"}),
        (b"\x05", {"punches"}),
        (b"", set()),
    ],
)
def test_what_is_erased_and_what_is_not(asked, left):
    with serving() as at, Caller(at) as caller:
        at.terminal.enrol("1001", at.endpoint.now())
        assert caller.connect().ask(Command.CLEAR_EVERYTHING, asked).command == 2000
        stored = {
            "punches": at.terminal.punches,
            "fingers": at.terminal.templates,
            "users": at.terminal.users,
        }
        assert {name for name, records in stored.items() if len(records)} == left


@WAYS
def test_the_log_is_cleared_and_fills_again(udp):
    with serving() as at, pyzk(at, udp=udp) as client:
        client.clear_attendance()
        assert client.get_attendance() == []
        at.terminal.punch("1003", at.endpoint.now())
        assert [row.user_id for row in client.get_attendance()] == ["1003"]


def test_a_log_that_overwrites_keeps_its_count():
    with serving(punches=0) as at, pyzk(at) as client:
        at.terminal.punches.capacity, at.terminal.punches.overwrites = 5, True
        for number in range(8):
            at.terminal.punch(str(1001 + number), at.endpoint.now())
        assert [row.user_id for row in client.get_attendance()] == [
            str(1004 + number) for number in range(5)
        ]
        client.read_sizes()
        assert (client.records, client.rec_av) == (5, 0)


def test_an_empty_log_may_be_answered_by_a_code_of_its_own():
    with serving(punches=0, empty_log=4989) as at, Caller(at) as caller:
        asked = bytes.fromhex("010d000000000000000000")
        assert caller.connect().ask(Command.PREPARE_BUFFER, asked).command == 4989


@pytest.mark.parametrize("name", FIRMWARES)
def test_every_named_model_answers(name):
    model = FIRMWARES[name]
    with ZkServer(terminal(), model) as at, Caller(at, udp=not model.tcp) as caller:
        caller.connect()
        values = caller.ask(Command.READ_OPTION, b"~Platform").data
        assert values == f"~Platform={model.platform}\0".encode()
        assert len(caller.ask(Command.SIZES).data) == model.sizes


@pytest.mark.parametrize(
    "wrong", [{"rows": "41"}, {"user_size": 70}, {"sizes": 90}, {"event": 11}]
)
def test_no_model_is_made_up(wrong):
    with pytest.raises(ValueError, match="is none of"):
        ZkFirmware("X", "Y", "Z", **wrong)


def test_a_number_that_is_taken_is_said_at_once():
    with serving() as at:
        second = ZkServer(at.terminal, at.endpoint.firmware, port=at.port)
        with pytest.raises(OSError, match="in use"):
            second.start()
