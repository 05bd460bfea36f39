"""Random punches of one person, dense with the cases that matter."""

import os
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings, strategies as st

from rules.employment import Employment
from rules.evidence import evidence_by_day
from rules.pairing import ALWAYS, FixedInterval, Punch, pair
from rules.policy import BREAKS, MODES, Policy
from tests.pairing_days import FIRST_DAY

# Thousands where time does not matter, enough to notice a slip where it does; ten thousand
# with PAIRING_CASES=10000.
many = settings(
    max_examples=int(
        os.environ.get("PAIRING_CASES", 2000 if os.environ.get("CI") else 150)
    )
)

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
INTERVAL_KINDS = (set(), {"in"}, {"in", "out"}, {"automatic"}, {"in", "automatic"})
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
    """Attendances people entered: apart from each other, the last perhaps open.

    Some began or ended with a press, some were ended by the automatic check-out.
    """
    edges = sorted(draw(st.sets(instants, max_size=6)))
    starts, ends = edges[::2], [*edges[1::2], None]
    kinds = draw(st.lists(st.sampled_from(INTERVAL_KINDS), min_size=3, max_size=3))
    return [
        FixedInterval(
            start,
            end,
            row=str(start),
            automatic=bool(end) and "automatic" in kind,
            pressed=frozenset(kind & {"in", "out"}),
        )
        for start, end, kind in zip(starts, ends, kinds, strict=False)
    ]


@st.composite
def employments(draw):
    """Employment with up to one gap: spans of instants."""
    edges = sorted(draw(st.sets(instants, max_size=4)))
    whole = [datetime.min, *edges, datetime.max]
    if len(whole) % 2:
        whole.pop(draw(st.sampled_from([0, -1])))
    return tuple(zip(whole[::2], whole[1::2], strict=True))


policies = st.builds(
    Policy,
    mode=st.sampled_from(MODES),
    debounce=st.sampled_from([0, 60, 600]).map(lambda s: timedelta(seconds=s)),
    day_start=st.sampled_from([time(0), time(4), time(12)]),
    longest=st.sampled_from([4, 12, 16, 24, 30]).map(lambda h: timedelta(hours=h)),
    breaks=st.sampled_from(BREAKS),
    roster=st.booleans(),
    closed_until=st.sampled_from([None, None, date(2024, 1, 3)]),
    zone=st.sampled_from(["UTC", "Asia/Kathmandu", "America/Lima"]).map(ZoneInfo),
)


@dataclass(frozen=True)
class Around:
    """What the reading of punches depends on, other than themselves.

    :param earlier: worked days before all of them, and whether they held both kinds.
    :param people: how many people used the terminals before each day, and how many of
        them are known to press both kinds.
    :param roster: scheduled hours.
    :param spans: when the person was employed.
    """

    earlier: dict
    people: dict
    roster: dict
    spans: tuple = ALWAYS.spans

    def pair(self, punches, fixed, policy, now, start=None, earlier=None):
        """The plan; :param earlier: further worked days before these punches."""
        known = self.earlier | (earlier or {})
        evidence = evidence_by_day(punches, policy, known, self.people)
        employment = Employment(self.spans)
        return pair(
            punches, fixed, policy, now, start, evidence, self.roster, employment
        )


# The days around those of the punches, in whatever zone; and a year before.
_EARLIER = [date(2023, 12, 29 - n) for n in range(12)]
_YEAR_BEFORE = [date(2023, 1, 4) - timedelta(days=n) for n in range(8)]
_DATES = [FIRST_DAY.date() + timedelta(days=n) for n in range(-2, 10)]
# Half days, a night, and hours that nobody scheduled.
_HOURS = (((8, 12), (13, 17)), ((22, 30),), ((6, 14),), ())


@st.composite
def _rosters(draw):
    found = {}
    for day, hours in zip(
        _DATES,
        draw(st.lists(st.sampled_from(_HOURS), max_size=len(_DATES))),
        strict=False,
    ):
        midnight = FIRST_DAY + (day - FIRST_DAY.date())
        found[day] = tuple(
            (midnight + timedelta(hours=begin), midnight + timedelta(hours=end))
            for begin, end in hours
        )
    return found


arounds = st.builds(
    Around,
    earlier=st.dictionaries(
        st.sampled_from(_EARLIER + _YEAR_BEFORE), st.booleans(), max_size=14
    ),
    people=st.dictionaries(
        st.sampled_from(_DATES), st.sampled_from([(0, 0), (5, 3), (5, 4), (1, 1)])
    ),
    roster=_rosters(),
    spans=st.just(ALWAYS.spans) | employments(),
)
