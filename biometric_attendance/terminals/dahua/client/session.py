"""A poll of a terminal: its commands, what is new in its records, and then its live events.

In which base the terminal writes times is found out before anything is stored, by its newest
record; see :mod:`..times`. Until that is known, commands are carried out, and the records
stay where they are. Each page is a step whose position leads to the next one, so a session
may end anywhere.
"""

from collections.abc import Generator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ...errors import TimedOut, TransportError
from ...poll import Limits
from ...records import DeviceInfo, Upload
from ...session import ClockReading, Connected, RowsRead, Session, SessionPlan, Step
from ..bodies import Row, read_number
from ..position import Position
from ..punches import decode_records
from ..times import (
    LOCAL,
    UTC,
    Evidence,
    TimesDisagree,
    as_wall,
    decide,
    is_certain,
    offset_at,
    read_raw,
)
from ..uploads import TABLE
from .commands import ENDING_KINDS, execute_all
from .live import listen
from .log import Log
from .terminal import Terminal, connect

#: The oldest clock reading that tells when a record was made at the earliest.
_MAX_AGE = timedelta(hours=1)
#: Base of a terminal that has no records yet.
_NO_RECORDS = "no records"
_HALF_YEAR = timedelta(days=182)


def poll_terminal(
    values: Mapping[str, Any],
    plan: SessionPlan,
    limits: Limits,
    *,
    now: int | None = None,
    idle: float | None = None,
) -> Session:
    """Read what is new, in steps; see :func:`..poll.DahuaPoll.session`.

    Only the time spent in here counts for the deadline, which each command has for itself.

    :param now: seconds since 1970, if not the real ones.
    :param idle: seconds of silence after which an empty step of live events comes.
    :raises TransportError: one of its kinds. Steps given before it are good.
    """
    position = Position.read(plan.position)
    with connect(values, limits) as terminal:
        serial, clock = terminal.read_serial(), terminal.read_clock()
        shifts = _shifts(terminal.zone, clock)
        log = Log(terminal, position, shifts, now)
        chosen = values.get("dialect")
        base = chosen if chosen in (UTC, LOCAL) else position.base
        finder = _BaseFinder(log, terminal.zone, clock)
        if not base:
            base = finder.find()
        is_known = base not in ("", _NO_RECORDS)
        info = DeviceInfo(dialect=base if is_known else None)
        step = Connected(info, True, serial or None, clock)
        with terminal.web.budget.paused():
            commands: Any = (yield step) or ()
        yield from execute_all(terminal, commands, log, base)
        if not ENDING_KINDS.isdisjoint(command.kind for command in commands):
            return
        if not base:
            yield _rows(Upload(), position, complete=False)
            raise TransportError(finder.problem)
        if base == _NO_RECORDS:
            yield _rows(Upload(), position, complete=True)
            return
        position.base = base
        finished = yield from _read(terminal, log, base, plan, clock)
        if plan.listen and finished:
            yield from listen(terminal, base, idle)


def _read(
    terminal: Terminal, log: Log, base: str, plan: SessionPlan, clock: ClockReading
) -> Generator[Step, Any, bool]:
    """Read what is new in steps; return whether there was time for everything."""
    position, given = log.position, False
    try:
        log.begin(whole=plan.read_whole_log)
        for page in log.read():
            upload = decode_records(page, base, terminal.zone)
            is_last = not position.windows
            if is_last:
                log.finish()
                position.clock = clock.wall.isoformat() if clock.wall else ""
                position.seen = position.number
            with terminal.web.budget.paused():
                yield _rows(upload, position, complete=is_last)
            given = True
    except TimedOut:
        # What there was time for is stored; the next session goes on there.
        if not (given and terminal.web.budget.spent):
            raise
        return False
    return True


def _rows(upload: Upload, position: Position, *, complete: bool) -> RowsRead:
    return RowsRead(upload, TABLE, position.as_dict(), complete)


class _BaseFinder:
    """Finds out in which base a terminal writes its times.

    :ivar problem: code of why that is not known.
    """

    def __init__(self, log: Log, zone: ZoneInfo, clock: ClockReading):
        self._log, self._zone, self._clock = log, zone, clock
        self.problem = "dahua_time_base_unknown"

    def find(self) -> str:
        """Return the base, :data:`_NO_RECORDS`, or ``""`` where nobody knows.

        What was seen is noted in the position, for the next session.
        """
        newest, wall = self._log.find_newest(), self._clock.wall
        if newest and is_certain(newest):
            return UTC
        if wall is None:
            self.problem = "dahua_no_clock"
            return ""
        if newest is None:
            self._log.position.clock = wall.isoformat()
            return "" if self._log.has_any() else _NO_RECORDS
        try:
            found = decide(self._evidence(newest, wall), offset_at(self._zone, wall))
        except TimesDisagree:
            self.problem = "dahua_times_disagree"
            found = None
        position = self._log.position
        position.seen, position.clock = read_number(newest, "recno"), wall.isoformat()
        return found or ""

    def _evidence(self, newest: Row, wall: datetime) -> Evidence:
        position = self._log.position
        number = read_number(newest, "recno")
        since = datetime.fromisoformat(position.clock) if position.clock else None
        is_new = number is not None and number > (position.seen or 0)
        if not (since and is_new and wall - since <= _MAX_AGE):
            since = None
        return Evidence(as_wall(read_raw(newest) or 0), wall, since)


def _shifts(zone: ZoneInfo, clock: ClockReading) -> tuple[int, ...]:
    """Return by how much spans may have to be shifted: the zone's offsets, either way."""
    wall = clock.wall or clock.at.replace(tzinfo=None)
    offsets = {
        offset_at(zone, wall + half) // timedelta(seconds=1)
        for half in (timedelta(), _HALF_YEAR)
    }
    return tuple(sign * offset for offset in offsets for sign in (1, -1))
