"""Reading only the first and the last punch of a workday."""

from itertools import groupby

from . import outcomes
from .outcomes import Outcome
from .walk import Session


def first_last(directed, policy, _walls, told):
    """One session a workday: from its first punch to its last.

    A punch past the longest session begins another one. A day around an attendance
    that a person entered is left to that person as a whole.
    """
    sessions = []
    by_day = groupby(directed, key=lambda item: policy.workday(item[0].instant))
    for _day, group in by_day:
        session = None
        for punch, _direction in group:
            if session is None or not session.reaches(punch, policy):
                session = Session(punch)
                sessions.append(session)
                told[punch.key] = Outcome(outcomes.CHECKED_IN, "begins")
                continue
            if session.closed:
                told[session.closed.key] = Outcome(outcomes.REPEAT, "between")
            session.closed = punch
            told[punch.key] = Outcome(outcomes.CHECKED_OUT, "ends")
    return [session for session in sessions if _ended(session, sessions[-1], told)]


def _ended(session, last, told):
    """Whether the session may exist: only the last one may lack an end."""
    if session.closed or session is last:
        return True
    told[session.opened.key] = Outcome(outcomes.MISSING_CHECK_OUT, "never_out")
    return False
