"""Fixed intervals: attendances people entered, which no punch and no session changes."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class FixedInterval:
    """An interval people entered: never changed, never overlapped.

    :param end: ``None`` while it is open; it is then taken to reach as far as the
        longest session, and no other session may be open.
    :param keys: punches that belong to it although they may lie outside.
    """

    start: datetime
    end: datetime | None
    keys: frozenset[Hashable] = frozenset()


class FixedIntervals:
    """The fixed intervals of one employee, for questions about instants.

    :param longest: how far an interval without an end is taken to reach.
    """

    def __init__(self, intervals: Iterable[FixedInterval], longest: timedelta):
        ordered = sorted(intervals, key=lambda interval: interval.start)
        ends = [interval.end or interval.start + longest for interval in ordered]
        self.starts = [interval.start for interval in ordered]
        # The latest end so far: one look tells whether anything reaches an instant.
        self.latest_ends = list(accumulate(ends, max))
        self.keys = frozenset().union(*(interval.keys for interval in ordered))
        self.is_one_open = any(interval.end is None for interval in ordered)

    def covers(self, punch) -> bool:
        """Whether the punch lies in an interval, ends included, or belongs to one."""
        begun = bisect_right(self.starts, punch.instant)
        inside = begun > 0 and self.latest_ends[begun - 1] >= punch.instant
        return inside or punch.key in self.keys

    def is_one_between(self, earlier: datetime, later: datetime) -> bool:
        """Whether an interval lies between two instants that none covers."""
        return bisect_right(self.starts, earlier) < bisect_left(self.starts, later)
