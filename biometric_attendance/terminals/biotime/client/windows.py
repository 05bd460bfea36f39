"""Rows by the days of their punches, page by page.

No order is asked for. Rows come by their numbers then, new ones at the end, so that no row
moves; and where a server has another order, what moves came just now and is found by its
arrival.
"""

from collections.abc import Generator
from datetime import date, datetime, time, timedelta

from ...source import SourceRead
from ..position import Pages, Window, digest, merge_seen
from .reading import BY_NUMBER, Reading

#: Where there is no first day: the first window has no begin, and ends here.
FIRST_END = datetime(2010, 1, 1)
FIRST_DAYS, MAX_DAYS = 7, 366
#: Pages of a window above which the next one is half as long.
MANY_PAGES = 20
#: Servers differ in whether the ends belong to a window.
MARGIN = timedelta(seconds=1)
#: Rows asked for where only their number may be needed.
COUNT_ROWS = 100
_DAY = timedelta(days=1)

_Steps = Generator[SourceRead, None, None]


class Windows:
    """Reads rows by punch time."""

    def __init__(self, reading: Reading):
        self._reading, self._position = reading, reading.position

    def begin(self, first: datetime | None) -> None:
        """Read everything from a wall clock on, ``None``: everything there is."""
        begin = first.isoformat(" ", "seconds") if first else ""
        self._position.window = self._make(begin, FIRST_DAYS)

    def read(self) -> _Steps:
        """Read the windows that are left, in steps."""
        reading, position = self._reading, self._position
        while window := position.window:
            first, end = _ends(window)
            filters = _filters(first and first - MARGIN, end)
            page = reading.get_page(window, position.rows, BY_NUMBER, **filters)
            if reading.advance(window, page):
                self._move_on(window, end)
            if page.rows:
                yield reading.step(page.rows)

    def read_last_days(self) -> _Steps:
        """Read those of the last days that have another number of rows than last time."""
        reading, position = self._reading, self._position
        today = reading.now.date()
        days = [today - n * _DAY for n in range(reading.address.overlap_days, -1, -1)]
        names = {day.isoformat() for day in days}
        position.counts = {d: n for d, n in position.counts.items() if d in names}
        for day in days:
            yield from self._read_day(day, is_last=day == today)

    def _read_day(self, day: date, *, is_last: bool) -> _Steps:
        reading, position = self._reading, self._position
        begin = datetime.combine(day, time())
        filters = _filters(begin - MARGIN, None if is_last else begin + _DAY)
        count = reading.get_page(Pages(), COUNT_ROWS, BY_NUMBER, **filters).total
        if count is not None and count == position.counts.get(day.isoformat()):
            return
        pages, is_end = Pages(), False
        while not is_end:
            page = reading.get_page(pages, position.rows, BY_NUMBER, **filters)
            is_end = reading.advance(pages, page)
            rows = position.unseen(page.rows)
            position.seen = merge_seen([digest(row) for row in rows], position.seen)
            if is_end and count is not None:
                position.counts[day.isoformat()] = count
            if rows:
                yield reading.step(rows)

    def _move_on(self, window: Window, end: datetime | None) -> None:
        """Go to the next window, longer where there was little, shorter where much."""
        days = window.days
        if window.count <= self._position.rows // 2:
            days = min(days * 2, MAX_DAYS)
        elif window.count > self._position.rows * MANY_PAGES:
            days = max(days // 2, 1)
        following = end.isoformat(" ", "seconds") if end else ""
        self._position.window = self._make(following, days) if end else None

    def _make(self, begin: str, days: int) -> Window:
        """Return a window; without an end where it would reach into the future."""
        end = _ends(Window(begin=begin, days=days))[1]
        is_open = end is None or end > self._reading.now + _DAY
        return Window(begin=begin, days=0 if is_open else days)


def _ends(window: Window) -> tuple[datetime | None, datetime | None]:
    """Return begin and end of a window, ``None`` for an end it has not."""
    begin = datetime.fromisoformat(window.begin) if window.begin else None
    if not window.days:
        return begin, None
    if begin is None:
        return None, FIRST_END
    return begin, begin + timedelta(days=window.days)


def _filters(begin: datetime | None, end: datetime | None) -> dict[str, str | None]:
    """Return the filters of the API; times it is not told it takes all of."""
    return {
        "start_time": begin.isoformat(" ", "seconds") if begin else None,
        "end_time": end.isoformat(" ", "seconds") if end else None,
    }
