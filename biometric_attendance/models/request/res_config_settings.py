from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    biometric_notify_employees = fields.Boolean(
        related="company_id.biometric_notify_employees", readonly=False
    )
