"""Who is in, left, late, missing, on leave or not expected, by the clock of one day."""

from datetime import datetime, timedelta

import pytest

from rules import presence as rules
from rules.presence import Limits, Span, presence, shifts, without

LIMITS = Limits(
    datetime(2025, 3, 3, 4),
    datetime(2025, 3, 4, 4),
    timedelta(minutes=10),
    timedelta(hours=16),
)


def at(clock: str) -> datetime:
    """Return an instant of 3 March; ``-1 22:00`` is of the day before, ``+1`` after."""
    day, _, clock = clock.rpartition(" ")
    moment = datetime.strptime(f"2025-03-03 {clock}", "%Y-%m-%d %H:%M")
    return moment + timedelta(days=int(day or 0))


def spans(text: str) -> list[Span]:
    """Parse ``08:00>12:00, 13:00>``."""
    found = []
    for part in filter(None, text.split(", ")):
        begin, _, end = part.partition(">")
        found.append(Span(at(begin), at(end) if end else None))
    return found


def found(hours: str, sessions: str, now: str, leaves: str = ""):
    of_shifts = shifts((span.begin, span.end) for span in spans(hours))
    return presence(of_shifts, spans(sessions), spans(leaves), at(now), LIMITS)


DAY = "08:00>12:00, 13:00>17:00"
NIGHT = "-1 22:00>06:00, 22:00>+1 06:00"


@pytest.mark.parametrize(
    ("hours", "sessions", "now", "leaves", "expected"),
    [
        (DAY, "", "07:00", "", rules.LATER),
        (DAY, "", "08:00", "", rules.DUE),
        (DAY, "", "08:10", "", rules.DUE),
        (DAY, "", "08:11", "", rules.LATE),
        (DAY, "", "10:01", "", rules.MISSING),
        (DAY, "", "20:00", "", rules.MISSING),
        (DAY, "07:55>", "09:00", "", rules.IN),
        (DAY, "07:55>12:00", "12:30", "", rules.LEFT),
        (DAY, "07:55>12:00", "14:00", "", rules.LEFT),
        (DAY, "07:00>07:30", "08:30", "", rules.LEFT),
        ("", "", "12:00", "", rules.OFF),
        ("", "08:00>", "12:00", "", rules.IN),
        ("", "08:00>11:00", "12:00", "", rules.LEFT),
        ("", "-1 21:00>", "14:00", "", rules.LEFT),
        # Leaves are taken off the hours already.
        ("", "", "09:00", "08:00>17:00", rules.LEAVE),
        ("", "", "20:00", "08:00>17:00", rules.LEAVE),
        ("13:00>17:00", "", "09:00", "08:00>12:00", rules.LEAVE),
        ("13:00>17:00", "", "13:30", "08:00>12:00", rules.LATE),
        ("13:00>17:00", "", "12:30", "08:00>12:00", rules.LATER),
        ("08:00>12:00", "08:00>12:00", "14:00", "13:00>17:00", rules.LEAVE),
        (DAY, "08:30>", "09:00", "08:00>17:00", rules.IN),
        # A night belongs to the shift that began the evening before.
        (NIGHT, "-1 21:55>", "04:30", "", rules.IN),
        (NIGHT, "", "05:00", "", rules.MISSING),
        (NIGHT, "-1 21:55>06:05", "12:00", "", rules.LEFT),
        (NIGHT, "-1 21:55>07:30", "12:00", "", rules.LEFT),
        (NIGHT, "", "12:00", "", rules.LATER),
        (NIGHT, "-1 21:55>06:05", "22:05", "", rules.DUE),
        (NIGHT, "-1 21:55>06:05", "22:30", "", rules.LATE),
        (NIGHT, "-1 21:55>06:05, 21:50>", "22:30", "", rules.IN),
    ],
)
def test_status(hours, sessions, now, leaves, expected):
    assert found(hours, sessions, now, leaves).status == expected


@pytest.mark.parametrize(
    ("hours", "sessions", "now", "minutes"),
    [
        (DAY, "08:10>", "09:00", None),
        (DAY, "08:11>", "09:00", 11),
        (DAY, "08:30>12:00", "12:30", 30),
        (DAY, "07:50>08:05, 09:00>", "09:30", None),
        # Back from lunch is not late, nor is coming early for the next shift.
        (DAY, "08:00>12:00, 13:40>", "14:00", None),
        (NIGHT, "-1 22:00>06:00, 21:40>", "21:45", None),
        (NIGHT, "-1 22:00>06:00, 22:40>", "22:45", 40),
        ("", "10:00>", "11:00", None),
        ("08:00>12:00", "18:00>", "19:00", None),
    ],
)
def test_late(hours, sessions, now, minutes):
    late = found(hours, sessions, now).late
    assert late == (None if minutes is None else timedelta(minutes=minutes))


def test_times_that_are_shown():
    assert found(DAY, "07:55>", "09:00").since == at("07:55")
    assert found(DAY, "07:55>12:01", "12:30").since == at("12:01")
    assert found(DAY, "", "09:00").expected == at("08:00")
    assert found(NIGHT, "", "12:00").expected == at("22:00")


def test_presence_ends_with_the_longest_session():
    assert found("", "06:00>", "22:00").status == rules.IN
    over = found("", "06:00>", "22:01")
    assert (over.status, over.exit_unknown) == (rules.LEFT, True)


def test_pauses_and_midnight_are_within_a_shift():
    assert shifts([(at("13:00"), at("17:00")), (at("08:00"), at("12:00"))]) == [
        Span(at("08:00"), at("17:00"))
    ]
    assert len(shifts([(at("06:00"), at("10:00")), (at("18:00"), at("22:00"))])) == 2


@pytest.mark.parametrize(
    ("leaves", "left"),
    [
        ("", "08:00>12:00"),
        ("08:00>12:00", ""),
        ("07:00>13:00", ""),
        ("07:00>09:00", "09:00>12:00"),
        ("11:00>13:00", "08:00>11:00"),
        ("09:00>10:00, 11:00>11:30", "08:00>09:00, 10:00>11:00, 11:30>12:00"),
        ("12:00>13:00", "08:00>12:00"),
    ],
)
def test_leaves_are_taken_off_working_times(leaves, left):
    assert without(spans("08:00>12:00"), spans(leaves)) == spans(left)
