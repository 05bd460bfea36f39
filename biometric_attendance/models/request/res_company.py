from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    biometric_notify_employees = fields.Boolean(
        string="Notify Employees of Changes by Others",
        default=True,
        help="An employee with a user gets a message whenever somebody else corrects, "
        "discards or withdraws one of the person's punches, or changes an attendance.",
    )
