from odoo import fields, models


class BiometricRecomputeLine(models.TransientModel):
    _name = "biometric.recompute.line"
    _inherit = ["biometric.difference", "biometric.rights"]
    _description = "Difference Pairing Again Would Make"

    recompute_id = fields.Many2one(
        "biometric.recompute", required=True, ondelete="cascade", help="The dialog."
    )
