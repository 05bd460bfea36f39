"""Places in a terminal's list of users."""

from datetime import datetime, timezone

from simulator.memory import Terminal
from simulator.people import User
from simulator.slots import Slots

NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)


def test_the_lowest_free_place_is_given_away():
    slots = Slots()
    assert [slots.of(pin) for pin in "abca"] == [1, 2, 3, 1]
    slots.free("b")
    slots.free("nobody")
    assert slots.pin(2) is None
    assert [slots.of(pin) for pin in "dbe"] == [2, 4, 5]


def test_a_place_that_was_asked_for_belongs_to_one():
    slots = Slots()
    slots.put("a", 7)
    slots.put("b", 7)
    assert (slots.pin(7), slots.of("b"), slots.of("a")) == ("b", 7, 1)
    slots.put("b", 3)
    assert (slots.pin(7), slots.pin(3)) == (None, "b")


def test_a_punch_keeps_the_place_its_user_had():
    terminal = Terminal("S", users=[User("1"), User("2")])
    before = terminal.punch("2", NOON)
    terminal.delete_user("2")
    terminal.set_user("9")
    assert (before.slot, terminal.punch("9", NOON).slot) == (2, 2)
    assert terminal.punch("nobody", NOON).slot == 0


def test_everybody_gone_all_places_are_free():
    terminal = Terminal("S", users=[User("1"), User("2")])
    terminal.clear()
    terminal.set_user("5")
    assert terminal.slots.of("5") == 1


def test_nobody_passes_a_terminal_that_is_shut():
    terminal = Terminal("S", users=[User("1")])
    terminal.shut_until = NOON
    assert terminal.attempt("1", NOON.replace(hour=11)) is None
    assert len(terminal.audit) == 0
    assert terminal.attempt("1", NOON)
