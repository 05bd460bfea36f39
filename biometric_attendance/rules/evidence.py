"""What speaks for and against the keys of a workday: earlier days and other people."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from .directions import IN_KINDS, OUT_KINDS

#: How many worked days before a workday are looked at, and how far back at most.
LAST_DAYS = 10
LOOKBACK = timedelta(days=366)
#: On how many of these days both kinds of keys must have been pressed.
ENOUGH_DAYS = 3
#: In how many days before a workday other people are looked at, and how many per cent of
#: them must have pressed both kinds on enough days.
PEOPLE_SPAN = timedelta(days=14)
ENOUGH_PEOPLE_PERCENT = 80


@dataclass(frozen=True, slots=True)
class Evidence:
    """How the keys were used before one workday.

    :param days: the person's last worked days before it, at most ``LAST_DAYS``.
    :param days_with_both: those of them that held both an in-kind and an out-kind.
    :param people: who used the terminals of this workday in the ``PEOPLE_SPAN`` before it.
    :param people_with_both: those of them who pressed both kinds on ``ENOUGH_DAYS``.
    """

    days: int = 0
    days_with_both: int = 0
    people: int = 0
    people_with_both: int = 0

    @property
    def person_presses_both(self) -> bool:
        """Whether the person is known to press keys of both kinds."""
        return self.days_with_both >= ENOUGH_DAYS

    @property
    def people_press_both(self) -> bool:
        """Whether nearly everybody at these terminals is known to."""
        percent = ENOUGH_PEOPLE_PERCENT * self.people
        return self.people > 0 and 100 * self.people_with_both >= percent


NO_EVIDENCE = Evidence()


def evidence_by_day(punches, policy, earlier=None, people=None):
    """The evidence for each workday of these punches: ``{workday: Evidence}``.

    It is made of sets and counts, so that the order of arrival makes no difference.

    :param earlier: the worked days before those of the punches, and whether they held
        both kinds: ``{workday: bool}``.
    :param people: ``{workday: (people, people_with_both)}``, see :class:`Evidence`.
    """
    days = by_workday(punches, policy)
    worked = dict(earlier or {})
    for day, of_day in days.items():
        if any(not punch.certain for punch in of_day):
            worked[day] = has_both_kinds(of_day)
    ordered = sorted(worked)
    found = {}
    for day in days:
        place = bisect_left(ordered, day)
        last = ordered[max(0, place - LAST_DAYS) : place]
        last = [each for each in last if each >= day - LOOKBACK]
        with_both = sum(worked[each] for each in last)
        found[day] = Evidence(len(last), with_both, *(people or {}).get(day, ()))
    return found


def by_workday(punches, policy):
    """Punches by workday: ``{workday: [punch]}``."""
    days = defaultdict(list)
    for punch in punches:
        days[policy.workday(punch.instant)].append(punch)
    return days


def has_both_kinds(punches):
    """Whether keys of both kinds were pressed; what people add is no key."""
    pressed = keys_pressed(punches)
    return not pressed.isdisjoint(IN_KINDS) and not pressed.isdisjoint(OUT_KINDS)


def keys_pressed(punches):
    """The directions of the keys pressed; what people add is no key."""
    return {punch.direction for punch in punches if not punch.certain} - {None}
