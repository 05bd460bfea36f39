"""A time in which a terminal recorded nobody, and what was entered for it."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from ..actions import open_record
from ..reporting.biometric_day import MANAGES_ALL
from .proposal import find_missing

MAX_DAYS = 31


class BiometricOutage(models.Model):
    """A terminal was down: the people expected then get their punches at once.

    Each becomes a correction; all of them are withdrawn together.
    """

    _name = "biometric.outage"
    _inherit = ["biometric.rights"]
    _description = "Terminal Outage"
    _order = "since desc, id desc"
    _rec_name = "note"

    _editable_fields = {
        *("device_id", "site_id", "department_id", "since", "until", "note"),
    }

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
        help="The company of the people.",
    )
    device_id = fields.Many2one(
        "biometric.device",
        string="Terminal",
        ondelete="set null",
        help="The terminal that was down: the people known to it are looked at.",
    )
    site_id = fields.Many2one(
        "biometric.site",
        ondelete="set null",
        help="All terminals of a site were down.",
    )
    department_id = fields.Many2one(
        "hr.department",
        ondelete="set null",
        help="Only people of this department and those below it.",
    )
    since = fields.Datetime(
        string="From", required=True, help="When the terminal went down."
    )
    until = fields.Datetime(
        string="To",
        required=True,
        default=fields.Datetime.now,
        help="When it was back; now, if it is not.",
    )
    note = fields.Char(
        string="Reason",
        required=True,
        default=lambda self: self.env._("The terminal was out of order"),
        help="What all corrections say.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Entered"), ("withdrawn", "Withdrawn")],
        required=True,
        default="draft",
        readonly=True,
        help="Entered: the corrections were made. Withdrawn: they were taken back.",
    )
    line_ids = fields.One2many(
        "biometric.outage.line",
        "outage_id",
        string="Missing Punches",
        readonly=True,
        help="Who lacks a punch, and when it is scheduled.",
    )
    line_count = fields.Integer(
        compute="_compute_line_count", help="How many punches are missing."
    )

    @api.depends("line_ids.chosen")
    def _compute_line_count(self):
        for outage in self:
            outage.line_count = len(outage.line_ids.filtered("chosen"))

    @api.constrains("since", "until")
    def _check_times(self):
        for outage in self:
            if outage.since >= outage.until:
                raise ValidationError(
                    self.env._("The end has to be after the beginning.")
                )
            if (outage.until - outage.since).days >= MAX_DAYS:
                raise ValidationError(
                    self.env._(
                        "Look at a month at most; make another entry for the rest."
                    )
                )

    def write(self, vals):
        if not self.env.su and any(outage.state != "draft" for outage in self):
            raise UserError(
                self.env._("What was entered is not changed: withdraw it instead.")
            )
        return super().write(vals)

    def action_find(self):
        """Look for the people who were expected and lack a punch."""
        self.ensure_one()
        self.check_access("write")
        self._check_draft()
        until = min(self.until, fields.Datetime.now())
        missing = find_missing(self.env, self._get_people(), self.since, until)
        lines = [Command.create(found._asdict()) for found in missing]
        self.sudo().line_ids = [Command.clear(), *lines]
        return open_record(self, self.env._("The Terminal Was Down"), "current")

    def _get_people(self):
        """Return the employees whom the user manages, of the terminals and department."""
        domain = Domain("company_id", "=", self.company_id.id)
        if not self.env.user.has_group(MANAGES_ALL):
            domain &= Domain("attendance_manager_id", "=", self.env.uid)
        if self.device_id:
            domain &= Domain("biometric_user_ids.device_id", "=", self.device_id.id)
        if self.site_id:
            domain &= Domain(
                "biometric_user_ids.device_id.site_id", "=", self.site_id.id
            )
        if self.department_id:
            domain &= Domain("department_id", "child_of", self.department_id.id)
        # Officers need not be allowed to read more of people than their names.
        return self.env["hr.employee"].sudo().search(domain, order="name, id")

    def action_enter(self):
        """Make a correction of each punch that is chosen."""
        self.ensure_one()
        self.check_access("write")
        self._check_draft()
        chosen = self.line_ids.filtered("chosen")
        if not chosen:
            raise UserError(
                self.env._("Nothing is chosen: look for missing punches first.")
            )
        corrections = self.env["biometric.correction"].create(
            [
                {
                    "employee_id": line.employee_id.id,
                    "direction": line.direction,
                    "instant": line.instant,
                    "note": self.note,
                }
                for line in chosen
            ]
        )
        for line, correction in zip(chosen.sudo(), corrections, strict=True):
            line.correction_id = correction
        self.sudo().state = "done"
        return True

    def action_withdraw(self):
        """Take back all corrections of this outage that are still in force."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "done":
            raise UserError(self.env._("Nothing was entered."))
        self.line_ids.correction_id.action_withdraw()
        self.sudo().state = "withdrawn"
        return True

    def _check_draft(self):
        if self.state != "draft":
            raise UserError(self.env._("The punches were entered already."))
