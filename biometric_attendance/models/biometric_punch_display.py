from odoo import api, fields, models

from ..protocols import BRANDS


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
            names = BRANDS[punch.device_id.brand].codec.VERIFY
            punch.verified_by = names.get(punch.verify, "").capitalize()
