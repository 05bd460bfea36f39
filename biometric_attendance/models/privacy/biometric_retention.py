"""What may not be kept any longer goes by itself, every hour."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...terminals.commands import KINDS

# How long what a terminal was told is kept: it names people, their PINs and cards.
KEPT = timedelta(days=90)


class BiometricErasure(models.Model):
    _inherit = "biometric.erasure"

    @api.model
    def _cron_erase(self):
        """Erase what people who left have here and on terminals; end what has run out."""
        self._begin(self._departed(), "departure")
        self.env["biometric.template"]._forget()
        self.env["biometric.photo"]._forget()
        self.env["biometric.message"]._forget()
        self.env["biometric.command"]._forget()
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
        there = Domain("sync_state", "!=", "absent")
        users = self.env["biometric.device.user"].search(left & there)
        people = templates.employee_id | photos.employee_id | users.employee_id
        begun = [("employee_id", "in", people.ids), ("state", "!=", "confirmed")]
        return people - self.search(begun).employee_id


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    @api.model
    def _forget(self):
        """Delete old commands that came to an end.

        Those that opened a door, restarted a terminal or cleared it stay: who asked for
        that may be wanted later, and they are about nobody.
        """
        dangerous = [name for name, kind in KINDS.items() if kind.dangerous]
        until = fields.Datetime.now() - KEPT
        self.sudo().search(
            [("finished_at", "<", until), ("kind", "not in", dangerous)]
        ).unlink()
