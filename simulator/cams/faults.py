"""What goes wrong between the gateway and a server, on request."""

from __future__ import annotations

from ..faults import Faults
from .callbacks import Callbacks, Lazy
from .queue import Message, Queue


class CamsFaults(Faults):
    """The faults of terminals, as far as they make sense for a gateway.

    ``hold``: some punches stay behind and come after newer ones. ``reorder`` mixes those
    that wait. ``double`` queues a message twice, ``garbage`` one that is no punch, which
    blocks the queue until it is acknowledged. Of lazy responses: ``mute``, ``late`` and,
    for a reference nobody gave, ``stranger``.
    """

    KINDS = (*Faults.KINDS, "hold")

    def window(self, numbers: list[int]) -> list[int]:
        """Say which of the waiting punches are queued now, and in what order."""
        return self.order([n for n in numbers if not self._strikes("hold")])

    def spoil(self, queue: Queue, spelling: Callbacks, now) -> None:
        """Put into the queue what a sound one has not."""
        if not queue:
            return
        if self._strikes("double"):
            queue.insert(self._rng.randint(0, len(queue)), self._rng.choice(queue))
        if self._strikes("garbage"):
            content = spelling.garbage(self._rng, now)
            queue.insert(self._rng.randint(0, len(queue)), Message(content))

    def _unknown_id(self) -> Lazy:
        return Lazy("AddUser", "1001", f"nobody{self._rng.randint(10**5, 10**6)}")
