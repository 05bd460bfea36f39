"""Reading a person's punches in time order: who is in, who is out.

A reading takes ``[(punch, direction)]`` without double taps, writes the outcome of every
punch into ``told`` and gives the sessions in order, the last perhaps without an end.
"""

from dataclasses import dataclass, field
from datetime import datetime

from . import outcomes
from .directions import BREAK_IN, BREAK_OUT, IN, OUT
from .outcomes import Outcome


@dataclass(slots=True)
class Session:
    """Presence between two punches.

    :param opened: the punch that began it.
    :param closed: the punch that ended it, ``None`` while open.
    :param final: whether it ended for good rather than for a break.
    :param again: later check-ins with their outcomes had they begun it, while it is open.
    """

    opened: object
    closed: object = None
    final: bool = True
    again: list = field(default_factory=list, compare=False, repr=False)

    @property
    def start(self) -> datetime:
        return self.opened.instant

    @property
    def end(self) -> datetime | None:
        return self.closed and self.closed.instant

    @property
    def ends(self):
        """The punches at its ends."""
        return [punch for punch in (self.opened, self.closed) if punch]

    def reaches(self, punch, policy):
        """Whether ``punch`` is near enough to belong to the session."""
        return punch.instant - self.start <= policy.longest


class _Walk:
    """The state of the walk: the sessions so far; the last one may be open."""

    def __init__(self, policy, walls, told):
        self.policy = policy
        self.walls = walls
        self.told = told
        self.sessions = []

    @property
    def last(self):
        return self.sessions[-1] if self.sessions else None

    @property
    def current(self):
        """The open session, if any."""
        return self.last if self.last and self.last.closed is None else None

    def begin(self, punch, outcome, again=()):
        self.sessions.append(Session(punch, again=list(again)))
        self.told[punch.key] = outcome

    def give_up(self):
        """The open session never got its check-out: no hours are invented for it."""
        opened = self.sessions.pop().opened
        self.told[opened.key] = Outcome(outcomes.MISSING_CHECK_OUT, "never_out")

    def give_up_if_too_old(self, punch):
        """Give up a session that ``punch`` comes too late for.

        A check-in that looked like its repeat then begins the session, if it is near
        enough: forgetting to check out in the evening does not cost the next day.
        """
        session = self.current
        if session is None or session.reaches(punch, self.policy):
            return
        self.give_up()
        near = [
            (later, outcome)
            for later, outcome in session.again
            if punch.instant - later.instant <= self.policy.longest
        ]
        if near:
            self.begin(*near[0], again=near[1:])

    def come(self, punch, outcome):
        """In: opens a session, unless one is open that the punch belongs to.

        It belongs to none from before an attendance that a person entered since.
        """
        self.give_up_if_too_old(punch)
        if self.current and self.walls.between(self.current.start, punch.instant):
            self.give_up()
        if self.current:
            self.current.again.append((punch, outcome))
            self.told[punch.key] = Outcome(outcomes.REPEAT, "already_in")
        else:
            self.begin(punch, outcome)

    def leave(self, punch, outcome, final=True):
        """Out: closes the open session; of several outs in a row the last one wins."""
        self.give_up_if_too_old(punch)
        session = self.last
        if session is None or not self.may_end(session, punch, final):
            self.told[punch.key] = Outcome(outcomes.MISSING_CHECK_IN, "never_in")
            return
        if session.closed:
            self.told[session.closed.key] = Outcome(outcomes.REPEAT, "later_out")
        session.closed, session.final = punch, final
        self.told[punch.key] = outcome

    def may_end(self, session, punch, final):
        """Whether ``punch`` can be the session's end, or its end instead of another.

        Instead of another only where that was of the same kind (somebody who left for
        a break and then for good forgot to come back) and no attendance that a person
        entered lies between the two.
        """
        if not session.reaches(punch, self.policy):
            return False
        return session.closed is None or (
            session.final == final
            and not self.walls.between(session.end, punch.instant)
        )

    def read_in(self, punch):
        self.come(punch, Outcome(outcomes.CHECKED_IN, "begins"))

    def read_out(self, punch):
        self.leave(punch, Outcome(outcomes.CHECKED_OUT, "ends"))

    def read_break_out(self, punch):
        self.leave(punch, Outcome(outcomes.BREAK, "break_begins"), final=False)

    def read_break_in(self, punch):
        self.come(punch, Outcome(outcomes.BREAK, "break_ends"))

    def read_unknown(self, punch):
        """No direction: the other way round from the punch before."""
        self.give_up_if_too_old(punch)
        if self.current:
            self.read_out(punch)
        else:
            self.read_in(punch)


READERS = {
    IN: _Walk.read_in,
    OUT: _Walk.read_out,
    BREAK_OUT: _Walk.read_break_out,
    BREAK_IN: _Walk.read_break_in,
    None: _Walk.read_unknown,
}


def walk(directed, policy, walls, told):
    """Sessions by direction, alternating where there is none."""
    state = _Walk(policy, walls, told)
    for punch, direction in directed:
        if policy.breaks == "ignore" and direction in (BREAK_OUT, BREAK_IN):
            told[punch.key] = Outcome(outcomes.BREAK, "break_ignored")
        else:
            READERS[direction](state, punch)
    return state.sessions
