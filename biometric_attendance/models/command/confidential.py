"""Commands that only a device gets which proves more than its serial number."""

import json

from odoo import api, fields, models
from odoo.fields import Domain

from ...terminals.reasons import Reason
from ..reason import sentence

TEMPLATE_KIND = "set_template"  # of a finger, a face or a photo to compare with
# A password is its person's alone; anybody reads a card's number off the card.
PASSWORD = "password"


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    confidential = fields.Boolean(
        compute="_compute_confidential",
        store=True,
        help="It carries a finger, a face, a photo or a password. A terminal that proves "
        "no more than its serial number does not get it: it waits.",
    )

    @api.depends("kind", "payload")
    def _compute_confidential(self):
        for command in self:
            payload = json.loads(command.sudo().payload or "{}")
            command.confidential = (
                command.kind == TEMPLATE_KIND
                or bool(payload.get(PASSWORD))
                or payload.get("kind") == PASSWORD
            )

    @api.depends("state", "confidential", "device_id.proves_identity")
    def _compute_result(self):
        withheld = self.filtered(lambda command: command._is_withheld())
        for command in withheld:
            reason = Reason("withheld", {"device": command.device_id.name})
            command.result = sentence(self.env, reason)
        return super(BiometricCommand, self - withheld)._compute_result()

    def _is_withheld(self):
        """Whether the command waits until its device proves who calls."""
        self.ensure_one()
        proved = self.device_id.proves_identity
        return self.state == "queued" and self.confidential and not proved

    @api.model
    def _get_deliverable_domain(self, device):
        """Return which queued commands may be handed to a device."""
        if device.proves_identity:
            return Domain.TRUE
        return Domain("confidential", "=", False)
