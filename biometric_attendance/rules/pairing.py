"""Pairing: from the punches of one employee to attendances, by the rules of the policy.

A pure function: the same punches, fixed intervals and policy give the same plan, in
whatever order and however often they came. Instants are naive UTC throughout, so a day
with 23 hours is nothing special; only days are read on the person's own clock.

The steps, in order:

1. each punch gets a direction: the key pressed, or none (``keys.py``);
2. a punch soon after another that says the same is a repeat;
3. punches inside fixed intervals are covered;
4. sessions are made of the others, and a check-in that nothing closed before the next
   one is dropped (``by_direction.py``, or ``first_last.py``);
5. sessions that would cross a fixed interval are dropped;
6. the last session, if nothing ended it, stays open;
7. a session that began in a closed period is dropped: the punch that came too late to
   end it cannot be mistaken for the beginning of another.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime

from . import outcomes
from .by_direction import sessions_by_direction
from .directions import BREAK_IN, BREAK_OUT, IN, OUT
from .first_last import sessions_first_last
from .fixed_intervals import FixedInterval, FixedIntervals
from .keys import with_directions
from .outcomes import Outcome
from .policy import Policy
from .session import Session

# Two punches of one second: out before in, so that no session has no length.
RANK = {OUT: 0, BREAK_OUT: 1, BREAK_IN: 2, IN: 3, None: 4}


@dataclass(frozen=True, slots=True)
class Punch:
    """One punch of the employee.

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
class Plan:
    """The sessions that should exist, in time order, and each punch's outcome."""

    sessions: tuple[Session, ...]
    outcomes: dict[Hashable, Outcome]


def pair(
    punches: Iterable[Punch],
    fixed: Iterable[FixedInterval],
    policy: Policy,
    now: datetime,
    start: datetime | None = None,
) -> Plan:
    """The attendances these punches make.

    :param now: naive UTC; only decides when an open session is overdue.
    :param start: naive UTC, where the plan begins. Earlier punches are given because
        they help to read the keys of their workday; they get no outcome.
    """
    outcome_of: dict[Hashable, Outcome] = {}
    intervals = FixedIntervals(fixed, policy.longest)
    directed = sorted(with_directions(set(punches), policy), key=_time_order)
    if start is not None:
        directed = [item for item in directed if item[0].instant >= start]
    accepted = _without_repeats(directed, policy, outcome_of)
    free = _without_covered(accepted, intervals, outcome_of)
    first_last = policy.mode == "first_last"
    make_sessions = sessions_first_last if first_last else sessions_by_direction
    sessions = make_sessions(free, policy, intervals, outcome_of)
    sessions = _without_crossing(sessions, intervals, outcome_of)
    sessions = _with_one_open(sessions, intervals, policy, now, outcome_of)
    sessions = _without_closed_periods(sessions, directed, policy, outcome_of)
    return Plan(tuple(sessions), outcome_of)


def _time_order(item):
    punch, direction = item
    return punch.instant, RANK[direction], punch.order, str(punch.key)


def _without_repeats(directed, policy, outcome_of):
    """Leave out punches within the debounce of an accepted one that say no more."""
    accepted: list[tuple] = []
    for punch, direction in directed:
        if accepted:
            previous, previous_direction = accepted[-1]
            soon = punch.instant - previous.instant <= policy.debounce
            if soon and direction in (previous_direction, None):
                outcome_of[punch.key] = Outcome(outcomes.REPEAT, "double_tap")
                continue
        accepted.append((punch, direction))
    return accepted


def _without_covered(directed, fixed, outcome_of):
    """Leave out punches inside fixed intervals."""
    free = []
    for punch, direction in directed:
        if fixed.covers(punch):
            outcome_of[punch.key] = Outcome(outcomes.COVERED, "covered")
        else:
            free.append((punch, direction))
    return free


def _without_crossing(sessions, fixed, outcome_of):
    """Leave out sessions that cross a fixed interval."""
    for session in sessions:
        if session.end and fixed.is_one_between(session.start, session.end):
            for punch in session.ends:
                outcome_of[punch.key] = Outcome(outcomes.COVERED, "blocked")
        else:
            yield session


def _with_one_open(sessions, fixed, policy, now, outcome_of):
    """Leave out a session without an end, unless it may stay open."""
    for session in sessions:
        opened = session.opened.key
        if session.end is not None:
            yield session
        elif fixed.is_one_between(session.start, datetime.max):
            outcome_of[opened] = Outcome(outcomes.MISSING_CHECK_OUT, "never_out")
        elif fixed.is_one_open:
            outcome_of[opened] = Outcome(outcomes.WAITING, "other_open")
        else:
            if now - session.start > policy.longest:
                outcome_of[opened] = Outcome(outcomes.MISSING_CHECK_OUT, "still_open")
            yield session


def _without_closed_periods(sessions, directed, policy, outcome_of):
    """Leave out sessions of a closed period, to which they belong by their beginning."""
    if policy.closed_until is None:
        return list(sessions)
    kept = []
    for session in sessions:
        if not policy.closed(session.start):
            kept.append(session)
        elif session.closed:
            outcome_of[session.closed.key] = Outcome(outcomes.CLOSED_PERIOD, "closed")
    for punch, _direction in directed:
        if policy.closed(punch.instant):
            outcome_of[punch.key] = Outcome(outcomes.CLOSED_PERIOD, "closed")
    return kept
