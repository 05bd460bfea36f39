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


class BiometricPreview(models.AbstractModel):
    """Counts of the differences a dialog shows before anything is changed."""

    _name = "biometric.preview"
    _description = "Preview of a Change"

    state = fields.Selection(
        [("draft", "Choose"), ("preview", "Preview")],
        default="draft",
        help="Whether the differences below are of what is chosen above.",
    )
    added = fields.Integer(readonly=True, help="Attendances that would be new.")
    changed = fields.Integer(readonly=True, help="Attendances that would change.")
    removed = fields.Integer(readonly=True, help="Attendances that would go.")
