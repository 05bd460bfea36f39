"""Changes at a terminal that the server has not acknowledged."""

from collections.abc import Callable, Iterable

from .people import Key


class Changes:
    """Keys of users and templates still to be sent, in the order they changed.

    Only the latest state is worth telling, so a key waits at most once. Each waits with a
    number, because it may change again while it is on its way.
    """

    def __init__(self):
        self.pending: dict[Key, int] = {}
        self._last = 0

    def add(self, keys: Iterable[Key]) -> None:
        for key in keys:
            self._last += 1
            self.pending[key] = self._last

    def take(self, count: int, wanted: Callable[[Key], bool]) -> dict[Key, int]:
        """The first ``count`` wanted keys with their numbers; they go on waiting."""
        found = {}
        for key, number in self.pending.items():
            if len(found) == count:
                break
            if wanted(key):
                found[key] = number
        return found

    def reported(self, taken: dict[Key, int]) -> None:
        """The server has these, unless they changed on the way."""
        for key, number in taken.items():
            if self.pending.get(key) == number:
                del self.pending[key]
