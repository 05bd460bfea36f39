"""How long to wait after a failure."""

import random
from collections.abc import Callable

MAX_SECONDS = 15 * 60.0
FIRST_SECONDS = 1.0


class Backoff:
    """Pauses that grow, each of any length up to its limit, so that bridges spread.

    :param chance: gives a number from 0 to 1.
    """

    def __init__(
        self,
        maximum: float = MAX_SECONDS,
        *,
        first: float = FIRST_SECONDS,
        chance: Callable[[], float] = random.random,
    ):
        self._maximum, self._first, self._chance = maximum, first, chance
        self._failures = 0

    def succeed(self) -> None:
        """Begin anew with the next failure."""
        self._failures = 0

    def fail(self, retry_after: float | None = None) -> float:
        """Return the seconds to wait after one more failure.

        :param retry_after: what the other side asked for.
        """
        limit = min(self._maximum, self._first * 2.0 ** min(self._failures, 30))
        self._failures += 1
        if retry_after is not None:
            return min(max(retry_after, self._first), self._maximum)
        return limit * self._chance()
