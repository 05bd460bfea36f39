"""Which time it was, in the hour that happens twice: only a person's own records tell."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import assume, given, strategies as st

from rules import clock
from tests.pairing_random import many

PARIS = clock.zone("Europe/Paris")
LONG_AFTER = datetime(2030, 1, 1)
BOB = ("2024-10-26 21:00", "2024-10-27 02:55", "2024-10-27 02:05", "2024-10-27 07:00")


def rows(person, *clocks):
    return [(person, datetime.fromisoformat(wall), None) for wall in clocks]


def read(readings, *, received=LONG_AFTER, zone=PARIS, in_order=True):
    """``["00:40", "01:10?"]``: the instants of Ann in order of the clock, ? is ambiguous."""
    found, ambiguous = clock.instants(readings, zone, received, in_order=in_order)
    return [
        f"{found[index]:%H:%M}{'?' if index in ambiguous else ''}"
        for index, (person, _wall, _offset) in sorted(
            enumerate(readings), key=lambda item: item[1][1]
        )
        if person == "ann"
    ]


OUT = rows("ann", "2024-10-26 18:00", "2024-10-27 02:40")


@pytest.mark.parametrize(
    "readings",
    [OUT, rows("bob", *BOB) + OUT, OUT + rows("bob", *BOB)],
    ids=["alone", "behind others", "before others"],
)
@pytest.mark.parametrize("in_order", [True, False])
def test_an_out_at_0240_does_not_depend_on_anybody_elses_lines(readings, in_order):
    assert read(readings, in_order=in_order) == ["16:00", "00:40?"]


BOTH = rows("ann", "2024-10-26 18:00", "2024-10-27 02:50", "2024-10-27 02:10")
NIGHT = ["16:00", "01:10", "00:50"]


@pytest.mark.parametrize(
    "readings",
    [
        BOTH,
        BOTH[::-1],
        rows("bob", *BOB) + BOTH,
        (rows("bob", *BOB) + BOTH)[::-1],
    ],
    ids=["oldest first", "newest first", "by person", "by person, newest first"],
)
@pytest.mark.parametrize("in_order", [True, False])
def test_a_clock_set_back_between_two_records_tells_both(readings, in_order):
    assert read(readings, in_order=in_order) == NIGHT


def test_the_others_show_the_direction_where_a_person_has_only_the_night():
    alone = BOTH[1:]
    others = rows("bob", *BOB)
    assert read(others + alone, in_order=False) == NIGHT[1:]
    assert read((others + alone)[::-1], in_order=False) == NIGHT[1:]


def test_records_of_one_night_alone_tell_nothing_in_a_file():
    assert read(BOTH[1:], in_order=False) == ["00:10?", "00:50?"]
    assert read(BOTH[1:], in_order=True) == ["01:10", "00:50"], "terminals keep order"


def test_what_lies_around_the_change_is_decided_and_nothing_else():
    clocks = ("02:20", "02:50", "02:10", "02:55")
    found = read(rows("ann", *(f"2024-10-27 {wall}" for wall in clocks)))
    assert found == ["01:10", "00:20", "00:50", "01:55"]
    rising = rows("ann", "2024-10-27 02:10", "2024-10-27 02:50")
    assert read(rising) == ["00:10?", "00:50?"]


def test_an_order_that_contradicts_itself_tells_nothing():
    clocks = ("02:50", "02:30", "02:10")
    found = read(rows("ann", *(f"2024-10-27 {wall}" for wall in clocks)))
    assert found == ["00:10?", "00:30?", "00:50?"]


@pytest.mark.parametrize(
    ("received", "found"),
    [
        ("2024-10-27 01:40:30", ["01:40"]),  # at once, after the change
        ("2024-10-27 00:40:30", ["00:40"]),  # at once, before the change
        ("2024-10-27 00:55:00", ["00:40"]),  # the second time is still to come
        ("2024-10-27 01:36:00", ["00:40?"]),  # a clock may be four minutes ahead
        ("2024-10-27 01:50:00", ["00:40?"]),  # both times are over
    ],
)
def test_what_the_moment_of_arrival_tells(received, found):
    readings = rows("ann", "2024-10-27 02:40")
    assert read(readings, received=datetime.fromisoformat(received)) == found


def test_a_record_received_at_once_tells_of_those_before_and_after():
    received = datetime(2024, 10, 27, 1, 30, 10)
    clocks = ("02:10", "02:30")
    readings = rows("ann", *(f"2024-10-27 {wall}" for wall in clocks))
    assert read(readings, received=received) == ["00:10?", "01:30"]
    clocks = ("02:40", "02:30")
    readings = rows("ann", *(f"2024-10-27 {wall}" for wall in clocks))
    assert read(readings, received=received) == ["01:30", "00:40"]


def test_an_hour_around_midnight_is_one_night():
    zone = clock.zone("America/St_Johns")  # at 00:01 back to 23:01
    clocks = ("2010-11-06 20:00", "2010-11-07 00:00:30", "2010-11-06 23:30")
    assert read(rows("ann", *clocks), zone=zone) == ["22:30", "03:00", "02:30"]


def test_an_offset_is_certain():
    readings = [("ann", datetime(2024, 10, 27, 2, 40), 3600)]
    assert read(readings) == ["01:40"]


def shown(moment):
    local = moment.replace(tzinfo=timezone.utc).astimezone(PARIS)
    return local.replace(tzinfo=None)


START = datetime(2024, 10, 26, 22)
MOMENTS = st.lists(st.integers(0, 420), min_size=1, max_size=8, unique=True).map(
    lambda minutes: [START + timedelta(minutes=minute) for minute in sorted(minutes)]
)
STAFF = st.dictionaries(st.sampled_from(["ann", "bob", "eve"]), MOMENTS, min_size=1)


def upload(staff):
    return [
        (person, shown(moment), None)
        for person, moments in staff.items()
        for moment in moments
    ]


def named(readings, **how):
    """The instants by person and place among the person's own records."""
    found, ambiguous = clock.instants(readings, PARIS, LONG_AFTER, **how)
    return {
        (readings[index][0], readings[index][1], found[index], index in ambiguous)
        for index in range(len(readings))
    }


