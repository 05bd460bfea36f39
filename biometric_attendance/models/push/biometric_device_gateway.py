"""Terminals behind a gateway on the internet that speaks for them."""

from datetime import timedelta

from odoo import api, fields, models

from ...terminals import BRANDS

# How long the token of before is believed beside the new one.
ROTATION = timedelta(days=30)


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    gateway = fields.Boolean(
        compute="_compute_gateway",
        search="_search_gateway",
        help="A gateway on the internet speaks for the terminal.",
    )
    encrypt_answers = fields.Boolean(
        string="Encrypt Acknowledgements",
        help="Only if the gateway does not take plain ones, which it usually does.",
    )

    @api.depends("brand")
    def _compute_gateway(self):
        for device in self:
            device.gateway = _is_gateway(BRANDS.get(device.brand))

    def _search_gateway(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = [bool(each) for each in value]
        keys = [key for key, brand in BRANDS.items() if _is_gateway(brand) in wanted]
        return [("brand", "in", keys)]

    def _inverse_communication_key(self):
        """The token, of which the gateway may go on using the one before for a while."""
        for device in self.filtered("gateway"):
            own, token = device.sudo(), (device.communication_key or "").strip()
            if own.key_digest and token != own.connection_key:
                own.previous_key_digest = own.key_digest
                own.previous_key_until = fields.Datetime.now() + ROTATION
            device.communication_key = token
        return super()._inverse_communication_key()

    def action_drop_previous_key(self):
        """Believe the newest communication key alone."""
        self.check_access("write")
        self.sudo().write({"previous_key_digest": False, "previous_key_until": False})


def _is_gateway(brand):
    return bool(brand and brand.push and brand.push.key_required)
