"""Storing what terminals report of their users."""

from odoo import fields

from ...terminals.reasons import Reason
from ..command.states import PENDING_STATES, USER_SYNC_KINDS
from ..crons import trigger_cron
from .terminal_user import DENIED_GROUP, has_other_limits, reported_values

# Values that are written back as the terminal reports them.
KEPT_VALUES = ("card", "privilege", "group")


def process_reported(device, reported):
    """Store what a terminal reports about its users.

    People are not renamed, and no device user is linked to a person by it.

    :param reported: :class:`~.terminals.records.DeviceUser` in order.
    """
    users = device.env["biometric.device.user"]
    by_pin = {user.pin: user for user in reported}
    users._ensure(device, by_pin)
    # The gateway user may not write device users: people decide who they are.
    for user in users.sudo()._with_pins(device, by_pin):
        _update(user, reported_values(by_pin[user.pin]))


def process_deleted(device, pins):
    """Mark users as deleted at the terminal; those who belong there are written again.

    :param pins: of users the terminal does not have any more.
    """
    if not pins:
        return
    users = device.env["biometric.device.user"]
    deleted = users.sudo()._with_pins(device, pins)
    for user in deleted:
        if not _is_being_changed(user):
            user.write(
                {
                    "sync_state": "absent",
                    "problem_reason": False,
                    "synced_values": False,
                }
            )
    if deleted.filtered("wanted"):
        trigger_cron(users.env, "cron_sync")


def _update(user, reported):
    """Store what is new of what the terminal reports of one user."""
    if reported.get("group") == DENIED_GROUP and user.access_denied:
        del reported["group"]  # it was written from here
    new = {name: value for name, value in reported.items() if user[name] != value}
    card = new.get("card")
    if card and user._person():
        _share_card(user, card)
    if user.synced_values:
        # The terminal has it already: it need not be told.
        kept = {name: new[name] for name in KEPT_VALUES if name in new}
        user._update(synced_values={**user.synced_values, **kept})
    if user.sync_state in ("unknown", "absent") and not _is_being_changed(user):
        new["sync_state"] = "present"
    user.write({**new, "reported_at": fields.Datetime.now()})
    heeds_dates = user.device_id.enforcement == "dates" and user.sync_state == "present"
    if heeds_dates and has_other_limits(user.synced_values or {}, reported):
        user._record_failure(Reason("other_access_days"))


def _share_card(user, card):
    """Store a new card with the person's other device users that had none or the old."""
    others = user._of(user._person()).filtered(
        lambda other: (
            other != user and other.wanted and other.card in (False, user.card)
        )
    )
    if others:
        others.card = card
        trigger_cron(user.env, "cron_sync")


def _is_being_changed(user):
    """Return whether a command about the user is under way."""
    changing = [
        ("device_id", "=", user.device_id.id),
        ("pin", "=", user.pin),
        ("kind", "in", USER_SYNC_KINDS),
        ("state", "in", PENDING_STATES),
    ]
    return bool(user.env["biometric.command"].search_count(changing, limit=1))
