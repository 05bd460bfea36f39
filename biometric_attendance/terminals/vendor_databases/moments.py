"""Times of databases: to the second, as the wall clock of the terminal."""

from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..text import wall_clock

_HALF_SECOND = timedelta(microseconds=500_000)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
#: Seconds since 1970 of the year 2200: a greater number counts something else.
_MAX_EPOCH = 7_258_118_400
#: Years a time can be stored of.
_YEARS = range(1900, 10_000)


class Moment(NamedTuple):
    """A wall clock, and its offset from UTC where the database has instants.

    :param offset: seconds east of UTC, ``None`` where the database does not say.
    """

    wall: datetime
    offset: int | None


def read_moment(value: Any, zone: ZoneInfo) -> Moment | None:
    """Return the moment a value of a database is, ``None`` for none.

    :param zone: of the wall clock that an instant is shown in.
    """
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return _shown(value, zone)
        return _of_years(round_to_second(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not 0 < value < _MAX_EPOCH:
            return None
        return _shown(_EPOCH + timedelta(seconds=int(value)), zone)
    if isinstance(value, date):  # no time of day
        return None
    if not isinstance(value, str):
        return None
    return _read_text(value.strip(), zone)


def _read_text(text: str, zone: ZoneInfo) -> Moment | None:
    wall = wall_clock(text.replace("T", " ", 1))
    if wall is not None:
        return Moment(wall, None)
    if not (text[:4].isdecimal() and text[4:5] == "-" and len(text) > 15):
        return None
    try:
        value = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    if value.tzinfo is not None:
        return _shown(value, zone)
    return _of_years(round_to_second(value))


def round_to_second(value: datetime) -> datetime:
    """Return the nearest second: servers keep .997 for what was the full second."""
    if not value.microsecond:
        return value
    try:
        return (value + _HALF_SECOND).replace(microsecond=0)
    except OverflowError:
        return value.replace(microsecond=0)


def _of_years(value: datetime) -> Moment | None:
    return Moment(value, None) if value.year in _YEARS else None


def _shown(value: datetime, zone: ZoneInfo) -> Moment | None:
    try:
        local = round_to_second(value.astimezone(zone))
    except OverflowError:
        return None
    if local.year not in _YEARS:
        return None
    offset = local.utcoffset() or timedelta()
    return Moment(local.replace(tzinfo=None), int(offset.total_seconds()))
