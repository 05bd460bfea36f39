"""Settings of who is told of what, and when."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .people import check_responsible

CAUSE_DOMAIN = [
    ("field_id.model", "=", "biometric.alert"),
    ("field_id.name", "=", "cause"),
]


class ResCompany(models.Model):
    """A company's settings of alerts."""

    _inherit = "res.company"

    biometric_alert_user_id = fields.Many2one(
        "res.users",
        string="Who Is Told",
        help="Who is told of terminals and sites without a responsible person. Empty: the "
        "first administrator of Attendances.",
    )
    biometric_silent_minutes = fields.Integer(
        string="Silent After (Minutes)",
        default=15,
        help="How long a terminal may be out of touch, within the opening hours of its "
        "site, before somebody is told.",
    )
    biometric_quiet_from = fields.Float(
        string="Quiet From",
        help="From this hour on nobody is told of anything, in the company's time zone.",
    )
    biometric_quiet_until = fields.Float(
        string="Quiet Until",
        help="At this hour people are told of what is still so. The same hour: nobody has "
        "quiet hours.",
    )
    biometric_alert_off_ids = fields.Many2many(
        "ir.model.fields.selection",
        "biometric_company_alert_off_rel",
        string="Not Told Of",
        domain=CAUSE_DOMAIN,
        help="Causes of which this company makes no alerts.",
    )
    biometric_digest = fields.Boolean(
        string="Morning Mail",
        default=True,
        help="Send those who are told of alerts a mail every morning: what fell silent, what "
        "waits for people and who has no check-out. Nothing to say: no mail.",
    )
    biometric_digest_hour = fields.Float(
        string="Morning Mail Hour",
        default=7.0,
        help="In the company's time zone.",
    )
    biometric_digest_day = fields.Date(
        copy=False, help="The day of the last morning mail."
    )

    _biometric_silent_minutes_sound = models.Constraint(
        "CHECK(biometric_silent_minutes BETWEEN 1 AND 10080)",
        "A terminal may be silent for one minute at least and a week at most.",
    )
    _biometric_hours_sound = models.Constraint(
        "CHECK(biometric_quiet_from >= 0 AND biometric_quiet_from < 24"
        " AND biometric_quiet_until >= 0 AND biometric_quiet_until < 24"
        " AND biometric_digest_hour >= 0 AND biometric_digest_hour < 24)",
        "An hour of the day is from 0:00 to 23:59.",
    )

    @api.constrains("biometric_alert_user_id")
    def _check_biometric_alert_user(self):
        for company in self.filtered("biometric_alert_user_id"):
            check_responsible(company.biometric_alert_user_id, company)

    @api.constrains("biometric_alert_off_ids")
    def _check_biometric_alert_off(self):
        causes = self.env["ir.model.fields.selection"].sudo().search(CAUSE_DOMAIN)
        if self.sudo().biometric_alert_off_ids - causes:
            raise ValidationError(self.env._("Choose among the causes of alerts."))
