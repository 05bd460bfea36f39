"""An employee's wish to have a punch added, turned round or discarded."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..reporting.biometric_day import MANAGES_ALL, MANAGES_SOME
from . import notifications
from .possible import check_possible


class BiometricCorrectionRequest(models.Model):
    """What an employee asks to be put right; somebody else decides.

    Nothing changes before it is approved: then corrections are made in the name of who
    approved it, and withdrawing those takes it back.
    """

    _name = "biometric.correction.request"
    _inherit = ["mail.thread", "mail.activity.mixin", "biometric.rights"]
    _description = "Correction Request"
    _order = "state desc, instant desc, id desc"
    _mail_post_access = "read"

    _editable_fields = {"answer"}
    _initial_fields = {
        *("employee_id", "kind", "punch_id", "instant", "direction"),
        *("note", "file", "file_name"),
    }

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user.employee_id,
        help="Whose attendance is to be put right.",
    )
    company_id = fields.Many2one(
        related="employee_id.company_id", help="The company of the employee."
    )
    kind = fields.Selection(
        [
            ("add", "A punch is missing"),
            ("direction", "The direction is wrong"),
            ("discard", "The punch does not count"),
        ],
        string="What Is Wrong",
        required=True,
        default="add",
        help="A punch is missing: somebody forgot to punch, or the terminal was out of "
        "order. The direction is wrong: in was pressed for out, or out for in. The punch "
        "does not count: it was made by mistake.",
    )
    punch_id = fields.Many2one(
        "biometric.punch",
        index="btree_not_null",
        ondelete="cascade",
        help="The punch whose direction is wrong, or that does not count.",
    )
    instant = fields.Datetime(
        string="Time", required=True, help="When the person really came or went."
    )
    direction = fields.Selection(
        [("in", "In"), ("out", "Out")], help="Whether the person came or went then."
    )
    note = fields.Char(
        string="Reason", required=True, help="What happened, for who decides."
    )
    file = fields.Binary(
        attachment=True, help="Something that shows it, such as a photo or a letter."
    )
    file_name = fields.Char(help="The name of the file.")
    state = fields.Selection(
        [
            ("requested", "Waiting"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="requested",
        readonly=True,
        index=True,
        help="Waiting: nothing has changed yet. Approved: the corrections were made. "
        "Withdrawn: the employee does not ask for it any more.",
    )
    answer = fields.Char(help="What the employee is told with the decision.")
    decided_by_id = fields.Many2one(
        "res.users", readonly=True, help="Who approved or refused it."
    )
    decided_at = fields.Datetime(readonly=True, help="When it was decided.")
    correction_ids = fields.One2many(
        "biometric.correction",
        "request_id",
        string="Corrections",
        readonly=True,
        groups="hr_attendance.group_hr_attendance_officer",
        help="What was made of it.",
    )
    may_decide = fields.Boolean(
        compute="_compute_may_decide",
        help="Whether you may approve or refuse it: nobody decides about themselves.",
    )

    _complete = models.Constraint(
        "CHECK((kind = 'add' AND direction IS NOT NULL)"
        " OR (kind = 'direction' AND direction IS NOT NULL AND punch_id IS NOT NULL)"
        " OR (kind = 'discard' AND punch_id IS NOT NULL))",
        "Say whether the person came or went; a punch that is wrong has to be chosen.",
    )
    _one_of_a_punch_idx = models.UniqueIndex(
        "(punch_id) WHERE state = 'requested' AND punch_id IS NOT NULL",
        "This punch is asked about already: wait for the answer, or withdraw the request.",
    )
    _one_of_a_time_idx = models.UniqueIndex(
        "(employee_id, instant, direction) WHERE state = 'requested' AND kind = 'add'",
        "This is asked for already: wait for the answer, or withdraw the request.",
    )

    @api.depends("employee_id", "kind", "instant")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for request in self:
            name = request.sudo().employee_id.name or ""
            request.display_name = f"{name}: {kinds.get(request.kind, '')}"

    @api.depends_context("uid")
    @api.depends("employee_id", "state")
    def _compute_may_decide(self):
        for request in self:
            request.may_decide = request._get_refusal_of_decision() is None

    @api.onchange("punch_id", "kind")
    def _onchange_punch_id(self):
        if self.punch_id and self.kind != "add":
            self.instant = self.punch_id.instant
        if self.kind == "direction" and self.punch_id.direction in OPPOSITE:
            self.direction = OPPOSITE[self.punch_id.direction]

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._check_access_of_creator()
        for request in requests:
            request._take_time_of_punch()
            check_possible(request)
        notifications.ask_approvers(requests)
        return requests

    def write(self, vals):
        decided = self.filtered(lambda request: request.state != "requested")
        if "answer" in vals and decided and not self.env.su:
            raise UserError(
                self.env._(
                    "The request is decided: its answer does not change any more."
                )
            )
        return super().write(vals)

    def _check_access_of_creator(self):
        """Check that people ask for themselves, and officers for whom they manage."""
        for request in self:
            if request._is_about_user() or self.env.su or request._manages():
                continue
            raise AccessError(
                self.env._(
                    "You may not ask for a correction of %s.",
                    request.sudo().employee_id.name,
                )
            )

    def _take_time_of_punch(self):
        """Take the time of a punch that is wrong from the punch, whatever was typed."""
        if self.kind != "add" and self.punch_id:
            self.sudo().instant = self.punch_id.sudo().instant

    def action_withdraw(self):
        """Ask for it no more."""
        for request in self:
            request.check_access("read")
            if not request._is_about_user():
                raise UserError(
                    self.env._("Only who asked may withdraw a request: refuse it.")
                )
            request._check_waiting()
        self.sudo().write({"state": "withdrawn"})
        notifications.close_activities(self)
        return True

    def action_approve(self):
        """Make the corrections asked for, in the name of the user."""
        for request in self:
            request._check_decision()
            check_possible(request)
            request._decide("approved")
            request._correct()
        notifications.notify_of_answer(self)
        return True

    def action_refuse(self):
        """Decide that nothing is corrected."""
        for request in self:
            request._check_decision()
            request._decide("refused")
        notifications.notify_of_answer(self)
        return True

    def _check_decision(self):
        self.check_access("write")
        refusal = self._get_refusal_of_decision()
        if refusal:
            raise AccessError(refusal)
        # Two officers may decide at once: the second waits here, and then sees the first.
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        self._check_waiting()

    def _check_waiting(self):
        if self.state != "requested":
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._("The request is decided already: %s.", states[self.state])
            )

    def _get_refusal_of_decision(self):
        """Return the sentence why the user may not decide, ``None`` for who may."""
        if self._is_about_user():
            return self.env._("Nobody decides about their own request.")
        if not self._manages():
            return self.env._("The attendance approver of the employee decides.")
        return None

    def _is_about_user(self):
        return self.sudo().employee_id.user_id == self.env.user

    def _manages(self):
        """Whether the user manages the attendances of the employee."""
        user = self.env.user
        approver = self.sudo().employee_id.attendance_manager_id
        return user.has_group(MANAGES_ALL) or (
            approver == user and user.has_group(MANAGES_SOME)
        )

    def _decide(self, state):
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )

    def _correct(self):
        """Make the corrections; who approves answers for them."""
        if self.kind != "add":
            self.punch_id._discard(self.note, request_id=self.id)
        if self.kind != "discard":
            # Whoever decides manages the employee, which was checked.
            self.env["biometric.correction"].sudo().create(
                {
                    "employee_id": self.employee_id.id,
                    "direction": self.direction,
                    "instant": self.instant,
                    "note": self.note,
                    "request_id": self.id,
                }
            )


OPPOSITE = {"in": "out", "out": "in"}
