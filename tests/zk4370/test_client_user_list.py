"""The list of users is read once for many writes, and no write trusts it unseen."""

from datetime import datetime, timezone

import pytest

from simulator.memory import Terminal
from simulator.people import User
from simulator.zk4370.codes import Command
from terminals.errors import DeviceRefused
from terminals.records import DeviceUser
from terminals.session import DeviceCommand
from terminals.zk4370.client import connect, users as zk4370_users
from terminals.zk4370.client.commands import execute_all
from terminals.zk4370.results import NOBODY
from tests.zk4370_serving import (
    SERIAL,
    address,
    firmware,
    serving,
    terminal,
)

PEOPLE = 300
#: Sizes are asked for only when the whole list is read.
WHOLE = Command.SIZES


@pytest.fixture(params=["16", "40"], ids=["28 bytes", "72 bytes"])
def session(request, transport):
    made = terminal(1, people=PEOPLE)
    with (
        serving(made, firmware(request.param)) as server,
        connect(address(server, transport)) as opened,
    ):
        opened.server, opened.made = server, made
        opened.users.write(DeviceUser("1001", name="Read once"))
        yield opened


def order(number: int, pin: int, kind: str = "set_user") -> DeviceCommand:
    sent = {"name": f"N {number}"} if kind == "set_user" else {}
    return DeviceCommand(str(number), kind, {"pin": str(pin), **sent})


def at_keypad(made: Terminal, *, gone: str = "", new: str = "") -> None:
    """Somebody deletes a user, or adds one; a place that is free is taken again."""
    now = datetime.now(timezone.utc)
    if gone:
        made.remove(gone, now)
    if new:
        made.register(new, now, name="By hand")
        made.slots.of(new)


def whole(session) -> int:
    return session.server.log.count(WHOLE)


def places(made: Terminal) -> dict[str, int]:
    return {pin: made.slots.of(pin) for pin in made.users}


@pytest.mark.parametrize("first", [1001, 5001], ids=["known", "new"])
def test_fifty_writes_read_the_list_once(session, first):
    orders = [order(n, first + n) for n in range(50)]
    done = list(execute_all(session, orders, None))
    assert {it.result.code for it in done} == {2000}
    assert whole(session) == 1
    names = [session.made.users[str(first + n)].name for n in range(50)]
    assert names == [f"N {n}" for n in range(50)]
    assert len(session.made.users) == (PEOPLE if first == 1001 else PEOPLE + 50)
    assert len(set(places(session.made).values())) == len(session.made.users)


def test_writes_and_deletions_mixed(session):
    """Rows move when one in front of them goes."""
    orders = []
    for n in range(20):
        orders.append(order(n, 1010 + 3 * n, "delete_user"))
        orders.append(order(n, 1011 + 3 * n))
        orders.append(order(n, 5000 + n))
    done = list(execute_all(session, orders, None))
    assert {it.result.code for it in done} == {2000}
    assert whole(session) == 1
    left = session.made.users
    assert len(left) == PEOPLE
    assert not {str(1010 + 3 * n) for n in range(20)} & set(left)
    assert left["1011"].name == "N 0" and left["5019"].name == "N 19"


def test_written_and_deleted_again_in_one_session(session):
    for _again in range(3):
        session.users.write(DeviceUser("5001", name="Short stay"))
        session.users.delete("5001")
    assert whole(session) == 1
    with pytest.raises(DeviceRefused) as refused:
        session.users.delete("5001")
    assert refused.value.answer == NOBODY


def test_somebody_added_at_the_keypad_keeps_the_place(session):
    """Who comes takes the place that would have been ours."""
    at_keypad(session.made, new="7777")
    place = session.made.slots.of("7777")
    assert place == PEOPLE + 1
    session.users.write(DeviceUser("5001", name="Ours"))
    assert whole(session) == 2
    assert session.made.slots.pin(place) == "7777"
    assert session.made.users["7777"].name == "By hand"
    assert session.made.slots.of("5001") == PEOPLE + 2


def test_somebody_added_with_the_very_pin(session):
    at_keypad(session.made, new="5001")
    place = session.made.slots.of("5001")
    session.users.write(DeviceUser("5001", card="77"))
    assert session.made.users["5001"].card == "77"
    assert session.made.users["5001"].name == "By hand"
    assert session.made.slots.of("5001") == place


def test_somebody_removed_at_the_keypad(session):
    """Who is behind them is not written in a row that is not theirs."""
    at_keypad(session.made, gone="1100")
    before = places(session.made)
    session.users.write(DeviceUser("1200", name="Behind"))
    assert whole(session) == 2
    with pytest.raises(DeviceRefused) as refused:
        session.users.delete("1100")
    assert refused.value.answer == NOBODY
    assert places(session.made) == before


