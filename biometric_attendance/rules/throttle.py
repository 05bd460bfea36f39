"""Slowing down whoever guesses: longer pauses after each wrong answer, in memory."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

#: Wrong answers without a pause: somebody types a key wrong, or an old one is still used.
FREE_FAILURES = 5
FIRST_PAUSE_SECONDS = 1.0
#: Whoever knows the answer is kept waiting no longer, whatever others do.
MAX_PAUSE_SECONDS = 60.0
#: After so long without a wrong answer, those before are forgotten.
MEMORY_SECONDS = 900.0
MAX_KEYS = 10_000


@dataclass(slots=True)
class _Failures:
    count: int = 0
    last: float = 0.0
    blocked_until: float = field(default=float("-inf"))


class Throttle:
    """How often each key, such as a caller and what it calls, was wrong lately.

    Moments are seconds of any clock that never goes back. What is refused during a pause
    is not looked at, so it makes the pause no longer.

    :param max_keys: the key that was wrong longest ago is forgotten for a new one.
    """

    def __init__(self, max_keys: int = MAX_KEYS):
        self._max_keys = max_keys
        self._failures: OrderedDict[Hashable, _Failures] = OrderedDict()

    def __len__(self) -> int:
        return len(self._failures)

    def is_blocked(self, key: Hashable, now: float) -> bool:
        found = self._failures.get(key)
        return found is not None and now < found.blocked_until

    def record_failure(self, key: Hashable, now: float) -> None:
        """Note a wrong answer; from ``FREE_FAILURES`` on, each begins a longer pause."""
        found = self._failures.get(key)
        if found is None or now - found.last > MEMORY_SECONDS:
            found = self._failures[key] = _Failures()
        self._failures.move_to_end(key)
        found.count += 1
        found.last = now
        beyond = found.count - FREE_FAILURES
        if beyond > 0:
            # The power is limited, since a float has no room for many doublings.
            pause = FIRST_PAUSE_SECONDS * 2 ** min(beyond - 1, 16)
            found.blocked_until = now + min(pause, MAX_PAUSE_SECONDS)
        while len(self._failures) > self._max_keys:
            self._failures.popitem(last=False)

    def record_success(self, key: Hashable) -> None:
        self._failures.pop(key, None)

    def clear(self) -> None:
        self._failures.clear()
