"""Windows of days on which a person may use a terminal, both ends included.

Days are those of the terminal's time zone; the caller passes the current day there.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple


class Window(NamedTuple):
    """A range of days, both ends included.

    :param first: ``None``: no first day.
    :param last: ``None``: no last day.
    """

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day is within the window."""
        return (self.first is None or self.first <= day) and (
            self.last is None or day <= self.last
        )


ALWAYS = Window()
#: The window stored for "on no day": a day long past.
NEVER = Window(date.min, date.min)


def joined(windows: Iterable[Window]) -> list[Window]:
    """Return the windows in order, with overlapping and adjacent ones merged.

    A window that ends before it begins is left out.
    """
    found: list[Window] = []
    for window in sorted(windows, key=lambda w: w.first or date.min):
        if window.first and window.last and window.last < window.first:
            continue
        if found and _touch(found[-1], window):
            first, last = found.pop()
            if last is not None:
                last = None if window.last is None else max(last, window.last)
            window = Window(first, last)
        found.append(window)
    return found


def _touch(earlier: Window, later: Window) -> bool:
    if earlier.last is None or later.first is None:
        return True
    return later.first - earlier.last <= timedelta(days=1)


def now_or_next(windows: Iterable[Window], day: date) -> Window | None:
    """Return the window to write to a terminal: the one that holds ``day``, else the next.

    :return: ``None`` where all are past, or there are none.
    """
    for window in joined(windows):
        if window.last is None or day <= window.last:
            return window
    return None


def stored(windows: Iterable[Window]) -> list[list[str | None]] | None:
    """Return windows for the database: ``[["2026-01-01", None]]``, ``None`` for every day."""
    found = joined(windows) or [NEVER]
    if ALWAYS in found:
        return None
    return [[day.isoformat() if day else None for day in window] for window in found]
