"""Who was where and when, whatever was sent and however often."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timezone

from .memory import StoredPunch, Terminal


@dataclass(slots=True)
class Session:
    """A person's presence, true instants (aware); ``end`` is ``None`` while inside."""

    pin: str
    start: datetime
    end: datetime | None = None


@dataclass(slots=True)
class GroundTruth:
    """The sessions of people, and the terminals that recorded some of it."""

    terminals: list[Terminal] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)

    @property
    def inside(self) -> dict[str, Session]:
        """The open session of everybody who is in."""
        return {s.pin: s for s in self.sessions if s.end is None}

    def punches(self) -> Iterable[tuple[str, StoredPunch]]:
        """Every punch in every memory or erased from it, with the terminal's serial."""
        for terminal in self.terminals:
            journal = terminal.punches
            for punch in (*journal.erased, *journal.entries.values()):
                yield terminal.serial, punch

    def as_json(self) -> str:
        """Return serials, punches and sessions; ISO texts, ``local`` without a zone."""
        punches = [
            {
                "serial": serial,
                "pin": punch.pin,
                "utc": _iso(punch.utc),
                "local": punch.local.isoformat(),
                "status": punch.status,
            }
            for serial, punch in self.punches()
        ]
        sessions = [
            {"pin": s.pin, "in": _iso(s.start), "out": s.end and _iso(s.end)}
            for s in self.sessions
        ]
        serials = [terminal.serial for terminal in self.terminals]
        whole = {"serials": serials, "punches": punches, "sessions": sessions}
        return json.dumps(whole, indent=1)


def _iso(at: datetime) -> str:
    return at.astimezone(timezone.utc).isoformat()
