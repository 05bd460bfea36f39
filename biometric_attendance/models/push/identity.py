"""How a device that calls is identified: keys, secret address, allowed networks."""

import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..actions import notify
from . import encryption
from .device_cache import digest, parse_networks

# How long the previous communication key is accepted beside the new one.
KEY_ROTATION = timedelta(days=30)


class BiometricDeviceIdentity(models.AbstractModel):
    """Fields of a device by which its calls are identified: keys, address, networks."""

    _name = "biometric.device.identity"
    _description = "Identity of a Device"

    _editable_fields = {
        "communication_key",
        "allowed_networks",
        "encryption_key",
        "previous_encryption_key",
        "encrypt_answers",
        "accept_plain",
    }

    # ``NO_ACCESS``, because any employee in developer mode is in ``group_no_one``.
    path_digest = fields.Char(copy=False, groups=fields.NO_ACCESS)
    key_digest = fields.Char(copy=False, groups=fields.NO_ACCESS)
    previous_key_digest = fields.Char(copy=False, groups=fields.NO_ACCESS)
    previous_key_until = fields.Datetime(
        readonly=True,
        copy=False,
        help="Until then the communication key of before is believed as well.",
    )
    communication_key = fields.Char(
        compute="_compute_communication_key",
        inverse="_inverse_communication_key",
        help="What the terminal, or the gateway for it, sends to prove itself when it calls. "
        "It is never shown again.",
    )
    has_communication_key = fields.Boolean(
        compute="_compute_has_secrets", help="A communication key is set."
    )
    has_secret_path = fields.Boolean(
        compute="_compute_has_secrets",
        help="The terminal is only believed on its own secret address.",
    )
    allowed_networks = fields.Text(
        tracking=True,
        help="Addresses the terminal may call from, one a line, such as "
        "203.0.113.7 or 192.168.10.0/24. Empty: from anywhere.",
    )
    proves_identity = fields.Boolean(
        compute="_compute_proves_identity",
        help="Each call of the terminal proves more than its serial number, which is on "
        "its label: by its secret address, the network it comes from, or its key.",
    )
    # In clear, because they are needed to read and write with; see docs/security.md.
    encryption_secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    previous_encryption_secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    encryption_key = fields.Char(
        compute="_compute_encryption_keys",
        inverse="_inverse_encryption_key",
        help="If messages are encrypted: what the vendor's software calls its security "
        "key, of 32 characters. They are never shown again.",
    )
    previous_encryption_key = fields.Char(
        compute="_compute_encryption_keys",
        inverse="_inverse_previous_encryption_key",
        help="The key of before still opens what was encrypted with it. It is kept by "
        "itself when you type a new one.",
    )
    has_encryption_key = fields.Boolean(
        compute="_compute_has_secrets", help="An encryption key is set."
    )
    has_previous_encryption_key = fields.Boolean(
        compute="_compute_has_secrets", help="The encryption key of before is kept."
    )
    encrypted_waiting_count = fields.Integer(
        string="Encrypted Messages",
        compute="_compute_encrypted_waiting_count",
        help="Encrypted messages no encryption key of the device opens. They are kept, and "
        "read as soon as the right key is typed.",
    )
    encrypt_answers = fields.Boolean(
        string="Encrypt Acknowledgements",
        help="Only if the gateway does not take plain ones, which it usually does.",
    )

    accept_plain = fields.Boolean(
        string="Take Unencrypted Messages",
        tracking=True,
        help="Take what comes without encryption although an encryption key is set, such "
        "as while encryption is being turned on. Whoever listens in has seen the token "
        "in it.",
    )
    plain_at = fields.Datetime(
        string="Last Unencrypted Message",
        readonly=True,
        copy=False,
        help="When something last came without encryption although a key is set.",
    )

    @api.depends("brand", "path_digest", "allowed_networks")
    def _compute_proves_identity(self):
        """A key that is sent once, at the introduction, proves nothing of later calls."""
        for device in self:
            push, own = device._get_push(), device.sudo()
            networks = parse_networks(own.allowed_networks)
            device.proves_identity = (
                not push
                or push.key_required
                or bool(own.path_digest)
                or any(network.prefixlen for network in networks)
            )

    @api.depends("key_digest")
    def _compute_communication_key(self):
        self.communication_key = False

    def _inverse_communication_key(self):
        """Set the key; where one is required, the previous one is accepted for a while more."""
        for device in self:
            own, key = device.sudo(), device.communication_key
            if device.key_required:
                key = (key or "").strip()
                if own.key_digest and digest(key) != own.key_digest:
                    own.previous_key_digest = own.key_digest
                    own.previous_key_until = fields.Datetime.now() + KEY_ROTATION
            own.key_digest = digest(key) if key else False

    @api.depends("encryption_secret", "previous_encryption_secret")
    def _compute_encryption_keys(self):
        self.encryption_key = self.previous_encryption_key = False

    def _inverse_encryption_key(self):
        """Set the encryption key, and keep the one before it as the previous key.

        The one before is not kept if messages wait for another key: it was then a typing
        error.
        """
        for device in self:
            own = device.sudo()
            key = encryption.checked_key(device, device.encryption_key)
            if key and own.encryption_secret != key:
                if own.encryption_secret and not own.encrypted_waiting_count:
                    own.previous_encryption_secret = own.encryption_secret
                own.encryption_secret = key
                device._replay_waiting()

    def _inverse_previous_encryption_key(self):
        for device in self:
            key = encryption.checked_key(device, device.previous_encryption_key)
            if key:
                device.sudo().previous_encryption_secret = key
                device._replay_waiting()

    @api.depends(
        "key_digest", "path_digest", "encryption_secret", "previous_encryption_secret"
    )
    def _compute_has_secrets(self):
        for device in self:
            own = device.sudo()
            device.has_communication_key = bool(own.key_digest)
            device.has_secret_path = bool(own.path_digest)
            device.has_encryption_key = bool(own.encryption_secret)
            device.has_previous_encryption_key = bool(own.previous_encryption_secret)

    def _compute_encrypted_waiting_count(self):
        counts = {}
        messages = self.env["biometric.message"]
        if messages.has_access("read"):
            domain = Domain("device_id", "in", self.ids) & Domain("state", "=", "new")
            domain &= Domain("table", "=", encryption.ENCRYPTED)
            counts = dict(messages._read_group(domain, ["device_id"], ["__count"]))
        for device in self:
            device.encrypted_waiting_count = counts.get(device, 0)

    @api.constrains("allowed_networks")
    def _check_allowed_networks(self):
        for device in self:
            try:
                parse_networks(device.allowed_networks)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The allowed addresses must be addresses or blocks such as "
                        "192.168.10.0/24: %s",
                        error,
                    )
                ) from error

    def action_drop_previous_key(self):
        """Accept only the newest communication key from now on."""
        self.check_access("write")
        self.sudo().write({"previous_key_digest": False, "previous_key_until": False})
        return True

    def action_new_secret_path(self):
        """Give the device an address nobody can guess, and show it this once."""
        self.ensure_one()
        self.check_access("write")
        token = secrets.token_urlsafe(24)
        self.sudo().path_digest = digest(token)
        title = self.env._("Type this server address into the terminal now")
        return notify("warning", self._secret_url(token), title)

    def action_drop_secret_path(self):
        """Accept the device at the common address again."""
        self.check_access("write")
        self.sudo().path_digest = False
        return True

    def action_drop_communication_key(self):
        """Delete the communication keys: the device needs none any more."""
        self.check_access("write")
        self.sudo().write(
            {
                "key_digest": False,
                "previous_key_digest": False,
                "previous_key_until": False,
            }
        )
        return True

    def action_drop_encryption_keys(self):
        """Forget the encryption keys: encryption was turned off at the gateway."""
        self.check_access("write")
        self.sudo().write(
            {"encryption_secret": False, "previous_encryption_secret": False}
        )
        return True

    def _record_plain(self):
        """Record that a message came unencrypted just now, once a minute."""
        self._once_a_minute("plain", SQL("plain_at = %s", fields.Datetime.now()))

    def action_replay_waiting(self):
        """Try again to decrypt the messages that wait for the right key."""
        self.check_access("write")
        self._replay_waiting()
        return True

    def _replay_waiting(self):
        """Process the waiting messages that the keys can decrypt now."""
        for message in encryption.waiting_messages(self):
            message._replay()
        self.invalidate_recordset(["encrypted_waiting_count"])