@many
@given(STAFF, st.randoms(use_true_random=False), st.booleans())
def test_the_order_among_people_never_matters(staff, random, in_order):
    readings = upload(staff)
    turns = [person for person, _wall, _offset in readings]
    random.shuffle(turns)
    left = {person: list(moments) for person, moments in staff.items()}
    mixed = [(person, shown(left[person].pop(0)), None) for person in turns]
    assert named(mixed, in_order=in_order) == named(readings, in_order=in_order)


@many
@given(STAFF, st.randoms(use_true_random=False))
def test_any_order_of_other_peoples_rows_leaves_a_sorted_persons_instants(
    staff, random
):
    """Also where theirs are in no order at all."""
    ann = [START - timedelta(hours=1), *staff.get("ann", [START])]
    own = upload({"ann": ann})
    others = upload({who: them for who, them in staff.items() if who != "ann"})
    random.shuffle(others)
    alone = {row for row in named(own, in_order=False) if row[0] == "ann"}
    for mixed in (own + others, others + own):
        found = named(mixed, in_order=False)
        assert {row for row in found if row[0] == "ann"} == alone


@many
@given(STAFF)
def test_an_upload_turned_round_gives_the_same_instants(staff):
    readings = upload(staff)
    assert named(readings[::-1], in_order=False) == named(readings, in_order=False)


@many
@given(STAFF, st.booleans())
def test_what_is_not_marked_is_right(staff, newest_first):
    """Whatever the direction: a certain instant is the true one, a marked one the first."""
    staff = {
        person: [START - timedelta(hours=1), *moments]
        for person, moments in staff.items()
    }
    readings = upload(staff)
    expected = [moment for moments in staff.values() for moment in moments]
    step = -1 if newest_first else 1
    found, ambiguous = clock.instants(readings[::step], PARIS, LONG_AFTER)
    for index, (instant, true) in enumerate(zip(found, expected[::step], strict=True)):
        if index in ambiguous:
            assert true - instant in (timedelta(), timedelta(hours=1))
        else:
            assert instant == true


@many
@given(MOMENTS)
def test_rows_told_again_change_nothing(moments):
    readings = upload({"ann": [START - timedelta(hours=1), *moments]})
    assume(len({row[1] for row in readings}) == len(readings))
    again = [row for row in readings for _time in range(2)]
    assert named(again) == named(readings)
