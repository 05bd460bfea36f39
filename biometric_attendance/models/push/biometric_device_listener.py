"""Where terminals call this server: its listener, where it has one."""

from odoo import api, fields, models
from odoo.tools import config

from ...listener import addresses
from ...terminals import BRANDS

PLAIN = "http://"


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    listener_missing = fields.Boolean(
        compute="_compute_listener_missing",
        help="The terminal can only call a listener, and this server has none.",
    )

    @api.depends("brand")
    def _compute_listener_missing(self):
        for device in self:
            brand = BRANDS.get(device.brand)
            missing = (
                brand
                and brand.push
                and brand.push.listener.required
                and not device._listeners()
            )
            device.listener_missing = bool(missing)

    def _server_url(self):
        """The listener's address, also for terminals that could do without it.

        A gateway is no terminal in the network: it calls Odoo's own address.
        """
        brand = BRANDS.get(self.brand)
        if brand and brand.transport != "push":
            return super()._server_url()
        return next(iter(self._listeners()), super()._server_url())

    def _secret_url(self, token):
        url = super()._secret_url(token)
        return f"{url}/ebkn" if self.brand == "ebkn" else url

    def _listeners(self):
        """Addresses of the listeners this terminal can call; those of EBKN know no TLS."""
        found = addresses(config["data_dir"])
        if self.brand == "ebkn":
            return [address for address in found if address.startswith(PLAIN)]
        return found
