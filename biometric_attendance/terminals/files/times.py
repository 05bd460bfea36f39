"""Parse days and times in the forms found in files.

    2024-01-31 08:05:09   2024/01/31 08:05   20240131 080509   2024-01-31T08:05:09+02:00
    31/01/2024 8:05 AM    31.01.2024 08:05   01-31-24 08:05:09 08:05 31/01/2024
    31-Jan-2024 8:05 a. m.                   2024年1月31日 上午8:05

Which part of 03/04/2024 is the month is decided by all days of a file: see ``facts``.
"""

import re
from datetime import date, datetime, time
from typing import NamedTuple

from ..reasons import Reason
from .calendar_words import HALVES, fold
from .days import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_LENGTH,
    day_readings,
    is_of_other_years,
    names_ambiguous_month,
    read_day,
    tidy,
)

_MAX_OFFSET_SECONDS = 14 * 3600
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?![\d:])", re.ASCII
)
_POINTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)\.(\d\d)(?![\d.])", re.ASCII)
_CLOCK_DIGITS = re.compile(r"(\d\d)(\d\d)(\d\d)?", re.ASCII).fullmatch
_COMPACT = re.compile(r"(\d{8})(\d{6}|\d{4})", re.ASCII).fullmatch
_OFFSET = re.compile(
    r"\s*(?:(Z|UTC|GMT)|([+-])(\d\d)(?::?(\d\d))?)(?=\s|$)", re.I | re.ASCII
).match
_HALF_AFTER = re.compile(r"\s*([^\W\d_]\.?(?:\s?[^\W\d_]\.?){0,20})").match
_HALF_BEFORE = re.compile(r"([^\W\d_]\.?(?:\s?[^\W\d_]\.?){0,20})\s*$").search


#: Days a spreadsheet program writes before a time of day alone.
NO_DAYS = frozenset(
    [
        "1899-12-30",
        "1899-12-31",
        "1900-01-00",
        "1900-01-01",
        "1904-01-01",
        "30/12/1899",
        "12/30/1899",
    ]
)


class Clock(NamedTuple):
    """A time of day, and its zone where the text names one.

    :param offset: seconds east of UTC, ``None`` where the text has no zone.
    """

    time: time
    offset: int | None


class Moment(NamedTuple):
    """A wall clock, and its zone where the text names one.

    :param offset: seconds east of UTC, ``None`` where the text has no zone.
    """

    time: datetime
    offset: int | None


class Parts(NamedTuple):
    """A moment taken apart, not yet understood.

    :param clock: the hour, minute and second as they are written.
    :param around: what is before and after the clock.
    """

    clock: str
    around: tuple[str, str]


def read_clock(text: str) -> Clock | None:
    """Return a time of day without fractions of a second, ``None`` if it is not one.

    It may have a day before it that is none, of ``NO_DAYS``.
    """
    text = tidy(text)
    if len(text) > MAX_LENGTH:
        return None
    digits = _CLOCK_DIGITS(text)
    if digits:
        return _clock(digits, None, None)
    parts = split_moment(text)
    if parts is None:
        return None
    day, half, offset = frame_of(parts.around)
    return None if day and day not in NO_DAYS else read_parts(parts.clock, half, offset)


def split_moment(text: str) -> Parts | None:
    """Take a moment apart at its time of day, ``None`` where it has none."""
    if len(text) > MAX_LENGTH:
        return None
    found = _CLOCK.search(text)
    if not found:
        for found in _POINTED.finditer(text):  # noqa: B007 (the last one)
            pass
    if not found:
        return None
    return Parts(found[0], (text[: found.start()], text[found.end() :]))


def frame_of(around: tuple[str, str]) -> tuple[str, bool | None, int | None]:
    """Return day, half of the day and zone of what is around a time of day."""
    before, after = around
    half: bool | None = None
    offset: int | None = None
    zone = _OFFSET(after)
    word = None if zone else _HALF_AFTER(after)
    if word and fold(word[1]) in HALVES:
        half, after = HALVES[fold(word[1])], after[word.end() :]
    else:
        word = _HALF_BEFORE(before)
        if word and fold(word[1]) in HALVES:
            half, before = HALVES[fold(word[1])], before[: word.start()]
    zone = zone or _OFFSET(after)
    if zone:
        offset = _seconds(zone)
        if offset is None:
            return "?", None, None
        after = after[zone.end() :]
    before = before.strip(" ,_")
    if before[-1:] in ("T", "t") and before[-2:-1].isdecimal():
        before = before[:-1]
    return f"{before} {after.strip(' ,_')}".strip(), half, offset


def _seconds(zone: re.Match[str]) -> int | None:
    if zone[1]:
        return 0
    seconds = int(zone[3]) * 3600 + int(zone[4] or 0) * 60
    if seconds > _MAX_OFFSET_SECONDS:
        return None
    return -seconds if zone[2] == "-" else seconds


def read_parts(text: str, half: bool | None, offset: int | None) -> Clock | None:
    """Return the time of day of ``Parts.clock`` and what :func:`frame_of` found."""
    found = _CLOCK.fullmatch(text) or _POINTED.fullmatch(text)
    return _clock(found, half, offset) if found else None


def _clock(found: re.Match[str], half: bool | None, offset: int | None) -> Clock | None:
    hour, minute, second = (int(found[number] or 0) for number in (1, 2, 3))
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half else 0)
    try:
        return Clock(time(hour, minute, second), offset)
    except ValueError:
        return None


def read_moment(text: str, order: str) -> Moment | None:
    """Return day and time of day of one text, ``None`` if either is missing or not valid.

    :param order: as of :func:`read_day`.
    """
    text = tidy(text)
    compact = _COMPACT(text)
    if compact:
        return together(read_day(compact[1], order), read_clock(compact[2]))
    parts = split_moment(text)
    if parts is None:
        day, _blank, digits = text.rpartition(" ")
        return together(read_day(day, order), read_clock(digits))
    day, half, offset = frame_of(parts.around)
    return together(read_day(day, order), read_parts(parts.clock, half, offset))


def together(day: date | None, clock: Clock | None) -> Moment | None:
    """Return the moment of a day and a time of day, ``None`` where one is missing."""
    if day is None or clock is None:
        return None
    return Moment(datetime.combine(day, clock.time), clock.offset)


def day_of(text: str) -> str:
    """Return the part of a moment that is its day; the text itself without a clock."""
    text = tidy(text)
    parts = split_moment(text)
    if parts:
        return frame_of(parts.around)[0]
    compact = _COMPACT(text)
    if compact:
        return compact[1]
    day, _blank, digits = text.rpartition(" ")
    return day if day and _CLOCK_DIGITS(digits) and day_readings(day) else text


def why_no_day(text: str, order: str) -> Reason:
    """Return the reason why a day cannot be read."""
    text = tidy(text)
    readings = day_readings(text)
    if readings and not order:
        return Reason("line_day_month", {"day": text[:MAX_LENGTH]})
    if names_ambiguous_month(text):
        return Reason("line_month_word")
    if is_of_other_years(text):
        return Reason("line_year", {"first": FIRST_YEAR, "last": LAST_YEAR})
    return Reason("line_time")


def why_no_moment(text: str, order: str) -> Reason:
    """Return the reason why day and time of day in one text cannot be read."""
    if not text.strip():
        return Reason("line_time_missing")
    day = day_of(text)
    if read_day(day, order) is None:
        return why_no_day(day, order)
    if day == tidy(text):
        return Reason("line_clock_missing")
    return Reason("line_time")
