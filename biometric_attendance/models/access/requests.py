"""What is known and wanted of device users, and what writes or removes them."""

from odoo import fields

from ...rules.desired_state import KnownState
from ...rules.validity import ALWAYS, Window
from ..command.queueing import CommandRequest
from ..due import is_over
from .sync_state import RETRY_DELAY
from .terminal_user import name_on_terminal, written_values


def known_state(user, desired, being_deleted):
    """Return what :func:`~.rules.desired_state.decide` has to know of a device user.

    :param being_deleted: PINs a deletion is under way for.
    """
    rests = not is_over(user.retry_at, fields.Datetime.now(), RETRY_DELAY)
    return KnownState(
        sync_state=user.sync_state,
        wanted=user.wanted,
        to_remove=user.to_remove,
        changed=user.synced_values != written_values(user, desired),
        may_retry=user.sync_state != "failed" or not rests,
        being_deleted=user.pin in being_deleted,
    )


def stored_desired_state(user):
    """Return what is wanted of a device user, by its stored days of access alone."""
    windows = [Window(*map(fields.Date.to_date, pair)) for pair in user.windows or ()]
    return user.device_id._desired_state(user._person(), windows or [ALWAYS])


def prepare_write(user):
    """Return the request that writes the values a device user was last synced to."""
    payload = {"pin": user.pin, **user.synced_values}
    return CommandRequest(user.device_id, "set_user", payload)


def prepare_basic_write(user):
    """Return the request that writes a device user as it is stored, for any day."""
    values = {name: user[name] for name in ("card", "privilege") if user[name]}
    payload = {"pin": user.pin, "name": name_on_terminal(user), **values}
    return CommandRequest(user.device_id, "set_user", payload)


def prepare_removal(user):
    """Return the request that deletes a device user from its terminal."""
    return CommandRequest(user.device_id, "delete_user", {"pin": user.pin})
