"""Sessions of the first-in/last-out mode: the first and last punch of each workday."""

from itertools import groupby

from . import outcomes
from .outcomes import Outcome
from .session import Session


def sessions_first_last(directed, policy, _fixed, outcome_of):
    """One session a workday: from its first punch to its last.

    A punch past the longest session begins another one. A day around a fixed interval
    is left as a whole to the person who entered that.

    :param directed: ``[(punch, direction)]`` in time order, without repeats.
    :param outcome_of: ``{key: Outcome}``, where the outcome of every punch is added.
    """
    sessions = []
    by_day = groupby(directed, key=lambda item: policy.workday(item[0].instant))
    for _day, group in by_day:
        session = None
        for punch, _direction in group:
            if session is None or not session.reaches(punch, policy):
                session = Session(punch)
                sessions.append(session)
                outcome_of[punch.key] = Outcome(outcomes.CHECKED_IN, "begins")
                continue
            if session.closed:
                outcome_of[session.closed.key] = Outcome(outcomes.REPEAT, "between")
            session.closed = punch
            outcome_of[punch.key] = Outcome(outcomes.CHECKED_OUT, "ends")
    return [
        session for session in sessions if _is_kept(session, sessions[-1], outcome_of)
    ]


def _is_kept(session, last, outcome_of):
    """Whether the session may exist: only the last one may lack an end."""
    if session.closed or session is last:
        return True
    outcome_of[session.opened.key] = Outcome(outcomes.MISSING_CHECK_OUT, "never_out")
    return False
