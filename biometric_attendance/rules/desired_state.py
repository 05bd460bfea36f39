"""What the data want of a person on a terminal, and which command brings that about."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from .validity import NEVER, Window, joined, now_or_next, stored

#: Write the user with everything that belongs to it, such as templates.
WRITE = "write"
#: Write the values of a user who is there.
UPDATE = "update"
#: Delete the user.
REMOVE = "remove"


class DesiredState(NamedTuple):
    """What the data want of one person on one terminal.

    :param limits: the days of access as stored, ``None`` where there is no limit.
    :param window: the days the terminal shall know.
    :param allowed: the person may pass today.
    :param belongs: the person shall be on the terminal.
    :param over: no day of access is left.
    :param entitled: by a group or a pass.
    :param card: the one card the person has on all terminals, else ``""``.
    """

    limits: list[list[str | None]] | None
    window: Window
    allowed: bool
    belongs: bool
    over: bool
    entitled: bool = False
    card: str = ""


class KnownState(NamedTuple):
    """What is known of a device user.

    :param sync_state: of the device user.
    :param wanted: written by a group or a pass before.
    :param to_remove: was to be removed before.
    :param changed: the values to be written differ from those written last.
    :param may_retry: what failed may be tried again by now.
    :param being_deleted: a deletion is under way.
    """

    sync_state: str
    wanted: bool
    to_remove: bool
    changed: bool
    may_retry: bool = True
    being_deleted: bool = False


class Decision(NamedTuple):
    """What follows for a device user.

    :param command: ``WRITE``, ``UPDATE``, ``REMOVE`` or ``None``.
    :param to_remove: the person has to leave the terminal.
    :param access_denied: the person may not pass there now.
    """

    command: str | None
    to_remove: bool
    access_denied: bool


def desired_state(
    windows: Iterable[Window], today: date, *, has_left: bool, by_removal: bool
) -> DesiredState:
    """Return what days of access mean for a terminal.

    :param today: on the terminal's calendar.
    :param has_left: the person is gone for good.
    :param by_removal: the terminal keeps people out by not having them.
    """
    windows = list(windows)
    window = now_or_next(windows, today)
    over = window is None
    if window is None:
        window = (joined(windows) or [NEVER])[-1]
    allowed = not has_left and not over and window.holds(today)
    belongs = allowed if by_removal else not has_left
    return DesiredState(stored(windows), window, allowed, belongs, over)


def decide(desired: DesiredState, known: KnownState) -> Decision:
    """Decide which command brings a device user to its desired state.

    Users somebody enrolled at the terminal stay, unless they left or their days are
    over: only who came by a group or a pass goes by it.
    """
    if known.sync_state == "absent":
        writes = desired.entitled and desired.belongs and not desired.over
        return Decision(WRITE if writes else None, known.to_remove, not desired.allowed)
    unentitled = not desired.entitled and (known.wanted or known.to_remove)
    if not desired.belongs or unentitled:
        removes = known.may_retry and not known.being_deleted
        return Decision(REMOVE if removes else None, True, True)
    return Decision(_writing(desired, known), False, not desired.allowed)


def _writing(desired: DesiredState, known: KnownState) -> str | None:
    is_new = not known.wanted or known.sync_state == "unknown"
    failed = known.sync_state == "failed" and known.may_retry
    if desired.entitled and (is_new or failed):
        return WRITE
    return UPDATE if known.changed and (desired.entitled or desired.limits) else None
