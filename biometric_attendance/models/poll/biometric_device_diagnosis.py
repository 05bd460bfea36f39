"""Trying the connection to a terminal that waits to be asked."""

from odoo import models
from odoo.exceptions import UserError

from ...terminals.errors import UdpOnly
from ...terminals.zk4370.client.diagnosis import diagnose

PATIENCE = 5.0  # seconds: a person waits


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    def action_test_connection(self):
        """Say in words whether the terminal answers, and what is wrong if not."""
        self.ensure_one()
        self.check_access("write")
        if not self.host:
            raise UserError(
                self.env._("Type the network address of the terminal first.")
            )
        if not self._lock_line_here():
            raise UserError(
                self.env._(
                    "%s is being read right now: try again in a minute.", self.name
                )
            )
        found = diagnose(self._address(patience=PATIENCE, deadline=3 * PATIENCE))
        if isinstance(found.error, UdpOnly):
            self.udp = True
            return self._told("warning", self._words_for_udp())
        if found.error:
            return self._told("danger", found.words)
        if not self._is_same(found.serial):
            return self._told(
                "danger",
                self.env._(
                    "Another terminal answers at this address: its serial number is %s.",
                    found.serial,
                ),
            )
        self._ask_soon()
        return self._told("success", found.words)

    def _words_for_udp(self):
        return self.env._("The terminal answers over UDP only. UDP is turned on now.")

    def _told(self, kind, message):
        """Show a sentence, and the device as it is now."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": message,
                "sticky": kind != "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
