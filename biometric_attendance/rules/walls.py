"""Attendances people entered: what a punch may fall into and no session may cross."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import accumulate


class Walls:
    """Fixed intervals, in time order.

    :param fixed: see ``pairing.Fixed``.
    :param longest: how far an interval without an end is taken to reach.
    """

    def __init__(self, fixed: Iterable, longest: timedelta):
        ordered = sorted(fixed, key=lambda interval: interval.start)
        ends = [interval.end or interval.start + longest for interval in ordered]
        self.starts = [interval.start for interval in ordered]
        # The latest end so far: one look tells whether anything reaches an instant.
        self.reach = list(accumulate(ends, max))
        self.keys = frozenset().union(*(interval.keys for interval in ordered))
        self.open = any(interval.end is None for interval in ordered)

    def cover(self, punch) -> bool:
        """Whether the punch lies in an interval, ends included, or belongs to one."""
        begun = bisect_right(self.starts, punch.instant)
        inside = begun > 0 and self.reach[begun - 1] >= punch.instant
        return inside or punch.key in self.keys

    def between(self, earlier: datetime, later: datetime) -> bool:
        """Whether an interval lies between two instants that none covers."""
        return bisect_right(self.starts, earlier) < bisect_left(self.starts, later)
