from odoo import api, fields, models

from ...terminals import BRANDS


class BiometricPunch(models.Model):
    """What the screens of a punch show beside its own fields."""

    _inherit = "biometric.punch"

    verified_by = fields.Char(
        string="Proof",
        compute="_compute_verified_by",
        help="What the person showed: a finger, a face, a card or a password.",
    )

    @api.depends("verify", "device_id.brand")
    def _compute_verified_by(self):
        for punch in self:
            names = BRANDS[punch.device_id.brand].verify_labels
            name = names.get(punch.verify, "")
            punch.verified_by = name[:1].upper() + name[1:]

    def action_open_passes(self):
        """Show the access passes of the person, who may need a new one."""
        self.ensure_one()
        return (self.employee_id or self.partner_id).action_open_biometric_passes()

    def action_open_device_user(self):
        """Open the identity of this PIN, where it is linked to an employee."""
        self.ensure_one()
        user = self.env["biometric.device.user"].search(
            [("device_id", "=", self.device_id.id), ("pin", "=", self.pin)]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Device User"),
            "res_model": "biometric.device.user",
            "res_id": user.id,
            "views": [(False, "form")],
        }
