"""Fingers written, read and deleted."""

from dataclasses import replace

import pytest

from simulator.memory import Terminal
from simulator.people import Place, Template as Stored, User
from simulator.zk4370.codes import Command
from simulator.zk4370.commands import COMMANDS
from terminals.errors import DeviceRefused, Impossible
from terminals.records import Template
from terminals.zk4370.client import connect
from terminals.zk4370.results import NOBODY
from tests.zk4370_serving import (
    SERIAL,
    address,
    firmware,
    serving,
)

SHORT, LONG = "16", "40"


@pytest.fixture(params=[SHORT, LONG], ids=["28 bytes", "72 bytes"])
def rows(request):
    return request.param


def finger(pin: str, slot: int, blob: bytes) -> Template:
    return Template(pin, "finger", slot, blob, major=10, size=len(blob))


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


def test_places_beyond_32767(session):
    """pyzk takes them for negative."""
    session.made.slots.put("1002", 40_000)
    blob = bytes(range(200))
    session.templates.write(finger("1002", 3, blob))
    assert [t.blob for t in session.templates.read("1002")] == [blob]
    session.templates.delete("1002", "finger", 3)
    session.users.delete("1002")
    assert list(session.made.users) == ["1001"]


@pytest.mark.parametrize(
    "blob",
    [b"SS21" + bytes(6), bytes(range(256)) * 5 + bytes(7), b"\x01\x02"],
    ids=["ends in zeros", "longer than a piece", "short"],
)
def test_fingers_there_and_back(session, blob, known):
    """pyzk takes six zeros at the end for padding."""
    session.templates.write(finger("1001", 0, blob))
    session.templates.write(finger("1001", 9, b"another"))
    session.templates.write(finger("1002", 1, b"third one"))
    assert session.made.users["1001"] == known
    one = session.templates.read("1001")
    assert [(t.slot, t.blob) for t in one] == [(0, blob), (9, b"another")]
    everything = session.templates.read()
    assert [(t.pin, t.slot) for t in everything] == [
        ("1001", 0),
        ("1001", 9),
        ("1002", 1),
    ]
    assert {t.major for t in everything} == {10}


def test_fingers_deleted_one_and_all(session):
    """pyzk fails over TCP, where it packs text as bytes."""
    for slot in (0, 4, 7):
        session.templates.write(finger("1001", slot, b"finger"))
    session.templates.delete("1001", "finger", 4)
    assert [t.slot for t in session.templates.read("1001")] == [0, 7]
    session.templates.delete("1001", "finger", 4)
    session.templates.delete("1001", "finger")
    assert session.made.templates == {}
    with pytest.raises(DeviceRefused) as refused:
        session.templates.delete("nobody", "finger")
    assert refused.value.answer == NOBODY


def test_firmware_that_deletes_by_place_only(session, monkeypatch):
    monkeypatch.delitem(COMMANDS, Command.DELETE_TEMPLATE)
    session.made.set_template(Stored(Place("1001", "finger", 2), b"finger"))
    session.templates.delete("1001", "finger", 2)
    assert session.made.templates == {}


def test_nobody_is_told_apart_from_no(session):
    for asked in (
        lambda: session.templates.read("nobody"),
        lambda: session.templates.write(finger("nobody", 0, b"finger")),
    ):
        with pytest.raises(DeviceRefused) as refused:
            asked()
        assert refused.value.answer == NOBODY
    with pytest.raises(Impossible):
        session.templates.write(replace(finger("1001", 0, b"x"), kind="face"))
