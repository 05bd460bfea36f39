"""On which days somebody may pass a terminal, and whether the terminal knows."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

# Not allowed in, and the terminal has neither deleted the person nor taken the days.
UNCONFIRMED_REVOCATION = (
    Domain("access_denied", "=", True)
    & Domain("sync_state", "!=", "absent")
    & (Domain("to_remove", "=", True) | Domain("sync_state", "!=", "present"))
    & Domain("device_id.state", "=", "approved")
    & Domain("device_id.active", "=", True)
)


class BiometricDeviceUser(models.Model):
    _inherit = "biometric.device.user"

    windows = fields.Json(
        readonly=True,
        copy=False,
        help="The days access is limited to; nothing: it is not limited.",
    )
    access_denied = fields.Boolean(
        string="No Access Now",
        readonly=True,
        copy=False,
        help="The person may not pass here now.",
    )
    access_days = fields.Char(
        string="Days of Access",
        compute="_compute_access_days",
        help="The days the person may pass here. Empty: on all days.",
    )
    unconfirmed_revocation = fields.Boolean(
        string="May Still Get In",
        compute="_compute_unconfirmed_revocation",
        search="_search_unconfirmed_revocation",
        help="The person should not pass here now, but the terminal has not confirmed "
        "it.",
    )

    @api.depends("windows")
    def _compute_access_days(self):
        for user in self:
            user.access_days = ", ".join(
                user._told(*window) for window in user.windows or ()
            )

    def _told(self, first, last):
        """Days of access in words; each end may be open."""
        first, last = (day and format_date(self.env, day) for day in (first, last))
        if first and last:
            return self.env._("%(first)s to %(last)s", first=first, last=last)
        return self.env._("from %s", first) if first else self.env._("until %s", last)

    def _compute_unconfirmed_revocation(self):
        found = self.filtered_domain(UNCONFIRMED_REVOCATION)
        for user in self:
            user.unconfirmed_revocation = user in found

    @api.model
    def _search_unconfirmed_revocation(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(
            UNCONFIRMED_REVOCATION if wanted else ~UNCONFIRMED_REVOCATION
            for wanted in value
        )
