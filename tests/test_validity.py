"""Days of access: joining windows, and the one a terminal shall know."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from rules.validity import ALWAYS, NEVER, Window, joined, now_or_next, stored

START = date(2026, 1, 1)


def day(number):
    return START + timedelta(days=number)


def window(first, last):
    return Window(*(None if n is None else day(n) for n in (first, last)))


@pytest.mark.parametrize(
    ("windows", "whole"),
    [
        ([], []),
        ([(0, 9), (10, 20)], [(0, 20)]),  # renewed without a gap
        ([(0, 9), (11, 20)], [(0, 9), (11, 20)]),
        ([(5, 30), (0, 9), (7, 8)], [(0, 30)]),
        ([(None, 3), (4, None)], [(None, None)]),
        ([(0, None), (5, 9)], [(0, None)]),
        ([(3, 2)], []),  # ended on its first day
    ],
)
def test_windows_that_touch_are_one(windows, whole):
    assert joined(window(*w) for w in windows) == [window(*w) for w in whole]


@pytest.mark.parametrize(
    ("today", "received"),
    [(-1, (0, 9)), (0, (0, 9)), (9, (0, 9)), (10, (20, None)), (99, (20, None))],
)
def test_a_terminal_knows_the_window_of_today_or_the_next(today, received):
    windows = [window(20, None), window(0, 9)]
    assert now_or_next(windows, day(today)) == window(*received)


def test_there_is_none_when_all_are_over():
    assert now_or_next([window(0, 9)], day(10)) is None
    assert now_or_next([], day(0)) is None


def test_what_is_stored_tells_no_limit_from_no_day():
    assert stored([ALWAYS, window(0, 1)]) is None
    assert stored([]) == [[NEVER.first.isoformat(), NEVER.last.isoformat()]]
    assert stored([window(0, None)]) == [["2026-01-01", None]]


ENDS = st.none() | st.integers(0, 40)
WINDOWS = st.lists(st.builds(window, ENDS, ENDS), max_size=6)


@given(WINDOWS, st.integers(-2, 42))
def test_joining_changes_no_day(windows, number):
    today = day(number)
    whole = joined(windows)
    assert any(w.holds(today) for w in whole) == any(w.holds(today) for w in windows)
    for earlier, later in pairwise(whole):
        assert (later.first - earlier.last).days > 1
    received = now_or_next(windows, today)
    assert bool(received and received.holds(today)) == any(
        w.holds(today) for w in windows
    )
