"""Limiting how many requests each caller makes in a minute, in memory."""

from collections.abc import Hashable

MINUTE_SECONDS = 60
MAX_KEYS = 10_000


class Pace:
    """How many requests each key, such as a token, made in the present minute.

    Moments are seconds of any clock that never goes back.

    :param limit: most requests of a key in one minute.
    """

    def __init__(self, limit: int):
        self._limit = limit
        self._minute = -1
        self._counts: dict[Hashable, int] = {}

    def count(self, key: Hashable, now: float) -> bool:
        """Count a request; return whether it is within the limit."""
        minute = int(now // MINUTE_SECONDS)
        if minute != self._minute:
            self._minute = minute
            self._counts.clear()
        if key not in self._counts and len(self._counts) >= MAX_KEYS:
            return False
        self._counts[key] = self._counts.get(key, 0) + 1
        return self._counts[key] <= self._limit

    def clear(self) -> None:
        self._counts.clear()
