"""Times as terminals write them, and zones in the sense of POSIX.

    2026-03-04T08:00:00+03:00    of an event; the offset may be Z, or missing
    CST-3:00:00                  a zone: UTC+3
    CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00

Sources: recorded answers of terminals (the sign, too), public receivers.
"""

import re
from datetime import datetime
from typing import NamedTuple

_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d{1,6})?"
    r"\s*(Z|z|[+-]\d\d:?\d\d)?",
    re.ASCII,
).fullmatch
_ZONE = re.compile(
    r"\s*[A-Za-z<>+\-0-9]*?([+-])(\d{1,2})(?::(\d\d))?(?::\d\d)?(?=$|\D)"
)
#: A terminal that lost its power counts from 1970 on until it is told the time.
FIRST_YEAR = 2000
_MAX_OFFSET_SECONDS = 14 * 3600


class WallTime(NamedTuple):
    """A time as written.

    :param wall: naive.
    :param offset: seconds east of UTC, ``None`` where it names none.
    """

    wall: datetime
    offset: int | None


def read_time(text: object) -> WallTime | None:
    """Return a time a terminal wrote, ``None`` for what is none."""
    found = _TIME(text.strip()) if isinstance(text, str) else None
    if not found:
        return None
    day, clock, suffix = found.groups()
    try:
        wall = datetime.fromisoformat(f"{day} {clock}")
    except ValueError:
        return None
    return WallTime(wall, _offset(suffix))


def _offset(suffix: str | None) -> int | None:
    if not suffix:
        return None
    if suffix in "Zz":
        return 0
    hours, minutes = int(suffix[1:3]), int(suffix[-2:])
    seconds = (hours * 3600 + minutes * 60) * (-1 if suffix[0] == "-" else 1)
    return seconds if abs(seconds) <= _MAX_OFFSET_SECONDS and minutes < 60 else None


def read_zone(text: str) -> int | None:
    """Return the seconds east of UTC of a zone's standard time, ``None`` for none.

    The sign is that of POSIX: ``CST+3:00:00`` is three hours west.
    """
    found = _ZONE.match(text)
    if not found:
        return None
    seconds = int(found[2]) * 3600 + int(found[3] or 0) * 60
    return seconds if found[1] == "-" else -seconds


def write_zone(offset: int) -> str:
    """Return the zone of an offset, in seconds east of UTC, without summer time."""
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"CST{'-' if offset >= 0 else '+'}{hours}:{minutes:02d}:00"


def write_time(wall: datetime, offset: int | None) -> str:
    """Return a time as a search takes it, with its offset where one is known."""
    text = wall.replace(microsecond=0).isoformat()
    if offset is None:
        return text
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"{text}{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}"
