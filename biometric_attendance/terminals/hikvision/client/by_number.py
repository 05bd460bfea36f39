"""Events by their number: ranges behind the last one read, mostly as long as a page.

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
        if self._find_behind(self._position.number) is not None:
            if self._has_other_rows():
                self._begin_anew()
        elif not self._is_reset():
            return
        yield from self._read_ranges()

    def _has_other_rows(self) -> bool:
        """Return whether none of the rows before the last number are those read.

        Then the terminal counted anew and has come further than before.
        """
        number = self._position.number
        if not number:
            return False
        begin = max(1, number + 1 - OVERLAP_NUMBERS)
        rows = self._searches.first_of_range(begin, number)
        seen = set(self._position.seen)
        return bool(rows) and not any(row_key(row) in seen for row in rows)

    def _is_reset(self) -> bool:
        """Return whether the terminal counts anew, and then begin with its first number.

        The newest row by time has changed, though no number is higher than the last.
        """
        position = self._position
        if not self._searches.abilities.reverse:
            return False
        newest = self._searches.newest()
        if newest is None:
            return False
        key = row_key(newest)
        is_known = key == position.newest or key in position.seen
        position.newest = key
        if not is_known:
            self._begin_anew()
        return not is_known

    def read_from_first(self, highest: int) -> Iterator[Rows]:
        """Yield all rows anew where no number reaches the last one read.

        :param highest: of the numbers of the last days.
        """
        if 0 < highest < self._position.number:
            self._begin_anew()
            yield from self._read_ranges()

    def _begin_anew(self) -> None:
        self._position.number, self._position.seen = 0, []

    def _read_ranges(self) -> Iterator[Rows]:
        position, page_rows = self._position, self._searches.abilities.page
        begin, width = max(1, position.number + 1 - OVERLAP_NUMBERS), page_rows
        while True:
            end, last, count = begin + width - 1, position.number, 0
            for rows in self._searches.range(begin, end):
                last, count = max(last, highest_number(rows)), count + len(rows)
                fresh = position.unseen(rows)
                if fresh:
                    yield fresh
            position.number = last
            position.forget_seen(max(2 * OVERLAP_NUMBERS, count))
            if last >= end:
                begin, width = end + 1, page_rows
                continue
            later = self._find_behind(max(last, begin - 1))
            if later is None:
                return
            # All numbers before one that exists were given: none of them comes any more.
            begin = min(end + 1, later)
            width = page_rows if count else min(width * 2, _WIDEST)

    def _find_behind(self, number: int) -> int | None:
        """Return the number of a row behind one, the lowest of a page; ``None``: none."""
        rows = self._searches.first_of_range(number + 1, MAX_SERIAL)
        numbers = [found for row in rows if (found := read_number(row))]
        return min((found for found in numbers if found > number), default=None)


def highest_number(rows: list[dict[str, Any]]) -> int:
    """Return the highest number of rows, 0 where they have none."""
    return max((read_number(row) or 0 for row in rows), default=0)
