"""On which days somebody may pass a terminal, and whether the terminal knows."""

from odoo import api, fields, models
from odoo.fields import Domain

# Not allowed in, and the terminal has neither deleted the person nor taken the days.
LET_IN_STILL = (
    Domain("blocked", "=", True)
    & Domain("presence", "!=", "absent")
    & (Domain("leaving", "=", True) | Domain("presence", "!=", "present"))
    & Domain("device_id.state", "=", "approved")
)


class BiometricDeviceUser(models.Model):
    _inherit = "biometric.device.user"

    windows = fields.Json(
        readonly=True,
        copy=False,
        help="The days access is limited to; nothing: it is not limited.",
    )
    blocked = fields.Boolean(
        readonly=True,
        copy=False,
        help="The person may not pass here now.",
    )
    let_in_still = fields.Boolean(
        string="May Still Get In",
        compute="_compute_let_in_still",
        search="_search_let_in_still",
        help="The person should not pass here now, but the terminal has not confirmed "
        "it.",
    )

    def _compute_let_in_still(self):
        found = self.filtered_domain(LET_IN_STILL)
        for user in self:
            user.let_in_still = user in found

    @api.model
    def _search_let_in_still(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(LET_IN_STILL if wanted else ~LET_IN_STILL for wanted in value)
