"""Sessions by the direction of each punch: in opens, out closes, none alternates.

All modes but first-in/last-out. Punches are read in time order.
"""

from datetime import datetime

from . import outcomes
from .directions import BEGUN, BREAK_IN, BREAK_OUT, IN, LONE_IN, LONE_OUT, OUT
from .outcomes import Outcome
from .session import Session


def sessions_by_direction(directed, policy, fixed, employment, outcome_of):
    """The sessions in time order, the last perhaps without an end.

    Those of attendances that people began are among them, wherever a punch ends one.

    :param directed: ``[(punch, direction)]`` in time order, without repeats.
    :param outcome_of: ``{key: Outcome}``, where the outcome of every punch is added.
    """
    reader = _Reader(policy, fixed, employment, outcome_of)
    for punch, direction in directed:
        if policy.breaks == "ignore" and direction in (BREAK_OUT, BREAK_IN):
            outcome_of[punch.key] = Outcome(outcomes.BREAK, "break_ignored")
        else:
            READERS[direction](reader, punch)
    return reader.sessions


NEVER_IN = Outcome(outcomes.MISSING_CHECK_IN, "never_in")
NEVER_OUT = Outcome(outcomes.MISSING_CHECK_OUT, "never_out")
NOT_EMPLOYED = Outcome(outcomes.INACTIVE, "not_employed")
MAX = datetime.max


class _Reader:
    """The sessions so far; the last one may be open."""

    def __init__(self, policy, fixed, employment, outcome_of):
        self.policy = policy
        self.fixed = fixed
        self.employment = employment
        self.outcome_of = outcome_of
        self.sessions = []
        # Whether the person came again while not employed, after the last session.
        self.came_unemployed = False

    @property
    def last(self):
        return self.sessions[-1] if self.sessions else None

    @property
    def open_session(self):
        return self.last if self.last and self.last.closed is None else None

    def read_in(self, punch):
        self.check_in(punch, Outcome(outcomes.CHECKED_IN, "begins"))

    def read_out(self, punch):
        self.check_out(punch, Outcome(outcomes.CHECKED_OUT, "ends"))

    def read_break_out(self, punch):
        self.check_out(punch, Outcome(outcomes.BREAK, "break_begins"), final=False)

    def read_break_in(self, punch):
        self.check_in(punch, Outcome(outcomes.BREAK, "break_ends"))

    def read_begun(self, begun):
        """An attendance that people began: what was open then had been left before."""
        if self.open_session:
            self.drop_open_session()
        self.came_unemployed = False
        self.sessions.append(Session(begun, interval=begun.interval))

    def read_without_direction(self, punch):
        """Alternate: out if a session is open that the punch can end, else in."""
        self.drop_session_out_of_reach(punch)
        if self.open_session:
            self.read_out(punch)
        else:
            self.read_in(punch)

    def read_lone_in(self, punch):
        """A check-in whose check-out is missing: the next check-in does not repeat it."""
        if not self.employment.includes(punch.instant):
            self.come_unemployed(punch)
            return
        self.drop_session_not_joined(punch)
        already = self.open_session and Outcome(outcomes.REPEAT, "already_in")
        self.outcome_of[punch.key] = already or NEVER_OUT

    def read_lone_out(self, punch):
        """A check-out whose check-in is missing: it replaces no check-out before it."""
        self.drop_session_out_of_reach(punch)
        if self.open_session:
            self.read_out(punch)
        else:
            self.outcome_of[punch.key] = self.missing_check_in(punch)

    def check_in(self, punch, outcome):
        """Open a session, unless the punch repeats the check-in of an open one.

        Outside of the employment it opens none.
        """
        if not self.employment.includes(punch.instant):
            self.come_unemployed(punch)
            return
        self.drop_session_not_joined(punch)
        if self.open_session:
            self.open_session.repeats.append((punch, outcome))
            self.outcome_of[punch.key] = Outcome(outcomes.REPEAT, "already_in")
        else:
            self.begin(punch, outcome)

    def check_out(self, punch, outcome, final=True):
        """Close the open session; of several outs in a row the last one wins.

        Of an attendance that people began, the first.
        """
        self.drop_session_out_of_reach(punch)
        session = self.last
        if session is None or not self.can_end(session, punch, final):
            self.outcome_of[punch.key] = self.missing_check_in(punch)
            return
        if session.interval and final:
            outcome = Outcome(outcomes.CHECKED_OUT, "ends_other")
        if session.closed:
            self.outcome_of[session.closed.key] = Outcome(outcomes.REPEAT, "later_out")
        session.closed, session.final = punch, final
        self.outcome_of[punch.key] = outcome

    def can_end(self, session, punch, final):
        """Whether ``punch`` can be the session's end, or its end instead of another.

        Instead of another only where that was of the same kind (somebody who left for
        a break and then for good forgot to come back) and no fixed interval lies
        between the two.
        """
        if not session.reaches(punch, self.policy):
            return False
        return session.closed is None or (
            session.interval is None
            and not self.came_unemployed
            and session.final == final
            and not self.fixed.is_one_between(session.end, punch.instant)
        )

    def come_unemployed(self, punch):
        """Open no session; a later check-out belongs to none that was closed before."""
        self.outcome_of[punch.key] = NOT_EMPLOYED
        self.came_unemployed = self.open_session is None

    def missing_check_in(self, punch):
        employed = self.employment.includes(punch.instant)
        return NEVER_IN if employed else NOT_EMPLOYED

    def begin(self, punch, outcome, repeats=()):
        self.came_unemployed = False
        self.sessions.append(Session(punch, repeats=list(repeats)))
        self.outcome_of[punch.key] = outcome

    def drop_open_session(self):
        """Remove the open session: without a check-out no hours are invented for it.

        An attendance that people began stays as they left it.
        """
        session = self.sessions.pop()
        if not session.interval:
            self.outcome_of[session.opened.key] = NEVER_OUT

    def drop_session_not_joined(self, punch):
        """Remove the open session if no check-in at ``punch`` can repeat its own.

        That is past the longest session, behind a fixed interval, or after Odoo's
        automatic check-out of an attendance that people began.
        """
        self.drop_session_out_of_reach(punch)
        session = self.open_session
        if session and (
            self.fixed.is_one_between(session.start, punch.instant)
            or (session.interval and (session.interval.end or MAX) < punch.instant)
        ):
            self.drop_open_session()

    def drop_session_out_of_reach(self, punch):
        """Remove the open session if ``punch`` cannot end it.

        That is past the longest session or, after Odoo's automatic check-out of an
        attendance that people began, behind another one of theirs.

        A check-in that looked like its repeat then begins the session, if it is near
        enough: forgetting to check out in the evening does not cost the next day. None
        does that the automatic check-out covers.
        """
        session = self.open_session
        if session is None:
            return
        ended = session.interval is not None and session.interval.end is not None
        is_behind = ended and self.fixed.is_one_between(session.start, punch.instant)
        if session.reaches(punch, self.policy) and not is_behind:
            return
        self.drop_open_session()
        near = [
            (repeat, outcome)
            for repeat, outcome in session.repeats
            if punch.instant - repeat.instant <= self.policy.longest
        ]
        if near and not ended:
            self.begin(*near[0], repeats=near[1:])


READERS = {
    IN: _Reader.read_in,
    OUT: _Reader.read_out,
    BREAK_OUT: _Reader.read_break_out,
    BREAK_IN: _Reader.read_break_in,
    LONE_IN: _Reader.read_lone_in,
    LONE_OUT: _Reader.read_lone_out,
    BEGUN: _Reader.read_begun,
    None: _Reader.read_without_direction,
}
