"""Searches for events: each is one request, and one page of rows."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from ...errors import DeviceRefused, Impossible
from ..pages import CAPABILITIES_PATH, PATH, Abilities, Page, condition, read_page
from ..position import Position, row_instant
from ..times import write_time
from .isapi import Isapi

#: The latest time a terminal takes.
FAR = datetime(2037, 12, 31, tzinfo=timezone.utc)

Rows = list[dict[str, Any]]


class Searches:
    """Searches of one terminal.

    :param position: keeps what they can do, so that it is asked once.
    :ivar offset: seconds east of UTC of the terminal's clock, for times in questions.
    """

    def __init__(self, isapi: Isapi, position: Position):
        self._isapi, self._position = isapi, position
        self.offset = 0

    @property
    def is_spent(self) -> bool:
        """Whether there is no time for another."""
        return self._isapi.budget.spent

    @property
    def abilities(self) -> Abilities:
        """What they can do."""
        if self._position.abilities is None:
            try:
                values = self._isapi.get(CAPABILITIES_PATH)
            except (Impossible, DeviceRefused):
                values = {}
            self._position.abilities = Abilities.read(values)
        return self._position.abilities

    def range(self, begin: int, end: int) -> Iterator[Rows]:
        """Yield events whose number is in a range, page by page; both ends are in it."""
        search, at = secrets.token_hex(8), 0
        while True:
            page = self._range(search, at, begin, end)
            if page.rows:
                yield page.rows
            at += len(page.rows)
            # Some firmware calls every page the last one.
            if not page.rows or (not page.has_more and at >= (page.total or 0)):
                return

    def first_of_range(self, begin: int, end: int) -> Rows:
        """Return the first page of :meth:`range`."""
        return self._range(secrets.token_hex(8), 0, begin, end).rows

    def _range(self, search: str, at: int, begin: int, end: int) -> Page:
        rows = self.abilities.page
        return self._search(search, at, rows, beginSerialNo=begin, endSerialNo=end)

    def by_time(self, search: str, at: int, begin: datetime, end: datetime) -> Page:
        """Return a page of the events of a time; both ends are in it.

        :param search: the same text for all pages of one search.
        """
        rows = self.abilities.page
        times = {"startTime": self._write(begin), "endTime": self._write(end)}
        return self._search(search, at, rows, **times)

    def newest(self) -> dict[str, Any] | None:
        """Return the event of the latest time, ``None`` where there is none."""
        rows = self._search(secrets.token_hex(8), 0, 1, timeReverseOrder=True).rows
        return rows[0] if rows else None

    def oldest(self, since: datetime) -> datetime | None:
        """Return when the first event from an instant on was, ``None`` for none."""
        times = {"startTime": self._write(since), "endTime": self._write(FAR)}
        rows = self._search(secrets.token_hex(8), 0, 1, **times).rows
        return row_instant(rows[0], self.offset) if rows else None

    def _search(
        self, search: str, at: int, rows: int, **limits: str | int | bool
    ) -> Page:
        return read_page(
            self._isapi.search(PATH, condition(search, at, rows, **limits))
        )

    def _write(self, instant: datetime) -> str:
        local = instant.astimezone(timezone(timedelta(seconds=self.offset)))
        return write_time(local.replace(tzinfo=None), self.offset)
