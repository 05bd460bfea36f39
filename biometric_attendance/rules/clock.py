"""Converts a terminal's wall clock to instants, and back.

Instants are naive UTC, as Odoo stores them. Wall clocks are naive, in the zone given.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from .repeated_hour import Reading, RepeatedReading, decide

_NOON = time(12)
_LAST = time(23, 59, 59, 999_999)


def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    :raises ValueError: for a name that is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(f"{name!r} is not the name of a time zone.") from None


def instants(
    readings: Sequence[Reading],
    zone: ZoneInfo,
    received: datetime,
    *,
    in_order: bool = True,
) -> tuple[list[datetime], set[int]]:
    """When each wall clock reading of one upload was, in the order given.

    An offset the terminal sent itself wins. For the hour that happens twice see
    :mod:`.repeated_hour`.

    A reading in the hour that is skipped, which a terminal shows that has not changed
    its clock yet, moves forward by what was skipped (02:30 becomes 03:30).

    :param received: naive UTC.
    :param in_order: rows are in the order recorded, oldest first, unless they show
        another order themselves.
    :return: the instants, and the indexes of those that are ambiguous: of the hour that
        happens twice, and nothing tells which time. They are given the first.
    """
    found, twice = [], []
    for index, (_person, wall, offset) in enumerate(readings):
        if offset is None:
            ahead = constant_offset(zone, wall.toordinal())
            if ahead is None:
                ahead, later = offsets(wall, zone)
                if later < ahead:
                    twice.append(RepeatedReading(index, wall - ahead, wall - later))
        else:
            ahead = timedelta(seconds=offset)
        try:
            found.append(wall - ahead)
        except OverflowError:  # the first or last day of the calendar
            edge = datetime.max if wall.year > 1 else datetime.min
            found.append(edge.replace(microsecond=0))
    if not twice:
        return found, set()
    decided = decide(readings, twice, received, in_order)
    for each in twice:
        if decided.get(each.row):
            found[each.row] = each.second
    return found, {each.row for each in twice} - decided.keys()


def offsets(wall: datetime, zone: ZoneInfo) -> tuple[timedelta, timedelta]:
    """How far a wall clock is ahead of UTC: before a change of the clock, and after it.

    They differ in the hour that happens twice (the later one is smaller) and in the one
    that is skipped.
    """
    before, after = (
        wall.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta()
        for fold in (0, 1)
    )
    return before, after


@lru_cache(maxsize=4096)
def constant_offset(zone: ZoneInfo, ordinal: int) -> timedelta | None:
    """The day's one offset, ``None`` for a day on which it changes."""
    day = date.fromordinal(ordinal)
    offsets = {
        datetime.combine(day, at, zone).replace(fold=fold).utcoffset()
        for at in (time.min, _NOON, _LAST)
        for fold in (0, 1)
    }
    return offsets.pop() if len(offsets) == 1 else None


def offset_minutes(zone: ZoneInfo, at: datetime) -> int:
    """Whole minutes the zone is east of UTC at a naive UTC instant."""
    offset = at.replace(tzinfo=timezone.utc).astimezone(zone).utcoffset()
    return round((offset or timedelta()) / timedelta(minutes=1))


def wall(at: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on the wall of the zone shows at a naive UTC instant."""
    return at.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)


def midnight_after(at: datetime, zone: ZoneInfo) -> datetime:
    """The naive UTC instant at which the zone's next day begins."""
    return midnight(wall(at, zone).date() + timedelta(days=1), zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The naive UTC instant at which a day begins in the zone."""
    return utc(datetime.combine(day, time.min), zone)


def utc(wall: datetime, zone: ZoneInfo) -> datetime:
    """The naive UTC instant at which a wall clock shows a time, the first if it does twice."""
    return wall.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)
