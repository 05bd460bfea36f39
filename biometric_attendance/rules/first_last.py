"""Sessions of the first-in/last-out mode: the first and last punch of each workday."""

from itertools import groupby

from . import outcomes
from .directions import BEGUN
from .outcomes import Outcome
from .session import Session


def sessions_first_last(directed, policy, _fixed, employment, outcome_of):
    """One session a workday: from its first punch to its last.

    A punch past the longest session begins another one; so does an attendance that
    people began, and the day's last punch ends that. A day around another fixed interval is
    left as a whole to the person who entered that. A punch begins no session outside of
    the employment.

    :param directed: ``[(punch, direction)]`` in time order, without repeats.
    :param outcome_of: ``{key: Outcome}``, where the outcome of every punch is added.
    """
    sessions = []
    by_day = groupby(directed, key=lambda item: policy.workday(item[0].instant))
    for _day, group in by_day:
        session = None
        for punch, direction in group:
            if direction == BEGUN:
                session = Session(punch, interval=punch.interval)
                sessions.append(session)
                continue
            if session is None or not session.reaches(punch, policy):
                if _is_inside(sessions, punch):
                    outcome_of[punch.key] = Outcome(outcomes.COVERED, "covered")
                    continue
                if not employment.includes(punch.instant):
                    outcome_of[punch.key] = Outcome(outcomes.INACTIVE, "not_employed")
                    session = None
                    continue
                session = Session(punch)
                sessions.append(session)
                outcome_of[punch.key] = Outcome(outcomes.CHECKED_IN, "begins")
                continue
            if session.closed:
                outcome_of[session.closed.key] = Outcome(outcomes.REPEAT, "between")
            session.closed = punch
            reason = "ends_other" if session.interval else "ends"
            outcome_of[punch.key] = Outcome(outcomes.CHECKED_OUT, reason)
    return [
        session for session in sessions if _is_kept(session, sessions[-1], outcome_of)
    ]


def _is_inside(sessions, punch):
    """Whether an attendance that people began, and no punch ended, reaches the punch."""
    last = sessions[-1] if sessions else None
    if last is None or last.interval is None or last.closed:
        return False
    return last.interval.end is not None and punch.instant <= last.interval.end


def _is_kept(session, last, outcome_of):
    """Whether the session may exist: only the last one may lack an end."""
    if session.closed or session.interval or session is last:
        return True
    outcome_of[session.opened.key] = Outcome(outcomes.MISSING_CHECK_OUT, "never_out")
    return False
