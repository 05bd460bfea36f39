from odoo import fields, models


class BiometricDifference(models.AbstractModel):
    """An attendance that a change would add, change or remove, in a preview."""

    _name = "biometric.difference"
    _description = "Difference a Change Would Make"
    _order = "employee_id, id"

    employee_id = fields.Many2one(
        "hr.employee", ondelete="cascade", help="Whose attendance it is."
    )
    kind = fields.Selection(
        [("added", "Added"), ("changed", "Changed"), ("removed", "Removed")],
        help="What would happen.",
    )
    check_in = fields.Datetime(string="Check-In Now", help="As it is.")
    check_out = fields.Datetime(string="Check-Out Now", help="As it is.")
    new_check_in = fields.Datetime(string="New Check-In", help="As it would be.")
    new_check_out = fields.Datetime(string="New Check-Out", help="As it would be.")
