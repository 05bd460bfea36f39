from odoo import models

from ..crons import trigger_cron


class ResPartner(models.Model):
    """A contact may use terminals too: a member of a gym, a supplier's driver."""

    _name = "res.partner"
    _inherit = ["res.partner", "biometric.person"]

    def write(self, vals):
        result = super().write(vals)
        if {"active", "name", "biometric_pin"} & set(vals):
            users = self.env["biometric.device.user"].sudo()
            if users.search_count([("partner_id", "in", self.ids)], limit=1):
                trigger_cron(self.env, "cron_sync")
        return result

    def unlink(self):
        """Delete the contacts, and have their users deleted from the terminals."""
        self.check_access("unlink")
        users = self.env["biometric.device.user"].sudo()._of(self)
        self.env["biometric.erasure"]._begin_of_users(users, "deleted")
        users.partner_id = False
        return super().unlink()
