"""What goes wrong with a Dahua terminal, on request."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

from ..faults import Faults
from .api import Reply


class DahuaFaults(Faults):
    """Faults of a terminal, which follow from a seed.

    bodies; ``hang_up`` without an answer; and a wrong
    ``clock``.
    """

    ANSWERS = ("web_page", "busy", "cut", "hang_up")
    KINDS = (*ANSWERS, "clock")

    def __init__(self, kinds: Iterable[str] = (), seed: object = 1, rate: float = 0.1):
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

    @property
    def rng(self) -> Random:
        """What the faults follow from."""
        return self._rng


#: Fault to what is answered instead, ``None``: nothing.
INSTEAD: dict[str, Callable[[Reply], Reply | None]] = {
    "web_page": lambda reply: Reply(200, b"<html>Login</html>", "text/html"),
    "busy": lambda reply: Reply(503, b"Error\r\nBusy\r\n"),
    "hang_up": lambda reply: None,
}
