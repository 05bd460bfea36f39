from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    biometric_policy_id = fields.Many2one(
        related="company_id.biometric_policy_id",
        readonly=False,
        help="How punches are read unless an employee, a department or a device differs.",
    )
    biometric_closed_until = fields.Date(
        related="company_id.biometric_closed_until",
        readonly=False,
        help="Attendances up to and including this day do not change any more.",
    )

    def action_change_biometric_policy(self):
        self.company_id._ensure_biometric_policy()
        return self.company_id.biometric_policy_id.action_change()