@pytest.mark.parametrize("act", ["write", "delete", "fingers"])
def test_somebody_replaced_at_the_keypad(session, act):
    """As many users as before, and another person at the place."""
    place = session.made.slots.of("1100")
    at_keypad(session.made, gone="1100", new="7777")
    assert session.made.slots.pin(place) == "7777"
    if act == "write":
        session.users.write(DeviceUser("1100", name="Back"))
        assert session.made.slots.of("1100") != place
    else:
        with pytest.raises(DeviceRefused) as refused:
            if act == "delete":
                session.users.delete("1100")
            else:
                session.templates.delete("1100", "finger")
        assert refused.value.answer == NOBODY
    assert whole(session) == 2
    assert session.made.slots.pin(place) == "7777"
    assert session.made.users["7777"].name == "By hand"


def test_somebody_replaced_behind_all_others(session):
    """The new one is where the next of ours would have come."""
    session.made.delete_user("1100")
    session.made.set_user("7777", name="By hand")
    session.made.slots.put("7777", PEOPLE + 1)
    session.users.write(DeviceUser("5001", name="Ours"))
    assert whole(session) == 2
    assert session.made.slots.pin(PEOPLE + 1) == "7777"
    assert session.made.users["7777"].name == "By hand"


def test_somebody_replaced_while_nobody_looked(session, monkeypatch):
    """One row does not show it; so a look of long ago is not enough for a new PIN."""
    monkeypatch.setattr(zk4370_users, "UNCHANGED_SECONDS", 0.0)
    place = session.made.slots.of("1100")
    at_keypad(session.made, gone="1100", new="5001")
    session.users.write(DeviceUser("5001", card="77"))
    assert whole(session) == 2
    assert session.made.slots.of("5001") == place
    assert session.made.users["5001"].name == "By hand"


def test_what_was_changed_at_the_keypad_stays(session):
    """The number of users tells nothing of it."""
    now = datetime.now(timezone.utc)
    session.made.register("1100", now, name="Married", privilege=14)
    session.users.write(DeviceUser("1100", card="4711"))
    changed = session.made.users["1100"]
    assert (changed.name, changed.privilege, changed.card) == ("Married", 14, "4711")
    assert whole(session) == 1


def test_write_that_is_refused_is_not_remembered(session):
    session.made.user_capacity = PEOPLE + 1
    session.users.write(DeviceUser("5001", name="Fits"))
    for pin in ("5002", "5003"):
        with pytest.raises(DeviceRefused):
            session.users.write(DeviceUser(pin, name="Too many"))
    with pytest.raises(DeviceRefused) as refused:
        session.users.delete("5002")
    assert refused.value.answer == NOBODY
    session.users.write(DeviceUser("1001", name="Room"))
    assert session.made.users["1001"].name == "Room"
    session.made.user_capacity += 1
    session.users.write(DeviceUser("5002", name="Now it fits"))
    assert session.made.slots.of("5002") == PEOPLE + 2
    assert whole(session) == 1


def test_write_that_is_done_and_said_to_be_refused(session):
    """The list is longer than we believe, and is read again."""
    session.server.faults.arm("error", Command.REFRESH)
    with pytest.raises(DeviceRefused):
        session.users.write(DeviceUser("5001", name="Stored"))
    session.users.write(DeviceUser("5002", name="Next"))
    assert whole(session) == 2
    assert session.made.slots.of("5001") == PEOPLE + 1
    assert session.made.slots.of("5002") == PEOPLE + 2


def test_look_that_is_refused_is_no_yes(session):
    session.server.faults.arm("error", Command.READ_BUFFER)
    session.users.write(DeviceUser("1100", name="Anyhow"))
    assert session.made.users["1100"].name == "Anyhow"
    assert whole(session) == 2


@pytest.mark.parametrize("ways", [{"buffered": False}, {"inline": 1 << 20}])
def test_list_that_always_comes_whole_is_always_read(transport, ways):
    """One row costs as much as all of them."""
    made = Terminal(SERIAL, users=[User("1", "One"), User("2", "Two")])
    with (
        serving(made, firmware("40", **ways)) as server,
        connect(address(server, transport)) as session,
    ):
        for n in range(5):
            session.users.write(DeviceUser("1", name=f"N {n}"))
        assert server.log.count(WHOLE) == 5
        assert made.users["1"].name == "N 4"
