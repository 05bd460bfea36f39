"""What the two ways to read have in common: pages, and steps made of their rows."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ...errors import Garbled
from ...limits import refuse_oversized
from ...reasons import Reason
from ...records import DeviceUser
from ...source import SourceRead, SourceTerminal
from .. import punches
from ..address import Address
from ..answers import Page, read_integer
from ..position import Pages, Position
from ..punches import Row, decode_rows, read_arrival, read_time
from .server import Server

#: A punch so much older than anything wanted, which comes now, has a wrong clock behind it.
WRONG_CLOCK = timedelta(days=365)
#: How often lists are begun again in one session; a server may not be able to count.
MAX_RESTARTS = 5


class Order(NamedTuple):
    """What a list is sorted by.

    :param key: of a row; nothing for a row without one.
    :param descends: whether the greatest comes first.
    """

    key: Callable[[Row], Any]
    descends: bool

    def is_behind(self, rows: Sequence[Row], last: Sequence[Any] | None) -> bool:
        """Return whether a page is behind a row, or behind all rows."""
        key = self.key(rows[0]) if rows else None
        if not rows or not last or not key:
            return not rows
        return key < last[0] if self.descends else key > last[0]

    def ends_with(self, rows: Sequence[Row], last: Sequence[Any] | None) -> bool:
        """Return whether a page ends with that very row."""
        return bool(rows and last) and self._mark(rows[-1]) == last

    def last(
        self, rows: Sequence[Row], before: Sequence[Any] | None
    ) -> Sequence[Any] | None:
        """Return key and number of the last row of a page that has a key.

        :param before: those of the page before.
        :return: ``None`` for a page that is not sorted by the key.
        """
        keyed = [row for row in rows if self.key(row)]
        keys = [self.key(row) for row in keyed]
        if keys != sorted(keys, reverse=self.descends):
            return None
        return self._mark(keyed[-1]) if keyed else before

    def _mark(self, row: Row) -> list[Any]:
        return [self.key(row), read_integer(row.get("id"))]


BY_ARRIVAL = Order(read_arrival, descends=True)
BY_NUMBER = Order(lambda row: read_integer(row.get("id")), descends=False)


class Reading:
    """One session's reading.

    :param position: is moved with each step.
    :param now: the wall clock of the source.
    """

    def __init__(
        self, server: Server, position: Position, address: Address, now: datetime
    ):
        self.server, self.position, self.address = server, position, address
        self.now = now
        self._last: tuple[int, list[Any]] = (0, [])
        self._resumed = {id(each) for each in (position.scan, position.window) if each}
        self._restarts = MAX_RESTARTS
        #: What people should know, handed over with the next step.
        self.notice: Reason | None = None

    def step(
        self,
        rows: Sequence[Row],
        *,
        complete: bool = False,
        terminals: Sequence[SourceTerminal] = (),
        users: Sequence[DeviceUser] = (),
    ) -> SourceRead:
        """Return the step that hands over rows, and the position behind them."""
        uploads = decode_rows(row for row in rows if self._is_wanted(row))
        for upload in uploads.values():
            refuse_oversized(upload)
        position = self.position.as_dict()
        notice, self.notice = self.notice, None
        return SourceRead(uploads, position, complete, terminals, users, notice)

    def get_page(
        self, pages: Pages, rows: int, order: Order, **filters: str | None
    ) -> Page:
        """Return the next page of punches, empty behind the last one.

        Where an earlier session read the one before, that one comes again. Rows may have
        been deleted meanwhile, and those behind them moved to pages that were read: it goes
        back until the page begins with a row that was read.

        :raises Garbled: it is the page before, again.
        """
        page = None
        if id(pages) in self._resumed:
            self._resumed.remove(id(pages))
            page = self._find_page(pages, rows, order, filters)
        page = page or self._get_page(pages, rows, filters)
        pages.last = order.last(page.rows, pages.last)
        return page

    def _find_page(
        self, pages: Pages, rows: int, order: Order, filters: dict[str, str | None]
    ) -> Page | None:
        """Return the page to go on with, ``None`` where no row has moved."""
        following = pages.page
        pages.page = max(following - 1, 1)
        page = self._get_page(pages, rows, filters)
        if pages.page < following and order.ends_with(page.rows, pages.last):
            pages.page = following
            return None
        while pages.page > 1 and order.is_behind(page.rows, pages.last):
            pages.page //= 2
            page = self._get_page(pages, rows, filters)
        return page

    def _get_page(
        self, pages: Pages, rows: int, filters: dict[str, str | None]
    ) -> Page:
        page = self.server.get_page(punches.PATH, pages.page, rows, **filters)
        numbers = (pages.page, [row.get("id") for row in page.rows])
        if (
            page.rows
            and pages.page == self._last[0] + 1
            and numbers[1] == self._last[1]
        ):
            raise Garbled("biotime_same_page")
        self._last = numbers
        return page

    def advance(self, pages: Pages, page: Page) -> bool:
        """Move on behind a page; return whether it was the last.

        A list that became shorter is begun again: rows may have moved to pages before.
        """
        expected = (pages.page - 1) * pages.full < pages.count
        is_shorter = page.total is not None and page.total < pages.count
        if (is_shorter or (page.is_behind and expected)) and self._restarts:
            self._restarts -= 1
            pages.restart()
            return False
        pages.full = pages.full or len(page.rows)
        pages.count = page.total or 0
        read = (pages.page - 1) * pages.full + len(page.rows)
        pages.page += 1
        return not page.rows or (page.total is not None and read >= page.total)

    def earliest(self, back: timedelta) -> datetime:
        """Return the wall clock so far back, nothing that is not wanted."""
        return max(self.now - back, self.address.since or datetime.min)

    def _is_wanted(self, row: Row) -> bool:
        since = self.address.since
        punched, came = (
            read_time(row.get("punch_time")),
            read_time(row.get("upload_time")),
        )
        if since is None or punched is None or punched[0] >= since:
            return True
        is_wrong_clock = punched[0] < since - min(WRONG_CLOCK, since - datetime.min)
        return is_wrong_clock and came is not None and came[0] >= since
