"""Rows by their arrival, newest first, down to those that were read before."""

from collections.abc import Generator
from datetime import datetime, timedelta

from ...reasons import Reason
from ...source import SourceRead
from ..answers import Page, read_integer
from ..position import MAX_SEEN, Pages, Scan, digest
from ..punches import newest_first, read_arrival
from .reading import BY_ARRIVAL, Reading

ORDER = "-upload_time"
#: Rows asked for first: most times they are enough.
FIRST_ROWS = 100
#: Rows that came so long before the newest one are looked at again: servers store several
#: uploads at once, and their clocks are set back for the winter.
OVERLAP = timedelta(hours=3)
#: So many rows in a row that were all read before end a scan, too.
KNOWN_ROWS = 500

_Steps = Generator[SourceRead, None, bool]


class Arrivals:
    """Reads what came since the last time.

    :ivar set_back: the newest row has a lower number than the newest one of last time.
    """

    def __init__(self, reading: Reading):
        self._reading, self._position = reading, reading.position
        self._is_proven = False
        self.set_back = False

    def start(self) -> None:
        """Note the newest row, before all rows are read for the first time."""
        page = self._first_page()
        self._position.started = True
        self._position.newest = self._newest(page)
        self._position.top = _top(page)

    def read(self) -> _Steps:
        """Read what is new, in steps.

        :return: whether the server sorts by arrival; if not, something may be missing.
        """
        if self._position.scan and not (yield from self._scan()):
            return False
        page = self._first_page()
        is_whole = page.total is not None and len(page.rows) >= page.total
        verdict = newest_first(page.rows)
        if verdict is False and not is_whole:
            return False
        self._check_top(page)
        position = self._position
        position.scan = Scan(newest=self._newest(page), floor=self._floor())
        if not is_whole and not self._is_known(page, verdict):
            return (yield from self._scan())
        rows = position.unseen(page.rows)
        position.scan.seen = [digest(row) for row in page.rows]
        position.finish_scan()
        if rows:
            yield self._reading.step(rows)
        return True

    def _scan(self) -> _Steps:
        reading, position = self._reading, self._position
        while scan := position.scan:
            page = reading.get_page(scan, position.rows, BY_ARRIVAL, ordering=ORDER)
            verdict = newest_first(page.rows)
            rows = position.unseen(page.rows)
            if len(scan.seen) < MAX_SEEN:
                scan.seen += map(digest, page.rows)
            is_last = reading.advance(scan, page)
            are_known = not rows and len(page.rows) >= KNOWN_ROWS
            is_known = self._is_known(page, verdict)
            if verdict is False:
                position.scan = None
            elif is_last or is_known or (are_known and self._is_proven):
                position.finish_scan()
            if rows:
                yield reading.step(rows)
            if verdict is False:
                return False
        return True

    def _is_known(self, page: Page, verdict: bool | None) -> bool:
        """Return whether what is behind a page was read before, as far as it is sorted."""
        self._is_proven = self._is_proven or verdict is True
        times = [time for time in map(read_arrival, page.rows) if time]
        scan = self._position.scan
        return bool(self._is_proven and times and scan and times[-1] < scan.floor)

    def _first_page(self) -> Page:
        rows = min(FIRST_ROWS, self._position.rows)
        return self._reading.get_page(Pages(), rows, BY_ARRIVAL, ordering=ORDER)

    def _newest(self, page: Page) -> str:
        return max(map(read_arrival, page.rows), default="")

    def _floor(self) -> str:
        """Return the arrival from which on rows are looked at.

        A server whose clock was ahead has rows from the future: they are no floor.
        """
        newest = self._position.newest
        if not newest:
            return ""
        floor = min(datetime.fromisoformat(newest), self._reading.now)
        return (floor - OVERLAP).isoformat(" ")

    def _check_top(self, page: Page) -> None:
        """Note that the server was set back, where the numbers of its rows fell."""
        position, top = self._position, _top(page)
        if top < position.top:
            self.set_back = True
            position.set_back = [position.top, top]
            values = {"before": position.top, "now": top}
            self._reading.notice = Reason("biotime_set_back", values)
            position.newest = min(position.newest, self._newest(page))
            position.seen = []
        position.top = top


def _top(page: Page) -> int:
    return max((read_integer(row.get("id")) or 0 for row in page.rows), default=0)
