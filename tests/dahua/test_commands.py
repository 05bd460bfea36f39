"""Commands carried out at simulated terminals of both ways to write users."""

import json
from datetime import datetime

import pytest

from terminals.dahua import BRAND, requests
from terminals.dahua.times import UTC
from terminals.errors import ProtocolError, TransportError
from terminals.poll import Limits
from terminals.session import DeviceCommand
from tests.dahua_serving import (
    DAY,
    NOW,
    SERIAL,
    Host,
    Time,
    filled,
    serving,
    values_of,
)

FIRMWARES = ["asi", "old"]


def do(server, *commands, time=None):
    """Carry out commands, encoded as the queue does; return their results."""
    host = Host(server, time or Time(), dialect=UTC)
    queued = []
    for number, (kind, payload) in enumerate(commands, 1):
        text = BRAND.commands.encode(kind, payload, UTC)
        queued.append(DeviceCommand(str(number), kind, json.loads(text)))
    host.read(commands=queued)
    return host.done


def outcome(done):
    if done.problem:
        return False, done.problem.code
    succeeded, reason = BRAND.commands.explain(done.result.code, done.command.kind, UTC)
    return succeeded, reason.code


@pytest.mark.parametrize("name", FIRMWARES)
def test_user_is_written_changed_and_deleted(name):
    terminal = filled(3)
    with serving(terminal, name) as server:
        [done] = do(
            server,
            (
                "set_user",
                {
                    "pin": "A12",
                    "name": "Ann Núñez",
                    "card": "12001",
                    "valid_from": "2026-01-01",
                    "valid_until": "2026-06-30",
                },
            ),
        )
        assert outcome(done) == (True, "done")
        user = terminal.users["A12"]
        assert (user.name, user.card) == ("Ann Núñez", "12001")
        assert user.valid_from == datetime(2026, 1, 1)
        assert user.valid_until == datetime(2026, 6, 30, 23, 59, 59)
        [done] = do(server, ("set_user", {"pin": "A12", "name": "Ann", "card": "77"}))
        assert outcome(done) == (True, "done")
        user = terminal.users["A12"]
        assert (user.name, user.card) == ("Ann", "77")
        assert user.valid_until == datetime(2026, 6, 30, 23, 59, 59)
        [done] = do(server, ("set_user", {"pin": "A12", "card": "", "valid_until": ""}))
        assert outcome(done) == (True, "done")
        assert terminal.users["A12"].card == ""
        assert terminal.users["A12"].valid_until.year == 2037
        [done] = do(server, ("delete_user", {"pin": "A12"}))
        assert outcome(done) == (True, "done")
        assert "A12" not in terminal.users
        assert len(terminal.users) == 10
        [done] = do(server, ("delete_user", {"pin": "A12"}))
        assert outcome(done) == (True, "not_there")


@pytest.mark.parametrize("name", FIRMWARES)
def test_users_are_read_all_or_one(name):
    with serving(filled(3, people=40), name) as server:
        one, every = do(server, ("query_users", {"pin": "007"}), ("query_users", {}))
    assert [user.name for user in one.upload.users] == ["Ada Lo7"]
    assert len(every.upload.users) == 40


def test_more_users_than_are_sent_at_once_are_read_by_pages():
    with serving(filled(3, people=1700)) as server:
        [done] = do(server, ("query_users", {}))
    assert len(done.upload.users) == 1700


def test_users_of_which_not_all_are_sent_are_not_taken_for_all():
    with serving(filled(3, people=170), "old") as server:
        [done] = do(server, ("query_users", {}))
    assert outcome(done) == (False, "dahua_users_incomplete")
    assert done.upload is None


@pytest.mark.parametrize("name", FIRMWARES)
@pytest.mark.parametrize("value", ["name", "card", "valid_until"])
def test_value_that_is_not_kept_is_noticed(name, value):
    terminal = filled(3)
    with serving(terminal, name) as server:
        server.api.users.forgets = {value}
        payload = {"pin": "001", "name": "X", "card": "5", "valid_until": "2026-06-30"}
        terminal.set_user("001", valid_until=datetime(2027, 1, 1))
        [done] = do(server, ("set_user", payload))
    assert outcome(done) == (False, "dahua_not_kept")


def test_door_clock_restart_and_information():
    terminal = filled(3)
    with serving(terminal) as server:
        door, clock, info, restart = do(
            server,
            ("unlock", {"door": 2}),
            ("set_clock", {"time": "2026-03-10 12:00:00"}),
            ("information", {}),
            ("restart", {}),
        )
        assert server.api.doors_opened == [2]
        assert server.api.restarts == 1
    assert terminal.clock.wall(NOW) == datetime(2026, 3, 10, 12)
    for done in (door, clock, restart):
        assert outcome(done) == (True, "done")
    assert info.upload.info.firmware.startswith("1.000")
    assert info.upload.info.model == "ASI7213X-T1"


def test_punches_of_a_time_are_read():
    terminal = filled(400, every=DAY / 24)
    period = {"since": "2026-03-04", "until": "2026-03-05"}
    with serving(terminal) as server:
        [done] = do(server, ("query_punches", period))
    assert len(done.upload.punches) == 48


def test_command_is_not_repeated_where_its_answer_is_lost():
    terminal = filled(3)
    with serving(terminal) as server:
        server.on_request = lambda _method, target: (
            "openDoor" in target and server.faults.arm("hang_up")
        )
        host = Host(server, Time(), dialect=UTC)
        with pytest.raises(TransportError, match="web_closed"):
            host.read(commands=[DeviceCommand("1", "unlock", {"door": 1})])
        assert len([1 for _m, target in server.log if "openDoor" in target]) == 1


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("delete_user", {"pin": ""}, "value_missing"),
        ("set_user", {"pin": "x" * 33}, "pin_format"),
        ("set_user", {"pin": "1", "card": "12&34"}, "dahua_card_format"),
        ("set_user", {"pin": "1", "password": "12a"}, "dahua_password_format"),
        ("set_user", {"pin": "1", "privilege": "king"}, "privilege_unknown"),
        ("set_user", {"pin": "1", "name": "a\nb"}, "value_control_character"),
        ("set_user", {"pin": "1", "valid_until": "soon"}, "time_unreadable"),
        ("unlock", {"door": 99}, "value_range"),
        ("unlock", {"seconds": 9}, "dahua_door_seconds"),
        ("clear_punches", {}, "command_unsupported"),
    ],
)
def test_command_no_terminal_takes_is_refused_before_it_is_queued(kind, payload, code):
    with pytest.raises(ProtocolError) as caught:
        BRAND.commands.encode(kind, payload, UTC)
    assert caught.value.code == code


def test_empty_list_of_users_to_remove_is_refused():
    with pytest.raises(ValueError, match="UserIDList"):
        requests.remove_many("AccessUser", "UserIDList", [])


def test_values_cannot_add_to_a_request():
    assert requests.find_user("1&action=removeAll#x y").endswith(
        "condition.UserID=1%26action%3DremoveAll%23x%20y&count=1024"
    )


def test_connection_test_tells_serial_model_and_clock():
    with serving(filled(3)) as server:
        found = BRAND.poll.diagnose(values_of(server), Limits())
        assert (found.serial, found.answer.code) == (SERIAL, "dahua_answers")
        assert found.clock.wall == datetime(2026, 3, 10, 15)
        wrong = values_of(server, connection_key="wrong")
        assert BRAND.poll.diagnose(wrong, Limits()).problem.code == "digest_wrong_login"
