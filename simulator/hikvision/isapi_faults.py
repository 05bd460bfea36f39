"""What goes wrong at a terminal that is asked, on request."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..faults import Faults
from .replies import Reply


class IsapiFaults(Faults):
    """Faults of a terminal, which follow from a seed.

    Kinds: ``web_page`` instead of data, with status 200; ``busy``; ``unavailable``, status
    503; ``garbage``, no JSON; ``more_empty``, a search that ends in nothing; ``cut``
    bodies; ``hang_up`` without an answer; and wrong ``clock``.
    """

    ANSWERS = (
        "web_page",
        "busy",
        "unavailable",
        "garbage",
        "more_empty",
        "cut",
        "hang_up",
    )
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


_EMPTY = {
    "AcsEvent": {"searchID": "1", "responseStatusStrg": "MORE", "numOfMatches": 0}
}
#: Kind to what is answered instead; ``None``: nothing.
INSTEAD: dict[str, Callable[[Reply], Reply | None]] = {
    "web_page": lambda reply: Reply.page("Log in"),
    "busy": lambda reply: Reply.result("deviceBusy"),
    "unavailable": lambda reply: Reply.page("Service Unavailable", 503),
    "garbage": lambda reply: Reply(200, b"{\xff\x00"),
    "more_empty": lambda reply: Reply.json(_EMPTY),
    "hang_up": lambda reply: None,
}
