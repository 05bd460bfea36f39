"""A numbered log that knows which entries the server has taken."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class JournalFull(Exception):
    """No room is left and nothing stored may be forgotten yet."""


class Journal(Generic[Entry]):
    """Entries by their number, counting from 1.

    ``pending`` are the numbers still to be sent, in order. ``acknowledged`` are those the
    server ever took; an entry can be both, when the server asked for it again. ``erased``
    is for the ground truth alone: the terminal itself does not know it any more.

    :param capacity: how many entries fit before acknowledged ones are forgotten.
    :param overwrites: when full, forget the oldest even if nobody has taken it.
    """

    def __init__(self, capacity: int, overwrites: bool = False):
        self.capacity = capacity
        self.overwrites = overwrites
        self.entries: dict[int, Entry] = {}
        self.pending: dict[int, None] = {}
        self.acknowledged: set[int] = set()
        self.erased: list[Entry] = []
        self._last = 0

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def last(self) -> int:
        """The number of the latest entry, forgotten or not; 0 before the first."""
        return self._last

    def add(self, entry: Entry) -> int:
        """Store ``entry`` and return its number.

        :raises JournalFull: it is full of entries the server has not acknowledged.
        """
        if len(self.entries) >= self.capacity:
            self._forget_oldest()
        number = self._last + 1
        self.entries[number] = entry
        self.pending[number] = None
        self._last = number  # last of all: another thread takes it for being there
        return number

    def _forget_oldest(self) -> None:
        oldest = next(iter(self.entries))
        if oldest not in self.acknowledged and not self.overwrites:
            raise JournalFull(
                f"The memory is full: {self.capacity} entries wait for the server."
            )
        gone = self.entries.pop(oldest)
        if self.overwrites:
            self.erased.append(gone)
        self.pending.pop(oldest, None)

    def clear(self) -> None:
        """Forget every entry, taken by the server or not."""
        self.erased += self.entries.values()
        self.entries.clear()
        self.pending.clear()

    def next(self, count: int) -> list[int]:
        """Return the numbers of the ``count`` oldest pending entries."""
        return list(islice(self.pending, count))

    def acknowledge(self, numbers: Iterable[int]) -> None:
        """Record that the server has acknowledged these."""
        for number in numbers:
            self.pending.pop(number, None)
            self.acknowledged.add(number)

    def requeue(self, wanted: Callable[[Entry], bool] = lambda entry: True) -> int:
        """Send the wanted entries again, oldest first; return how many that are."""
        again = [n for n, e in self.entries.items() if wanted(e)]
        self.pending = dict.fromkeys(sorted({*self.pending, *again}))
        return len(again)
