"""The log of punches as bytes."""

from ..entries import StoredPunch
from ..journal import Journal
from .rows import encode_row
from .times import pack_date

#: 31 February 2024, 12:00, packed: a time no calendar has.
NO_DAY = pack_date(2024, 2, 31, seconds=12 * 3600)


class Log:
    """Rows of a journal; those known already are not written again.

    ``spoilt`` are numbers of the journal whose row shows 31 February.
    """

    def __init__(self, journal: Journal[StoredPunch], layout: str):
        self.journal = journal
        self.layout = layout
        self.spoilt: set[int] = set()
        self._rows = bytearray()
        self._first = self._next = 0
        self._spoilt: set[int] = set()

    def rows(self) -> bytes:
        """All of them, oldest first."""
        numbers = list(self.journal.entries)
        if not numbers:
            return b""
        if numbers[0] != self._first or self.spoilt != self._spoilt:
            self._rows.clear()
            self._first = self._next = numbers[0]
            self._spoilt = set(self.spoilt)
        for number in numbers[self._next - self._first :]:
            self._rows += self._row(number)
        self._next = numbers[-1] + 1
        return bytes(self._rows)

    def _row(self, number: int) -> bytes:
        punch = self.journal.entries[number]
        return encode_row(
            self.layout,
            punch.slot,
            punch.pin,
            NO_DAY if number in self.spoilt else punch.local,
            punch.status,
            punch.verify,
            int(punch.workcode or 0),
        )
