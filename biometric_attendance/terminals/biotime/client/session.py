"""A session with a server: what is new in it, and what may have come late.

    commands               first, where there are any
    terminals, people      each time, and each night
    arrivals               rows by upload time, newest first, down to those read before; a
                           punch that is days old is among them when its terminal comes back
    windows                rows by punch time: all of them at first, 35 days of them each
                           night, and the last days each time where the server ignores the
                           order it is asked for

Each page is a step, whose position leads to the next one. So a session may end anywhere.
Rows move while they are read: new ones shift the others to later pages, and such come
again. Where the list became shorter, it is begun again. A row has the same number each
time it comes, so the host stores it once.
"""

from collections.abc import Callable, Generator, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from ...errors import DeviceRefused, OtherProtocol, TimedOut
from ...poll import Limits
from ...records import DeviceInfo
from ...session import Connected, SessionPlan
from ...source import SourceRead, SourceSession
from .. import device_info, users
from ..address import Address
from ..position import Position
from .arrivals import Arrivals
from .commands import execute_all
from .reading import Reading
from .server import connect
from .windows import Windows

LOOK_BACK = timedelta(days=35)
_Found = TypeVar("_Found")


def read_source(
    address: Address,
    plan: SessionPlan,
    limits: Limits,
    *,
    now: Callable[[], datetime] | None = None,
) -> SourceSession:
    """Read what is new, in steps.

    Only the time spent in here counts for the deadline. Once it is used up, the session ends
    after the last whole step, which is not complete, or fails without one.

    :param now: gives the wall clock of the source, if not the real one.
    :raises TransportError: one of its kinds. Steps given before it are good.
    """
    position = Position.read(plan.position)
    with connect(address, limits, position.form) as server:
        position.form = server.form
        if plan.will_send_commands:
            with server.channel.budget.paused():
                commands = yield Connected(DeviceInfo(), has_new_punches=True)
            yield from execute_all(server, commands or (), limits)
            server.allow_renewal()
        reading = Reading(server, position, address, (now or _clock(address.tz))())
        steps = _read(reading, plan)
        given = False
        while True:
            try:
                step = next(steps, None)
            except TimedOut:
                if given and server.channel.budget.spent:
                    return
                if not server.channel.budget.spent and position.slow_down():
                    yield reading.step([])
                raise
            if step is None:
                return
            with server.channel.budget.paused():
                yield step
            given = True


def _read(reading: Reading, plan: SessionPlan) -> Generator[SourceRead, None, None]:
    position = reading.position
    is_new, look_back = not position.started, plan.read_whole_log
    goes_on = position.window is not None
    wants_people = (is_new or look_back) and not goes_on
    yield _read_surroundings(reading, wants_people)
    windows, arrivals = Windows(reading), Arrivals(reading)
    if is_new:
        arrivals.start()
        windows.begin(reading.address.since)
    elif look_back and not goes_on:
        windows.begin(reading.earliest(LOOK_BACK))
    is_sorted = yield from arrivals.read()
    if arrivals.set_back:
        windows.begin(reading.earliest(LOOK_BACK))
    yield from windows.read()
    if not is_sorted:
        yield from windows.read_last_days()
    yield reading.step([], complete=True)


def _read_surroundings(reading: Reading, wants_people: bool) -> SourceRead:
    """Return the step with terminals and people. A user may have the right to neither."""
    server, rows = reading.server, reading.position.rows
    zone = reading.address.tz
    terminals = _unless_refused(
        lambda: device_info.decode_terminals(
            server.get_all(device_info.PATH, rows), zone
        )
    )
    people: Sequence[Any] = ()
    if wants_people:
        people = _unless_refused(
            lambda: users.decode_users(server.get_all(users.PATH, rows))
        )
    return reading.step([], terminals=terminals, users=people)


def _unless_refused(ask: Callable[[], Sequence[_Found]]) -> Sequence[_Found]:
    """Return what is asked for, nothing where it is refused: the connection test tells it."""
    try:
        return ask()
    except (DeviceRefused, OtherProtocol):
        return ()


def _clock(zone: str) -> Callable[[], datetime]:
    return lambda: datetime.now(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
