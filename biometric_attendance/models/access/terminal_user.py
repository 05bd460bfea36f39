"""The values of a user as a terminal has them, and as they are written there."""

from datetime import datetime

from ...terminals.commands import CONTROL, MAX_VALUE_LENGTH
from ...terminals.records import PRIVILEGES

DENIED_GROUP = "100"  # terminals that decide by group let nobody of it in
DEFAULT_GROUP = "1"
MAX_NAME_LENGTH = 24  # characters any terminal shows
LIMITS = ("valid_from", "valid_until")


def reported_values(reported):
    """Return what a terminal reports of a user, as it is stored.

    What it does not report is left out.

    :param reported: :class:`~.terminals.records.DeviceUser`.
    """
    values = {}
    for name in ("name", "card", "group"):
        value = getattr(reported, name)
        if value is not None:
            values[name] = CONTROL.sub("", value)[:MAX_VALUE_LENGTH] or False
    if reported.privilege in PRIVILEGES:
        values["privilege"] = reported.privilege
    for name in LIMITS:
        value = getattr(reported, name)
        if value is not None:
            values[name] = value.date() if isinstance(value, datetime) else False
    return values


def written_values(user, desired):
    """Return what the terminal shall know of a device user, but for the PIN.

    Who may change the terminal's settings gets no card from other terminals: whoever may
    type one there could give himself these rights.

    :param desired: :class:`~.rules.desired_state.DesiredState`.
    """
    synced = user.synced_values or {}
    values = {"name": name_on_terminal(user)}
    if card := user.card or (not user._is_privileged() and desired.card):
        values["card"] = card
    if user.privilege:
        values["privilege"] = user.privilege
    if desired.limits or "valid_from" in synced:
        limits = desired.window if desired.limits else (None, None)
        values |= {
            name: day.isoformat() if day else ""
            for name, day in zip(LIMITS, limits, strict=True)
        }
    if group := _group(user, desired, synced):
        values["group"] = group
    return values


def _group(user, desired, synced):
    """Return the access group to write, ``False`` to leave it."""
    by_group = user.device_id.enforcement == "group"
    if by_group and not desired.allowed:
        return DENIED_GROUP
    was_moved = by_group or "group" in synced
    return user.group or (was_moved and DEFAULT_GROUP)


def name_on_terminal(user):
    """Return the person's name as a terminal can show it."""
    name = user._person().name or user.name or ""
    return CONTROL.sub("", name)[:MAX_NAME_LENGTH].strip()


def has_other_limits(synced, reported):
    """Whether a terminal reports other days of access than were written.

    :param synced: values written last.
    :param reported: see :func:`reported_values`.
    """
    for name in LIMITS:
        wanted, current = synced.get(name), reported.get(name)
        if wanted is None or current is None:
            continue
        if wanted != (current.isoformat() if current else ""):
            return True
    return False
