from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    biometric_tell_employees = fields.Boolean(
        string="Tell Employees What Others Change",
        default=True,
        help="An employee with a user gets a message whenever somebody else corrects, "
        "discards or withdraws one of the person's punches, or changes an attendance.",
    )
