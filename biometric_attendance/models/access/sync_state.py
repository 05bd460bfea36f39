"""Sync state of device users: how far a terminal is as wanted, and who has access there."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..command.states import PENDING_STATES, USER_SYNC_KINDS, USER_WRITING_KINDS
from ..reason import as_stored, sentence
from ..searches import search_boolean

RETRY_DELAY = timedelta(days=1)
CHANGING_KINDS = (*USER_WRITING_KINDS, "delete_user")
UNSUCCESSFUL_STATES = ("failed", "expired", "cancelled")
# Users who may not pass now, but whose terminal has confirmed neither their deletion
# nor the days of access.
UNCONFIRMED_REVOCATION = (
    Domain("access_denied", "=", True)
    & Domain("sync_state", "!=", "absent")
    & (Domain("to_remove", "=", True) | Domain("sync_state", "!=", "present"))
    & Domain("device_id.state", "=", "approved")
    & Domain("device_id.active", "=", True)
)


class BiometricSyncState(models.AbstractModel):
    """Fields of a device user that say what is wanted, and what the terminal confirmed."""

    _name = "biometric.sync.state"
    _description = "Sync State of a Device User"

    wanted = fields.Boolean(
        string="By a Group",
        readonly=True,
        copy=False,
        help="A device group wants the person on this terminal.",
    )
    sync_state = fields.Selection(
        [
            ("unknown", "Not checked"),
            ("pending", "Pending"),
            ("present", "On the terminal"),
            ("failed", "Failed"),
            ("absent", "Not on the terminal"),
        ],
        string="State",
        required=True,
        default="unknown",
        readonly=True,
        copy=False,
        help="Whether the terminal is known to have the person as wanted.",
    )
    problem_reason = fields.Json(
        readonly=True, copy=False, help="Code and values of the problem."
    )
    problem = fields.Char(
        compute="_compute_problem", help="Why the terminal refused the last change."
    )
    windows = fields.Json(
        readonly=True,
        copy=False,
        help="The days access is limited to; nothing: it is not limited.",
    )
    access_denied = fields.Boolean(
        string="No Access Now",
        readonly=True,
        copy=False,
        help="The person may not pass here now.",
    )
    access_days = fields.Char(
        string="Days of Access",
        compute="_compute_access_days",
        help="The days the person may pass here. Empty: on all days.",
    )
    unconfirmed_revocation = fields.Boolean(
        compute="_compute_unconfirmed_revocation",
        search="_search_unconfirmed_revocation",
        help="The person should not pass here now, but the terminal has not confirmed "
        "it.",
    )

    to_remove = fields.Boolean(
        readonly=True, copy=False, help="The person has to leave this terminal."
    )
    synced_values = fields.Json(
        readonly=True,
        copy=False,
        help="Values of the user that were last written to the terminal.",
    )
    retry_at = fields.Datetime(
        readonly=True, copy=False, help="When a failed change is tried again."
    )

    @api.depends("problem_reason")
    @api.depends_context("lang")
    def _compute_problem(self):
        for user in self:
            user.problem = sentence(self.env, user.problem_reason) or False

    @api.depends("windows")
    def _compute_access_days(self):
        for user in self:
            user.access_days = ", ".join(
                user._format_days(*window) for window in user.windows or ()
            )

    def _format_days(self, first, last):
        """Return days of access in words; either day may be ``None`` for no limit."""
        first, last = (day and format_date(self.env, day) for day in (first, last))
        if first and last:
            return self.env._("%(first)s to %(last)s", first=first, last=last)
        return self.env._("from %s", first) if first else self.env._("until %s", last)

    def _compute_unconfirmed_revocation(self):
        found = self.filtered_domain(UNCONFIRMED_REVOCATION)
        for user in self:
            user.unconfirmed_revocation = user in found

    @api.model
    def _search_unconfirmed_revocation(self, operator, value):
        return search_boolean(UNCONFIRMED_REVOCATION, operator, value)

    @api.model
    def _process_queued(self, commands):
        """Mark the device users of queued commands as pending."""
        changing = commands.filtered(lambda command: command.kind in CHANGING_KINDS)
        for device, of_device in changing.grouped("device_id").items():
            of_device._device_users(device).write(
                {"sync_state": "pending", "problem_reason": False, "retry_at": False}
            )

    @api.model
    def _process_finished(self, commands, state, reason):
        """Record on the device users that commands about them have ended.

        :param state: how the commands ended, such as ``done`` or ``failed``.
        """
        for command in commands:
            result = _resulting_state(command.kind, state)
            if result and not _is_followed(command, result):
                for user in command._device_user():
                    user._record_sync_state(result, reason)
            elif command.kind == "set_template" and state in ("failed", "expired"):
                command._device_user().problem_reason = as_stored(reason)

    def _record_sync_state(self, state, reason=None):
        """Record how a change of the user ended: ``present``, ``absent`` or ``failed``."""
        if state == "failed":
            self._record_failure(reason)
        elif state == "absent":
            self.write(
                {"sync_state": state, "problem_reason": False, "to_remove": False}
            )
        elif self.sync_state == "pending":  # else an earlier part of it failed
            self.write({"sync_state": state, "problem_reason": False})

    def _record_failure(self, reason):
        self.write(
            {
                "sync_state": "failed",
                "problem_reason": as_stored(reason),
                "retry_at": fields.Datetime.now() + RETRY_DELAY,
            }
        )


def _resulting_state(kind, state):
    """Return the sync state after a command, ``None`` where it changes nothing."""
    if kind not in USER_SYNC_KINDS:
        return None
    if state == "done":
        return "absent" if kind == "delete_user" else "present"
    return "failed" if state in UNSUCCESSFUL_STATES else None


def _is_followed(command, result):
    """Return whether a later command decides about the same device user."""
    kinds = ["set_user", "delete_user"]
    if result != "failed":
        kinds.append("grant_access")
    later = [
        ("device_id", "=", command.device_id.id),
        ("pin", "=", command.pin),
        ("kind", "in", kinds),
        ("state", "in", PENDING_STATES),
        ("id", ">", command.id),
    ]
    return bool(command.search_count(later, limit=1))
