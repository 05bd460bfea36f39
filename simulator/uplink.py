"""What terminals recorded comes to the program of a vendor they report to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .entries import StoredPunch
from .faults import LateFaults
from .memory import Terminal
from .scene import Scene

#: How long a punch takes from the terminal to the program, and at most where it is late.
UPLOAD, MAX_LATE = timedelta(seconds=2), timedelta(days=3)
UPLOAD_SECONDS = 2.0


@dataclass(slots=True)
class Reporter:
    """A terminal that reports to a program; the program's side is all that is seen of it."""

    terminal: Terminal
    faults: LateFaults
    settled: bool = True
    refusal: str = ""


class Uplink:
    """Brings punches to a program, in the order in which they come there.

    :param scene: whose terminals report; they are :class:`Reporter`.
    :param store: called with the terminal's serial, the punch, and when it came, on the
        program's wall clock.
    """

    def __init__(
        self, scene: Scene, store: Callable[[str, StoredPunch, datetime], object]
    ):
        self._scene, self._store = scene, store
        self._waiting: list[tuple[datetime, str, StoredPunch]] = []

    def upload(self, now: datetime) -> None:
        """Store what has come by now (aware)."""
        for reporter in self._scene.endpoints:
            self._take(reporter)
        self._waiting.sort(key=lambda each: each[0])
        while self._waiting and self._waiting[0][0] <= now:
            at, serial, punch = self._waiting.pop(0)
            zone = self._scene.workforce.zone
            came = at.astimezone(zone).replace(tzinfo=None, microsecond=0)
            self._store(serial, punch, came)

    def _take(self, reporter: Reporter) -> None:
        terminal = reporter.terminal
        numbers = list(terminal.punches.pending)
        terminal.punches.acknowledge(numbers)
        for number in numbers:
            punch = terminal.punches.entries[number]
            due = punch.utc + _delay(reporter.faults)
            self._waiting.append((due, terminal.serial, punch))


def _delay(faults: LateFaults) -> timedelta:
    if not faults.is_late():
        return UPLOAD
    return faults.rng.random() * MAX_LATE
