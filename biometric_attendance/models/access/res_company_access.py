"""How a company lets people in for a time."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    biometric_contract_access = fields.Boolean(
        string="Access by Contract",
        help="Employees whose contract is recorded may pass terminals from its first to "
        "its last day only. Whoever has no contract recorded is not limited.",
    )
    biometric_expiry_days = fields.Integer(
        string="Remind Before Expiry",
        default=7,
        help="How many days before its last day somebody is reminded of an access pass.",
    )
    biometric_expiry_user_id = fields.Many2one(
        "res.users",
        string="Who Is Reminded",
        help="Who gets an activity for a pass that ends soon. Empty: who made the pass.",
    )

    _biometric_expiry_days_positive = models.Constraint(
        "CHECK(biometric_expiry_days >= 0)", "Nobody can be reminded of the past."
    )

    def write(self, vals):
        result = super().write(vals)
        if "biometric_contract_access" in vals:
            self.env["biometric.device.group"]._trigger_sync()
        return result


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    biometric_contract_access = fields.Boolean(
        related="company_id.biometric_contract_access", readonly=False
    )
    biometric_expiry_days = fields.Integer(
        related="company_id.biometric_expiry_days", readonly=False
    )
    biometric_expiry_user_id = fields.Many2one(
        related="company_id.biometric_expiry_user_id", readonly=False
    )
