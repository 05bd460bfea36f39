"""What goes wrong with an Anviz terminal, on request."""

from __future__ import annotations

from collections.abc import Iterable

from ..faults import Faults


class AnvizFaults(Faults):
    """Faults of a terminal, which follow from a seed.

    Kinds: ``cut`` answers; ``hang_up`` without an answer; ``garbage`` instead of a frame;
    ``damage``, a bit of an answer turned; ``unasked``, a record sent of its own before the
    answer; and a wrong ``clock``.
    """

    ANSWERS = ("cut", "hang_up", "garbage", "damage", "unasked")
    KINDS = (*ANSWERS, "clock")

    def __init__(self, kinds: Iterable[str] = (), seed: object = 1, rate: float = 0.02):
        super().__init__(kinds, seed, rate)
        self._armed: list[str] = []

    def arm(self, *kinds: str) -> None:
        """Have these happen to the next requests, one each; ``""`` for nothing."""
        self._armed += kinds

    def stop(self) -> None:
        """Switch all faults off."""
        super().stop()
        self._armed.clear()

    def strike(self) -> str:
        """Return what happens to this request, ``""`` for nothing."""
        if self._armed:
            return self._armed.pop(0)
        return next((kind for kind in self.ANSWERS if self._strikes(kind)), "")
