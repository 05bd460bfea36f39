"""Parts of a message, stored until the last one comes: each may reach another worker."""

import base64
import hashlib
from datetime import timedelta

from odoo import api, fields, models

from ...rules.vault import KeyRing, VaultError
from ...terminals import BRANDS
from ...terminals.errors import ProtocolError
from ...terminals.reasons import Reason
from ...terminals.records import Refused

# Limits of what is stored of a terminal's unfinished messages: the largest message, in
# the smallest parts seen.
MAX_BYTES = 16 * 2**20
MAX_PARTS = 4096
PURPOSE = b"parts of messages"
REASONS = {"negative": Reason("part_negative"), "gap": Reason("part_missing")}


class BiometricMessagePart(models.Model):
    """One part of a message that a terminal sends in several requests.

    It may hold a fingerprint, so it is encrypted. The key is derived from the secret that
    the listener sends with each request, which is in no database.
    """

    _name = "biometric.message.part"
    _inherit = ["biometric.rights"]
    _description = "Part of a Message"
    _order = "number"
    _rec_name = "request"

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        index=True,
        ondelete="cascade",
        help="The terminal it came from.",
    )
    request = fields.Char(required=True, help="What the terminal calls the message.")
    transaction = fields.Char(required=True, help="The terminal's id of the message.")
    number = fields.Integer(required=True, help="Which part, counted from 1.")
    size = fields.Integer(help="How many bytes it has.")
    content = fields.Binary(attachment=False, help="The part, encrypted.")
    received_at = fields.Datetime(
        default=fields.Datetime.now, index=True, help="When the server got it."
    )

    _place_uniq = models.Constraint(
        "UNIQUE(device_id, request, transaction, number)", "The part is kept already."
    )

    @api.model
    def _join(self, device, call, body, secret):
        """Add a part to those stored before it, and join them if it is the last.

        A part that does not fit is kept as a ``biometric.message``, and the terminal is
        asked to start again. If it sends the same part again, the answer is ``store``, so
        that it goes on.

        :param call: :class:`~.terminals.calls.Call` with a ``part``.
        :param body: the part, bytes.
        :param secret: what the parts are encrypted with.
        :return: ``(place, message)``: see :class:`~.terminals.push.Parts`, and the whole
            message as bytes, ``None`` until it is complete.
        """
        rules = device._get_push().parts
        values = {
            "device_id": device.id,
            "request": call.table,
            "transaction": call.message or "-",
        }
        parts = self.search_fetch(
            [(name, "=", value) for name, value in values.items()],
            ["number", "received_at"],
        )
        expired = fields.Datetime.now() - timedelta(minutes=rules.minutes_kept)
        if any(part.received_at < expired for part in parts):
            parts.unlink()
            parts = self.browse()
        place = rules.classify(parts.mapped("number"), call.part)
        if place == "complete":
            return self._complete(device, call, body, secret, parts)
        if place not in ("store", "restart") or not self._has_room(device, body):
            return self._keep_as_message(device, call, body, place), None
        repeated = parts.filtered(lambda part: part.number == call.part)
        (parts if place == "restart" else repeated).unlink()
        part = self.create({**values, "number": call.part, "size": len(body)})
        part._encrypt(body, secret)
        return place, None

    def _complete(self, device, call, body, secret, parts):
        try:
            contents = {part.number: part._decrypt(secret) for part in parts}
            message = device._get_push().parts.join(contents, body)
        except (ProtocolError, VaultError):
            # It is too large, or two listeners with different secrets passed on its parts.
            parts.unlink()
            return self._keep_as_message(device, call, body, "gap"), None
        parts.unlink()
        return "complete", message

    @api.model
    def _has_room(self, device, body):
        """Whether the device may store one more part; if not, all its parts are deleted."""
        parts = self.search([("device_id", "=", device.id)])
        [(size,)] = self._read_group([("id", "in", parts.ids)], [], ["size:sum"])
        has_room = (size or 0) + len(body) <= MAX_BYTES and len(parts) < MAX_PARTS
        if not has_room:
            parts.unlink()
        return has_room

    @api.model
    def _keep_as_message(self, device, call, body, place):
        """Keep a part that does not fit as a message, once.

        :return: ``negative`` or ``gap``, but ``store`` if it was kept before.
        """
        place = "negative" if place == "negative" else "gap"
        # Binary content is not shown; the hash distinguishes parts of equal length.
        name = hashlib.sha256(body).hexdigest()[:16]
        line = f"{device._get_push().parts.shown(body)}\n[{name}]"
        refused = Refused(line, REASONS[place])
        kept = self.env["biometric.message"]._keep(device, call.table, [refused])
        return place if kept else "store"

    def _owner(self):
        """Return the associated data of the encryption, bytes: whose and which part it is."""
        place = (self.device_id.id, self.request, self.transaction, self.number)
        return repr(place).encode()

    def _encrypt(self, body, secret):
        encrypted = KeyRing.derived(secret, PURPOSE).encrypt(body, self._owner())
        self.content = base64.b64encode(encrypted)

    def _decrypt(self, secret):
        """Return the part as bytes.

        :raises VaultError: it was encrypted with another secret.
        """
        encrypted = base64.b64decode(self.with_context(bin_size=False).content or b"")
        return KeyRing.derived(secret, PURPOSE).decrypt(encrypted, self._owner())

    @api.autovacuum
    def _gc_expired(self):
        for key, brand in BRANDS.items():
            if brand.push and brand.push.parts:
                kept = timedelta(minutes=brand.push.parts.minutes_kept)
                until = fields.Datetime.now() - kept
                expired = [("device_id.brand", "=", key), ("received_at", "<", until)]
                self.search(expired).unlink()
