"""Dialog that says whose a PIN is, and from when, after a preview of what would change."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from ..models.access.assignment_defaults import get_default_since, get_open_since
from ..models.access.assignment_trial import try_history
from ..models.access.person_key import get_employees, get_person, get_person_key
from ..models.actions import open_record
from ..models.rights.links import check_readable
from ..rules.assignments import (
    BEGINNING,
    assign,
    assignment_at,
    next_begin,
    overlapped,
    take_over,
)

CHOICES = ("employee_id", "partner_id", "span", "since", "until")


class BiometricAssignmentWizard(models.TransientModel):
    """Assigns a PIN to a person for a time, which may be past, after a preview."""

    _name = "biometric.assignment.wizard"
    _inherit = ["biometric.preview", "biometric.rights"]
    _description = "Change Person"

    _editable_fields = set(CHOICES)

    device_user_id = fields.Many2one(
        "biometric.device.user",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The device user whose PIN it is.",
    )
    company_id = fields.Many2one(
        related="device_user_id.company_id", help="The company of the device."
    )
    employee_id = fields.Many2one(
        "hr.employee",
        ondelete="cascade",
        help="Whose the PIN is for that time. With neither an employee nor a "
        "contact, the PIN is not matched.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        ondelete="cascade",
        help="Whose it is, if no employee's.",
    )
    span = fields.Selection(
        [
            ("proposed", "As proposed"),
            ("time", "A time I choose"),
            ("past", "The whole past: nobody else ever had this PIN"),
        ],
        string="From When",
        required=True,
        default="proposed",
        help="As proposed: from the time shown below, which goes by the person's first day "
        "and by who had the PIN before. The whole past: all punches of the PIN become "
        "the person's.",
    )
    since = fields.Datetime(
        string="From", help="The first moment the PIN is the person's."
    )
    until = fields.Datetime(
        help="When that ends; then the PIN goes back to whoever had it. Empty: for good, "
        "or until it becomes somebody else's as planned.",
    )
    proposal = fields.Char(
        compute="_compute_proposal", help="From when the PIN would be the person's."
    )
    effective_since = fields.Datetime(
        readonly=True, help="From when the assignment of the preview holds."
    )
    moved = fields.Text(
        string="Punches", readonly=True, help="Who would lose or get how many punches."
    )
    closed_note = fields.Char(
        readonly=True, help="What stays as it is, because its period is closed."
    )
    line_ids = fields.One2many(
        "biometric.assignment.wizard.line",
        "wizard_id",
        readonly=True,
        help="The attendances that would change, the first of them.",
    )

    @api.depends("employee_id", "partner_id", "device_user_id")
    @api.depends_context("lang", "tz")
    def _compute_proposal(self):
        for each in self:
            since = each._get_proposed_since()
            each.proposal = (
                self.env._("From the beginning")
                if since == BEGINNING
                else self.env._(
                    "From %s", format_datetime(self.env, since, self.env.tz.zone)
                )
            )

    @api.model
    def _open(self, user, **values):
        """Return the action that opens the dialog for a device user.

        :param values: what is proposed in it.
        """
        user._check_assignable()
        wizard = self.sudo().create({"device_user_id": user.id, **values})
        return wizard.with_env(self.env)._dialog()

    def _dialog(self):
        return open_record(self, self.env._("Change Person"))

    def write(self, vals):
        """Write the choices; a preview made with others does not hold any more."""
        result = super().write(vals)
        if not set(CHOICES).isdisjoint(vals):
            self.sudo().filtered(lambda each: each.state == "preview").state = "draft"
        return result

    def action_preview(self):
        """Work out what would change, and change nothing."""
        self.ensure_one()
        self.check_access("write")
        user = self._get_user()
        since, history = self._get_changed_history(self._get_chosen_since())
        trial = try_history(user, history)
        check_readable(trial.employees.with_env(self.env))
        return self._show_preview(
            trial.differences,
            effective_since=since,
            moved="\n".join(trial.get_sentences()) or False,
            closed_note=self._get_closed_note(since),
        )

    def action_apply(self):
        """Assign the PIN as the preview showed it."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "preview":
            raise UserError(self.env._("Look at the preview first."))
        user = self._get_user()
        _since, history = self._get_changed_history(self.effective_since)
        self.env["biometric.assignment"]._store_histories({user: history})
        user._apply_assignments()
        return {"type": "ir.actions.act_window_close"}

    def _get_user(self):
        """Return the device user, whose owner the user may change."""
        user = self.device_user_id
        user._check_assignable()
        if self.employee_id and self.partner_id:
            raise UserError(
                self.env._("A PIN belongs to an employee or to a contact, not to both.")
            )
        user._check_persons({self._get_person()})
        return user.sudo()

    def _get_person(self):
        """Return whose the PIN is to be, an empty recordset for nobody."""
        return self.employee_id or self.partner_id or self.employee_id

    def _get_history(self):
        user = self.device_user_id
        return self.env["biometric.assignment"]._get_histories(user)[user]

    def _get_proposed_since(self):
        now = fields.Datetime.now()
        return get_default_since(self.env, self._get_history(), self._get_person(), now)

    def _get_chosen_since(self):
        """Return from when the PIN is to be the person's."""
        if self.span == "proposed":
            return self._get_proposed_since()
        if self.span == "past":
            return self._get_open_since() or BEGINNING
        if not self.since:
            raise UserError(self.env._("Choose from when the PIN is the person's."))
        return self.since

    def _get_open_since(self):
        """Return where the closed period of those who had the PIN in it ends, if any did."""
        history, until = self._get_history(), self._get_past_end()
        people = {each.person for each in history if each.since < until}
        people.add(get_person_key(self._get_person()))
        closed = get_open_since(get_employees(self.env, people))
        had = any(each.person and each.since < closed for each in history)
        return closed if had else None

    def _get_past_end(self):
        """Return when the first assignment that is planned begins."""
        return next_begin(self._get_history(), fields.Datetime.now())

    def _get_changed_history(self, since):
        """Return from when the history of the PIN would change, and how it would be then.

        :raises UserError: the choices make no sense, or concern what may not change.
        """
        history, key = self._get_history(), get_person_key(self._get_person())
        now, until = fields.Datetime.now(), None
        if self.span == "past":
            until = self._get_past_end()
        elif self.span == "time":
            until = self.until or None
        if until and until <= since:
            raise UserError(
                self.env._("“Until” must be later than “From”: choose another time.")
            )
        self._check_overlap(history, key, since, until)
        changed = (
            assign(history, key, since, until)
            if until
            else take_over(history, key, since, now)
        )
        self._check_affected(history, since, until)
        return since, changed

    def _check_overlap(self, history, key, since, until):
        if self.span != "time" or not until:
            return
        other = overlapped(history, key, since, until)
        if other:
            raise UserError(
                self.env._(
                    "%(person)s has the PIN from %(since)s: end the assignment by then, "
                    "or change that one first.",
                    person=get_person(self.env, other.person).sudo().display_name
                    or self.env._("Somebody deleted"),
                    since=format_datetime(self.env, other.since, self.env.tz.zone),
                )
            )

    def _check_affected(self, history, since, until):
        """Check that whoever loses punches may: seen by the user, and not in a closed period."""
        end = until or next_begin(history, since)
        before = assignment_at(history, since)
        newcomer = get_person_key(self._get_person())
        people = {before.person if before else None, newcomer}
        people |= {each.person for each in history if since <= each.since < end}
        for key in people:
            if key and get_person(self.env, key):
                check_readable(get_person(self.env, key))
        employees = get_employees(self.env, people)
        closed = get_open_since(employees)
        is_free = since == BEGINNING and not any(people - {newcomer})
        if since < closed and not is_free:
            last = max(
                filter(
                    None, employees.sudo().mapped("company_id.biometric_closed_until")
                )
            )
            raise UserError(
                self.env._(
                    "The period until %s is closed: choose a later time. What the "
                    "person had in it stays.",
                    format_date(self.env, last),
                )
            )

    def _get_closed_note(self, since):
        """Return what the whole past leaves out."""
        if self.span != "past" or since == BEGINNING:
            return False
        return self.env._(
            "Punches before %s are in a closed period and stay whose they are.",
            format_datetime(self.env, since, self.env.tz.zone),
        )
