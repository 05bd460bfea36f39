from odoo import models

from ..actions import open_record


class BiometricAlert(models.Model):
    _inherit = "biometric.alert"

    def action_enter_missing(self):
        """Open a new outage of the silent terminal or site, with who lacks a punch."""
        self.ensure_one()
        self.check_access("read")
        outage = self.env["biometric.outage"].create(
            {
                "device_id": self.device_id.id,
                "site_id": self.site_id.id,
                "since": self.since,
                "until": self.closed_at or self.env.cr.now(),
            }
        )
        outage.action_find()
        return open_record(outage, self.env._("The Terminal Was Down"), "current")
