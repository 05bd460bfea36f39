"""A session: what becomes an attendance."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .fixed_intervals import FixedInterval


@dataclass(slots=True)
class Session:
    """Presence between two punches.

    :param opened: the punch that began it.
    :param closed: the punch that ended it, ``None`` while open.
    :param final: whether it ended for good rather than for a break.
    :param repeats: while it is open, later check-ins, each with its outcome had it begun
        the session.
    :param interval: the attendance it is, if people began that; ``opened`` is no punch.
    """

    opened: Any
    closed: Any = None
    final: bool = True
    repeats: list = field(default_factory=list, compare=False, repr=False)
    interval: FixedInterval | None = None

    @property
    def start(self) -> datetime:
        return self.opened.instant

    @property
    def end(self) -> datetime | None:
        return self.closed and self.closed.instant

    @property
    def ends(self):
        """The punches at its ends."""
        opened = None if self.interval else self.opened
        return [punch for punch in (opened, self.closed) if punch]

    def reaches(self, punch, policy):
        """Whether ``punch`` is within the longest session."""
        return punch.instant - self.start <= policy.longest
