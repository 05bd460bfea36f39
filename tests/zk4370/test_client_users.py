"""Users written and read, without harm to what was not to change."""

from dataclasses import replace

import pytest

from simulator.memory import Terminal
from simulator.people import User
from simulator.zk4370.codes import Command
from terminals.errors import DeviceRefused, Impossible
from terminals.records import DeviceUser
from terminals.zk4370.client import connect
from terminals.zk4370.results import NOBODY
from tests.zk4370_serving import (
    SERIAL,
    address,
    firmware,
    serving,
    terminal,
)

SHORT, LONG = "16", "40"


@pytest.fixture(params=[SHORT, LONG], ids=["28 bytes", "72 bytes"])
def rows(request):
    return request.param


@pytest.fixture
def known() -> User:
    """Somebody with everything a record holds; a manager, which pyzk forgets."""
    return User("1001", "Ned", "12345678", privilege=6, password="4321", group="2")


@pytest.fixture
def session(known, rows, transport):
    made = Terminal(SERIAL, users=[known, User("1002", "Arya")])
    with (
        serving(made, firmware(rows)) as server,
        connect(address(server, transport)) as opened,
    ):
        opened.server = server
        opened.made = made
        yield opened


def test_users_are_read(session, known):
    ned, arya = session.users.read()[0]
    assert (ned.uid, arya.uid) == (1, 2)
    assert (ned.user.pin, ned.user.name, ned.user.card) == ("1001", "Ned", "12345678")
    assert (ned.user.privilege, ned.user.group) == ("manager", "2")
    assert "4321" not in repr(ned)


def test_change_touches_nothing_else(session, known):
    """pyzk clears the group, writes it into the time zones, and makes a manager a user."""
    record = bytearray(session.users.read()[0][0].raw)
    zones = slice(22, 24) if len(record) == 28 else slice(40, 48)
    record[zones] = bytes(range(1, 1 + zones.stop - zones.start))
    session.server.endpoint.records["1001"] = before = bytes(record)
    assert session.users.read()[0][0].raw == before
    session.users.write(DeviceUser("1001", name="Sansa"))
    assert session.made.users["1001"] == replace(known, name="Sansa")
    after = session.users.read()[0][0].raw
    name = slice(8, 16) if len(before) == 28 else slice(11, 35)
    assert after[: name.start] == before[: name.start]
    assert after[name.stop :] == before[name.stop :]


def test_card_and_privilege_change(session, known):
    session.users.write(DeviceUser("1001", card="", privilege="admin"))
    assert session.made.users["1001"] == replace(known, card="", privilege=14)


def test_first_request_of_a_session_knows_the_width(session):
    """pyzk guesses it from the transport and writes 72 bytes where 28 belong."""
    session.users.write(DeviceUser("1003", name="Bran", privilege="enroller"))
    assert session.made.users["1003"].privilege == 2
    assert session.made.slots.of("1003") == 3
    assert Command.REFRESH in session.server.log


def test_first_user_of_an_empty_terminal(rows, transport):
    made = Terminal(SERIAL)
    with (
        serving(made, firmware(rows)) as server,
        connect(address(server, transport)) as session,
    ):
        assert session.users.read()[0] == []
        session.users.write(DeviceUser("7", name="First"))
        assert {pin: user.name for pin, user in made.users.items()} == {"7": "First"}


def test_deleted(session):
    session.users.delete("1001")
    assert list(session.made.users) == ["1002"]
    with pytest.raises(DeviceRefused) as refused:
        session.users.delete("1001")
    assert refused.value.answer == NOBODY
    assert [slot.user.pin for slot in session.users.read()[0]] == ["1002"]


def test_value_without_room_is_refused_and_nothing_sent(session):
    sent = len(session.server.log)
    with pytest.raises(Impossible):
        session.users.write(DeviceUser("1001", password="far too long for it"))
    assert Command.WRITE_USER not in session.server.log[sent:]
    assert len(session.users.read()[0]) == 2


def test_full_terminal_refuses(session):
    session.made.user_capacity = 2
    with pytest.raises(DeviceRefused):
        session.users.write(DeviceUser("1003", name="Bran"))
    session.users.write(DeviceUser("1002", name="Arya S."))
    assert session.made.users["1002"].name == "Arya S."


def test_many_users(transport, rows):
    made = terminal(1, people=3000)
    with (
        serving(made, firmware(rows)) as server,
        connect(address(server, transport)) as session,
    ):
        assert [slot.user.pin for slot in session.users.read()[0]] == list(made.users)


def test_pins_with_letters(transport):
    made = Terminal(SERIAL, users=[User("NB2401004", "Letters")])
    with (
        serving(made) as server,
        connect(address(server, transport)) as session,
    ):
        session.users.write(DeviceUser("NB2401004", name="Changed"))
        session.users.write(DeviceUser("007", name="Zeros in front"))
        assert made.users["NB2401004"].name == "Changed"
        assert made.users["007"].name == "Zeros in front"
