"""Whose PIN, from when: the history of one PIN of a device, and how it changes.

A history is a list of :class:`Assignment` in order of time. Each holds until the next
one begins, so that no two can hold at once; before the first one nobody has the PIN.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

#: The start of all time: an assignment that begins there has no beginning.
BEGINNING = datetime(1900, 1, 1)
#: The end of all time: an assignment until then has no end.
FOR_GOOD = datetime.max


class Assignment(NamedTuple):
    """Who has a PIN from an instant on.

    :param since: naive UTC.
    :param person: whatever the caller knows people by, ``None`` for nobody.
    """

    since: datetime
    person: object


History = Sequence[Assignment]


def assignment_at(history: History, instant: datetime) -> Assignment | None:
    """The assignment that holds at an instant, ``None`` where none has begun."""
    found = None
    for each in history:
        if each.since > instant:
            break
        found = each
    return found


def next_begin(history: History, instant: datetime) -> datetime:
    """When the next assignment after an instant begins, ``FOR_GOOD`` if there is none."""
    return min(
        (each.since for each in history if each.since > instant), default=FOR_GOOD
    )


def assign(
    history: History, person: object, since: datetime, until: datetime | None = None
) -> list[Assignment]:
    """Give the PIN to a person for a span, replacing whoever had it in that span.

    Afterwards it is again whose it would have been then.

    :param until: naive UTC; ``None``: until the next assignment begins.
    """
    end = next_begin(history, since) if until is None else until
    changed = [each for each in history if not since <= each.since < end]
    changed.append(Assignment(since, person))
    if end != FOR_GOOD and all(each.since != end for each in changed):
        before = assignment_at(history, end)
        changed.append(Assignment(end, before.person if before else None))
    return _without_repetition(changed)


def take_over(
    history: History, person: object, since: datetime, now: datetime
) -> list[Assignment]:
    """Make a person the present owner, from an instant on or from later on.

    Times until now in which nobody had the PIN do not end it.
    """
    kept = [
        each
        for each in history
        if each.person is not None or not since < each.since <= now
    ]
    return assign(kept, person, since)


def overlapped(
    history: History, person: object, since: datetime, until: datetime
) -> Assignment | None:
    """The first assignment of another person that begins within a span, if any."""
    for each in history:
        if since < each.since < until and each.person not in (None, person):
            return each
    return None


def default_since(
    history: History,
    person: object,
    now: datetime,
    first_day: datetime | None = None,
    former_end: datetime | None = None,
    open_since: datetime = BEGINNING,
) -> datetime:
    """From when a person has a PIN, where nobody chose it.

    - Nobody ever had it: from the beginning, so that all its punches follow.
    - Somebody had it: from the newcomer's first day, or from the end of the former's
      employment, if that is later. What the former had before stays.
    - No first day is known: from now on, or since nobody has had it.

    :param first_day: when the first day of a newcomer begins, ``None`` if not known.
    :param former_end: when the former person's employment ended, if known.
    :param open_since: when the closed period ends; no change reaches into it.
    """
    former = _last_person(history, now)
    if former is None:
        return BEGINNING
    present = assignment_at(history, now)
    is_vacant = present is not None and present.person is None
    otherwise = present.since if present is not None and is_vacant else now
    if former.person == person or first_day is None or first_day <= former.since:
        return otherwise
    if first_day > now:
        return otherwise if is_vacant else first_day
    since = max(first_day, former_end or BEGINNING, open_since)
    return since if since <= now else otherwise


def _last_person(history: History, now: datetime) -> Assignment | None:
    """The last assignment until now that was somebody's."""
    people = [each for each in history if each.person is not None and each.since <= now]
    return people[-1] if people else None


def _without_repetition(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Sort assignments, and leave out those that change nothing."""
    found: list[Assignment] = []
    for each in sorted(assignments, key=lambda each: each.since):
        if (found[-1].person if found else None) != each.person:
            found.append(each)
    return found
