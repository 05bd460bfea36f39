"""How many records belong to a device, and the buttons that open them."""

from odoo import fields, models

from ..actions import open_action
from ..counts import set_counts


class BiometricDeviceCounts(models.AbstractModel):
    """Fields of a device that count what belongs to it, and its smart buttons."""

    _name = "biometric.device.counts"
    _description = "Counts of a Device"

    punch_count = fields.Integer(
        string="Punches",
        compute="_compute_punch_count",
        help="Punches of this device that are stored here.",
    )
    user_count = fields.Integer(
        string="Device Users",
        compute="_compute_user_count",
        help="Device users of this device that are known here.",
    )
    unmapped_count = fields.Integer(
        string="People to Match",
        compute="_compute_unmapped_count",
        help="Device users nobody has mapped to an employee or contact yet.",
    )
    event_count = fields.Integer(
        string="Events",
        compute="_compute_event_count",
        help="Entries of the terminal's own log that are stored here.",
    )
    message_waiting_count = fields.Integer(
        string="Unreadable Lines",
        compute="_compute_message_waiting_count",
        help="What the terminal sent that could not be read.",
    )

    def _compute_punch_count(self):
        self._set_visible_count("punch_count", "biometric.punch")

    def _compute_user_count(self):
        self._set_visible_count("user_count", "biometric.device.user")

    def _compute_unmapped_count(self):
        unmapped = [("employee_id", "=", False), ("partner_id", "=", False)]
        self._set_visible_count("unmapped_count", "biometric.device.user", unmapped)

    def _compute_event_count(self):
        self._set_visible_count("event_count", "biometric.device.event")

    def _compute_message_waiting_count(self):
        waiting = [("state", "=", "new")]
        self._set_visible_count("message_waiting_count", "biometric.message", waiting)

    def _set_visible_count(self, name, model, domain=()):
        """Set a count to 0 for people who may not read what is counted."""
        if self.env[model].has_access("read"):
            set_counts(self, name, model, "device_id", domain)
        else:
            self[name] = 0

    def action_open_punches(self):
        return self._open("biometric_punch_action")

    def action_open_users(self):
        return self._open("biometric_device_user_action")

    def action_open_messages(self):
        return self._open("biometric_message_action")

    def action_open_events(self):
        return self._open("biometric_device_event_action")

    def _open(self, name):
        """Open an action with the records of these devices only."""
        context = {"default_device_id": self.id} if len(self) == 1 else {}
        return open_action(self.env, name, [("device_id", "in", self.ids)], context)
