"""Where a person is expected to be now, and is: the status shown on the screen *Today*.

All instants are naive UTC.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

IN = "in"
LEFT = "left"
LEAVE = "leave"
DUE = "due"
LATE = "late"
MISSING = "missing"
LATER = "later"
OFF = "off"

#: Statuses of people who should be there by now, and have not come.
NOT_IN_YET = (DUE, LATE, MISSING)
#: Who has not come so long after the begin of the working time is missing, not late.
MISSING_AFTER = timedelta(hours=2)
#: Working times no further apart are one shift with a pause in it.
LONGEST_PAUSE = timedelta(hours=4)


class Span(NamedTuple):
    """A time from one instant to another; ``end`` is ``None`` while it lasts."""

    begin: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Limits:
    """What is meant by today, by late, and by gone.

    :param start: when the workday began.
    :param end: when the next one begins.
    :param grace: how long after the begin of the working time nobody is late.
    :param longest: nobody counts as present for longer without a check-out.
    """

    start: datetime
    end: datetime
    grace: timedelta
    longest: timedelta


class Presence(NamedTuple):
    """The status of one person.

    :param status: one of the constants above.
    :param since: of the check-in or check-out that the status comes from.
    :param expected: when the working time began, or will.
    :param late: how long after that the person came; ``None`` for who was not late.
    :param exit_unknown: the check-in is too old to believe, and has no check-out.
    """

    status: str
    since: datetime | None = None
    expected: datetime | None = None
    late: timedelta | None = None
    exit_unknown: bool = False


def shifts(hours: Iterable[tuple[datetime, datetime]]) -> list[Span]:
    """Join working times into shifts, over pauses and over midnight."""
    joined: list[Span] = []
    for begin, end in sorted(hours):
        last = joined[-1] if joined else None
        if last and last.end is not None and begin - last.end <= LONGEST_PAUSE:
            joined[-1] = Span(last.begin, max(last.end, end))
        else:
            joined.append(Span(begin, end))
    return joined


def without(
    hours: Iterable[tuple[datetime, datetime]],
    leaves: Iterable[tuple[datetime, datetime]],
) -> list[tuple[datetime, datetime]]:
    """Return what is left of working times outside leaves."""
    left = list(hours)
    for begin, end in leaves:
        left = [
            part
            for start, stop in left
            for part in ((start, min(stop, begin)), (max(start, end), stop))
            if part[0] < part[1]
        ]
    return left


def presence(
    of_shifts: Sequence[Span],
    sessions: Sequence[Span],
    leaves: Sequence[Span],
    now: datetime,
    limits: Limits,
) -> Presence:
    """Return the status of a person now.

    :param of_shifts: scheduled shifts without leaves, in order, from a day before the
        workday to its end.
    :param sessions: attendances that touch the workday, in order.
    :param leaves: the person's own leaves that touch the workday.
    """
    begun = [shift for shift in of_shifts if shift.begin <= now]
    current = begun[-1] if begun else None
    previous = begun[-2].end if len(begun) > 1 else None
    came = _sessions_of(current, previous, sessions, limits)
    expected = current.begin if current else None
    arrival = came[0].begin if came and current else None
    late = _lateness(arrival, current, limits)
    last = sessions[-1] if sessions else None
    if last and last.end is None and now - last.begin <= limits.longest:
        return Presence(IN, last.begin, expected, late)
    if any(leave.begin <= now and _after(leave.end, now) for leave in leaves):
        return Presence(LEAVE)
    if came:
        return _left(came[-1], expected, late)
    if current and (_after(current.end, now) or current.begin >= limits.start):
        return Presence(_not_in_yet(current, now, limits), expected=current.begin)
    if leaves and not any(_touches(shift, limits) for shift in of_shifts):
        return Presence(LEAVE)
    if last:
        return _left(last, None, None)
    following = [
        shift for shift in of_shifts if now < shift.begin and shift.begin < limits.end
    ]
    if following:
        return Presence(LATER, expected=following[0].begin)
    return Presence(OFF)


def _sessions_of(current, previous_end, sessions, limits):
    """The sessions in which the person came for the current shift.

    Work of the shift before, however long it took, is none.
    """
    if current is None:
        return []
    earliest = previous_end or limits.start
    return [
        session
        for session in sessions
        if _after(session.end, current.begin) or session.begin >= earliest
    ]


def _lateness(arrival, current, limits):
    if arrival is None or arrival >= current.end:
        return None
    late = arrival - current.begin
    return late if late > limits.grace else None


def _left(session, expected, late):
    if session.end is None:
        return Presence(LEFT, session.begin, expected, late, exit_unknown=True)
    return Presence(LEFT, session.end, expected, late)


def _not_in_yet(current, now, limits):
    waited = now - current.begin
    if waited <= limits.grace:
        return DUE
    is_over = not _after(current.end, now)
    return MISSING if is_over or waited > MISSING_AFTER else LATE


def _after(end, instant):
    """Whether a span that ends then, or not yet, lasts beyond an instant."""
    return end is None or end > instant


def _touches(span, limits):
    return span.begin < limits.end and _after(span.end, limits.start)
