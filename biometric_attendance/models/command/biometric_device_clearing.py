"""A terminal's punches are only cleared when every one of them is stored here."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...terminals.errors import ProtocolError

# How fresh a terminal's count, and the upload of its whole memory, must be.
FRESH = timedelta(days=1)
# Where terminals send punches; the last is the security dialect's memory.
PUNCH_TABLES = ("ATTLOG", "RTLOG", "%transaction")


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    counted_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="When the terminal last told how many punches it has.",
    )
    resent_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="When the terminal was last told to send its whole memory.",
    )

    def _note_count(self):
        """The terminal told just now how many punches it has."""
        self._once_a_minute("count", SQL("counted_at = %s", fields.Datetime.now()))

    def _why_not_clear(self):
        """Why clearing the terminal might lose punches, as a sentence, or ``None``."""
        self.ensure_one()
        since = fields.Datetime.now() - FRESH
        if not self.counted_at or self.counted_at < since:
            return self.env._(
                "%s has not told within a day how many punches it has. Have it send "
                "everything again.",
                self.name,
            )
        if not self.resent_at or self.resent_at < since or self.resend_all:
            return self.env._(
                "%s has not sent its whole memory within a day. Have it send everything "
                "again, and wait until it has.",
                self.name,
            )
        if self._has_unread_punches():
            return self.env._(
                "Some punches of %s could not be read: look at its messages first.",
                self.name,
            )
        stored = self.sudo().punch_count
        if stored < self.punches:
            return self.env._(
                "%(device)s has %(there)s punches, but only %(here)s are stored here.",
                device=self.name,
                there=self.punches,
                here=stored,
            )
        return None

    def _has_unread_punches(self):
        unread = Domain("device_id", "=", self.id) & Domain("state", "=", "new")
        tables = (Domain("table", "=ilike", table) for table in PUNCH_TABLES)
        messages = self.env["biometric.message"].sudo()
        return bool(messages.search_count(unread & Domain.OR(tables), limit=1))


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    @api.model
    def _refuse(self, device, kind, payload, extra):
        result = super()._refuse(device, kind, payload, extra)
        why_not = device._why_not_clear() if kind == "clear_punches" else None
        if why_not:
            raise ValidationError(why_not)
        return result

    def _values(self):
        """:raises ProtocolError: where that has changed since it was asked for."""
        why_not = self.device_id._why_not_clear() if self.kind == "clear_punches" else 0
        if why_not:
            raise ProtocolError(why_not)
        return super()._values()
