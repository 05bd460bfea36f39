"""Random punches of one person, dense with the cases that matter."""

import os
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings, strategies as st

from rules.pairing import FixedInterval, Punch
from rules.policy import BREAKS, MODES, Policy
from tests.pairing_days import FIRST_DAY

# Thousands where time does not matter, enough to notice a slip where it does.
many = settings(max_examples=2000 if os.environ.get("CI") else 150)

NOW = FIRST_DAY + timedelta(days=12)
# What the keys of a person's terminals say.
KEYS = (
    ("in", "out", "in", "out", None, "break_out", "break_in"),
    ("in", "out"),
    ("in",),
    ("out",),
    (None,),
)

# Punches crowd around a few hours of eight days, so that they meet each other, the
# ends of intervals, borders of workdays and the limits of debounce and session.
DAYS = range(8)
HOURS = (0, 2, 3, 4, 5, 6, 8, 12, 13, 14, 17, 20, 22, 23)
SECONDS = (0, 0, 0, 1, 30, 60, 61, 90, 600, 1800)
ORDERS = (("A", "17"), ("B", "00017"))
CERTAIN = (False,) * 9 + (True,)

_MOMENTS = len(DAYS) * len(HOURS) * len(SECONDS)


def _digits(number, *choices):
    """One of each of the choices, by the digits of a number: quicker than draws."""
    for choice in choices:
        number, digit = divmod(number, len(choice))
        yield choice[digit]


def _instant(number):
    second, hour, day = _digits(number, SECONDS, HOURS, DAYS)
    return FIRST_DAY + timedelta(days=day, hours=hour, seconds=second)


instants = st.integers(0, _MOMENTS - 1).map(_instant)


@st.composite
def punch_lists(draw, most=24):
    """Punches of one person, in no order, each with a key of its own."""
    directions = draw(st.sampled_from(KEYS))
    kinds = len(directions) * len(ORDERS) * len(CERTAIN)
    numbers = draw(st.lists(st.integers(0, _MOMENTS * kinds - 1), max_size=most))
    punches = []
    for key, number in enumerate(numbers):
        moment, kind = divmod(number, kinds)
        direction, order, certain = _digits(kind, directions, ORDERS, CERTAIN)
        punches.append(
            Punch(
                f"{key:03}",
                _instant(moment),
                direction,
                order,
                certain and direction is not None,
            )
        )
    return punches


@st.composite
def by_hand(draw):
    """Attendances people entered: apart from each other, the last perhaps open."""
    edges = sorted(draw(st.sets(instants, max_size=6)))
    starts, ends = edges[::2], [*edges[1::2], None]
    return [FixedInterval(start, end) for start, end in zip(starts, ends, strict=False)]


policies = st.builds(
    Policy,
    mode=st.sampled_from(MODES),
    debounce=st.sampled_from([0, 60, 600]).map(lambda s: timedelta(seconds=s)),
    day_start=st.sampled_from([time(0), time(4), time(12)]),
    longest=st.sampled_from([4, 12, 16, 24, 30]).map(lambda h: timedelta(hours=h)),
    breaks=st.sampled_from(BREAKS),
    closed_until=st.sampled_from([None, None, date(2024, 1, 3)]),
    zone=st.sampled_from(["UTC", "Asia/Kathmandu", "America/Lima"]).map(ZoneInfo),
)
