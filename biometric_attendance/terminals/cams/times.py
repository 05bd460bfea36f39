"""The two ways of writing a time.

    1556637142                          v1, v2: the wall clock, as if it stood in Greenwich
    2024-09-17 07:48:22 GMT +0300       v3: the wall clock, and how far it is from UTC

Sources: the vendor's Web API 2.0 document ("should be converted to GMT+0 to get the time
in your timezone"); the documented v3 sample, whose two times agree read like this.
"""

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from ..errors import ProtocolError
from ..text import wall_clock
from ..times import END_OF_DAY

_EPOCH = datetime(1970, 1, 1)
_SECONDS = re.compile(r"\d{1,11}", re.ASCII).fullmatch
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d) +(\d\d:\d\d:\d\d)(?: *(?:GMT|UTC)? *([+-])(\d\d):?([0-5]\d))?",
    re.ASCII,
).fullmatch
_MAX_OFFSET_SECONDS = 14 * 3600

#: A wall clock, and seconds east of UTC where they were sent.
WallTime = tuple[datetime, int | None]


def read_epoch(text: str) -> WallTime | None:
    """``None`` for what is no number of seconds, or beyond the calendar."""
    if not _SECONDS(text):
        return None
    try:
        return _EPOCH + timedelta(seconds=int(text)), None
    except OverflowError:
        return None


def read_time(text: str) -> WallTime | None:
    """``None`` for a time that does not exist or is written otherwise."""
    found = _TIME(text)
    wall = wall_clock(f"{found[1]} {found[2]}") if found else None
    if found is None or wall is None:
        return None
    if not found[3]:
        return wall, None
    seconds = int(found[4]) * 3600 + int(found[5]) * 60
    if seconds > _MAX_OFFSET_SECONDS:
        return None
    return wall, -seconds if found[3] == "-" else seconds


def write_epoch(time: datetime) -> str:
    """Return a wall clock as seconds since 1970-01-01 00:00 of the same clock.

    :param time: a wall clock; a zone it may have is not looked at.
    """
    wall = time.replace(tzinfo=None, microsecond=0)
    return str((wall - _EPOCH) // timedelta(seconds=1))


def write_time(time: datetime) -> str:
    """Return a time as ``2019-04-30 16:58:52 GMT +0530``.

    :raises ProtocolError: for a time without a zone.
    """
    offset = time.utcoffset()
    if offset is None:
        raise ProtocolError("time_without_offset")
    minutes = round(offset / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"{time:%Y-%m-%d %H:%M:%S} GMT {sign}{hours:02}{rest:02}"


def payload_time(
    value: object, zone: tzinfo | None, *, end_of_day: bool = False
) -> datetime:
    """Return a time of a command's payload.

    :param value: datetime, date or their ISO text, in the terminal's own time; one that
        has an offset keeps it.
    :param zone: of the terminal, ``None`` where only the wall clock counts.
    :param end_of_day: whether a bare day means its end, and an hour that happens twice its
        second pass.
    :raises ProtocolError: for anything else.
    """
    if isinstance(value, str):
        bare, value = len(value) == len("2024-09-17"), _from_text(value)
        value = value.date() if bare and value else value
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, END_OF_DAY if end_of_day else time.min)
    if not isinstance(value, datetime):
        raise ProtocolError("time_unreadable")
    value = value.replace(microsecond=0)
    return value if value.tzinfo else value.replace(tzinfo=zone, fold=int(end_of_day))


def _from_text(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def read_day(text: str) -> str:
    """The day of seconds since 1970, ``""`` for anything else."""
    found = read_epoch(text)
    return found[0].replace(tzinfo=timezone.utc).date().isoformat() if found else ""
