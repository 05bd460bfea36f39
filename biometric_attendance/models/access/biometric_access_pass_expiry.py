"""Passes that end soon, told to somebody who can do something about it."""

from odoo import api, fields, models


class BiometricAccessPass(models.Model):
    _inherit = "biometric.access.pass"

    reminded_of = fields.Date(
        readonly=True,
        copy=False,
        help="The last day somebody was reminded of; a renewal is reminded of anew.",
    )

    @api.model
    def _cron_remind(self):
        """Make an activity for each pass that ends soon and is not renewed yet."""
        for company in self.env["res.company"].search([("active", "=", True)]):
            self.with_company(company)._remind(company)

    def _remind(self, company):
        today = fields.Date.context_today(self)
        soon = fields.Date.add(today, days=company.biometric_expiry_days)
        for each in self.search(
            [
                ("company_id", "=", company.id),
                ("last_day", ">=", today),
                ("last_day", "<=", soon),
            ]
        ):
            if each.reminded_of == each.last_day or each._is_renewed():
                continue
            each.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=each.last_day,
                summary=self.env._("Access pass ends"),
                user_id=(company.biometric_expiry_user_id or each.create_uid).id,
            )
            each.reminded_of = each.last_day

    def _is_renewed(self):
        """Whether a later pass of the person takes over in all the same groups."""
        person = "employee_id" if self.employee_id else "partner_id"
        next_day = fields.Date.add(self.last_day, days=1)
        later = self.search(
            [
                ("id", "!=", self.id),
                (person, "=", self[person].id),
                ("first_day", "<=", next_day),
                "|",
                ("last_day", "=", False),
                ("last_day", ">=", next_day),
            ]
        )
        return self.group_ids <= later.group_ids
