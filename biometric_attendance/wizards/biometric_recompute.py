"""Dialog that recomputes attendances, perhaps by changed rules, after a preview."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.actions import open_record
from ..models.pairing.biometric_pairing import Change
from ..models.pairing.biometric_policy import RULES
from ..models.rights.links import check_readable
from ..rules.policy import PolicyError


class BiometricRecompute(models.TransientModel):
    """Recomputes attendances from a date on, perhaps by changed rules, after a preview."""

    _name = "biometric.recompute"
    _inherit = ["biometric.preview", "biometric.rights"]
    _description = "Recompute Attendances"

    _editable_fields = {"company_id", "employee_ids", "since", *RULES}

    policy_id = fields.Many2one(
        "biometric.policy", readonly=True, help="The policy whose rules change."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        help="The company whose attendances are recomputed.",
    )
    employee_ids = fields.Many2many(
        "hr.employee",
        string="Employees",
        help="Only these people. Empty: everybody the policy is for.",
    )
    since = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="Attendances that began before this day stay as they are.",
    )
    mode = fields.Selection(
        selection=lambda self: self.env["biometric.policy"]._fields["mode"].selection,
        help="How to tell coming from going.",
    )
    debounce = fields.Integer(
        string="Double Tap (seconds)",
        help="A punch this soon after another repeats it.",
    )
    day_start = fields.Float(
        string="Day Starts At", help="When a workday begins on the person's own clock."
    )
    longest = fields.Float(
        string="Longest Session (hours)",
        help="A later punch cannot end an older check-in.",
    )
    breaks = fields.Selection(
        selection=lambda self: self.env["biometric.policy"]._fields["breaks"].selection,
        help="What the break keys do.",
    )
    roster = fields.Boolean(
        string="Use Scheduled Hours",
        help="An odd number of punches without keys is read with the work schedule.",
    )
    line_ids = fields.One2many(
        "biometric.recompute.line",
        "recompute_id",
        readonly=True,
        help="What would change, the first of it.",
    )

    @api.model
    def _open(self, policy=None, employees=None):
        """Return the action that opens the dialog for a policy or for some people."""
        vals = {}
        if policy:
            vals["company_id"] = policy.company_id.id
            vals.update({rule: policy[rule] for rule in RULES})
        wizard = self.create(vals)
        wizard.sudo().policy_id = policy
        if employees:
            check_readable(employees)
            wizard.sudo().employee_ids = employees
        return wizard._dialog()

    def _dialog(self):
        return open_record(self, self.env._("Recompute Attendances"))

    def action_preview(self):
        """Work out what would change, and change nothing."""
        self.ensure_one()
        if self.policy_id:
            self._get_checked_rules(self._get_chosen_policy())
        policies = {person: self._get_rules(person) for person in self._get_employees()}
        pairing = self.env["biometric.pairing"].sudo()
        differences = pairing._differences(self._get_changes(), policies)
        return self._show_preview(differences)

    def action_apply(self):
        """Store the rules and queue the employees they concern for pairing."""
        self.ensure_one()
        if self.state != "preview":
            raise UserError(self.env._("Look at the preview first."))
        if self.policy_id:
            rules = {rule: self[rule] for rule in RULES}
            self.policy_id.check_access("write")
            self.policy_id.sudo().write({**rules, "since": self.since})
        pairing = self.env["biometric.pairing"].sudo()
        pairing._queue(
            ((person, change.since) for person, change in self._get_changes().items()),
            exact=True,
        )
        return {"type": "ir.actions.act_window_close"}

    def _get_employees(self):
        """Return whose attendances are recomputed, with values that are not public."""
        employees = self.employee_ids
        if not employees and self.policy_id:
            employees = self.policy_id._get_employees()
        elif not employees:
            employees = employees.search([("company_id", "=", self.company_id.id)])
        return employees.sudo()

    def _get_changes(self):
        """Return ``{employee: Change}``: each is paired again from the workday of ``since``."""
        changes = {}
        for person in self._get_employees():
            rules = self._get_rules(person)
            midday = rules.begins(self.since) + timedelta(hours=1)
            changes[person] = Change(midday, exact=True)
        return changes

    def _get_rules(self, person):
        """Return the rules to try out for a person."""
        policy = person._biometric_policies()[person]
        if policy == self.policy_id:
            policy = self._get_chosen_policy()
        closed = person.company_id.biometric_closed_until
        return self._get_checked_rules(policy, person._get_tz(), closed)

    def _get_chosen_policy(self):
        """The policy with the rules chosen in the dialog, not stored."""
        rules = {rule: self[rule] for rule in RULES}
        return self.policy_id.new(rules, origin=self.policy_id)

    def _get_checked_rules(self, policy, zone="UTC", closed_until=None):
        """Return the rules of a policy.

        :raises UserError: the policy's values contradict each other.
        """
        try:
            return policy._get_rules(zone, closed_until)
        except PolicyError as error:
            raise UserError(policy._get_error_sentence(error)) from error
