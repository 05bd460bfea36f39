"""What goes wrong at a server, on request."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..faults import LateFaults
from .api import Reply

Answer = Reply | None


class BioTimeFaults(LateFaults):
    """Faults of a server, which follow from a seed.

    Kinds: ``late``, some punches come days after the others; ``web_page`` instead of data,
    with status 200; ``busy``, status 503; ``failed``, a list with a code of failure;
    ``garbage``, no JSON; ``cut`` bodies; ``hang_up`` without an answer; and wrong ``clock``
    of terminals.
    """

    ANSWERS = ("web_page", "busy", "failed", "garbage", "cut", "hang_up")
    KINDS = ("late", *ANSWERS, "clock")

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


#: Kind to what is answered instead; ``None``: nothing.
INSTEAD: dict[str, Callable[[Reply], Answer]] = {
    "web_page": lambda reply: Reply.page("Page not found"),
    "busy": lambda reply: Reply.page("502 Bad Gateway", 503),
    "failed": lambda reply: Reply.json(200, {"code": -1, "msg": "Failed.", "data": []}),
    "garbage": lambda reply: Reply(200, b"{\xff\x00"),
    "hang_up": lambda reply: None,
}
