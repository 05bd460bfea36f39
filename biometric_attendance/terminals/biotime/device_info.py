"""Terminals behind a server: rows of ``/iclock/api/terminals/``."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..source import SourceTerminal
from ..text import shown
from .answers import read_integer
from .punches import read_terminal

PATH = "/iclock/api/terminals/"
ONLINE = 1
MAX_NAME_LENGTH = 100
#: A zone is hours up to this, and minutes above.
_MAX_HOURS, _MAX_MINUTES = 14, 14 * 60
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-]\d{1,2}):?(\d\d)?", re.ASCII | re.IGNORECASE)
#: Both halves of a year, for zones with summer time.
_HALVES = (
    datetime(2026, 1, 1, tzinfo=timezone.utc),
    datetime(2026, 7, 1, tzinfo=timezone.utc),
)


def decode_terminals(
    rows: Iterable[Mapping[str, Any]], zone: str
) -> list[SourceTerminal]:
    """Return the terminals that have a serial number, each once.

    :param zone: IANA name of the source's zone.
    """
    found: dict[str, SourceTerminal] = {}
    for row in rows:
        key = read_terminal({"terminal_sn": row.get("sn")})
        if key:
            state = read_integer(row.get("state"))
            found[key] = SourceTerminal(
                key,
                _name(row.get("alias")),
                _area(row.get("area")),
                read_zone(row.get("terminal_tz"), zone),
                None if state is None else state == ONLINE,
            )
    return list(found.values())


def read_zone(value: object, zone: str) -> str:
    """Return the zone a terminal is set to, ``""`` where it is not known or the source's.

    The server names the distance from UTC, in hours (3) or minutes (330), and no summer
    time: where the source's zone has this distance in one half of the year, it is that one.

    :param zone: IANA name of the source's zone.
    """
    if isinstance(value, str) and "/" in value:
        return "" if value == zone else _iana(value)
    minutes = _read_minutes(value)
    if minutes is None or minutes in _minutes_of(zone):
        return ""
    sign, rest = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{sign}{rest // 60:02d}:{rest % 60:02d}"


def _read_minutes(value: object) -> int | None:
    number = read_integer(value)
    if number is None:
        found = _OFFSET.fullmatch(value.strip()) if isinstance(value, str) else None
        if not found:
            return None
        sign = -1 if found[1].startswith("-") else 1
        number = int(found[1]) * 60 + sign * int(found[2] or 0)
    elif abs(number) <= _MAX_HOURS:
        number *= 60
    return number if abs(number) <= _MAX_MINUTES else None


def _minutes_of(zone: str) -> set[int]:
    offsets = (at.astimezone(ZoneInfo(zone or "UTC")).utcoffset() for at in _HALVES)
    return {(offset or timedelta()) // timedelta(minutes=1) for offset in offsets}


def _iana(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""


def _area(value: object) -> str:
    """Return the name of an area, which is an object or a text."""
    if isinstance(value, Mapping):
        value = value.get("area_name") or value.get("area_code")
    return _name(value)


def _name(value: object) -> str:
    return shown(value.strip())[:MAX_NAME_LENGTH] if isinstance(value, str) else ""
