"""The calls a device makes: how it proves who it is, and what becomes of each call."""

import logging
import secrets
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...terminals import BRANDS
from ...terminals.calls import (
    Done,
    Handover,
    PartKept,
    Registration,
    Rejected,
    Time,
)
from ...terminals.errors import ProtocolError
from ...terminals.reasons import Reason
from ...terminals.records import Refused
from ..retry import retry_on_serialization_failure
from . import encryption, settings
from .contact import is_first_in_a_minute, update_once_a_minute
from .device_cache import CACHE_SOURCES, digest, parse_networks

_logger = logging.getLogger(__name__)

ONLINE_WITHIN = timedelta(minutes=5)
# A single punch that arrives this near its own time was made just now: its distance
# is the error of the terminal's clock, not the time it waited in memory.
LIVE_WITHIN = timedelta(minutes=15)
# The names are the same in DeviceInfo and on the device.
INFO_FIELDS = (
    "firmware",
    "model",
    "platform",
    "push_version",
    "mac",
    "users",
    "fingers",
    "faces",
    "punches",
    "user_capacity",
    "finger_capacity",
    "face_capacity",
    "punch_capacity",
)


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    # For nobody: any employee in developer mode is in ``group_no_one``.
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
        help="The key typed into the terminal, if it has one. It is checked when the "
        "terminal introduces itself and is never shown again.",
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
    # In clear, because they are needed to read and write with; see docs/security.md.
    encryption_secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    previous_encryption_secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    encryption_key = fields.Char(
        string="Security Key",
        compute="_compute_encryption_keys",
        inverse="_inverse_encryption_key",
        help="The 32 characters of the security key in API Monitor, if encryption is on "
        "there. They are never shown again.",
    )
    previous_encryption_key = fields.Char(
        string="Previous Security Key",
        compute="_compute_encryption_keys",
        inverse="_inverse_previous_encryption_key",
        help="The key of before still opens what was encrypted with it. It is kept by "
        "itself when you type a new one.",
    )
    has_encryption_key = fields.Boolean(
        compute="_compute_has_secrets", help="A security key is set."
    )
    has_previous_encryption_key = fields.Boolean(
        compute="_compute_has_secrets", help="The security key of before is kept."
    )
    encrypted_waiting_count = fields.Integer(
        string="Waiting for the Right Key",
        compute="_compute_encrypted_waiting_count",
        help="Encrypted messages no security key of the device opens. They are kept, and "
        "read as soon as the right key is typed.",
    )
    registered = fields.Boolean(
        readonly=True,
        copy=False,
        help="A terminal of the security dialect was given its code.",
    )
    last_seen = fields.Datetime(
        readonly=True,
        copy=False,
        help="When the terminal was last in touch, to the minute.",
    )
    online = fields.Boolean(
        compute="_compute_online",
        search="_search_online",
        help="The terminal was in touch within the last five minutes.",
    )
    address = fields.Char(
        readonly=True, copy=False, help="The network address it last called from."
    )
    clock_drift = fields.Integer(
        string="Clock Error (s)",
        readonly=True,
        copy=False,
        help="How many seconds the terminal's clock is ahead of the server's, "
        "measured at its last live punch. Negative: it is behind.",
    )
    refused_at = fields.Datetime(
        string="Last Refused",
        readonly=True,
        copy=False,
        help="When somebody last called with this serial number but not with the "
        "other proof the device has.",
    )
    refused_reason = fields.Selection(
        [
            ("path", "Not on its secret address"),
            ("key", "Wrong communication key or token"),
            ("serial", "Encrypted for this terminal, but of another"),
            ("malformed", "It could not be read"),
            ("full", "Too much waits for the right security key"),
            ("address", "From an address that is not allowed"),
            ("state", "The device is archived"),
        ],
        readonly=True,
        copy=False,
        help="What was wrong with the last refused call.",
    )
    refused_count = fields.Integer(
        string="Refusals",
        readonly=True,
        copy=False,
        help="Minutes in which calls with this serial number were refused.",
    )

    @api.depends("key_digest")
    def _compute_communication_key(self):
        self.communication_key = False

    def _inverse_communication_key(self):
        for device in self:
            key = device.communication_key
            device.sudo().key_digest = digest(key) if key else False

    @api.depends("encryption_secret", "previous_encryption_secret")
    def _compute_encryption_keys(self):
        self.encryption_key = self.previous_encryption_key = False

    def _inverse_encryption_key(self):
        """Keep the key before, unless no message was waiting for another: a typing error."""
        for device in self:
            key, own = (
                encryption.checked_key(device, device.encryption_key),
                device.sudo(),
            )
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

    @api.depends("last_seen")
    def _compute_online(self):
        since = fields.Datetime.now() - ONLINE_WITHIN
        for device in self:
            device.online = bool(device.last_seen and device.last_seen >= since)

    def _search_online(self, operator, value):
        if operator != "in":
            return NotImplemented
        recent = Domain("last_seen", ">=", fields.Datetime.now() - ONLINE_WITHIN)
        return Domain.OR(recent if online else ~recent for online in value)

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

    @api.model_create_multi
    def create(self, vals_list):
        devices = super().create(vals_list)
        self.env.registry.clear_cache()
        return devices

    def write(self, vals):
        result = super().write(vals)
        if not CACHE_SOURCES.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    # What a call is, and what it is answered

    def _process_call(self, call, body, secret=""):
        """Process a call that proved who it is from, again if another one was quicker.

        :param call: :class:`~.terminals.calls.Call`.
        :param secret: what parts of messages are encrypted with.
        :return: an outcome, which the brand puts in its own words.
        """
        return retry_on_serialization_failure(
            self.env, lambda: self._dispatch_call(call, body, secret)
        )

    def _dispatch_call(self, call, body, secret):
        """Have a call processed by the method ``_process_<kind>``.

        A kind without one is answered with success alone.
        """
        if call.kind != encryption.ENCRYPTED:
            self._set_dialect(call.dialect)
        if call.info:
            self._update_info(call.info)
        if call.part is not None:
            parts = self.env["biometric.block"]
            place, body = parts._join(self, call, body, secret)
            if body is None:
                if call.kind == "result":
                    self._command_of(call)._renew_lease()
                return PartKept(place)
        process = getattr(self, f"_process_{call.kind}", None)
        return process(call, body) if process else Done()

    def _process_handshake(self, call, body):
        return settings.prepare_settings(self)

    _process_settings = _process_handshake

    def _process_registration(self, call, body):
        status = self._get_push().read_status(call, body)
        self._update_info(status.info)
        self.registered = True
        return Registration(settings.registration_code(self, "registry"))

    def _process_time(self, call, body):
        return Time(fields.Datetime.now(), settings.offset_minutes(self))

    def _process_command_request(self, call, body):
        """Hand over the next commands, or have the device send its whole memory."""
        if body and is_first_in_a_minute(self, "status"):
            self._update_status(self._get_push().read_status(call, body))
        if self.resend_all:
            capabilities = self._capabilities()
            if "introduce" in capabilities:
                return Handover(introduce=True)
            if "query_punches" in capabilities:
                settings.queue_full_read(self)
            else:
                self.resend_all = False
        commands = self.env["biometric.command"]
        leased = commands._lease(self) if commands._has_pending(self) else []
        commands._finish_unanswered(self, leased)
        return Handover(leased)

    def _process_result(self, call, body):
        """Take in results of commands, and what came with them."""
        commands = self.env["biometric.command"]
        command, known, pins = commands, {}, []
        if call.reference:  # all that ties the two
            command, known = self._command_of(call), self._get_known_options()
            pins = self.sudo().user_ids.mapped("pin")
        results, upload = self._get_push().read_results(
            call, body, command.kind or "", known=known, pins=pins
        )
        if command and upload is not None:
            self._store_upload(upload, call.table, "poll")
            command._process_records(results, upload)
        else:
            commands._process_results(self, results)
        return Done()

    def _command_of(self, call):
        return self.env["biometric.command"]._get_sent(self, [call.reference])

    def _process_upload(self, call, body, route="push"):
        """Store everything an upload holds."""
        if not self._get_push().must_acknowledge:
            return Done(self._receive(call.table, body, call.name, route))
        try:
            with self.env.cr.savepoint():
                self._receive(call.table, body, call.name, route)
                if call.reference:
                    self._process_result(call, body)
        except OperationalError:  # the sender shall keep it
            raise
        except Exception:
            _logger.exception("Device %s: %s could not be stored", self.id, call.table)
            refused = Refused(
                self._get_push().without_secrets(body), Reason("not_stored")
            )
            self.env["biometric.message"]._keep(self, call.table, [refused])
        return self._acknowledge(call)

    def _process_encrypted(self, call, body):
        """Keep what no key of the device opens."""
        [refused] = BRANDS[self.brand].decode(call.table, body).refused
        if self.env["biometric.message"]._keep_encrypted(self, refused):
            return self._acknowledge(call)
        self._record_refusal("full")
        return Rejected("full")

    def _process_malformed(self, brand, query, body):
        """Keep what cannot be read, of a device that is known by its secret address.

        A body that reads well came in a way that hides its key from the check: to store it
        would be to believe whoever knows the address alone.

        :param self: the device, if any.
        :param query: of the request, which may name the device it is noted on.
        """
        push = BRANDS[brand].push
        if not push.must_acknowledge:
            return Rejected("malformed")
        if self:
            try:
                push.read_call("", {}, "POST", headers={}, body=body)
            except ProtocolError:
                upload = BRANDS[brand].decode("", body)
                retry_on_serialization_failure(
                    self.env, lambda: self._store_upload(upload, "")
                )
                return self._acknowledge(None)
        cache = self.env["biometric.device.cache"]
        entry = cache._find(brand, push.serial_in_query(query))
        device = self or (cache._browse(entry) if entry else self)
        if device:
            device._record_refusal("malformed")
        return Rejected("malformed")

    def _acknowledge(self, call):
        key = encryption.acknowledgement_key(self, call)
        return Done(dialect=self.dialect, encryption_key=key)

    # What it says

    def _receive(self, table, body, name="", route="push"):
        """Store everything one body holds.

        :param table: what the terminal calls the kind of rows.
        :param name: what it calls them within ``table``.
        :return: the decoded :class:`~.terminals.records.Upload`.
        """
        self.ensure_one()
        upload = BRANDS[self.brand].decode(table, body, name=name)
        self._store_upload(upload, f"{table}:{name}" if name else table, route)
        return upload

    def _store_upload(self, upload, table, route="push"):
        """Store decoded records. Nothing is left out: see ``refused``."""
        if upload.punches:
            self.env["biometric.punch"]._ingest(self, upload.punches, route)
        if upload.events:
            fresh = self.env["biometric.device.event"]._record(self, upload.events)
            gone = {event.gone for event in fresh if event.gone}
            self.env["biometric.device.user"]._process_deleted(self, gone)
        if upload.users:
            self.env["biometric.device.user"]._process_reported(self, upload.users)
        if upload.refused:
            self.env["biometric.message"]._keep(self, table, upload.refused)
        if upload.info:
            self._update_info(upload.info)
        if upload.templates:
            self.env["biometric.template"]._store(self, upload.templates)
        if upload.photos:
            self.env["biometric.photo"]._store(self, upload.photos)

    def _update_status(self, status):
        """Take over what the terminal says of itself, and look at its clock."""
        if not status:
            return
        self._update_info(status.info)
        if status.clock:
            self._compare_clock(status.clock, fields.Datetime.now())

    def _update_info(self, info):
        """Take over what the terminal says of itself, where it is new."""
        sent = {name: getattr(info, name) for name in INFO_FIELDS}
        changed = {
            name: value
            for name, value in sent.items()
            if value is not None and value != self[name]
        }
        algorithms = self.algorithms or {}
        if info.algorithms and algorithms | info.algorithms != algorithms:
            changed["algorithms"] = algorithms | info.algorithms
        if changed:
            self.write(changed)
        if info.options:
            self._record_options(info.options)
        if info.punches is not None:
            self._record_punch_count()

    def _get_wanted_records(self):
        """Return which biometric rows the terminal shall send: what the company stores."""
        company = self.company_id.sudo()
        return {
            "templates": company.biometric_store_templates,
            "photos": bool(company.biometric_photo_days),
        }

    # When it called

    def _record_contact(self, address):
        """Remember that the device called just now from ``address``."""
        now = fields.Datetime.now()
        self._once_a_minute(
            "contact", SQL("last_seen = %s, address = %s", now, address)
        )

    def _record_refusal(self, reason):
        """Remember that a caller was refused. See ``refused_reason``."""
        self._once_a_minute(
            "refusal",
            SQL(
                "refused_at = %s, refused_reason = %s, "
                "refused_count = coalesce(refused_count, 0) + 1",
                fields.Datetime.now(),
                reason,
            ),
        )

    def _record_clock_drift(self, instants, received):
        """Measure the terminal's clock by a punch made just now."""
        if len(instants) != 1 or abs(instants[0] - received) > LIVE_WITHIN:
            return
        drift = int((instants[0] - received).total_seconds())
        self._once_a_minute("drift", SQL("clock_drift = %s", drift))

    def _once_a_minute(self, kind, assignment):
        update_once_a_minute(self, kind, assignment)

    @api.autovacuum
    def _gc_unknown_devices(self):
        """Delete pending devices that have not called for a week."""
        week_ago = fields.Datetime.subtract(fields.Datetime.now(), days=7)
        self.search([("state", "=", "pending"), ("last_seen", "<", week_ago)]).unlink()

    def action_new_secret_path(self):
        """Give the device an address nobody can guess, and show it this once."""
        self.ensure_one()
        self.check_access("write")
        token = secrets.token_urlsafe(24)
        self.sudo().path_digest = digest(token)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Type this server address into the terminal now"),
                "message": self._secret_url(token),
                "sticky": True,
                "type": "warning",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_drop_secret_path(self):
        """Believe the device on the common address again."""
        self.check_access("write")
        self.sudo().path_digest = False

    def action_drop_communication_key(self):
        """Do not ask for a communication key any more, and believe none of before."""
        self.check_access("write")
        self.sudo().write(
            {
                "key_digest": False,
                "previous_key_digest": False,
                "previous_key_until": False,
            }
        )

    def action_drop_encryption_keys(self):
        """Forget the security keys: encryption was turned off in API Monitor."""
        self.check_access("write")
        self.sudo().write(
            {"encryption_secret": False, "previous_encryption_secret": False}
        )

    def action_replay_waiting(self):
        """Try once more to open what waits for the right key."""
        self.check_access("write")
        self._replay_waiting()

    def _replay_waiting(self):
        """Read what the keys open now as if it had just come."""
        for message in encryption.waiting_messages(self):
            message._replay()
        self.invalidate_recordset(["encrypted_waiting_count"])
