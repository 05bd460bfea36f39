"""Roster help: which of an odd number of punches lacks its partner."""

from datetime import date, timedelta

import pytest

from tests.pairing_days import codes, day, moment, pair_punches, rows

MONDAY = date(2024, 1, 1)


def scheduled(*hours, days=range(3)):
    """``"08:00-12:00"``, on each of some days."""
    return {
        MONDAY + timedelta(days=n): tuple(
            tuple(
                moment(clock) + timedelta(days=n)
                for clock in each.rsplit("-", maxsplit=1)
            )
            for each in hours
        )
        for n in days
    }


HALVES = scheduled("08:00-12:00", "13:00-17:00")
WHOLE = scheduled("08:00-16:00")
NIGHTS = scheduled("22:00-+1 06:00", days=range(2))


def read(text, hours=HALVES, **rules):
    return pair_punches(day(text), hours=hours, **{"roster": True, **rules})


@pytest.mark.parametrize(
    ("text", "roster", "sessions", "became"),
    [
        ("17:05", HALVES, "", "missing_check_in"),
        ("08:10", HALVES, "08:10-", "checked_in"),
        (
            "08:00, 12:05, 17:00",
            HALVES,
            "08:00-12:05",
            "checked_in checked_out missing_check_in",
        ),
        (
            "08:00, 13:00, 17:00",
            HALVES,
            "13:00-17:00",
            "missing_check_out checked_in checked_out",
        ),
        (
            "12:00, 13:00, 17:00",
            HALVES,
            "13:00-17:00",
            "missing_check_in checked_in checked_out",
        ),
        (
            "08:00, 12:00, 13:00",
            HALVES,
            "08:00-12:00, 13:00-",
            "checked_in checked_out checked_in",
        ),
        ("08:00, 12:10, 16:00", WHOLE, "08:00-16:00", "checked_in repeat checked_out"),
        ("08:00, 10:00, 16:00", WHOLE, "08:00-16:00", "checked_in repeat checked_out"),
        # The last of those that fit equally.
        (
            "08:00, 12:30, 17:00",
            HALVES,
            "08:00-12:30",
            "checked_in checked_out missing_check_in",
        ),
        (
            "08:00, 10:00, 10:15, 13:00, 17:00",
            HALVES,
            "08:00-10:15, 13:00-17:00",
            "checked_in repeat checked_out checked_in checked_out",
        ),
    ],
)
def test_odd_number_is_read_with_the_hours(text, roster, sessions, became):
    plan = read(text, roster)
    assert (rows(plan), codes(plan)) == (sessions, became)


def test_double_taps_do_not_make_the_number_odd():
    plan = read("08:00, 08:00:20, 17:00", HALVES)
    assert rows(plan) == "08:00-17:00"
    plan = read("08:00, 17:00, 17:00:20", HALVES)
    assert codes(plan) == "checked_in checked_out repeat"


def test_even_number_alternates():
    assert rows(read("11:50, 17:00", HALVES)) == "11:50-17:00"


def test_never_against_keys():
    plan = read("08:00 out, 17:00 in, 17:30 in", HALVES)
    assert codes(plan) == "missing_check_in checked_in repeat"
    assert rows(read("17:00 in", HALVES, mode="keys")) == "17:00-"


def test_keys_that_say_nothing_are_read_with_the_hours():
    assert codes(read("17:00 in", HALVES)) == "missing_check_in"


def test_what_a_person_added_is_not_read_anew():
    punches = day("08:00") + day("12:00 out", "B", certain=True) + day("17:00", "C")
    plan = pair_punches(punches, hours=HALVES, roster=True)
    assert rows(plan) == "08:00-12:00, 17:00-"


def test_day_without_hours_alternates():
    saturday = "+5 17:00"
    assert rows(read(saturday, HALVES)) == "+5 17:00-"


@pytest.mark.parametrize("rules", [{"roster": False}, {"mode": "first_last"}])
def test_policy_must_ask_for_it(rules):
    assert codes(read("17:05", **rules)) == "checked_in"


def test_night_ends_on_the_day_after():
    text = "22:00, +1 06:00, +1 22:00, +2 06:00"
    expected = "22:00-+1 06:00, +1 22:00-+2 06:00"
    assert rows(read(text, NIGHTS)) == expected
    forgotten = read("22:00, +1 06:00, +2 06:00", NIGHTS)
    assert rows(forgotten) == "22:00-+1 06:00"
    assert codes(forgotten) == "checked_in checked_out missing_check_in"


def test_night_with_a_pause_that_begins_after_another():
    text = "22:00, +1 06:00, +1 22:00, +2 02:00, +2 03:00, +2 06:00"
    assert rows(read(text, NIGHTS)) == (
        "22:00-+1 06:00, +1 22:00-+2 02:00, +2 03:00-+2 06:00"
    )


def test_missing_check_out_at_noon_does_not_join_split_shifts():
    split = scheduled("08:00-12:00", "16:00-20:00")
    plan = read("08:00, 16:00, 20:00", split)
    assert rows(plan) == "16:00-20:00"
    assert codes(plan) == "missing_check_out checked_in checked_out"
