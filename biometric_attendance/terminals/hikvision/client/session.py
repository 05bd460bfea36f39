"""A poll of a terminal: what is new in its events, and its commands.

    by number    one or two requests where nothing is new
    by time      old firmware: everything since the last event read
    again        once a day the last days
    listening    afterwards, in the same session: live events

The host stores the punches of each step with its position in one transaction, and gives
the last position stored to the next session.
"""

from collections.abc import Generator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from ...client.budget import Budget
from ...poll import Limits
from ...records import DeviceInfo
from ...session import Connected, RowsRead, Session, SessionPlan, Step
from ...web import WebAddress
from ..position import Position
from .commands import ENDING_KINDS, Tools, execute_all
from .isapi import Isapi
from .reading import Reading
from .searches import Searches
from .stream import listen
from .terminal import Terminal


def poll_terminal(
    address: WebAddress,
    plan: SessionPlan,
    limits: Limits,
    push: Mapping[str, Any] | None = None,
) -> Session:
    """Read what is new, in steps.

    Commands may be sent into :class:`Connected`; they are carried out before rows are
    stored. Once the deadline is used up, the session ends after the last whole step. With
    ``plan.listen`` live events follow, until ``True`` is sent into one.

    :param push: where the terminal is to push, for the question that asks for it.
    :raises TransportError: one of its kinds. Steps given before it are good.
    """
    address.check()
    address.check_login()
    with Isapi(address, Budget(limits.deadline), limits.timeout) as isapi:
        yield from _poll(isapi, plan, limits, push)


def _poll(
    isapi: Isapi,
    plan: SessionPlan,
    limits: Limits,
    push: Mapping[str, Any] | None,
) -> Generator[Step, Any, None]:
    position = Position.from_dict(plan.position)
    stored = plan.position or {}
    goes_on = bool(stored) and not stored.get("complete")
    has_more_to_do = (
        plan.read_whole_log or plan.will_send_commands or goes_on or position.first
    )
    if has_more_to_do:
        isapi.check_login()
        if plan.read_whole_log:
            position.abilities = None  # its firmware may have been changed
    terminal, searches = Terminal(isapi), Searches(isapi, position)
    reading = Reading(searches, position, plan)
    clock = None
    if has_more_to_do or not reading.by_number:
        clock = terminal.read_clock(searches)
    has_new = reading.begin(None if reading.by_number or not clock else clock.now)
    has_rows = has_new or plan.read_whole_log or goes_on or position.first
    connected = Connected(DeviceInfo(), has_new_punches=False)
    if has_rows or plan.will_send_commands:
        clock = clock or terminal.read_clock(searches)
        connected = Connected(terminal.info(), has_rows, terminal.serial, clock.reading)
    with isapi.budget.paused():
        commands = (yield connected) or ()
    yield from execute_all(Tools(terminal, searches, push), commands, limits)
    is_read = True
    if has_rows and clock is not None:
        is_read = yield from _read(isapi, reading, clock.now)
    is_over = any(command.kind in ENDING_KINDS for command in commands)
    if plan.listen and is_read and not is_over:
        reading_again = partial(_read_new, isapi, terminal, searches, position)
        yield from listen(isapi, reading_again, limits.deadline)


def _read(
    isapi: Isapi, reading: Reading, now: datetime
) -> Generator[RowsRead, object, bool]:
    """Yield what is read, and return whether that is all there is."""
    is_complete = False
    for step in reading.steps(now):
        is_complete = step.complete
        with isapi.budget.paused():
            yield step
    return is_complete


def _read_new(
    isapi: Isapi, terminal: Terminal, searches: Searches, position: Position
) -> Generator[RowsRead, object, None]:
    """Yield what came since the last reading of the same session."""
    reading = Reading(searches, position, SessionPlan())
    clock = terminal.read_clock(searches)
    if reading.begin(None if reading.by_number else clock.now):
        yield from _read(isapi, reading, clock.now)
