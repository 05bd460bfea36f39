from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..actions import open_record


class BiometricCorrection(models.Model):
    """A punch that a person adds, one that a person discards, or which hour one is of.

    The punches themselves are never changed. A correction is paired together with them,
    and withdrawing it restores what was before.
    """

    _name = "biometric.correction"
    _inherit = ["biometric.outcome", "biometric.rights"]
    _description = "Correction"
    _order = "instant desc, id desc"
    _rec_name = "instant"

    _editable_fields = {"note"}
    _initial_fields = {"employee_id", "instant", "direction"}

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="cascade",
        help="Whose attendance is put right.",
    )
    company_id = fields.Many2one(
        related="employee_id.company_id", help="The company of the employee."
    )
    kind = fields.Selection(
        [
            ("add", "Missing punch"),
            ("discard", "Wrong punch"),
            ("hour", "Ambiguous hour"),
        ],
        required=True,
        default="add",
        help="Missing punch: somebody forgot to punch. Wrong punch: it does not count. "
        "Ambiguous hour: the clock was set back, and this is when the punch was.",
    )
    instant = fields.Datetime(
        string="Time", required=True, help="When the person really came or went."
    )
    direction = fields.Selection(
        [("in", "In"), ("out", "Out")], help="Which way, for a missing punch."
    )
    punch_id = fields.Many2one(
        "biometric.punch",
        index="btree_not_null",
        ondelete="cascade",
        help="The punch that does not count, or whose hour was chosen.",
    )
    former_instant = fields.Datetime(
        string="Time Before",
        readonly=True,
        help="When the punch was taken to be before somebody chose its hour.",
    )
    note = fields.Char(help="Why, for those who look at it later.")
    state = fields.Selection(
        [("active", "In force"), ("withdrawn", "Withdrawn")],
        required=True,
        default="active",
        readonly=True,
        help="A withdrawn correction has no effect any more.",
    )
    withdrawn_by_id = fields.Many2one(
        "res.users", readonly=True, help="Who withdrew it."
    )
    withdrawn_at = fields.Datetime(readonly=True, help="When it was withdrawn.")
    request_id = fields.Many2one(
        "biometric.correction.request",
        string="Asked For",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The request of the employee that was approved.",
    )

    _complete = models.Constraint(
        "CHECK((kind = 'add' AND direction IS NOT NULL)"
        " OR (kind = 'discard' AND punch_id IS NOT NULL)"
        " OR (kind = 'hour' AND punch_id IS NOT NULL AND former_instant IS NOT NULL))",
        "A missing punch needs a direction, other corrections the punch.",
    )
    _one_discard_idx = models.UniqueIndex(
        "(punch_id) WHERE kind = 'discard' AND state = 'active'",
        "The punch is discarded already.",
    )
    _one_hour_idx = models.UniqueIndex(
        "(punch_id) WHERE kind = 'hour' AND state = 'active'",
        "The hour of the punch is chosen already.",
    )

    @api.constrains("instant", "employee_id")
    def _check_possible(self):
        now = fields.Datetime.now()
        for correction in self:
            if correction.kind == "add" and correction.instant > now:
                raise ValidationError(
                    self.env._(
                        "Nobody can have punched in the future: correct the time."
                    )
                )
            correction._check_closed_period()

    def _check_closed_period(self):
        closed = self.employee_id.company_id.sudo().biometric_closed_until
        rules = self.employee_id._get_pairing_rules(closed)
        if any(rules.closed(instant) for instant in self._get_instants()):
            raise ValidationError(
                self.env._(
                    "The period until %s is closed: its attendances do not change any "
                    "more.",
                    closed,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        corrections = super().create(vals_list)
        corrections._apply()
        return corrections

    def write(self, vals):
        if self.env.su or set(vals) <= {"note"}:
            return super().write(vals)
        raise UserError(
            self.env._("A correction is not changed: withdraw it and make another one.")
        )

    def _apply(self):
        discarded = self.filtered(lambda correction: correction.kind == "discard")
        discarded.punch_id._set_outcome("discarded", "discarded")
        for correction in self.filtered(lambda correction: correction.kind == "hour"):
            correction.punch_id._set_reading(correction.instant, ambiguous=False)
        self._queue_pairing()

    def action_withdraw(self):
        """Pair the punches as if there were no such correction."""
        self.check_access("write")
        for correction in self.filtered(
            lambda correction: correction.state == "active"
        ):
            correction._check_closed_period()
            correction.sudo()._withdraw()
            correction._undo()
        self._queue_pairing()
        return True

    def action_open_attendance(self):
        """Open the attendance it is part of, the person's day while there is none yet."""
        self.ensure_one()
        if self.attendance_id:
            return open_record(self.attendance_id, self.env._("Attendance"), "current")
        return self.env["biometric.day"]._open(self.employee_id, self.instant)

    def _withdraw(self):
        """Note that the user withdrew these corrections."""
        self.write(
            {
                "state": "withdrawn",
                "withdrawn_by_id": self.env.uid,
                "withdrawn_at": fields.Datetime.now(),
                "outcome": "discarded",
                "reason": "withdrawn",
                "detail": False,
                "attendance_id": False,
            }
        )

    def _undo(self):
        if self.kind == "hour":
            self.punch_id._set_reading(self.former_instant, ambiguous=True)
        else:
            self.punch_id._restore()

    def _get_instants(self):
        """The instants at which something changes."""
        return [self.instant, *filter(None, [self.former_instant])]

    def _queue_pairing(self):
        self.env["biometric.pairing"].sudo()._queue(
            (correction.employee_id, min(correction._get_instants()))
            for correction in self
        )
