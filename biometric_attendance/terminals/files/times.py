"""Parse days and times in the formats found in files.

    2024-01-31 08:05:09   2024/01/31 08:05   20240131 080509   2024-01-31T08:05:09
    31/01/2024 8:05 AM    31.01.2024 08:05   01-31-24 08:05:09

Whether 03/04/2024 is in March or April is decided by all dates of a file.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time

from ..errors import ProtocolError

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII).fullmatch
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII).fullmatch
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII).fullmatch
_CLOCK = re.compile(
    r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,6})?)?(?:\s*([AaPp])\.?[Mm]\.?)?", re.ASCII
).fullmatch
_CLOCK_DIGITS = re.compile(r"(\d\d)(\d\d)(\d\d)?()", re.ASCII).fullmatch
_CENTURY = 2000

#: Values of ``first``: which part comes first in a date with the year last.
FIRST_PARTS = ("day", "month")


def split(text: str) -> tuple[str, str]:
    """Return day and clock of a time in one column; ``""`` for what is missing."""
    day, _blank, clock = text.strip().replace("T", " ", 1).partition(" ")
    return day, clock.strip()


def read_clock(text: str) -> time | None:
    """Return a time of day without fractions of a second, ``None`` if it is not one."""
    found = _CLOCK(text.strip()) or _CLOCK_DIGITS(text.strip())
    if not found:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    half = (found[4] or "").upper()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "P" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def read_day(text: str, first: str) -> date | None:
    """Return a date, ``None`` if it does not exist or has no known format.

    :param first: ``day`` or ``month``: which comes first where the year is last and the
        separator is ``/`` or ``-``. With ``.`` the day is always first.
    """
    found = _YEAR_FIRST(text) or _DIGITS(text)
    if found:
        year, month, day = (int(part) for part in found.groups() if part.isdecimal())
        return _day(year, month, day)
    found = _YEAR_LAST(text)
    if not found:
        return None
    one, mark, two, last = found.groups()
    full = int(last) + (_CENTURY if len(last) == 2 else 0)
    if first == "month" and mark != ".":
        one, two = two, one
    return _day(full, int(two), int(one))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def which_first(days: Iterable[str]) -> str:
    """Return ``day`` or ``month``: the one that gives a valid date for all days of a file.

    Days valid with neither are ignored here and refused later, one by one.

    :raises ProtocolError: both are valid for all and differ, or neither is valid for all.
    """
    fits = set(FIRST_PARTS)
    ambiguous = ""
    for text in dict.fromkeys(days):
        read = {first: read_day(text, first) for first in FIRST_PARTS}
        able = {first for first, day in read.items() if day}
        if able:
            fits &= able
        if read["day"] != read["month"]:
            ambiguous = ambiguous or text
    if not fits:
        raise ProtocolError("file_days_mixed")
    if len(fits) == 2 and ambiguous:
        raise ProtocolError("file_day_month", day=ambiguous)
    return "day" if "day" in fits else "month"


def read_time(day: str, clock: str, first: str) -> datetime | None:
    """Return day and time of day together, ``None`` if either is not valid."""
    date_, clock_time = read_day(day.strip(), first), read_clock(clock)
    if date_ is None or clock_time is None:
        return None
    return datetime.combine(date_, clock_time)
