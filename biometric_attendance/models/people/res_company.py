from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...rules.assignments import BEGINNING
from ...rules.vault import VaultError
from ..crons import trigger_cron
from ..reason import sentence

# Settings that turn on the storage of biometric data, which needs an encryption key.
STORING_FIELDS = ("biometric_store_templates", "biometric_photo_days")


class ResCompany(models.Model):
    """A company's settings of pairing, access by date, and biometric data."""

    _inherit = "res.company"

    biometric_policy_id = fields.Many2one(
        "biometric.policy",
        string="Pairing Policy",
        check_company=True,
        domain="[('company_id', '=', id)]",
        help="How punches are read unless an employee, a department or a device differs.",
    )
    biometric_closed_until = fields.Date(
        string="Closed Until",
        help="Payroll is done up to and including this day: no punch, however late, "
        "changes an attendance of that time any more.",
    )
    biometric_contract_access = fields.Boolean(
        string="Access by Contract",
        help="Employees whose contract is recorded may pass terminals from its first to "
        "its last day only. Whoever has no contract recorded is not limited.",
    )
    biometric_expiry_days = fields.Integer(
        string="Remind Before Expiry",
        default=7,
        help="How many days before its last day somebody is reminded of an access pass.",
    )
    biometric_expiry_user_id = fields.Many2one(
        "res.users",
        string="Who Is Reminded",
        check_company=True,
        help="Who gets an activity for a pass that ends soon. Empty: who made the pass.",
    )
    biometric_store_templates = fields.Boolean(
        string="Store Templates",
        help="Keep what terminals recognise people by, encrypted, to write it to the "
        "other terminals of the same person. Off: it stays on the terminals, and what "
        "was stored is deleted within the hour.",
    )
    biometric_basis_required = fields.Boolean(
        string="Legal Basis Required",
        default=True,
        help="Only store templates of people who have a legal basis on record.",
    )
    biometric_photo_days = fields.Integer(
        string="Days of Photos",
        help="How long photos taken at punches are kept, encrypted. 0: not at all.",
    )

    _biometric_expiry_days_positive = models.Constraint(
        "CHECK(biometric_expiry_days >= 0)", "Nobody can be reminded of the past."
    )
    _biometric_photo_days_positive = models.Constraint(
        "CHECK(biometric_photo_days >= 0)",
        "Photos cannot be kept for less than 0 days.",
    )

    @api.constrains("biometric_policy_id", "biometric_expiry_user_id")
    def _check_biometric_links(self):
        self._check_company(["biometric_policy_id", "biometric_expiry_user_id"])

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_encryption_key(vals)
        companies = super().create(vals_list)
        companies._ensure_biometric_policy()
        return companies

    def write(self, vals):
        self._check_encryption_key(vals)
        closed = {company: company.biometric_closed_until for company in self}
        result = super().write(vals)
        if "biometric_contract_access" in vals:
            trigger_cron(self.env, "cron_sync")
        if "biometric_closed_until" in vals:
            for company in self:
                company._queue_reopened_period(closed[company])
        return result

    def _check_encryption_key(self, vals):
        """Refuse to turn on the storage of biometric data without a key to encrypt it.

        :raises ValidationError: no usable key ring.
        """
        if any(
            vals.get(name) and not (self and all(company[name] for company in self))
            for name in STORING_FIELDS
        ):
            try:
                self.env["biometric.vault"]._ring()
            except VaultError as error:
                raise ValidationError(sentence(self.env, error)) from error

    def _ensure_biometric_policy(self):
        """Create a standard pairing policy for each company that has none."""
        for company in self.filtered(lambda company: not company.biometric_policy_id):
            company.biometric_policy_id = self.env["biometric.policy"].create(
                {"name": self.env._("Standard"), "company_id": company.id}
            )

    def _queue_reopened_period(self, closed):
        """Queue all employees for pairing from the day a closed period was opened again.

        :param closed: the last day that was closed before.
        """
        now = self.biometric_closed_until
        if not closed or (now and now >= closed):
            return
        since = fields.Datetime.to_datetime(now) or BEGINNING
        employees = self.env["hr.employee"].with_context(active_test=False)
        people = employees.search([("company_id", "=", self.id)])
        self.env["biometric.pairing"].sudo()._queue(
            (person, since) for person in people
        )
