"""Fixed intervals: attendances people entered, whose beginning nothing changes.

Nor does anything change their end, unless it is open or Odoo's automatic check-out set it:
such an end gives way to a punch.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from .directions import IN, OUT
from .policy import Policy


@dataclass(frozen=True, slots=True)
class FixedInterval:
    """An attendance people entered: no session overlaps it.

    :param start: naive UTC, as all times here.
    :param end: ``None`` while it is open; no session may be open then.
    :param keys: punches that belong to it although they may lie outside.
    :param row: the caller's identifier of the attendance.
    :param automatic: whether Odoo's automatic check-out set the end.
    :param pressed: of ``in`` and ``out``: which ends are presses at a kiosk or in the web
        client.
    """

    start: datetime
    end: datetime | None
    keys: frozenset[Hashable] = frozenset()
    row: Hashable = None
    automatic: bool = False
    pressed: frozenset[str] = frozenset()

    @property
    def gives_way(self) -> bool:
        """Whether its end, or that it has none, gives way to a punch."""
        return self.end is None or self.automatic

    def at_most(self, longest: timedelta) -> "FixedInterval":
        """Return the interval without what is longer than that."""
        reach = self.start + longest
        return replace(self, end=reach) if self.end and self.end > reach else self

    def presses(self) -> Iterable[tuple[str, datetime]]:
        """The directions and instants of its presses."""
        if IN in self.pressed:
            yield IN, self.start
        if OUT in self.pressed and self.end:
            yield OUT, self.end


class Begun(NamedTuple):
    """The beginning of an interval, among the punches that may end it.

    :param key: like the next, a punch has it too; two beginnings never meet.
    """

    interval: FixedInterval
    key: str = ""
    order: tuple = ()

    @property
    def instant(self) -> datetime:
        return self.interval.start


class FixedIntervals:
    """The fixed intervals of one employee, for questions about instants."""

    def __init__(self, intervals: Iterable[FixedInterval], policy: Policy):
        ordered = sorted(intervals, key=lambda interval: interval.start)
        self.debounce = policy.debounce
        self.starts = [interval.start for interval in ordered]
        #: Those that a punch may end.
        self.giving_way = [
            interval
            for interval in ordered
            if interval.gives_way and not policy.closed(interval.start)
        ]
        #: The ones without an end. A punch may end one of them yet.
        self.open = {interval for interval in ordered if interval.end is None}
        spans = sorted(
            span
            for interval in ordered
            for span in _covered_spans(
                interval, interval in self.giving_way, policy.longest
            )
        )
        self.span_starts = [start for start, _end in spans]
        # The latest end so far: one look tells whether anything reaches an instant.
        self.latest_ends = list(accumulate((end for _start, end in spans), max))
        self.keys = frozenset().union(*(interval.keys for interval in ordered))
        self.presses = sorted(
            (
                (instant, direction, interval)
                for interval in ordered
                for direction, instant in interval.presses()
            ),
            key=lambda press: press[:2],
        )

    def begun_since(self, start: datetime | None) -> list[Begun]:
        """The beginnings from an instant on, of intervals that a punch may end."""
        return [
            Begun(interval)
            for interval in self.giving_way
            if start is None or interval.start >= start
        ]

    def covers(self, punch) -> bool:
        """Whether the punch lies in an interval, ends included, or belongs to one."""
        begun = bisect_right(self.span_starts, punch.instant)
        inside = begun > 0 and self.latest_ends[begun - 1] >= punch.instant
        return inside or punch.key in self.keys

    def is_one_between(self, earlier: datetime, later: datetime) -> bool:
        """Whether an interval lies between two instants that none covers."""
        return bisect_right(self.starts, earlier) < bisect_left(self.starts, later)

    def pressed_with(self, punch, direction: str | None) -> FixedInterval | None:
        """The interval at one end of which a press said what the punch says.

        It is the earliest within the debounce; a punch without direction says nothing
        else than any press.
        """
        first = bisect_left(self.presses, (punch.instant - self.debounce,))
        for instant, pressed, interval in self.presses[first:]:
            if instant > punch.instant + self.debounce:
                return None
            if direction in (pressed, None):
                return interval
        return None


def _covered_spans(interval, gives_way, longest):
    """What of an interval covers punches, ends included.

    An open one is taken to reach as far as the longest session. One that gives way to
    punches covers only its beginning, and what is too late to be its end.
    """
    reach = interval.start + longest
    if not gives_way:
        return [(interval.start, interval.end or reach)]
    spans = [(interval.start, interval.start)]
    if interval.end and interval.end > reach:
        spans.append((reach + timedelta.resolution, interval.end))
    return spans
