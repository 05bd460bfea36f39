"""Times of records, whose meaning differs from firmware to firmware.

``CreateTime`` is seconds since 1970. Most firmware counts them in UTC; some writes the
terminal's wall clock as if it were UTC, and nothing in the record tells which. Newer
firmware adds ``CreateTimeRealUTC``, which leaves no doubt. Sources: two public pollers.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .bodies import Row, read_number

UTC, LOCAL = "times_utc", "times_local"
#: Clocks differ by a little, and a record takes a moment to be written.
TOLERANCE = timedelta(minutes=3)
#: Before this no such terminal was made: its clock was not set.
_FIRST, _LAST = 946_684_800, 4_102_444_800
_EPOCH = datetime(1970, 1, 1)
_CERTAIN = ("createtimerealutc", "realutc")
_AMBIGUOUS = ("createtime", "utc")


class Moment(NamedTuple):
    """A wall clock, and its seconds east of UTC where they are known."""

    wall: datetime
    offset: int | None


class Evidence(NamedTuple):
    """What tells in which base a terminal writes its times.

    :param newest: ``CreateTime`` of its newest record, as if it were a wall clock.
    :param clock: what its clock shows.
    :param since: what its clock showed before the record was made, ``None``: not known.
    """

    newest: datetime
    clock: datetime
    since: datetime | None = None


class TimesDisagree(Exception):
    """The newest record fits neither base."""


def read_raw(row: Row) -> int | None:
    """Return ``CreateTime`` or ``UTC`` as it came."""
    return read_number(row, *_AMBIGUOUS)


def is_certain(row: Row) -> bool:
    """Whether a record tells its instant without doubt."""
    return (read_number(row, *_CERTAIN) or 0) > 0


def read_moment(row: Row, base: str, zone: ZoneInfo) -> Moment | None:
    """Return when a record was made; ``None`` where it does not tell, or nobody knows.

    :param base: :data:`UTC` or :data:`LOCAL`, ``""`` where that is not known.
    :param zone: of the terminal.
    """
    certain, raw = read_number(row, *_CERTAIN), read_raw(row)
    if certain and _is_possible(certain):
        return _local(certain, zone)
    if raw is None or not _is_possible(raw):
        return None
    if base == LOCAL:
        return Moment(as_wall(raw), None)
    return _local(raw, zone) if base == UTC else None


def is_unset(row: Row) -> bool:
    """Whether a record was made while the clock was not set."""
    raw = read_number(row, *_CERTAIN, *_AMBIGUOUS)
    return raw is not None and not _is_possible(raw)


def as_wall(raw: int) -> datetime:
    """Return seconds since 1970 as a wall clock."""
    return _EPOCH + timedelta(seconds=raw)


def as_raw(wall: datetime) -> int:
    """Return a wall clock as seconds since 1970."""
    return (wall - _EPOCH) // timedelta(seconds=1)


def decide(evidence: Evidence, offset: timedelta) -> str | None:
    """Return the base of a terminal's times, ``None`` where that cannot be told yet.

    A record made just now is never later than the clock, nor earlier than the clock was
    before it. So east of Greenwich the newest record tells as soon as it lies in the future
    of UTC, and anywhere the first record between two readings does.

    :param offset: of the terminal's zone, east of UTC.
    :raises TimesDisagree: the record fits neither.
    """
    if abs(offset) <= 2 * TOLERANCE:
        return LOCAL  # the same
    candidates = {LOCAL: evidence.newest, UTC: evidence.newest + offset}
    since = evidence.since - TOLERANCE if evidence.since else datetime.min
    fitting = [
        base
        for base, wall in candidates.items()
        if since <= wall <= evidence.clock + TOLERANCE
    ]
    if not fitting:
        raise TimesDisagree
    return fitting[0] if len(fitting) == 1 else None


def offset_at(zone: ZoneInfo, wall: datetime) -> timedelta:
    """Return how far east of UTC a zone is at a wall clock."""
    return wall.replace(tzinfo=zone).utcoffset() or timedelta()


def read_clock(values: Mapping[str, str]) -> datetime | None:
    """Return the clock of an answer: ``result=2026-03-04 08:00:00``, with or without zeros."""
    text = values.get("result", "")
    day, _blank, clock = text.partition(" ")
    try:
        year, month, number = map(int, day.split("-"))
        hour, minute, second = map(int, clock.split(":"))
        return datetime(year, month, number, hour, minute, second)
    except ValueError:
        return None


def _is_possible(raw: int) -> bool:
    return _FIRST <= raw < _LAST


def _local(raw: int, zone: ZoneInfo) -> Moment:
    at = datetime.fromtimestamp(raw, timezone.utc).astimezone(zone)
    offset = at.utcoffset() or timedelta()
    return Moment(at.replace(tzinfo=None), offset // timedelta(seconds=1))
