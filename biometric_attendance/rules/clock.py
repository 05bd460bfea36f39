"""Converts a terminal's wall clock to instants, and back.

Instants are naive UTC, as Odoo stores them. Wall clocks are naive, in the zone given.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

#: How far a punch sent at once may be from the moment it is received.
LIVE_TOLERANCE = timedelta(minutes=2)

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
    readings: Sequence[tuple[datetime, int | None]], zone: ZoneInfo, received: datetime
) -> list[datetime]:
    """When each wall clock reading was, in the order given.

    An offset the terminal sent itself wins. Else, in the hour that happens twice:

    - a reading within ``LIVE_TOLERANCE`` of ``received`` in one of its two places is there;
    - one that stands before its predecessor on the clock is of the second pass, and so
      is every later one of that night;
    - otherwise it is of the first pass.

    A reading in the hour that is skipped, which a terminal shows that has not changed
    its clock yet, moves forward by what was skipped (02:30 becomes 03:30).

    :param readings: (wall clock, seconds east of UTC or ``None``), in the terminal's order.
    :param received: naive UTC.
    """
    changes: dict[date, _ClockChangeDay] = {}
    found = []
    for wall, offset in readings:
        if offset is None:
            ahead = _constant_offset(zone, wall.toordinal())
            if ahead is None:
                change = changes.setdefault(
                    wall.date(), _ClockChangeDay(zone, received)
                )
                ahead = change.ahead(wall)
        else:
            ahead = timedelta(seconds=offset)
        try:
            found.append(wall - ahead)
        except OverflowError:  # the first or last day of the calendar
            edge = datetime.max if wall.year > 1 else datetime.min
            found.append(edge.replace(microsecond=0))
    return found


@lru_cache(maxsize=4096)
def _constant_offset(zone: ZoneInfo, ordinal: int) -> timedelta | None:
    """The day's one offset, ``None`` for a day on which it changes."""
    day = date.fromordinal(ordinal)
    offsets = {
        datetime.combine(day, at, zone).replace(fold=fold).utcoffset()
        for at in (time.min, _NOON, _LAST)
        for fold in (0, 1)
    }
    return offsets.pop() if len(offsets) == 1 else None


class _ClockChangeDay:
    """A day on which the clock changes, read in the order of the records."""

    def __init__(self, zone: ZoneInfo, received: datetime):
        self.zone = zone
        self.received = received
        self.latest = datetime.min
        self.second = False

    def ahead(self, wall: datetime) -> timedelta:
        """How far the wall clock was ahead of UTC at its next reading."""
        first, second = (
            wall.replace(tzinfo=self.zone, fold=fold).utcoffset() or timedelta()
            for fold in (0, 1)
        )
        if first <= second:  # unambiguous, or skipped: read as if not yet changed
            return first
        if self._is_live(wall - second):
            self.second = True
        elif self._is_live(wall - first):
            self.second = False
        elif wall < self.latest:
            self.second = True
        self.latest = wall
        return second if self.second else first

    def _is_live(self, instant: datetime) -> bool:
        return abs(self.received - instant) <= LIVE_TOLERANCE


def offset_minutes(zone: ZoneInfo, at: datetime) -> int:
    """Whole minutes the zone is east of UTC at a naive UTC instant."""
    offset = at.replace(tzinfo=timezone.utc).astimezone(zone).utcoffset()
    return round((offset or timedelta()) / timedelta(minutes=1))


def wall(at: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on the wall of the zone shows at a naive UTC instant."""
    return at.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)


def midnight_after(at: datetime, zone: ZoneInfo) -> datetime:
    """The naive UTC instant at which the zone's next day begins."""
    day = wall(at, zone).date() + timedelta(days=1)
    begins = datetime.combine(day, time.min, zone)
    return begins.astimezone(timezone.utc).replace(tzinfo=None)
