"""Dialog that asks for the zones of devices before they are approved."""

from odoo import api, fields, models

from ..models.actions import open_record
from .biometric_approval_choice import get_defaults


class BiometricApproval(models.TransientModel):
    """Approves devices once somebody has confirmed their zones."""

    _name = "biometric.approval"
    _inherit = ["biometric.approval.choice", "biometric.rights"]
    _description = "Approve Devices"

    _editable_fields = {"line_ids"}

    line_ids = fields.One2many(
        "biometric.approval.line",
        "approval_id",
        help="The devices, where it is several.",
    )

    @api.model
    def _open(self, devices):
        """Return the action that opens the dialog for devices."""
        devices.check_access("write")
        if len(devices) == 1:
            vals = get_defaults(devices)
        else:
            lines = [fields.Command.create(get_defaults(device)) for device in devices]
            vals = {"line_ids": lines}
        return self.sudo().create(vals).with_env(self.env)._dialog()

    def _dialog(self):
        return open_record(self, self.env._("Approve: Is the Time Zone Right?"))

    def action_apply(self):
        """Store the zones, and approve the devices."""
        self.ensure_one()
        self.check_access("write")
        choices = self if self.device_id else self.line_ids
        choices._check_choices()
        choices._store_choices()
        choices.device_id._approve()
        return {"type": "ir.actions.act_window_close"}
