"""Wall clocks of terminals to attendances, through the nights clocks are changed in."""

from datetime import datetime, timedelta

import pytest

from rules import clock
from rules.pairing import Punch, pair
from rules.policy import Policy

LATER = datetime(2030, 1, 1)


def hours(zone, *clocks, employee=None, keys=(), **rules):
    """The hours of each ended attendance made by readings of a terminal's clock."""
    device = clock.zone(zone)
    read = [("17", datetime.fromisoformat(wall), None) for wall in clocks]
    instants, _ambiguous = clock.instants(read, device, LATER)
    keys = keys or [None] * len(clocks)
    punches = [
        Punch(number, instant, key)
        for number, (instant, key) in enumerate(zip(instants, keys, strict=True))
    ]
    policy = Policy(zone=clock.zone(employee or zone), **rules)
    plan = pair(punches, [], policy, LATER)
    ended = [row for row in plan.sessions if row.end]
    return [(row.end - row.start) / timedelta(hours=1) for row in ended]


@pytest.mark.parametrize(
    ("zone", "came", "went", "worked"),
    [
        ("Europe/Paris", "2024-03-30 22:00", "2024-03-31 06:00", 7),
        ("Europe/Paris", "2024-10-26 22:00", "2024-10-27 06:00", 9),
        ("America/Sao_Paulo", "2018-11-03 22:00", "2018-11-04 06:00", 7),
        ("America/Sao_Paulo", "2018-02-17 22:00", "2018-02-18 06:00", 9),
        ("Australia/Lord_Howe", "2024-10-05 22:00", "2024-10-06 06:00", 7.5),
        ("Australia/Lord_Howe", "2024-04-06 22:00", "2024-04-07 06:00", 8.5),
        ("Asia/Kolkata", "2024-03-30 22:00", "2024-03-31 06:00", 8),
        ("Asia/Kathmandu", "2024-10-26 22:00", "2024-10-27 06:00", 8),
    ],
)
@pytest.mark.parametrize("mode", ["smart", "alternate"])
def test_night_in_which_the_clock_changes_counts_true_hours(
    zone, came, went, worked, mode
):
    assert hours(zone, came, went, mode=mode) == [worked]


def test_shift_within_the_hour_that_happens_twice():
    """In at 02:50, out at 02:10 of the second pass: twenty minutes."""
    clocks = ("2024-10-27 02:50", "2024-10-27 02:10")
    assert hours("Europe/Paris", *clocks) == [pytest.approx(1 / 3)]


def test_punch_of_the_hour_that_does_not_exist_is_an_hour_later():
    clocks = ("2024-03-31 02:30", "2024-03-31 08:00")
    assert hours("Europe/Paris", *clocks) == [4.5]


@pytest.mark.parametrize(
    ("zone", "apart"),
    [("Asia/Kathmandu", "2024-05-14"), ("Australia/Eucla", "2024-05-14")],
)
def test_zones_of_45_minutes_split_days_at_their_own_4_o_clock(zone, apart):
    clocks = (f"{apart} 03:59", f"{apart} 04:01", f"{apart} 12:01")
    assert hours(zone, *clocks, mode="first_last") == [8]


def test_workdays_are_the_employees_not_the_devices():
    """A terminal in Tokyo, a person of Paris: 20:00 and 23:00 to them are one day."""
    clocks = ("2024-05-15 03:00", "2024-05-15 06:00")
    assert hours("Asia/Tokyo", *clocks, mode="first_last") == []
    paris = hours("Asia/Tokyo", *clocks, mode="first_last", employee="Europe/Paris")
    assert paris == [3]


def test_keys_count_by_the_employees_workday():
    clocks = ("2024-05-15 03:00", "2024-05-15 03:30", "2024-05-15 06:00")
    keys = ("in", "in", "out")
    assert hours("Asia/Tokyo", *clocks, keys=keys, employee="Europe/Paris") == [3]
    assert hours("Asia/Tokyo", *clocks, keys=keys) == [0.5]
