"""Times as the gateway writes them; naive ones are what the device's display shows."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..entries import StoredPunch
    from ..memory import Terminal

_STAMP = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) GMT ([+-])(\d\d)(\d\d)")
EPOCH = datetime(1970, 1, 1)


def epoch(wall: datetime) -> str:
    """First and second generation: seconds of the display's time, as if it were GMT."""
    return str(timegm(wall.timetuple()))


def from_epoch(text: str) -> datetime:
    """Return the time of a number of seconds since 1970.

    :raises ValueError: it is no such number.
    """
    if not re.fullmatch(r"\d{1,11}", str(text), re.ASCII):
        raise ValueError("This is no number of seconds.")
    return EPOCH + timedelta(seconds=int(text))


def stamp(wall: datetime, offset: timedelta) -> str:
    """Third generation: the display's time and its distance to UTC."""
    minutes = offset // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"{wall.replace(microsecond=0)} GMT {sign}{hours:02}{rest:02}"


def from_stamp(text: str) -> datetime:
    """Return the instant in UTC (naive).

    :raises ValueError: it is written otherwise, or no time at all.
    """
    found = _STAMP.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise ValueError("This is no time.")
    offset = timedelta(hours=int(found[3]), minutes=int(found[4]))
    wall = datetime.fromisoformat(found[1])
    return wall + offset if found[2] == "-" else wall - offset


def offset_at(terminal: Terminal, at: datetime) -> timedelta:
    """The zone set in API Monitor, at an instant (aware)."""
    return at.astimezone(terminal.clock.zone).utcoffset()


def instant(terminal: Terminal, punch: StoredPunch) -> datetime:
    """What the gateway takes for the time in UTC (naive), right or wrong."""
    return punch.local - offset_at(terminal, punch.utc)
