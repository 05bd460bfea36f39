"""Devices that are reached through a bridge: this server itself leaves them alone."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

BEHIND_NO_BRIDGE = Domain("bridge_id", "=", False)


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    _editable_fields = {"bridge_id"}

    bridge_id = fields.Many2one(
        "biometric.bridge",
        string="Reached Through",
        check_company=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="The bridge in the network of the terminal. Empty: this server reaches the "
        "terminal itself, or the terminal calls this server.",
    )

    refused_session = fields.Json(
        readonly=True,
        copy=False,
        help="The last session of its bridge that was refused, and why: another terminal "
        "answered at its address.",
    )

    def _test_connection(self):
        """Refuse to call a terminal that only its bridge reaches, and have that do it."""
        if self.bridge_id:
            self._schedule_poll_now()
            raise UserError(
                self.env._(
                    "The bridge %s reaches this terminal. It was asked to read it now: "
                    "look at the last failure below in a moment.",
                    self.bridge_id.name,
                )
            )
        return super()._test_connection()
