from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    biometric_tell_employees = fields.Boolean(
        related="company_id.biometric_tell_employees", readonly=False
    )
