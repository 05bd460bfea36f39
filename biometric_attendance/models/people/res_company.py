from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    biometric_policy_id = fields.Many2one(
        "biometric.policy",
        string="Pairing Policy",
        domain="[('company_id', '=', id)]",
        help="How punches are read unless an employee, a department or a device differs.",
    )
    biometric_closed_until = fields.Date(
        string="Closed Until",
        help="Payroll is done up to and including this day: no punch, however late, "
        "changes an attendance of that time any more.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._ensure_biometric_policy()
        return companies

    def write(self, vals):
        before = {company: company.biometric_closed_until for company in self}
        result = super().write(vals)
        if "biometric_closed_until" in vals:
            for company, closed in before.items():
                company._pair_reopened(closed)
        return result

    def _ensure_biometric_policy(self):
        """Give each company a policy to begin with."""
        for company in self.filtered(lambda company: not company.biometric_policy_id):
            company.biometric_policy_id = self.env["biometric.policy"].create(
                {"name": self.env._("Standard"), "company_id": company.id}
            )

    def _pair_reopened(self, closed):
        """Pair again what was closed and is not any more."""
        now = self.biometric_closed_until
        if not closed or (now and now >= closed):
            return
        since = fields.Datetime.to_datetime(now) or fields.Datetime.to_datetime(
            "1900-01-01"
        )
        employees = self.env["hr.employee"].with_context(active_test=False)
        people = employees.search([("company_id", "=", self.id)])
        self.env["biometric.pairing"].sudo()._queue(
            (person, since) for person in people
        )
