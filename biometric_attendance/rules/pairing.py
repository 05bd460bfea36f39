"""Pair the punches of one employee to attendances, by the rules of a policy.

A pure function: the same punches, fixed intervals and policy give the same plan, in
whatever order and however often the punches were received. Times are naive UTC, so days of
23 or 25 hours need no care; only a punch's day is taken in the employee's time zone.

The steps, in order:

1. each punch gets a direction: the key pressed, if keys count (``keys.py``), else what the
   scheduled hours say of it (``roster.py``), or none;
2. a punch soon after another with the same direction, or with none, is a repeat;
3. punches inside fixed intervals are covered;
4. sessions are made of the others, and a check-in without a check-out before the next
   check-in is dropped (``by_direction.py``, or ``first_last.py``);
5. sessions that would cross a fixed interval are dropped;
6. the last session, if it has no check-out, stays open;
7. a session that began in a closed period is dropped only now, so that its check-out is
   not taken for the check-in of another.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from . import outcomes
from .by_direction import sessions_by_direction
from .directions import BREAK_IN, BREAK_OUT, IN, LONE_IN, LONE_OUT, OUT
from .evidence import Evidence, evidence_by_day
from .first_last import sessions_first_last
from .fixed_intervals import FixedInterval, FixedIntervals
from .keys import with_directions
from .outcomes import Outcome
from .policy import Policy
from .roster import with_roster
from .session import Session

# Order of punches in the same second: out before in, so that no session has zero length.
RANK = {OUT: 0, LONE_OUT: 0, BREAK_OUT: 1, BREAK_IN: 2, IN: 3, LONE_IN: 3, None: 4}


@dataclass(frozen=True, slots=True)
class Punch:
    """One punch of the employee.

    :param key: the caller's identifier of the punch.
    :param instant: naive UTC.
    :param direction: ``in``, ``out``, ``break_out``, ``break_in`` or ``None``.
    :param order: sort key for punches of the same second and direction, such as device
        and PIN; must not depend on when they were received.
    :param certain: a person set the direction: it is used in every mode but
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
    evidence: Mapping[date, Evidence] | None = None,
    roster: Mapping[date, tuple] | None = None,
) -> Plan:
    """Return the sessions these punches make, and the outcome of each punch.

    :param now: naive UTC; only decides whether an open session is overdue.
    :param start: naive UTC, where the plan begins. Earlier punches are only used to find
        the directions of their workday; they get no outcome.
    :param evidence: what counts for and against the keys of each workday; without it,
        what these punches say by themselves.
    :param roster: the scheduled hours that begin on each workday, ``((start, end), ...)``
        in naive UTC; only read where the policy asks for it.
    """
    outcome_of: dict[Hashable, Outcome] = {}
    intervals = FixedIntervals(fixed, policy.longest)
    distinct = set(punches)
    if evidence is None:
        evidence = evidence_by_day(distinct, policy)
    directed = with_directions(distinct, policy, evidence)
    directed = with_roster(directed, policy, roster or {})
    directed = sorted(directed, key=_time_order)
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
    """Leave out punches within the debounce of an accepted one, without another direction."""
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
    """Leave out sessions that began in a closed period."""
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
