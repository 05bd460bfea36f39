"""From the punches of one person to attendances, by the rules of the policy.

A pure function: the same punches, fixed intervals and policy give the same plan, in
whatever order and however often they came. Instants are naive UTC throughout, so a day
with 23 hours is nothing special; only workdays are read on the person's own clock.

The steps, in order:

1. each punch gets a direction: the key pressed, or none (``direct``);
2. punches of a closed period and punches inside fixed intervals are set aside;
3. a punch soon after another that says the same repeats it;
4. a walk in time opens and closes sessions, and gives up a check-in that nothing
   closed before the next one (``walk.py``);
5. sessions that would cross a fixed interval are given up;
6. the last session, if nothing ended it, stays open.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from . import fates
from .directions import BREAK_IN, BREAK_OUT, IN, OUT
from .fates import Fate
from .policy import Policy
from .walk import Session, first_last, walk

ENTERING = (IN, BREAK_IN)
LEAVING = (OUT, BREAK_OUT)
# Two punches of one second: leave before you come, and break last.
RANK = {OUT: 0, IN: 1, None: 2, BREAK_OUT: 3, BREAK_IN: 4}


@dataclass(frozen=True, slots=True)
class Punch:
    """One passage of the person.

    :param key: whatever names it for the caller.
    :param instant: naive UTC.
    :param direction: ``in``, ``out``, ``break_out``, ``break_in`` or ``None``.
    :param order: tells punches of the same second and direction apart, such as
        device and PIN; must not depend on when they arrived.
    :param certain: a person said so: the direction holds in every mode but
        first-in/last-out.
    """

    key: Hashable
    instant: datetime
    direction: str | None = None
    order: tuple = ()
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """An interval people entered: never changed, never overlapped.

    :param end: ``None`` while it is open.
    :param keys: punches that belong to it although they may lie outside.
    """

    start: datetime
    end: datetime | None
    keys: frozenset = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """The sessions that should exist, in time order, and each punch's fate."""

    sessions: tuple[Session, ...]
    fates: dict[Hashable, Fate]


def pair(
    punches: Iterable[Punch],
    fixed: Sequence[Fixed],
    policy: Policy,
    now: datetime,
    start: datetime | None = None,
) -> Plan:
    """The attendances these punches make.

    :param now: naive UTC; only decides when an open session is overdue.
    :param start: where the plan begins. Earlier punches are given because they help
        to read the keys of their workday; they get no fate.
    """
    told: dict[Hashable, Fate] = {}
    punches = sorted(set(punches), key=_in_time)
    for punch in punches:
        aside = _set_aside(punch, fixed, policy)
        if aside:
            told[punch.key] = aside
    # What is set aside still helps to read the keys of its workday.
    directed = [item for item in direct(punches, policy) if item[0].key not in told]
    if start is not None:
        directed = [item for item in directed if item[0].instant >= start]
        for punch in punches:
            if punch.instant < start:
                told.pop(punch.key, None)
    read = first_last if policy.mode == "first_last" else walk
    sessions = read(_without_repeats(directed, policy, told), policy, told)
    kept = _within_walls(sessions, fixed, policy, told)
    return Plan(tuple(_settle(kept, fixed, policy, now, told)), told)


def _in_time(punch):
    return punch.instant, RANK[punch.direction], punch.order, str(punch.key)


def _set_aside(punch, fixed, policy):
    """The fate of a punch that does not take part, else ``None``."""
    if policy.closed(punch.instant):
        return Fate(fates.CLOSED_PERIOD, "closed")
    for interval in fixed:
        end = interval.end or interval.start + policy.longest
        if punch.key in interval.keys or interval.start <= punch.instant <= end:
            return Fate(fates.COVERED, "covered")
    return None


def direct(punches, policy):
    """Each punch with the direction to read it by: ``[(punch, direction)]``.

    Smart: keys count for a workday that saw both coming and going keys. Half of the
    world's terminals send the same key for everything, and such keys say nothing.
    """
    if policy.mode in ("alternate", "first_last"):
        return [(punch, _said(punch, False)) for punch in punches]
    if policy.mode == "keys":
        return [(punch, punch.direction) for punch in punches]
    directed = []
    for _day, group in groupby(punches, key=lambda punch: policy.workday(punch.instant)):
        group = list(group)
        seen = {punch.direction for punch in group}
        useful = not seen.isdisjoint(ENTERING) and not seen.isdisjoint(LEAVING)
        directed += [(punch, _said(punch, useful)) for punch in group]
    return directed


def _said(punch, keys_count):
    return punch.direction if keys_count or punch.certain else None


def _without_repeats(directed, policy, told):
    """Leave out double taps: soon after the previous one, and saying no more than it."""
    accepted = []
    for punch, direction in directed:
        if accepted:
            previous, said = accepted[-1]
            soon = punch.instant - previous.instant <= policy.debounce
            if soon and direction in (said, None):
                told[punch.key] = Fate(fates.REPEAT, "double_tap")
                continue
        accepted.append((punch, direction))
    return accepted


def _within_walls(sessions, fixed, policy, told):
    """Sessions that do not cross an interval people entered; the others are given up."""
    kept = []
    for session in sessions:
        end = session.end or session.start + policy.longest
        if any(
            interval.start < end and (interval.end or datetime.max) > session.start
            for interval in fixed
        ):
            for punch in session.ends:
                told[punch.key] = Fate(fates.COVERED, "blocked")
        else:
            kept.append(session)
    return kept


def _settle(sessions, fixed, policy, now, told):
    """Decide about the last session if it has no end: may it stay open?"""
    for session in sessions:
        opened = session.opened.key
        if session.end is not None:
            yield session
        elif any(interval.start >= session.start for interval in fixed):
            told[opened] = Fate(fates.MISSING_CHECK_OUT, "never_out")
        elif any(interval.end is None for interval in fixed):
            told[opened] = Fate(fates.WAITING, "other_open")
        else:
            if now - session.start > policy.longest:
                told[opened] = Fate(fates.MISSING_CHECK_OUT, "still_open")
            yield session
