"""A poll of a terminal: what is new in its log, its commands, and then its live events.

    sizes                  the count is the one of last time: nothing new, one request
    open, rows before      they are the ones read last time: what is behind them is new
    otherwise              the log is another one: read from its first row

The host stores the punches of each step and its position in one transaction, and gives
the last position stored to the next session. Wherever it breaks off: nothing is missing,
and what is read twice is known by its content.

Listening happens in the same connection, because many terminals bear no second one. What
happens between the end of the reading and the beginning of the listening is in the log.
"""

from collections.abc import Generator
from contextlib import closing
from dataclasses import asdict
from typing import Any

from ...errors import TimedOut
from ...records import DeviceInfo, Upload
from ...session import (
    Connected,
    LiveEvents,
    RowsRead,
    Session as Steps,
    SessionPlan,
    Step,
)
from .. import events, punches
from ..device_info import Sizes
from .address import Address
from .commands import ENDING_KINDS, execute_all
from .log import MAX_ROWS_PER_STEP
from .position import Position
from .session import Session, connect

#: Silence after which the terminal is asked whether it is still there.
IDLE_SECONDS = 5.0


def poll_terminal(
    address: Address,
    plan: SessionPlan,
    *,
    window: int = MAX_ROWS_PER_STEP,
    idle: float | None = None,
) -> Steps:
    """Read what is new, in steps; the terminal goes on working meanwhile.

    Commands may be sent into :class:`Connected`; they are carried out before the log is
    read. With ``plan.listen`` live events follow, until ``True`` is sent into one.

    Only the time spent in here counts for the deadline, which each command has for itself.
    Once it is used up, the session ends after the last whole step, whose position is not
    complete, or fails without one.

    :param window: rows of one step.
    :param idle: seconds of silence after which an empty :class:`LiveEvents` comes,
        :data:`IDLE_SECONDS` where it is not given.
    :raises TransportError: one of its kinds. Steps given before it are good.
    """
    with connect(address) as session:
        finished = yield from _poll_once(session, plan, window)
        if plan.listen and finished:
            yield from _listen(session, idle or IDLE_SECONDS)


def _poll_once(
    session: Session, plan: SessionPlan, window: int
) -> Generator[Step, Any, bool]:
    """Carry out the commands and read what is new in the log, in steps.

    :return: whether all there was to read has been read, and the session goes on.
    """
    position = Position.from_dict(plan.position)
    before = session.facts.sizes()
    has_new_punches = plan.read_whole_log or not (
        position and position.is_up_to_date(before)
    )
    info = DeviceInfo(**asdict(before))
    connected = Connected(info, has_new_punches=False)
    if has_new_punches or plan.will_send_commands:
        serial = session.facts.serial
        connected = Connected(info, has_new_punches, serial, session.clock.read())
    with session.channel.frames.budget.paused():
        commands = (yield connected) or ()
    yield from execute_all(session, commands, position)
    if not ENDING_KINDS.isdisjoint(command.kind for command in commands):
        return False
    if not has_new_punches:
        return True
    start = None if position and plan.read_whole_log and position.complete else position
    return (yield from _read_rows(session, before, start, window))


def _read_rows(
    session: Session, before: Sizes, position: Position | None, window: int
) -> Generator[RowsRead, object, bool]:
    budget, given = session.channel.frames.budget, False
    try:
        for rows in session.log.read(before, position, window):
            here = rows.position
            step = RowsRead(rows.upload, punches.TABLE, here.as_dict(), here.complete)
            with budget.paused():
                yield step
            given = True
    except TimedOut:
        # What there was time for is stored; the next session goes on there.
        if not (given and budget.spent):
            raise
        return False
    return True


def _listen(session: Session, idle: float) -> Generator[LiveEvents, object, None]:
    with closing(session.live.listen(idle)) as received:
        enough: object = False
        while not enough:
            record = next(received)
            upload = Upload(lines=0 if record is None else 1)
            if record is not None:
                upload.add(record)
            enough = yield LiveEvents(upload, events.TABLE)
