"""How long a session may still take."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import TimedOut


class Budget:
    """Seconds of one session, counted down while it talks.

    :param seconds: altogether; ``math.inf`` for a session without an end.
    """

    def __init__(self, seconds: float):
        self._end = time.monotonic() + seconds

    def grant(self, seconds: float) -> float:
        """Return until when (monotonic) the next step may last, ``seconds`` at most.

        :raises TimedOut: nothing is left.
        """
        now = time.monotonic()
        if now >= self._end:
            raise TimedOut("deadline_passed")
        return min(now + seconds, self._end)

    @property
    def spent(self) -> bool:
        """Whether no time is left."""
        return time.monotonic() >= self._end

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Do not count what happens inside: the terminal is not being asked anything."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - began


def seconds_left(until: float) -> float:
    """Seconds until a moment of :meth:`Budget.grant`.

    :raises TimedOut: it is over.
    """
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimedOut("no_answer_in_time")
    return seconds
