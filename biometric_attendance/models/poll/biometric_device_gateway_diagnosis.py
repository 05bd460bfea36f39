"""Trying the way to a gateway."""

import secrets

from odoo import models
from odoo.exceptions import UserError

from ...terminals.cams.client import call
from ...terminals.errors import ProtocolError, TransportError


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    def action_test_connection(self):
        """Say in words whether the gateway answers for the terminal."""
        self.ensure_one()
        if not self.gateway:
            return super().action_test_connection()
        self.check_access("write")
        self.env["biometric.command"]._check_administrator()
        if not self.gateway_url:
            raise UserError(self.env._("Type the address of the gateway first."))
        if not self._lock_line_here():
            raise UserError(
                self.env._(
                    "The gateway of %s is being called right now: try again in a minute.",
                    self.name,
                )
            )
        try:
            answer = call(self._gateway(), "information", {}, secrets.token_hex(6))
        except (TransportError, ProtocolError) as error:
            return self._told("danger", error.reason)
        if not answer.good:
            return self._told("danger", answer.words)
        if answer.upload.info:
            self._learn(answer.upload.info)
        return self._told(
            "success", self.env._("The gateway answers for this terminal.")
        )
