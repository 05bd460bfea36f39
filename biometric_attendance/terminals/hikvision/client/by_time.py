"""Events by their time: windows that end at a fixed instant, page by page.

Old firmware can search in no other way. The minutes before the last row are read again,
because many rows may have one second, and a corrected clock passes a time twice.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from ...errors import TimedOut
from ..position import OVERLAP, Position, row_instant
from .searches import Rows, Searches

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
MIN_WINDOW, MAX_WINDOW = timedelta(minutes=1), timedelta(days=32)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
#: Clocks that were lost in a power cut count from 1970, and show nothing later.
LOST = datetime(2000, 1, 1, tzinfo=timezone.utc)
#: How often a window is begun again because rows vanished while it was read.
MAX_RESTARTS = 3


class ByTime:
    """Reads what is behind the last instant, which the position moves with."""

    def __init__(self, searches: Searches, position: Position):
        self._searches, self._position = searches, position

    def read(self, now: datetime) -> Iterator[Rows]:
        """Yield new rows up to the present, page by page.

        A clock that was set back passes the same time again.
        """
        time = self._position.time
        if time is None or time < LOST:
            yield from self.read_lost()
            oldest = self._searches.oldest(LOST)
            if oldest is None:
                return
            since = oldest - DAY  # some firmware does not sort to the minute
        else:
            since = min(time, now) - OVERLAP
        for rows, reached in self.windows(since, max(now, since)):
            self._move(reached)
            fresh = self._position.unseen(rows)
            if fresh:
                yield fresh

    def read_lost(self) -> Iterator[Rows]:
        """Yield rows that were made without a clock and not read yet."""
        for rows, _reached in self.windows(EPOCH, LOST - SECOND, LOST - EPOCH):
            fresh = self._position.unseen(rows)
            if fresh:
                yield fresh

    def windows(
        self, since: datetime, until: datetime, width: timedelta = DAY
    ) -> Iterator[tuple[Rows, datetime | None]]:
        """Yield the rows of a time page by page, and until when all were given.

        A window is halved where the terminal does not answer in time.
        """
        begin = since
        while begin <= until:
            end, is_empty = min(begin + width - SECOND, until), True
            try:
                for rows, reached in self._window(begin, end):
                    is_empty = False
                    yield rows, reached
            except TimedOut:
                if width <= MIN_WINDOW or self._searches.is_spent:
                    raise
                width = max(width / 2, MIN_WINDOW)
                continue
            yield [], end
            begin = end + SECOND
            width = min(width * 2, MAX_WINDOW) if is_empty else min(width, DAY)

    def _window(
        self, begin: datetime, end: datetime
    ) -> Iterator[tuple[Rows, datetime | None]]:
        search, at, total, restarts = secrets.token_hex(8), 0, None, 0
        reached: datetime | None = begin
        while True:
            page = self._searches.by_time(search, at, begin, end)
            vanished = None not in (total, page.total) and page.total < total  # type: ignore[operator]
            if vanished and restarts < MAX_RESTARTS:
                # The oldest were overwritten: those behind have moved to the front.
                restarts += 1
                search, at, total = secrets.token_hex(8), 0, None
                continue
            total = page.total
            if not page.rows:
                return
            reached = self._reached(page.rows, reached)
            yield page.rows, reached
            at += len(page.rows)
            # Some firmware calls every page the last one.
            if not page.has_more and at >= (total or 0):
                return

    def _reached(self, rows: Rows, before: datetime | None) -> datetime | None:
        """Return the time of the last row, ``None`` once rows were not in order of time."""
        if before is None:
            return None
        last = before
        for row in rows:
            instant = row_instant(row, self._searches.offset)
            if instant is None or instant < last:
                return None
            last = instant
        return last

    def _move(self, instant: datetime | None) -> None:
        position = self._position
        if instant and (position.time is None or instant > position.time):
            position.time = instant
