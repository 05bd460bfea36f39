"""Read many moments fast: the days of a file are few, and so are the times of a day."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from .days import read_day, tidy
from .times import (
    Clock,
    Moment,
    frame_of,
    read_clock,
    read_moment,
    read_parts,
    split_moment,
)

#: Values kept in a cache, and the longest of them; hostile files have no two alike.
MAX_CACHED = 20_000
MAX_CACHED_LENGTH = 64
#: Seconds of a day, and some in other forms.
_MAX_CLOCKS = 90_000

_Value = TypeVar("_Value")


class Cache(dict[str, _Value]):
    """Values by text, computed once; emptied where they become too many.

    :param most: values it holds.
    """

    def __init__(self, compute: Callable[[str], _Value], most: int | None = None):
        super().__init__()
        self._compute = compute
        self._most = most or MAX_CACHED

    def __missing__(self, text: str) -> _Value:
        value = self._compute(text)
        if len(text) <= MAX_CACHED_LENGTH:
            if len(self) >= self._most:
                self.clear()
            self[text] = value
        return value


class Moments:
    """Read moments with the order of the parts of a date.

    :param order: as of ``Layout.date_order``.
    """

    def __init__(self, order: str):
        self._order = order
        self.days: Cache[date | None] = Cache(lambda text: read_day(text, order))
        self.clocks: Cache[Clock | None] = Cache(read_clock, _MAX_CLOCKS)
        self._frames: dict[
            tuple[str, str], tuple[date | None, bool | None, int | None]
        ] = {}
        self._lettered: dict[tuple[str, bool | None, int | None], Clock | None] = {}

    def read(self, text: str) -> Moment | None:
        """Return the moment of a text that holds day and time of day."""
        day_text, blank, clock_text = text.partition(" ")
        if not blank:
            day_text, blank, clock_text = text.partition("T")
            if not blank:
                return read_moment(text, self._order)
        day = self.days[day_text]
        clock = self.clocks[clock_text] if day else None
        if day is None or clock is None:
            return self._read_slowly(text)
        return Moment(datetime.combine(day, clock[0]), clock[1])

    def _read_slowly(self, text: str) -> Moment | None:
        text = tidy(text)
        parts = split_moment(text)
        if parts is None:
            return read_moment(text, self._order)
        day, half, offset = self._frame(parts.around)
        if day is None:
            return None
        key = parts.clock, half, offset
        if key not in self._lettered:
            if len(self._lettered) >= _MAX_CLOCKS:
                self._lettered.clear()
            self._lettered[key] = read_parts(*key)
        clock = self._lettered[key]
        return clock and Moment(datetime.combine(day, clock.time), clock.offset)

    def _frame(
        self, around: tuple[str, str]
    ) -> tuple[date | None, bool | None, int | None]:
        if around not in self._frames:
            if len(self._frames) >= MAX_CACHED:
                self._frames.clear()
            text, half, offset = frame_of(around)
            self._frames[around] = self.days[text], half, offset
        return self._frames[around]

    def read_apart(self, day_text: str, clock_text: str) -> Moment | None:
        """Return the moment of a day and a time of day in columns of their own.

        Either may hold more than it should: a day at midnight, a time of day on a day that
        is none, or on the same day.
        """
        day = self.days[day_text] or self._day_at_midnight(day_text, clock_text)
        if day is None:
            return None
        clock = self.clocks[clock_text] or self._clock_of_day(day, clock_text)
        return clock and Moment(datetime.combine(day, clock.time), clock.offset)

    def _day_at_midnight(self, text: str, clock_text: str) -> date | None:
        moment = self.read(text)
        if moment is None:
            return None
        is_midnight = not (moment.time.hour or moment.time.minute or moment.time.second)
        clock = self.clocks[clock_text]
        if is_midnight or (clock and clock.time == moment.time.time()):
            return moment.time.date()
        return None

    def _clock_of_day(self, day: date, text: str) -> Clock | None:
        moment = self.read(text)
        if moment and moment.time.date() == day:
            return Clock(moment.time.time(), moment.offset)
        return None
