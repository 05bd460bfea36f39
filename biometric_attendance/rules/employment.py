"""When a person was employed: the days of the contracts, and the day the person left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .policy import Policy

Span = tuple[datetime, datetime]
Days = tuple[date | None, date | None]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Employment:
    """The spans of time, in naive UTC, a person was employed; from each up to its end."""

    spans: tuple[Span, ...] = ((datetime.min, datetime.max),)

    def includes(self, instant: datetime) -> bool:
        """Whether the person was employed at an instant."""
        return any(start <= instant < end for start, end in self.spans)

    def nearest(self, instant: datetime) -> tuple[datetime | None, datetime | None]:
        """The last end up to an instant, and the first beginning after it."""
        ends = [end for _start, end in self.spans if end <= instant]
        starts = [start for start, _end in self.spans if start > instant]
        return max(ends, default=None), min(starts, default=None)


def employment(
    contracts: Iterable[Days],
    departure: date | None,
    archived: datetime | None,
    policy: Policy,
) -> Employment:
    """The employment of a person, by days on the person's own clock.

    Without contracts it has no known beginning. Gaps between contracts are gaps. Who
    left on a day, or was archived at a moment without one, is not employed any longer by
    the contract of that time; a later contract counts nevertheless.

    :param contracts: first and last day of each; ``None``: not known, or for good.
    :param departure: the last day, if one is known.
    :param archived: naive UTC, when the person was archived without a departure.
    """
    spans = []
    for first, last in list(contracts) or [(None, None)]:
        if departure and (first or date.min) <= departure:
            last = min(last or date.max, departure)
        start = policy.begins(first) if first else datetime.min
        end = policy.begins(last + _DAY) if last else datetime.max
        if archived and not departure and start <= archived:
            end = min(end, archived)
        spans.append((start, end))
    return Employment(tuple(sorted(spans)))
