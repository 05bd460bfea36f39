"""Pair the punches of one employee to attendances, by the rules of a policy.

A pure function: the same punches, fixed intervals and policy give the same plan, in
whatever order and however often the punches were received. Times are naive UTC, so days of
23 or 25 hours need no care; only a punch's day is taken in the employee's time zone.

The steps, in order:

1. each punch gets a direction: the key pressed, if keys count (``keys.py``), else what the
   scheduled hours say of it (``roster.py``), or none;
2. a punch soon before or after a press at a kiosk or in the web client that said the same,
   or soon after another punch that did, is a repeat;
3. punches inside fixed intervals are covered;
4. sessions are made of the others, and a check-in without a check-out before the next
   check-in is dropped (``by_direction.py``, or ``first_last.py``). An attendance that people
   began and that is open, or that Odoo's automatic check-out ended, is a session whose end
   is looked for;
5. sessions that would cross a fixed interval are dropped;
6. the last session, if it has no check-out, stays open until it is overdue;
7. a session that began in a closed period is dropped only now, so that its check-out is
   not taken for the check-in of another.

Who is not employed begins no session, but may end one (``employment.py``).
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from . import outcomes
from .by_direction import sessions_by_direction
from .directions import BEGUN, BREAK_IN, BREAK_OUT, IN, LONE_IN, LONE_OUT, OUT
from .employment import Employment
from .evidence import Evidence, evidence_by_day
from .first_last import sessions_first_last
from .fixed_intervals import FixedInterval, FixedIntervals
from .keys import with_directions
from .outcomes import Outcome
from .policy import Policy
from .roster import with_roster
from .session import Session

# Order of punches in the same second: out before in, so that no session has zero length.
RANK = {
    OUT: 0,
    LONE_OUT: 0,
    BREAK_OUT: 1,
    BEGUN: 2,
    BREAK_IN: 3,
    IN: 4,
    LONE_IN: 4,
    None: 5,
}
# What a press at the kiosk has to say for a punch to repeat it, if not the same.
PRESSED_LIKE = {LONE_IN: IN, LONE_OUT: OUT}

ALWAYS = Employment()
PARTNER_EMPLOYED = Outcome(outcomes.INACTIVE, "partner_employed")


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
    """The attendances that should exist, and each punch's outcome.

    :param sessions: in time order.
    :param outcomes: by the keys of the punches.
    :param overdue: a last session that is no presence any more, because a check-out has
        been missing for too long. It has no hours: there should be no attendance of it.
    :param ends: the punches that end attendances which people began, by their ``row``.
    :param repeats: the attendances whose press each of these punches repeats:
        ``{key: row}``.
    """

    sessions: tuple[Session, ...]
    outcomes: dict[Hashable, Outcome]
    overdue: Session | None = None
    ends: dict[Hashable, Punch] = field(default_factory=dict)
    repeats: dict[Hashable, Hashable] = field(default_factory=dict)


def pair(
    punches: Iterable[Punch],
    fixed: Iterable[FixedInterval],
    policy: Policy,
    now: datetime,
    start: datetime | None = None,
    evidence: Mapping[date, Evidence] | None = None,
    roster: Mapping[date, tuple] | None = None,
    employment: Employment = ALWAYS,
) -> Plan:
    """Return the sessions these punches make, and the outcome of each punch.

    :param now: naive UTC; only decides whether an open session is overdue.
    :param start: naive UTC, where the plan begins. Earlier punches are only used to find
        the directions of their workday; they get no outcome.
    :param evidence: what counts for and against the keys of each workday; without it,
        what these punches say by themselves.
    :param roster: the scheduled hours that begin on each workday, ``((start, end), ...)``
        in naive UTC; only read where the policy asks for it.
    :param employment: when the person was employed.
    """
    outcome_of: dict[Hashable, Outcome] = {}
    fixed = list(fixed)
    intervals = FixedIntervals(fixed, policy)
    distinct = set(punches)
    if evidence is None:
        evidence = evidence_by_day(distinct, policy)
    directed = with_directions(distinct, policy, evidence)
    directed = with_roster(directed, policy, roster or {})
    directed = sorted(directed, key=_time_order)
    if start is not None:
        directed = [item for item in directed if item[0].instant >= start]
    repeats: dict[Hashable, Hashable] = {}
    single = _without_pressed(directed, intervals, repeats, outcome_of)
    accepted = _without_repeats(single, policy, outcome_of)
    free = _without_covered(accepted, intervals, outcome_of)
    # Earlier ones are too long ago for a punch since then to end them.
    begun = intervals.begun_since(start and start - policy.longest)
    free = sorted([*free, *((item, BEGUN) for item in begun)], key=_time_order)
    first_last = policy.mode == "first_last"
    make_sessions = sessions_first_last if first_last else sessions_by_direction
    sessions = make_sessions(free, policy, intervals, employment, outcome_of)
    sessions = list(_without_crossing(sessions, intervals, outcome_of))
    ends = {s.interval: s.closed for s in sessions if s.interval and s.closed}
    # Whose automatic check-out gave way covers nothing behind the longest session.
    shorter = {each: each.at_most(policy.longest) for each in ends}
    if any(each != shorter[each] for each in ends):
        fixed = [shorter.get(each, each) for each in fixed]
        return pair(distinct, fixed, policy, now, start, evidence, roster, employment)
    sessions = _with_one_open(
        sessions, intervals.open - set(ends), intervals, outcome_of
    )
    sessions = _without_closed_periods(sessions, directed, policy, outcome_of)
    overdue = _take_overdue(sessions, policy, now, outcome_of)
    _mark_partners(directed, sessions, policy, outcome_of)
    return Plan(
        tuple(sessions),
        outcome_of,
        overdue,
        {interval.row: punch for interval, punch in ends.items()},
        repeats,
    )


def _time_order(item):
    punch, direction = item
    return punch.instant, RANK[direction], punch.order, str(punch.key)


def _without_pressed(directed, fixed, repeats, outcome_of):
    """Leave out punches that repeat a press at a kiosk or in the web client."""
    single = []
    for punch, direction in directed:
        interval = fixed.pressed_with(punch, PRESSED_LIKE.get(direction, direction))
        if interval is None:
            single.append((punch, direction))
        else:
            repeats[punch.key] = interval.row
            outcome_of[punch.key] = Outcome(outcomes.REPEAT, "pressed")
    return single


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


def _with_one_open(sessions, others_open, fixed, outcome_of):
    """Leave out a session without an end, unless it may stay open; and those of people.

    :param others_open: the intervals without an end that no punch ends.
    """
    for session in sessions:
        if session.interval:
            continue
        opened = session.opened.key
        if session.end is not None:
            yield session
        elif fixed.is_one_between(session.start, datetime.max):
            outcome_of[opened] = Outcome(outcomes.MISSING_CHECK_OUT, "never_out")
        elif others_open:
            outcome_of[opened] = Outcome(outcomes.WAITING, "other_open")
        else:
            yield session


def _take_overdue(sessions, policy, now, outcome_of):
    """Take the open session out of the list and return it, if it is overdue."""
    if (
        not sessions
        or sessions[-1].closed
        or now - sessions[-1].start <= policy.longest
    ):
        return None
    overdue = sessions.pop()
    outcome_of[overdue.opened.key] = Outcome(outcomes.MISSING_CHECK_OUT, "still_open")
    return overdue


def _mark_partners(directed, sessions, policy, outcome_of):
    """Say of punches outside the employment which of them leave another without partner.

    Such a pair lies across its first or last day: the days themselves may be wrong.
    """
    alone = [
        (punch, outcome_of[punch.key])
        for punch, _direction in directed
        if outcome_of[punch.key].code != outcomes.REPEAT
    ]
    opened = {session.opened.key for session in sessions[-1:] if not session.closed}
    for (earlier, outcome), (later, following) in pairwise(alone):
        if later.instant - earlier.instant > policy.longest:
            continue
        if (outcome.code, following.code) == (
            outcomes.INACTIVE,
            outcomes.MISSING_CHECK_IN,
        ):
            outcome_of[earlier.key] = PARTNER_EMPLOYED
        elif following.code == outcomes.INACTIVE and (
            outcome.code == outcomes.MISSING_CHECK_OUT or earlier.key in opened
        ):
            outcome_of[later.key] = PARTNER_EMPLOYED


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
