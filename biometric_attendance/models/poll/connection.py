"""The connection to a device: what a person types so that this server can call it."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...terminals import BRANDS
from ...terminals.destinations import check_typed
from ...terminals.poll import Limits
from ...terminals.reasons import Reason
from .. import locks
from ..reason import sentence, validating
from . import addresses
from .addresses import PLACEHOLDER
from .loopback import allows_loopback

# A person waits for the test.
TEST_LIMITS = Limits(timeout=5.0, deadline=15.0)
# Fields of all brands' connections.
FIELDS = tuple(
    {field.name: None for b in BRANDS.values() if b.poll for field in b.poll.fields}
)
ADDRESS_FIELDS = tuple({b.poll.address_field: None for b in BRANDS.values() if b.poll})
# Changing one of these makes it worth trying again at once.
TRIGGERS = {*FIELDS, "dialect", "encryption_secret"}
ENCODINGS = [
    ("utf-8", "Unicode (UTF-8)"),
    ("gbk", "Chinese (GBK)"),
    ("big5", "Chinese, traditional (Big5)"),
    ("cp1250", "Central European (1250)"),
    ("cp1251", "Cyrillic (1251)"),
    ("cp1252", "Western European (1252)"),
    ("cp1253", "Greek (1253)"),
    ("cp1254", "Turkish (1254)"),
    ("cp1255", "Hebrew (1255)"),
    ("cp1256", "Arabic (1256)"),
    ("cp1258", "Vietnamese (1258)"),
    ("cp874", "Thai (874)"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("euc_kr", "Korean (EUC-KR)"),
]


class BiometricDeviceConnection(models.AbstractModel):
    """Fields of a device that say how it is called, checked by its brand, and a test."""

    _name = "biometric.device.connection"
    _description = "Connection to a Device"
    _inherit = ["biometric.device.tested"]

    _editable_fields = {
        "host",
        "port",
        "udp",
        "encoding",
        "gateway_url",
        "gateway_plain",
        "https",
        "username",
        "fingerprint",
        "ca_certificate",
        "connection_key",
    }

    connection_fields = fields.Json(
        compute="_compute_connection_fields",
        help="Names of the fields that say how to connect to the terminal.",
    )
    host = fields.Char(
        string="Network Address",
        copy=False,
        tracking=True,
        help="Where this server reaches the terminal, such as 192.168.1.201. You find "
        "it in the terminal's menu: Comm. → Ethernet.",
    )
    port = fields.Integer(
        default=4370,
        help="The one of its brand, unless somebody changed it in the terminal's menu.",
    )
    udp = fields.Boolean(
        string="UDP",
        help="For old terminals that know nothing else. Test the connection to find out.",
    )
    encoding = fields.Selection(
        ENCODINGS,
        string="Character Set",
        default="utf-8",
        required=True,
        help="How the terminal writes names that are not Unicode. Change it if names "
        "from the terminal look wrong.",
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
        help="Call the gateway without encryption of the way, too. Its token and people's "
        "fingers can then be read by whoever is in between.",
    )
    https = fields.Boolean(
        string="Call with HTTPS",
        help="Call the terminal with encryption of the way. Its certificate has to be "
        "trusted: enter its fingerprint, or the authority that signed it.",
    )
    username = fields.Char(
        string="User Name",
        copy=False,
        help="The terminal's user this server logs in as. Make one for it alone.",
    )
    fingerprint = fields.Char(
        string="Certificate Fingerprint",
        copy=False,
        help="SHA-256 of the only certificate the terminal is trusted with, 64 hexadecimal "
        "digits. The connection test shows the one it has.",
    )
    ca_certificate = fields.Text(
        string="Authority's Certificate",
        copy=False,
        help="The certificate of the authority that signed the terminal's, in PEM format.",
    )
    # In clear, because the answer to the terminal's challenge is computed from it; see
    # docs/security.md.
    connection_secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    connection_key = fields.Char(
        compute="_compute_connection_key",
        inverse="_inverse_connection_key",
        help="What this server proves itself with when it calls: the key typed into the "
        "terminal's menu, or the gateway's token for it. It is never shown again.",
    )
    connection_key_label = fields.Char(
        compute="_compute_connection_fields",
        help="What the brand calls its connection key.",
    )
    has_connection_key = fields.Boolean(
        compute="_compute_has_connection_key", help="A connection key is set."
    )

    @api.depends("brand")
    def _compute_connection_fields(self):
        for device in self:
            known = device._get_connection_fields()
            key = known.get("connection_key")
            device.connection_fields = list(known)
            device.connection_key_label = device._translate_label(key and key.label)

    @api.depends("connection_secret")
    def _compute_connection_key(self):
        self.connection_key = False

    @api.depends("connection_secret")
    def _compute_has_connection_key(self):
        for device in self:
            device.has_connection_key = bool(device.sudo().connection_secret)

    def _inverse_connection_key(self):
        for device in self:
            field = device._get_connection_fields().get("connection_key")
            key = (device.connection_key or "").strip()
            if field and field.check and key:
                with validating(self.env):
                    field.check(key)
            device.sudo().connection_secret = field and key

    def action_drop_connection_key(self):
        """Call the device without a key from now on."""
        self.check_access("write")
        self.sudo().connection_secret = False
        return True

    @api.onchange("brand", "dialect")
    def _onchange_connection_defaults(self):
        """Fill in the brand's own values where nothing is typed yet."""
        for field in self._get_connection_fields().values():
            default = addresses.get_default(field, self.dialect)
            others = addresses.get_defaults(field.name)
            if default and (not self[field.name] or self[field.name] in others):
                self[field.name] = default

    @api.constrains("brand", *FIELDS)
    def _check_connection(self):
        for device in self.filtered(lambda device: device._has_address()):
            values = device._get_connection_values()
            with validating(self.env):
                device._get_poll().check(values)
                for name, field in device._get_connection_fields().items():
                    if field.kind == "address" and values[name]:
                        allowed = values["allow_loopback"]
                        check_typed(values[name], allow_loopback=allowed)

    @api.constrains("state", "brand", *FIELDS)
    def _check_connection_complete(self):
        for device in self.filtered(lambda device: device._is_approved()):
            device._check_callable(to_call=False)

    def _check_callable(self, *, to_call=True):
        """Check that the device has the values it is called with.

        :raises ValidationError: where a value is missing without which there is no call.

        :param to_call: demand also the address and the key where they may come later.
        """
        problem = self._get_connection_problem(to_call=to_call)
        if problem:
            raise ValidationError(sentence(self.env, problem))

    def _get_connection_problem(self, *, to_call=True):
        """Return which value is missing; see :meth:`_check_callable`.

        :rtype: ~.terminals.reasons.Reason
        """
        for name, field in self._get_connection_fields().items():
            required = field.required and field.kind != "secret"
            if to_call:
                required = field.required or name == self._get_poll().address_field
            if required and not self._get_connection_values()[name]:
                names = {"field": {"code": field.label}, "device": self.name}
                return Reason("value_missing", names)
        return None

    def _get_connection_fields(self):
        """Return what its brand has to know to connect: ``{name: ConnectionField}``."""
        poll = self._get_poll()
        return {field.name: field for field in poll.fields} if poll else {}

    def _get_connection_values(self):
        """Return what the brand needs to connect."""
        self.ensure_one()
        own = self.sudo()
        values = {name: own[name] for name in self._get_connection_fields()}
        if "connection_key" in values:
            values["connection_key"] = own.connection_secret
        if self.can_set_push:
            values["push"] = self._get_push_target()
        return {
            **values,
            "serial": self.serial,
            "dialect": self.dialect,
            "tz": self.tz,
            "encryption_key": own.encryption_secret,
            "previous_encryption_key": own.previous_encryption_secret,
            "allow_loopback": allows_loopback(),
        }

    def _has_address(self):
        poll = self._get_poll()
        return bool(poll and self[poll.address_field])

    def _is_same(self, serial):
        """Whether a terminal that answers with this serial number is this device.

        A device that was created without a serial number takes the one of the first answer.

        :param serial: ``""`` from terminals that do not send it.
        """
        if serial and self.serial.startswith(PLACEHOLDER):
            taken = [("brand", "=", self.brand), ("serial", "=", serial)]
            if self.sudo().search_count(taken, limit=1):
                return False
            self.sudo().serial = serial
        return not serial or serial == self.serial

    def action_test_connection(self):
        """Connect once, and keep whether the terminal answers or what is wrong.

        What is wrong tells what listens at an address, so it is told to nobody else.
        """
        self.ensure_one()
        self.env["biometric.command"]._check_administrator()
        self.check_access("write")
        if self.listened_to:
            self._record_test("success", Reason("listened_to"))
        else:
            self._test_connection()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _test_connection(self):
        """Connect once, keep what was found, and return its kind and its reason."""
        kind, reason = self._connect_once()
        self._record_test(kind, reason)
        return kind, reason

    def _connect_once(self):
        """Connect once, and return ``success``, ``warning`` or ``danger`` and a reason."""
        self._check_callable()
        if not locks.try_lock_in_transaction(self.env, locks.CONNECTION, self.id):
            raise UserError(
                self.env._(
                    "%s is being polled right now: try again in a minute.", self.name
                )
            )
        found = self._get_poll().diagnose(self._get_connection_values(), TEST_LIMITS)
        if found.corrections:
            self.write(dict(found.corrections))
            return "warning", found.problem
        if found.problem:
            return "danger", found.problem
        if not self._is_same(found.serial):
            return "danger", Reason("other_terminal", {"serial": found.serial})
        if found.info:
            self.sudo()._update_info(found.info)
        self.sudo().login_refused = False
        if found.clock and found.clock.wall:
            at = found.clock.at.replace(tzinfo=None)
            self._record_clock_seen(found.clock.wall, at)
        self._schedule_poll_now()
        return "success", found.answer
