"""From the punches of one person to attendances, by the rules of the policy.

A pure function: the same punches, fixed intervals and policy give the same plan, in
whatever order and however often they came. Instants are naive UTC throughout, so a day
with 23 hours is nothing special; only days are read on the person's own clock.

The steps, in order:

1. each punch gets a direction: the key pressed, or none (``keys.py``);
2. a punch soon after another that says the same repeats it;
3. punches inside fixed intervals are set aside;
4. a walk in time opens and closes sessions, and gives up a check-in that nothing
   closed before the next one (``walk.py``, or ``first_last.py``);
5. sessions that would cross a fixed interval are given up;
6. the last session, if nothing ended it, stays open;
7. a session that began in a closed period is not made: what came too late for it is
   told so, and cannot be mistaken for the beginning of another.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime

from . import outcomes
from .directions import BREAK_IN, BREAK_OUT, IN, OUT
from .first_last import first_last
from .keys import direct
from .outcomes import Outcome
from .policy import Policy
from .walk import Session, walk
from .walls import Walls

# Two punches of one second: leave before you come, so that no session has no length.
RANK = {OUT: 0, BREAK_OUT: 1, BREAK_IN: 2, IN: 3, None: 4}


@dataclass(frozen=True, slots=True)
class Punch:
    """One punch of the person.

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

    :param end: ``None`` while it is open; it is then taken to reach as far as the
        longest session, and no other session may be open.
    :param keys: punches that belong to it although they may lie outside.
    """

    start: datetime
    end: datetime | None
    keys: frozenset = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """The sessions that should exist, in time order, and each punch's outcome."""

    sessions: tuple[Session, ...]
    outcomes: dict[Hashable, Outcome]


def pair(
    punches: Iterable[Punch],
    fixed: Iterable[Fixed],
    policy: Policy,
    now: datetime,
    start: datetime | None = None,
) -> Plan:
    """The attendances these punches make.

    :param now: naive UTC; only decides when an open session is overdue.
    :param start: naive UTC, where the plan begins. Earlier punches are given because
        they help to read the keys of their workday; they get no outcome.
    """
    told: dict[Hashable, Outcome] = {}
    walls = Walls(fixed, policy.longest)
    directed = sorted(direct(set(punches), policy), key=_in_time)
    if start is not None:
        directed = [item for item in directed if item[0].instant >= start]
    accepted = _without_repeats(directed, policy, told)
    free = _outside(accepted, walls, told)
    read = first_last if policy.mode == "first_last" else walk
    sessions = read(free, policy, walls, told)
    sessions = _within_walls(sessions, walls, told)
    sessions = _settle(sessions, walls, policy, now, told)
    sessions = _in_open_periods(sessions, directed, policy, told)
    return Plan(tuple(sessions), told)


def _in_time(item):
    punch, direction = item
    return punch.instant, RANK[direction], punch.order, str(punch.key)


def _without_repeats(directed, policy, told):
    """Leave out double taps: soon after the previous one, and saying no more than it."""
    accepted = []
    for punch, direction in directed:
        if accepted:
            previous, said = accepted[-1]
            soon = punch.instant - previous.instant <= policy.debounce
            if soon and direction in (said, None):
                told[punch.key] = Outcome(outcomes.REPEAT, "double_tap")
                continue
        accepted.append((punch, direction))
    return accepted


def _outside(directed, walls, told):
    """Leave out what lies inside an interval people entered."""
    free = []
    for punch, direction in directed:
        if walls.cover(punch):
            told[punch.key] = Outcome(outcomes.COVERED, "covered")
        else:
            free.append((punch, direction))
    return free


def _within_walls(sessions, walls, told):
    """Sessions that do not cross an interval people entered; the others are given up."""
    for session in sessions:
        if session.end is not None and walls.between(session.start, session.end):
            for punch in session.ends:
                told[punch.key] = Outcome(outcomes.COVERED, "blocked")
        else:
            yield session


def _settle(sessions, walls, policy, now, told):
    """Decide about the last session if it has no end: may it stay open?"""
    for session in sessions:
        opened = session.opened.key
        if session.end is not None:
            yield session
        elif walls.between(session.start, datetime.max):
            told[opened] = Outcome(outcomes.MISSING_CHECK_OUT, "never_out")
        elif walls.open:
            told[opened] = Outcome(outcomes.WAITING, "other_open")
        else:
            if now - session.start > policy.longest:
                told[opened] = Outcome(outcomes.MISSING_CHECK_OUT, "still_open")
            yield session


def _in_open_periods(sessions, directed, policy, told):
    """Nothing dated in a closed period is made; a session is dated by its beginning."""
    if policy.closed_until is None:
        return list(sessions)
    kept = []
    for session in sessions:
        if not policy.closed(session.start):
            kept.append(session)
        elif session.closed:
            told[session.closed.key] = Outcome(outcomes.CLOSED_PERIOD, "closed")
    for punch, _direction in directed:
        if policy.closed(punch.instant):
            told[punch.key] = Outcome(outcomes.CLOSED_PERIOD, "closed")
    return kept
