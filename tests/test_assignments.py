"""Whose PIN, from when: no two at once, and the past changes only where it is asked to."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from rules.assignments import (
    BEGINNING,
    FOR_GOOD,
    Assignment,
    assign,
    assignment_at,
    default_since,
    next_begin,
    overlapped,
    take_over,
)
from tests.pairing_random import many

ANN, BOB, EVE = "Ann", "Bob", "Eve"
NOW = datetime(2026, 11, 12, 10)
DAY = timedelta(days=1)


def day(number, month=11, hour=4):
    return datetime(2026, month, number, hour)


OF_ANN = [Assignment(BEGINNING, ANN)]
LEFT = [*OF_ANN, Assignment(day(5), None)]

instants = st.integers(0, 40).map(lambda number: datetime(2026, 10, 20) + number * DAY)
people = st.sampled_from([ANN, BOB, EVE, None])
changes = st.lists(st.tuples(people, instants, st.none() | instants), max_size=6)


def owner(history, instant):
    found = assignment_at(history, instant)
    return found and found.person


def made(spans):
    history = []
    for person, since, until in spans:
        if until is None or since < until:
            history = assign(history, person, since, until)
    return history


def test_a_reused_pin_is_the_newcomers_from_the_first_day():
    since = default_since(OF_ANN, BOB, NOW, first_day=day(2))
    assert since == day(2)
    history = take_over(OF_ANN, BOB, since, NOW)
    assert [owner(history, day(at)) for at in (1, 2, 12)] == [ANN, BOB, BOB]


@pytest.mark.parametrize(
    ("history", "given", "since"),
    [
        ([], {}, BEGINNING),
        ([], {"first_day": day(2)}, BEGINNING),
        (OF_ANN, {}, NOW),
        (LEFT, {}, day(5)),
        (OF_ANN, {"first_day": day(2)}, day(2)),
        (LEFT, {"first_day": day(2)}, day(2)),
        (LEFT, {"first_day": day(9)}, day(9)),
        # The former left after the newcomer came, and keeps it until then.
        (OF_ANN, {"first_day": day(2), "former_end": day(4)}, day(4)),
        (OF_ANN, {"first_day": day(2), "former_end": day(1)}, day(2)),
        (OF_ANN, {"first_day": day(2), "former_end": day(30)}, NOW),
        # A closed period stays.
        (OF_ANN, {"first_day": day(2), "open_since": day(7)}, day(7)),
        (OF_ANN, {"first_day": day(2), "open_since": day(30)}, NOW),
        # Somebody who comes later has it from then on, unless nobody has it.
        (OF_ANN, {"first_day": day(20)}, day(20)),
        (LEFT, {"first_day": day(20)}, day(5)),
        # Somebody who was there before the former.
        ([Assignment(day(3), ANN)], {"first_day": day(2)}, NOW),
    ],
)
def test_default_since(history, given, since):
    assert default_since(history, BOB, NOW, **given) == since


def test_a_person_who_gets_it_back_has_it_without_a_gap():
    since = default_since(LEFT, ANN, NOW, first_day=day(1, 1))
    assert take_over(LEFT, ANN, since, NOW) == OF_ANN


def test_unlinking_ends_it_now_and_nothing_before():
    history = take_over(OF_ANN, None, default_since(OF_ANN, None, NOW), NOW)
    assert history == [*OF_ANN, Assignment(NOW, None)]


def test_what_nobody_ever_had_has_no_history():
    assert take_over([], None, default_since([], None, NOW), NOW) == []


def test_an_assignment_for_a_span_gives_the_pin_back_afterwards():
    history = assign(OF_ANN, BOB, day(2), day(9))
    assert [owner(history, day(at)) for at in (1, 2, 8, 9)] == [ANN, BOB, BOB, ANN]


def test_the_whole_past_leaves_what_is_planned():
    planned = [*OF_ANN, Assignment(day(20), BOB)]
    history = assign(planned, EVE, BEGINNING, next_begin(planned, NOW))
    assert history == [Assignment(BEGINNING, EVE), Assignment(day(20), BOB)]


def test_spans_that_overlap_another_assignment_are_found():
    history = [*OF_ANN, Assignment(day(5), BOB)]
    assert overlapped(history, EVE, day(2), day(9)) == history[1]
    assert overlapped(history, EVE, day(2), day(5)) is None
    assert overlapped(history, BOB, day(2), day(9)) is None
    assert overlapped(LEFT, EVE, day(2), FOR_GOOD) is None


@many
@given(changes, people, instants, st.none() | instants)
def test_an_assignment_changes_its_span_and_nothing_else(spans, person, since, until):
    history = made(spans)
    if until is not None and until <= since:
        return
    changed = assign(history, person, since, until)
    end = until or next_begin(history, since)
    for number in range(-1, 42):
        at = datetime(2026, 10, 20) + number * DAY
        expected = person if since <= at < end else owner(history, at)
        assert owner(changed, at) == expected


@many
@given(changes)
def test_no_two_begin_at_once_and_none_repeats_the_one_before(spans):
    history = made(spans)
    begins = [each.since for each in history]
    assert begins == sorted(set(begins))
    owners = [None, *(each.person for each in history)]
    assert all(one != other for one, other in pairwise(owners))


@many
@given(changes, people, st.none() | instants, st.none() | instants, instants)
def test_the_present_owner_is_whom_it_was_given_to_and_others_keep_their_past(
    spans, person, first_day, former_end, now
):
    history = made(spans)
    since = default_since(history, person, now, first_day, former_end)
    changed = take_over(history, person, since, now)
    if since <= now:
        assert owner(changed, now) == person
    for number in range(-1, 42):
        at = datetime(2026, 10, 20) + number * DAY
        if at < since:
            assert owner(changed, at) == owner(history, at)
    assert take_over(changed, person, since, now) == changed


@many
@given(changes, changes, st.lists(instants, max_size=8), st.randoms())
def test_punches_before_and_after_a_change_have_the_same_owner(
    spans, later, punches, chance
):
    """Ingest and assignment in any order: the history alone decides."""
    steps = [*spans, *later]
    history = made(steps)
    expected = {at: owner(history, at) for at in punches}
    stored, so_far = {}, []
    todo = [("punch", at) for at in punches] + [("span", None)] * len(steps)
    chance.shuffle(todo)
    left = iter(steps)
    for kind, at in todo:
        if kind == "punch":
            stored[at] = owner(made(so_far), at)
        else:
            so_far.append(next(left))
            stored = {each: owner(made(so_far), each) for each in stored}
    assert stored == expected
