"""What may not be kept any longer goes by itself, every hour."""

from odoo import api, fields, models
from odoo.fields import Domain


class BiometricErasure(models.Model):
    _inherit = "biometric.erasure"

    @api.model
    def _cron_erase(self):
        """Erase what people who left have here and on terminals; end what has run out."""
        self._begin(self._departed(), "departure")
        self.env["biometric.template"]._forget()
        self.env["biometric.photo"]._forget()
        self.env["biometric.message"]._forget()
        self.env["biometric.erasure.line"]._repeat()

    @api.model
    def _departed(self):
        """People who left and still have templates, photos or a place on a terminal.

        Those whose erasure waits for a terminal or a person are not begun again.
        """
        today = fields.Date.context_today(self)
        left = Domain("employee_id.active", "=", False)
        left |= Domain("employee_id.departure_date", "<", today)
        templates = self.env["biometric.template"].search(left)
        photos = self.env["biometric.photo"].search(left)
        there = Domain("presence", "!=", "absent")
        users = self.env["biometric.device.user"].search(left & there)
        people = templates.employee_id | photos.employee_id | users.employee_id
        begun = [("employee_id", "in", people.ids), ("state", "!=", "confirmed")]
        return people - self.search(begun).employee_id
