"""Processing of the calls a device makes, by their kind."""

import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...terminals import BRANDS, calls
from ...terminals.errors import ProtocolError
from ...terminals.reasons import Reason
from ...terminals.records import Refused, Upload
from ..isolation import isolate
from ..reason import sentence
from ..retry import retry_on_serialization_failure
from . import encryption, settings
from .biometric_message import MessagesFull
from .character_set import UNICODE
from .contact import is_first_in_a_minute
from .device_cache import CACHE_SOURCES

_logger = logging.getLogger(__name__)


class BiometricDevice(models.Model):
    _name = "biometric.device"
    _inherit = [
        "biometric.device",
        "biometric.device.identity",
        "biometric.device.contact",
        "biometric.device.clock.doubt",
        "biometric.device.character.set",
        "biometric.device.storing",
    ]

    registered = fields.Boolean(
        readonly=True,
        copy=False,
        help="A terminal of the security dialect was given its code.",
    )

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

    def _check_before_approval(self):
        for device in self:
            if device.key_required and not device.has_communication_key:
                label = {"code": device._guide().key_label}
                names = {"field": label, "device": device.name}
                raise UserError(sentence(self.env, Reason("value_missing", names)))
        return super()._check_before_approval()

    # Processing of calls

    def _process_call(self, call, body, secret=""):
        """Process an authenticated call; it is retried after a conflict with another.

        :param call: :class:`~.terminals.calls.Call`.
        :param secret: what parts of messages are encrypted with.
        :return: an outcome of ``terminals.calls``, from which the brand makes the answer.
        """
        try:
            return retry_on_serialization_failure(
                self.env, lambda: self._dispatch_call(call, body, secret)
            )
        except MessagesFull:
            return self._reject_for_want_of_room()
        except OperationalError:
            raise
        except Exception:
            if call.kind not in calls.CARRYING_KINDS:
                raise
            _logger.exception("Device %s: %s is kept as a message", self.id, call.table)
            return self._keep_failed(call, body, secret)

    def _reject_for_want_of_room(self):
        """Undo the call, and have the terminal keep what it sent."""
        self._undo()
        self._record_refusal("full")
        return calls.Rejected("full")

    def _keep_failed(self, call, body, secret):
        """Keep the body of a call that a mistake in this program made fail.

        Its sender repeats it until it is acknowledged, and everything else waits behind
        it. So it is kept as a message, to be replayed once the mistake is mended; the log
        has the error, and the device says so. Trouble of the database does not come here,
        because nothing can be kept then: the sender has to.
        """
        self._undo()
        if call.part is not None:
            # The parts are there again; the message is all of them.
            parts = self.env["biometric.message.part"]
            place, body = parts._join(self, call, body, secret)
            if body is None:
                return calls.PartKept(place)
        table = f"{call.table}:{call.name}" if call.name else call.table
        return self._keep_body(table, body, call)

    def _keep_body(self, table, body, call=None):
        """Keep a body as one message, note that on the device, and acknowledge it."""
        refused = [Refused(self._without_secrets(body), Reason("not_stored"))]
        try:
            self.env["biometric.message"]._keep(self, table, refused)
        except MessagesFull:
            return self._reject_for_want_of_room()
        self._record_refusal("failed")
        lines = sum(1 for line in body.split(b"\n") if line.strip())
        return self._acknowledge(call, Upload(lines=lines))

    def _undo(self):
        """Undo what was done in this transaction."""
        self.env.cr.rollback()
        self.env.transaction.reset()

    def _dispatch_call(self, call, body, secret):
        """Have a call processed by the method ``_process_<kind>``.

        A kind without one is answered with success alone.
        """
        if call.kind != encryption.ENCRYPTED:
            self._set_dialect(call.dialect)
        self._record_pushed()
        if call.info:
            self._update_info(call.info)
        if call.part is not None:
            parts = self.env["biometric.message.part"]
            place, body = parts._join(self, call, body, secret)
            if body is None:
                if call.kind == "result":
                    self._command_of(call)._renew_lease()
                return calls.PartKept(place)
        process = getattr(self, f"_process_{call.kind}", None)
        return process(call, body) if process else calls.Done()

    def _process_handshake(self, call, body):
        return settings.prepare_settings(self)

    _process_settings = _process_handshake

    def _process_registration(self, call, body):
        status = self._get_push().read_status(call, body)
        self._update_info(status.info)
        self.registered = True
        return calls.Registration(settings.registration_code(self, "registry"))

    def _process_time(self, call, body):
        return calls.Time(fields.Datetime.now(), settings.offset_minutes(self))

    def _process_command_request(self, call, body):
        """Hand over the next commands, or have the device send its whole memory."""
        if body and is_first_in_a_minute(self, "status"):
            self._update_status(self._get_push().read_status(call, body))
        if self.resend_all:
            capabilities = self._capabilities()
            if "introduce" in capabilities:
                return calls.Handover(introduce=True)
            if "query_punches" in capabilities:
                settings.queue_full_read(self)
            else:
                self.resend_all = False
        commands = self.env["biometric.command"]
        leased = commands._lease(self) if commands._has_pending(self) else []
        commands._finish_unanswered(self, leased)
        encoding = self._get_command_encoding() if leased else UNICODE
        return calls.Handover(leased, encoding=encoding)

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
            most = self._get_push().max_new_rows
            if not self._store_upload(upload, call.table, "poll", most):
                return calls.Unfinished()
            command._process_records(results, upload)
        else:
            commands._process_results(self, results)
        return calls.Done()

    def _command_of(self, call):
        return self.env["biometric.command"]._get_sent(self, [call.reference])

    def _process_upload(self, call, body, route="push"):
        """Store everything an upload holds."""
        upload = self._receive(call.table, body, call.name, route)
        if upload is None:
            return calls.Unfinished()
        if call.reference and self._get_push().must_acknowledge:
            self._process_result(call, body)
        return self._acknowledge(call, upload)

    def _process_encrypted(self, call, body):
        """Keep a message that no key of the device decrypts."""
        [refused] = BRANDS[self.brand].decode(call.table, body).refused
        self.env["biometric.message"]._keep_encrypted(self, refused)
        return self._acknowledge(call)

    def _process_malformed(self, brand, query, body):
        """Keep what cannot be read, of a device that is known by its secret address.

        A body that can be decoded came in a way that hides its key from the check. It is not
        stored, since its sender has proved to know the address only.

        :param self: the device, if any.
        :param query: of the request, which may name the device it is noted on.
        """
        push = BRANDS[brand].push
        if not push.must_acknowledge:
            return calls.Rejected("malformed")
        if self:
            try:
                push.read_call("", {}, "POST", headers={}, body=body)
            except ProtocolError:
                return self._store_malformed(body)
        cache = self.env["biometric.device.cache"]
        entry = cache._find(brand, push.serial_in_query(query))
        device = self or (cache._browse(entry) if entry else self)
        if device:
            device._record_refusal("malformed")
        return calls.Rejected("malformed")

    def _store_malformed(self, body):
        """Store what can be read of a malformed body; the rest becomes messages."""

        def store():
            self._store_upload(BRANDS[self.brand].decode("", body), "")

        try:
            retry_on_serialization_failure(self.env, store)
        except MessagesFull:
            return self._reject_for_want_of_room()
        except OperationalError:
            raise
        except Exception:
            _logger.exception("Device %s: a body is kept as a message", self.id)
            self._undo()
            return self._keep_body("", body)
        return self._acknowledge(None)

    def _acknowledge(self, call, upload=None):
        """Return the outcome of success; answers of a brand without encryption need no more."""
        if not self._get_push().encryption:
            return calls.Done(upload)
        key = encryption.acknowledgement_key(self, call)
        return calls.Done(upload, dialect=self.dialect, encryption_key=key)

    @api.autovacuum
    def _gc_unknown_devices(self):
        """Delete pending devices that nobody waits for and have not called for a week."""
        week_ago = fields.Datetime.subtract(fields.Datetime.now(), days=7)
        silent = [("state", "=", "pending"), ("last_seen", "<", week_ago)]
        forgotten = self.search([*silent, ("expected", "=", False)])
        isolate(forgotten, lambda devices: devices.unlink())
