"""How often a worker may write down that somebody tried to connect.

Whoever floods the server with such calls costs it a few short statements a second, and
hides nobody of another network.
"""

import time

# A caller that tries the same again within this time is not written.
INTERVAL_SECONDS = 5
# Most statements of one network, and in all, within a window.
WINDOW_SECONDS = 10
MAX_OF_NETWORK = 8
MAX_IN_ALL = 30
MAX_REMEMBERED = 2_000


class Rate:
    """Counts what a worker writes; times are monotonic seconds."""

    def __init__(self):
        self._lately = {}
        self._counts = {}
        self._window = -1

    def allows(self, network, attempt):
        """Whether an attempt may be written now; it is counted then.

        :param attempt: hashable, what makes it the same as another.
        """
        now = time.monotonic()
        if now - self._lately.get(attempt, -INTERVAL_SECONDS) < INTERVAL_SECONDS:
            return False
        window = now // WINDOW_SECONDS
        if window != self._window:
            self._window, self._counts = window, {}
        in_all = sum(self._counts.values())
        if in_all >= MAX_IN_ALL or self._counts.get(network, 0) >= MAX_OF_NETWORK:
            return False
        self._counts[network] = self._counts.get(network, 0) + 1
        if len(self._lately) >= MAX_REMEMBERED:
            self._lately.clear()
        self._lately[attempt] = now
        return True

    def clear(self):
        """Forget everything, as a new worker."""
        self.__init__()


RATE = Rate()
