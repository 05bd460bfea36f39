from odoo import fields, models


class BiometricOutageLine(models.Model):
    """A punch that is missing because a terminal was down."""

    _name = "biometric.outage.line"
    _inherit = ["biometric.rights"]
    _description = "Punch Missing for an Outage"
    _order = "instant, employee_id, id"

    outage_id = fields.Many2one(
        "biometric.outage",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The outage.",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="Who was expected then.",
    )
    direction = fields.Selection(
        [("in", "In"), ("out", "Out")],
        required=True,
        readonly=True,
        help="Whether the person was to come or to go.",
    )
    instant = fields.Datetime(
        string="Time",
        required=True,
        readonly=True,
        help="The scheduled time.",
    )
    chosen = fields.Boolean(default=True, readonly=True, help="The punch is entered.")
    correction_id = fields.Many2one(
        "biometric.correction",
        readonly=True,
        ondelete="set null",
        help="What was entered.",
    )

    def action_toggle(self):
        """Leave the punch out, or take it in again."""
        self.outage_id.check_access("write")
        for line in self:
            line.outage_id._check_draft()
            line.sudo().chosen = not line.chosen
        return True
