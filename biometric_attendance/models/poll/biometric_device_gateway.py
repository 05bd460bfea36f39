"""Terminals behind a gateway: it calls for them, and is called to reach them."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...rules import clock
from ...terminals import BRANDS
from ...terminals.cams.client import Gateway
from ...terminals.errors import Misaddressed
from . import biometric_device_poll  # noqa: F401 - what it extends comes first

GATEWAYS = [name for name, brand in BRANDS.items() if brand.transport == "gateway"]
# How long the token of before is believed beside the new one.
ROTATION = timedelta(days=30)
# The vendor's own; others are told to customers alone.
URLS = {"v3": "https://robot.camsunit.com/external/api3.0/biometric"}
CALLBACK = "/cams/biometric-api3.0/"


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    gateway = fields.Boolean(
        compute="_compute_gateway",
        search="_search_gateway",
        help="A gateway on the internet speaks for the terminal.",
    )
    gateway_url = fields.Char(
        string="Gateway Address",
        copy=False,
        tracking=True,
        help="Where this server calls the gateway, to write users or to read punches of "
        "the past. Empty: the gateway is never called, and punches come in all the same.",
    )
    gateway_plain = fields.Boolean(
        string="Allow Plain HTTP",
        help="Call the gateway without encryption of the way, too, or one on this very "
        "machine. Its token and people's fingers can then be read by whoever is in "
        "between.",
    )
    seal_answers = fields.Boolean(
        string="Encrypt Acknowledgements",
        help="Only if the gateway does not take plain ones, which it usually does.",
    )
    callback_url = fields.Char(
        string="Callback URL",
        compute="_compute_callback_url",
        help="What to type into API Monitor as the callback URL of the terminal.",
    )

    @api.depends("brand")
    def _compute_gateway(self):
        for device in self:
            device.gateway = device.brand in GATEWAYS

    def _search_gateway(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = [
            name for name in BRANDS if (name in GATEWAYS) in [bool(v) for v in value]
        ]
        return [("brand", "in", wanted)]

    @api.depends("serial", "path_digest")
    def _compute_callback_url(self):
        for device in self:
            open_to_all = device.gateway and not device.has_secret_path
            device.callback_url = (
                f"{device.get_base_url()}{CALLBACK}?stgid={quote(device.serial or '')}"
                if open_to_all
                else False
            )

    @api.onchange("brand", "dialect")
    def _onchange_gateway_url(self):
        if self.gateway and not self.gateway_url:
            self.gateway_url = URLS.get(self.dialect)

    @api.constrains("gateway_url", "gateway_plain", "brand")
    def _check_gateway_url(self):
        for device in self.filtered("gateway_url").filtered("gateway"):
            try:
                # Whether its generation can be called at all is no matter of the address.
                replace(device._gateway(), dialect="v3").check()
            except Misaddressed as error:
                raise ValidationError(error.reason) from error

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["gateway_url"] = (vals.get("gateway_url") or "").strip() or False
        return super().create(vals_list)

    def write(self, vals):
        if "gateway_url" in vals:
            vals = {**vals, "gateway_url": (vals["gateway_url"] or "").strip() or False}
        return super().write(vals)

    def _inverse_communication_key(self):
        """The token, of which the gateway may go on using the one before for a while."""
        for device in self.filtered("gateway"):
            own, token = device.sudo(), (device.communication_key or "").strip()
            if own.key_digest and token != own.connection_key:
                own.previous_key_digest = own.key_digest
                own.previous_key_until = fields.Datetime.now() + ROTATION
            own.connection_key = device.communication_key = token
        return super()._inverse_communication_key()

    def action_drop_previous_key(self):
        """Believe the newest communication key alone."""
        self.check_access("write")
        self.sudo().write({"previous_key_digest": False, "previous_key_until": False})

    def _check_before_approval(self):
        for device in self.filtered("gateway"):
            if not device.has_communication_key:
                raise UserError(
                    self.env._("Type the AuthToken of %s first.", device.name)
                )
        return super()._check_before_approval()

    def _start_receiving(self):
        result = super()._start_receiving()
        self.filtered("gateway").resend_all = False  # nobody can ask it for that
        return result

    def _secret_url(self, token):
        """What is typed where the terminal, or its gateway, is set up."""
        url = super()._secret_url(token)
        return f"{url}/{self.brand}" if self.gateway else url

    def _gateway(self):
        """The way to the terminal."""
        self.ensure_one()
        own = self.sudo()
        return Gateway(
            self.gateway_url or "",
            self.dialect,
            self.serial,
            token=own.connection_key or "",
            zone=clock.zone(self.tz or "UTC"),
            security_key=own.sealing_key or "",
            previous_key=own.previous_sealing_key or "",
            plain=self.gateway_plain,
        )

    def _codec_knows(self, pin=None):
        return {**super()._codec_knows(pin), "tz": self.tz}
