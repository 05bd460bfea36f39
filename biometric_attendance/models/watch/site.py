"""When a site is open."""

from odoo import fields, models


class BiometricSite(models.Model):
    _inherit = "biometric.site"

    _check_company_auto = True
    _editable_fields = {"opening_calendar_id"}

    opening_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Opening Hours",
        check_company=True,
        help="Nobody is told of a terminal that falls silent outside of these hours, read "
        "in the time zone of the site. Empty, or a calendar without hours: always open.",
    )

    def _get_alert_field(self):
        return "site_id"
