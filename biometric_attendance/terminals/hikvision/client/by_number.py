"""Events by their number: ranges behind the last one read, each no longer than a page.

So a list that moves while it is read, or is not sorted, does not matter. A row is only
passed over where one with a higher number exists: numbers rise with every event.
"""

from collections.abc import Iterator
from typing import Any

from ..pages import MAX_SERIAL
from ..position import OVERLAP_NUMBERS, Position, row_key
from ..punches import read_number
from .searches import Rows, Searches

_WIDEST = 1 << 24


class ByNumber:
    """Reads what is behind the last number, which the position moves with."""

    def __init__(self, searches: Searches, position: Position):
        self._searches, self._position = searches, position

    def read(self) -> Iterator[Rows]:
        """Yield new rows, page by page."""
        if self._find_behind(self._position.number) is None and not self._is_reset():
            return
        yield from self._read_ranges()

    def _is_reset(self) -> bool:
        """Return whether the terminal counts anew, and then forget the last number.

        The newest row by time has changed, and its number is lower than the last one read.
        """
        position = self._position
        if not self._searches.abilities.reverse:
            return False
        newest = self._searches.newest()
        if newest is None:
            return False
        key, number = row_key(newest), read_number(newest) or 0
        if key == position.newest or key in position.seen:
            position.newest = key
            return False
        position.newest = key
        return self.forget_from(number)

    def forget_from(self, number: int) -> bool:
        """Begin anew where the terminal's numbers do not reach the last one read."""
        if number >= self._position.number:
            return False
        self._position.number, self._position.seen = 0, []
        return True

    def _read_ranges(self) -> Iterator[Rows]:
        position = self._position
        page_rows = self._searches.abilities.page
        begin, width = max(1, position.number + 1 - OVERLAP_NUMBERS), page_rows
        while True:
            end = begin + width - 1
            page = self._searches.by_number(begin, end, page_rows)
            is_cut = page.has_more or (page.total or 0) > len(page.rows)
            if is_cut and width > 1:
                # A terminal may send fewer rows than it said.
                page_rows = page_rows if width > page_rows else width // 2
                width = page_rows
                continue
            numbers = [read_number(row) or 0 for row in page.rows]
            last = max([position.number, *numbers])
            fresh = position.unseen(page.rows)
            position.number = last
            position.forget_seen(max(2 * OVERLAP_NUMBERS, len(page.rows)))
            if fresh:
                yield fresh
            if last >= end:
                begin, width = end + 1, page_rows
                continue
            later = self._find_behind(max(last, begin - 1))
            if later is None:
                return
            # All numbers before one that exists were given: none of them comes any more.
            begin = min(end + 1, later)
            width = page_rows if page.rows else min(width * 2, _WIDEST)

    def _find_behind(self, number: int) -> int | None:
        """Return the number of a row behind one, the lowest of a page; ``None``: none."""
        rows = self._searches.by_number(number + 1, MAX_SERIAL).rows
        numbers = [found for row in rows if (found := read_number(row))]
        return min((found for found in numbers if found > number), default=None)


def highest_number(rows: list[dict[str, Any]]) -> int:
    """Return the highest number of rows, 0 where they have none."""
    return max((read_number(row) or 0 for row in rows), default=0)
