"""What a session reads of a terminal's events: what is new, and the last days once more."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ...errors import TimedOut
from ...session import RowsRead, SessionPlan
from ..position import Position
from ..uploads import TABLE, decode_events
from .by_number import ByNumber, highest_number
from .by_time import ByTime
from .searches import Rows, Searches

#: Rows of a step: each is a transaction of the host.
STEP_ROWS = 300
#: Days that are read again once a day, for what came with a wrong time or number.
AGAIN = timedelta(days=7)
#: Events so much later than the terminal's clock are looked for then: it was ahead.
AHEAD = timedelta(days=370)


class Reading:
    """One session's reading; the position moves with it."""

    def __init__(self, searches: Searches, position: Position, plan: SessionPlan):
        self._searches, self._position, self._plan = searches, position, plan
        self._numbers = ByNumber(searches, position)
        self._times = ByTime(searches, position)
        self._new: Iterator[Rows] = iter(())
        self._first: Rows = []

    @property
    def by_number(self) -> bool:
        """Whether events are searched by number, which needs no clock."""
        return self._searches.abilities.by_serial

    def begin(self, now: datetime | None) -> bool:
        """Look for the first new page, and return whether there is one.

        :param now: by the terminal's clock; ``None``: events are read by number.
        """
        self._new = self._numbers.read() if now is None else self._times.read(now)
        self._first = next(self._new, [])
        return bool(self._first)

    def steps(self, now: datetime) -> Iterator[RowsRead]:
        """Yield the steps; the position of the last is complete.

        Once the time is used up, what there was time for is stored, and the next session
        goes on there.

        :param now: by the terminal's clock.
        """
        given = False
        try:
            for rows, is_last in self._batches(now):
                upload = decode_events(rows)
                yield RowsRead(upload, TABLE, self._position.as_dict(), is_last)
                given = True
        except TimedOut:
            if not (given and self._searches.is_spent):
                raise

    def _batches(self, now: datetime) -> Iterator[tuple[Rows, bool]]:
        rows: Rows = []
        for page in self._pages(now):
            rows += page
            if len(rows) >= STEP_ROWS:
                yield rows, False
                rows = []
        self._position.first, self._position.again = False, None
        yield rows, True

    def _pages(self, now: datetime) -> Iterator[Rows]:
        yield self._first
        yield from self._new
        if self._plan.read_whole_log and not self._position.first:
            yield from self._again(now)

    def _again(self, now: datetime) -> Iterator[Rows]:
        """Yield the rows of the last days, known or not: the host knows each by its key."""
        position, highest = self._position, 0
        if not self.by_number:
            yield from self._times.read_lost()
        since = position.again or now - AGAIN
        is_whole = position.again is None
        for rows, reached in self._times.windows(since, now):
            highest = max(highest, highest_number(rows))
            if reached:
                position.again = reached
            yield rows
        for rows, _reached in self._times.windows(now, now + AHEAD, AHEAD):
            yield rows
        if self.by_number and is_whole:
            # Where nothing shows the newest first, this shows that it counts anew.
            yield from self._numbers.read_from_first(highest)
