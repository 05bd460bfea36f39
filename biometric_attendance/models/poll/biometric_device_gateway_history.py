"""Punches of the past, asked of a gateway: between two days, and every night."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from . import biometric_device_poll  # noqa: F401 - what it extends comes first

KIND = "query_punches"
# How far back a nightly look goes: a long weekend without a connection.
NIGHTS = timedelta(days=4)


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    gap_check = fields.Boolean(
        string="Nightly Gap Check",
        help="Read the punches of the last days from the gateway every night, in case it "
        "lost one. Reading punches has to be allowed for the terminal in API Monitor.",
    )

    @api.model
    def _cron_gap_check(self):
        """Read the last days again, where that is wanted and not under way already."""
        today = fields.Date.today()
        checked = self.search(
            [
                ("gap_check", "=", True),
                ("gateway", "=", True),
                ("gateway_url", "!=", False),
                ("state", "=", "approved"),
            ]
        ).filtered(lambda device: KIND in device._capabilities())
        under_way = self.env["biometric.command"].search(
            [
                ("device_id", "in", checked.ids),
                ("kind", "=", KIND),
                ("state", "in", ("queued", "sent")),
            ]
        )
        span = {"since": str(today - NIGHTS), "until": str(today)}
        self.env["biometric.command"]._queue_all(
            [(device, KIND, span, {}) for device in checked - under_way.device_id]
        )

    def action_send_everything_again(self):
        """A gateway is asked for what its terminal may still count."""
        gateways = self.filtered("gateway")
        for device in gateways:
            device._read_everything()
        return super(BiometricDevice, self - gateways).action_send_everything_again()

    def _read_everything(self):
        self.check_access("write")
        self.env["biometric.command"]._check_administrator()
        if not self.gateway_url or KIND not in self._capabilities():
            raise UserError(
                self.env._(
                    "The gateway of %s cannot be asked. Choose “Resend all attendance "
                    "data” in API Monitor instead.",
                    self.name,
                )
            )
        since = (self.import_since or fields.Datetime.now()).date()
        span = {"since": str(since), "until": str(fields.Date.today())}
        self.env["biometric.command"]._queue(self, KIND, span)
