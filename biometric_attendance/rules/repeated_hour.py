"""Which of its two times a wall clock reading was, in the hour that happens twice.

In this order:

- one of its two times is within ``LIVE_TOLERANCE`` of ``received``: it is that one;
- its second time has not come yet: it is of the first;
- of two readings of one person in this hour, the earlier record shows the later clock:
  the clock was set back in between. Whatever is recorded before is of the first time,
  whatever is recorded after of the second.

Only the order of one person's records counts, because files are often sorted by person,
and in the direction in which they are sorted. The person's records that lie outside of
that hour show the direction; where there are none, those of everybody else in the upload.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

#: How far a punch sent at once may be from the moment it is received.
LIVE_TOLERANCE = timedelta(minutes=2)
#: How far a terminal's clock may be ahead; what is further ahead is a clock error.
MAX_CLOCK_LEAD = timedelta(minutes=5)

#: Added to a wall clock, so that an hour around midnight lies on one day.
_HALF_A_DAY = timedelta(hours=12)

#: Person, wall clock, seconds east of UTC where the terminal sent them.
Reading = tuple[Hashable, datetime, int | None]


class RepeatedReading(NamedTuple):
    """A reading of the hour that happens twice.

    :param row: its index among all readings of the upload.
    :param first: the instant, naive UTC, if it is of the first time.
    :param second: if it is of the second.
    """

    row: int
    first: datetime
    second: datetime


def decide(
    readings: Sequence[Reading],
    twice: Sequence[RepeatedReading],
    received: datetime,
    in_order: bool,
) -> dict[int, bool]:
    """Return by index whether a reading is of the second time; undecided ones are missing.

    :param readings: all of the upload.
    :param in_order: oldest first, unless the readings show another order.
    """
    decided = {}
    nights = defaultdict(list)
    for each in twice:
        second = _decide_by_arrival(each, received)
        if second is not None:
            decided[each.row] = second
        person, wall, _offset = readings[each.row]
        nights[person, _night(wall)].append(each.row)
    open_nights = {
        key: indexes
        for key, indexes in nights.items()
        if len(indexes) > 1 and not decided.keys() >= set(indexes)
    }
    if not open_nights:
        return decided
    orders = _SortOrders(readings, {each.row for each in twice}, in_order)
    for (person, _day), indexes in open_nights.items():
        order = orders.of(person)
        if order:
            ordered = indexes if order > 0 else indexes[::-1]
            decided |= _decide_by_order(readings, ordered, decided)
    return decided


def _decide_by_arrival(reading: RepeatedReading, received: datetime) -> bool | None:
    if abs(received - reading.second) <= LIVE_TOLERANCE:
        return True
    if abs(received - reading.first) <= LIVE_TOLERANCE:
        return False
    return False if reading.second > received + MAX_CLOCK_LEAD else None


def _night(wall: datetime) -> date:
    return (wall + _HALF_A_DAY if wall.year < datetime.max.year else wall).date()


class _SortOrders:
    """In which order the records of each person are sorted: oldest or newest first."""

    def __init__(self, readings: Sequence[Reading], twice: set[int], in_order: bool):
        clocks: dict[Hashable, list[tuple[datetime, bool]]] = defaultdict(list)
        for index, (person, wall, _offset) in enumerate(readings):
            clocks[person].append((wall, index in twice))
        self._own = {person: _count_rises(rows) for person, rows in clocks.items()}
        self._other = sum(self._own.values()) or int(in_order)

    def of(self, person: Hashable) -> int:
        """Positive: oldest first; negative: newest first; 0: in no known order."""
        return self._own[person] or self._other


def _count_rises(rows: Iterable[tuple[datetime, bool]]) -> int:
    """Count how often the clock rises from a row to the next, less how often it falls.

    Not within the hour that happens twice, where it may fall though time goes on.
    """
    count, before = 0, None
    for wall, twice in rows:
        if before and not (twice and before[1] and _night(wall) == _night(before[0])):
            count += (wall > before[0]) - (wall < before[0])
        before = wall, twice
    return count


def _decide_by_order(
    readings: Sequence[Reading], indexes: Sequence[int], decided: dict[int, bool]
) -> dict[int, bool]:
    """Decide what the order of one person's records in one night tells.

    :param indexes: of the readings, oldest first.
    :return: nothing where the order contradicts itself, as an hour happens only twice.
    """
    clocks = [readings[index][1] for index in indexes]
    second, latest = set(), datetime.min
    behind = False
    for index, wall in zip(indexes, clocks, strict=True):
        behind = behind or wall < latest or decided.get(index) is True
        if behind:
            second.add(index)
        latest = max(latest, wall)
    first, earliest = set(), datetime.max
    ahead = False
    for index, wall in zip(reversed(indexes), reversed(clocks), strict=True):
        ahead = ahead or wall > earliest or decided.get(index) is False
        if ahead:
            first.add(index)
        earliest = min(earliest, wall)
    if first & second:
        return {}
    return dict.fromkeys(first, False) | dict.fromkeys(second, True)
