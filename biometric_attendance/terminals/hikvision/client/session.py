"""A poll of a terminal: what is new in its events, and its commands.

    by number    one or two requests where nothing is new
    by time      old firmware: everything since the last event read
    again        once a day the last days

The host stores the punches of each step with its position in one transaction, and gives
the last position stored to the next session.
"""

from collections.abc import Generator
from typing import Any

from ...client.budget import Budget
from ...poll import Limits
from ...records import DeviceInfo
from ...session import Connected, Session, SessionPlan, Step
from ...web import WebAddress
from ..position import Position
from .commands import Tools, execute_all
from .isapi import Isapi
from .reading import Reading
from .searches import Searches
from .terminal import Terminal


def poll_terminal(address: WebAddress, plan: SessionPlan, limits: Limits) -> Session:
    """Read what is new, in steps.

    Commands may be sent into :class:`Connected`; they are carried out before rows are
    stored. Once the deadline is used up, the session ends after the last whole step.

    :raises TransportError: one of its kinds. Steps given before it are good.
    """
    address.check()
    address.check_login()
    with Isapi(address, Budget(limits.deadline), limits.timeout) as isapi:
        yield from _poll(isapi, plan, limits)


def _poll(
    isapi: Isapi, plan: SessionPlan, limits: Limits
) -> Generator[Step, Any, None]:
    position = Position.from_dict(plan.position)
    goes_on = plan.position is not None and not plan.position.get("complete")
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
    yield from execute_all(Tools(terminal, searches), commands, limits)
    if not has_rows or clock is None:
        return
    for step in reading.steps(clock.now):
        with isapi.budget.paused():
            yield step
