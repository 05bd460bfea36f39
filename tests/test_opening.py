"""A terminal is silent while its site is open; at quiet hours nobody is told."""

from datetime import datetime, timedelta

import pytest

from rules.opening import is_quiet, silent_from

SILENT_AFTER = timedelta(minutes=15)


def at(clock, day=3):
    return datetime.fromisoformat(f"2025-03-{day:02} {clock}")


MORNING = (at("08:00"), at("12:00"))
AFTERNOON = (at("13:00"), at("17:00"))


@pytest.mark.parametrize(
    ("opened", "now", "expected"),
    [
        ([], "10:00", None),
        ([MORNING], "07:59", None),
        ([MORNING], "08:00", None),
        ([MORNING], "08:14", None),
        ([MORNING], "08:15", "08:00"),
        ([MORNING], "10:00", "09:45"),
        ([MORNING], "12:00", "11:45"),
        ([MORNING], "12:01", None),
        ([MORNING, AFTERNOON], "12:30", None),
        ([MORNING, AFTERNOON], "13:05", "11:50"),
        ([MORNING, AFTERNOON], "13:15", "13:00"),
        ([(at("00:00"), at("23:59"))], "10:00", "09:45"),
    ],
)
def test_silence_counts_while_the_site_is_open(opened, now, expected):
    found = silent_from(opened, at(now), SILENT_AFTER)
    assert found == (expected and at(expected))


@pytest.mark.parametrize(
    ("hour", "begins", "ends", "quiet"),
    [
        (12, 0, 0, False),
        (0, 0, 0, False),
        (23, 22, 6, True),
        (22, 22, 6, True),
        (5.9, 22, 6, True),
        (6, 22, 6, False),
        (12, 22, 6, False),
        (12, 12, 13.5, True),
        (13.5, 12, 13.5, False),
        (11, 12, 13.5, False),
    ],
)
def test_quiet_hours_may_lie_over_midnight(hour, begins, ends, quiet):
    assert is_quiet(hour, begins, ends) is quiet
