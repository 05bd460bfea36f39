from odoo import fields, models

from ...rules import outcomes

OUTCOMES = [
    ("waiting", "Waiting"),
    ("checked_in", "Checked in"),
    ("checked_out", "Checked out"),
    ("break", "Break"),
    ("repeat", "Repeat"),
    ("missing_check_in", "Missing check-in"),
    ("missing_check_out", "Missing check-out"),
    ("unmapped", "Unmapped"),
    ("inactive_employee", "Inactive employee"),
    ("denied", "Denied"),
    ("visit", "Visit"),
    ("before_start", "Before start"),
    ("clock_error", "Clock error"),
    ("closed_period", "Closed period"),
    ("covered", "Covered by manual entry"),
    ("discarded", "Discarded"),
]

# Reasons of outcomes; Odoo translates the labels of selections.
REASONS = [
    *outcomes.REASONS.items(),
    ("discarded", "A person discarded it."),
    ("access_ended", "Access had ended."),
    ("access_begins", "Access had not begun yet."),
    ("refused", "No attendance could be made."),
]


class BiometricOutcome(models.AbstractModel):
    """The outcome of a punch or of a correction that adds one, and its reason.

    The pairing writes these fields by SQL, all four at a time.
    """

    _name = "biometric.outcome"
    _description = "Outcome"

    outcome = fields.Selection(
        OUTCOMES,
        required=True,
        default="waiting",
        readonly=True,
        help="What became of the punch.",
    )
    reason = fields.Selection(REASONS, readonly=True, help="Why.")
    detail = fields.Char(readonly=True, help="More about it: a day, or what Odoo said.")
    attendance_id = fields.Many2one(
        "hr.attendance",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The attendance it began, ended or lies in.",
    )
