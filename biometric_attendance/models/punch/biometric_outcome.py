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
    ("unmapped", "Not matched"),
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
    ("queued", "The attendance is worked out in a moment."),
    ("nobody", "Nobody was linked to this PIN of the terminal at that time."),
    ("visit", "A visit of a contact, who has no attendances."),
    ("too_old", "Made before the time from which punches of the device count."),
    ("clock_ahead", "The terminal's clock was ahead of the server's."),
    ("employment_ended", "The employment had ended."),
    ("employment_begins", "The employment had not begun yet."),
    ("discarded", "A person discarded it."),
    ("withdrawn", "A person withdrew it."),
    ("import_withdrawn", "The file it was read from was withdrawn."),
    ("access_ended", "Access had ended."),
    ("access_begins", "Access had not begun yet."),
    ("refused", "No attendance could be made."),
]


class BiometricOutcome(models.AbstractModel):
    """The outcome of a punch or of a correction that adds one, and its reason.

    Every outcome has a reason: the database refuses one without. These fields are written
    by SQL, all four at a time.
    """

    _name = "biometric.outcome"
    _description = "Result"

    outcome = fields.Selection(
        OUTCOMES,
        string="Result",
        required=True,
        default="waiting",
        readonly=True,
        help="What became of the punch.",
    )
    reason = fields.Selection(
        REASONS, required=True, default="queued", readonly=True, help="Why."
    )
    detail = fields.Char(
        readonly=True,
        help="More about it: a day, how far a clock was ahead, or what Odoo said.",
    )
    attendance_id = fields.Many2one(
        "hr.attendance",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The attendance it began, ended or lies in.",
    )
