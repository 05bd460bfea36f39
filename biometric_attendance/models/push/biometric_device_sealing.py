"""Security keys: a gateway that encrypts what it says, and what no key opens yet."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...terminals import BRANDS
from ...terminals.errors import ProtocolError
from .biometric_message import SEALED

KEY_BYTES = 32


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    # In clear, because they are needed to read and write with; see docs/security.md.
    sealing_key = fields.Char(copy=False, groups=fields.NO_ACCESS)
    previous_sealing_key = fields.Char(copy=False, groups=fields.NO_ACCESS)
    security_key = fields.Char(
        compute="_compute_security_keys",
        inverse="_inverse_security_key",
        help="The 32 characters of the security key in API Monitor, if encryption is on "
        "there. They are never shown again.",
    )
    previous_security_key = fields.Char(
        compute="_compute_security_keys",
        inverse="_inverse_previous_security_key",
        help="The key of before still opens what was encrypted with it. It is kept by "
        "itself when you type a new one.",
    )
    has_security_key = fields.Boolean(
        compute="_compute_has_security_keys", help="A security key is set."
    )
    has_previous_security_key = fields.Boolean(
        compute="_compute_has_security_keys", help="The security key of before is kept."
    )
    sealed_waiting_count = fields.Integer(
        string="Waiting for the Right Key",
        compute="_compute_sealed_waiting_count",
        help="Encrypted messages no security key of the device opens. They are kept, and "
        "read as soon as the right key is typed.",
    )

    @api.depends("sealing_key", "previous_sealing_key")
    def _compute_security_keys(self):
        self.security_key = self.previous_security_key = False

    @api.depends("sealing_key", "previous_sealing_key")
    def _compute_has_security_keys(self):
        for device in self:
            own = device.sudo()
            device.has_security_key = bool(own.sealing_key)
            device.has_previous_security_key = bool(own.previous_sealing_key)

    def _compute_sealed_waiting_count(self):
        waiting = self.env["biometric.message"]
        counts = {}
        if waiting.has_access("read"):
            domain = [("device_id", "in", self.ids), ("table", "=", SEALED)]
            counts = dict(
                waiting._read_group(
                    [*domain, ("state", "=", "new")], ["device_id"], ["__count"]
                )
            )
        for device in self:
            device.sealed_waiting_count = counts.get(device, 0)

    def _inverse_security_key(self):
        """Take a new key; the one before is kept, unless it was a slip of the pen."""
        for device in self:
            key, own = self._checked_key(device.security_key), device.sudo()
            if key and own.sealing_key != key:
                if own.sealing_key and not own.sealed_waiting_count:
                    own.previous_sealing_key = own.sealing_key
                own.sealing_key = key
                device._open_waiting()

    def _inverse_previous_security_key(self):
        for device in self:
            key = self._checked_key(device.previous_security_key)
            if key:
                device.sudo().previous_sealing_key = key
                device._open_waiting()

    def _checked_key(self, text):
        """:raises ValidationError: for what cannot be a security key."""
        key = (text or "").strip()
        if key and len(key.encode()) != KEY_BYTES:
            raise ValidationError(
                self.env._("A security key has %s characters.", KEY_BYTES)
            )
        return key

    def action_drop_security_keys(self):
        """Encryption was turned off in API Monitor."""
        self.check_access("write")
        self.sudo().write({"sealing_key": False, "previous_sealing_key": False})

    def action_open_waiting(self):
        """Try once more to open what waits for the right key."""
        self.check_access("write")
        self._open_waiting()

    def _open_waiting(self):
        """Read what the keys open now, oldest first, as if it had just come."""
        waiting = (
            self.env["biometric.message"]
            .sudo()
            .search(
                [
                    ("device_id", "in", self.ids),
                    ("device_id.state", "=", "approved"),
                    ("device_id.active", "=", True),
                    ("table", "=", SEALED),
                    ("state", "=", "new"),
                ],
                order="id",
            )
        )
        for message in waiting:
            message._replay()
        self.invalidate_recordset(["sealed_waiting_count"])

    def _unsealed(self, call):
        """The call in clear, or as it came where no key of the device opens it.

        What opens and is nothing of the protocol's proves nothing, and stays closed.
        """
        if call.kind != SEALED:
            return call
        own = self.sudo()
        keys = [key for key in (own.sealing_key, own.previous_sealing_key) if key]
        try:
            return BRANDS[self.brand].codec.unseal(call, keys) or call
        except ProtocolError:
            return call

    def _unsealed_later(self, ciphertext):
        """The call a kept ciphertext holds.

        :return: the call, and why it cannot be believed; one of them is ``None``.
        """
        codec = BRANDS[self.brand].codec
        try:
            call = codec.read_call("", {}, "POST", headers={}, body=ciphertext.encode())
        except ProtocolError as error:
            return None, error.reason
        call = self._unsealed(call)
        if call.kind == SEALED:
            return None, codec.UNOPENED
        known = self._directory().get((self.brand, self.serial))
        if call.serial not in ("", self.serial):
            return None, self.env._("It is of another terminal: %s.", call.serial)
        if known is None or not known.takes(call.key):
            return None, self.env._("It was sent with a wrong token.")
        return call, None
