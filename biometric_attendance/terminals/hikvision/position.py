"""How far a terminal's events were read.

By number where the terminal can search by it, else by time with the rows of the last
minutes, because many may fall into one second and a corrected clock passes a time twice.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from .pages import Abilities
from .punches import read_codes, read_number, read_pin
from .times import read_time

VERSION = 1
#: Numbers before the last one read that are looked at again: a row may be stored late.
OVERLAP_NUMBERS = 30
#: What is read again by time.
OVERLAP = timedelta(minutes=15)
#: Most rows that are remembered as read.
MAX_SEEN = 2_000


def row_key(row: Mapping[str, Any]) -> str:
    """Return what a row is known by when it is read again: short, without its contents."""
    parts = (read_number(row), row.get("time"), *read_codes(row), read_pin(row))
    text = "\n".join(map(str, parts))
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def row_instant(row: Mapping[str, Any], offset: int) -> datetime | None:
    """Return when a row happened, aware; ``None`` where it does not say.

    :param offset: seconds east of UTC, of times that name none.
    """
    time = read_time(row.get("time"))
    if time is None:
        return None
    seconds = offset if time.offset is None else time.offset
    try:
        naive = time.wall - timedelta(seconds=seconds)
    except OverflowError:
        return None
    return naive.replace(tzinfo=timezone.utc)


@dataclass(slots=True)
class Position:
    """How far events were read; stored in the same transaction as the rows.

    :ivar abilities: of its searches, ``None`` before they were asked for.
    :ivar number: all events up to this number were read.
    :ivar time: all events up to this instant were read (aware), ``None``: none.
    :ivar seen: keys of rows that were read and may come again.
    :ivar newest: key of the row that was newest by time, with its number: one with a lower
        number behind it means that the terminal counts anew.
    :ivar first: everything is being read for the first time.
    :ivar again: how far the last days have been read again, ``None``: they are not.
    """

    abilities: Abilities | None = None
    number: int = 0
    time: datetime | None = None
    seen: list[str] = field(default_factory=list)
    newest: str = ""
    first: bool = True
    again: datetime | None = None

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any] | None) -> "Position":
        """Return the position :meth:`as_dict` made; a new one for anything else."""
        if not stored or stored.get("version") != VERSION:
            return cls()
        try:
            abilities = stored["abilities"]
            return cls(
                Abilities(*abilities) if abilities else None,
                int(stored["number"]),
                _instant(stored["time"]),
                [str(each) for each in stored["seen"]],
                str(stored["newest"]),
                bool(stored["first"]),
                _instant(stored["again"]),
            )
        except (KeyError, TypeError, ValueError):
            return cls()

    def as_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "version": VERSION,
            "abilities": self.abilities.as_list() if self.abilities else None,
            "number": self.number,
            "time": self.time.isoformat() if self.time else None,
            "seen": list(self.seen),
            "newest": self.newest,
            "first": self.first,
            "again": self.again.isoformat() if self.again else None,
        }

    def unseen(self, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows that were not read before, and remember them."""
        known, found = set(self.seen), []
        for row in rows:
            key = row_key(row)
            if key not in known:
                known.add(key)
                self.seen.append(key)
                found.append(row)
        self.forget_seen(MAX_SEEN)
        return found

    def forget_seen(self, but: int) -> None:
        """Remember no more than so many of the rows read last."""
        del self.seen[:-but]


def _instant(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) and text else None
