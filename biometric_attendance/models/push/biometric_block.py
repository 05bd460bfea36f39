"""Parts of a message, kept until the last one comes, whichever worker gets it."""

import base64
import hashlib
from datetime import timedelta

from odoo import api, fields, models

from ...rules.vault import KeyRing, VaultError
from ...terminals import ebkn
from ...terminals.errors import ProtocolError
from ...terminals.records import Refused

KEPT = timedelta(minutes=ebkn.KEPT_MINUTES)
# What a terminal may have unfinished: the largest message, in the smallest parts seen.
MOST_BYTES = 16 * 2**20
MOST_PARTS = 4096
PURPOSE = b"parts of messages"


class BiometricBlock(models.Model):
    """One part. A finger may be in it, so it is encrypted: the key is made of the secret
    the listener sends with each request, which is in no database.
    """

    _name = "biometric.block"
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
        """Put a body to the parts that came before it.

        What cannot be placed is kept as a message, and the terminal asked to start
        again; if the very same comes again, it is told OK, so that it goes on.

        :param call: :class:`~.protocols.ebkn.Call`.
        :param secret: what the parts are encrypted with.
        :return: the answer's code, and the message; ``None`` where it is not whole.
        """
        mine = [("request", "=", call.table), ("transaction", "=", call.id or "-")]
        parts = self.search_fetch(
            [("device_id", "=", device.id), *mine], ["number", "received_at"]
        )
        expired = fields.Datetime.now() - KEPT
        if any(part.received_at < expired for part in parts):
            parts.unlink()
            parts = self.browse()
        place = ebkn.place(parts.mapped("number"), call.block)
        if place == "complete":
            return self._complete(device, call, body, secret, parts)
        if place not in ("store", "restart") or not self._has_room(device, call, body):
            return self._refuse(device, call, body, place), None
        again = parts.filtered(lambda part: part.number == call.block)
        (parts if place == "restart" else again).unlink()
        values = {name: value for name, _equal, value in mine}
        part = self.create(
            {
                **values,
                "device_id": device.id,
                "number": call.block,
                "size": len(body),
            }
        )
        part._seal(body, secret)
        return ebkn.ANSWERS[place], None

    def _complete(self, device, call, body, secret, parts):
        try:
            message = ebkn.join({p.number: p._open(secret) for p in parts}, body)
        except (ProtocolError, VaultError):
            # Too much, or it came through two listeners.
            parts.unlink()
            return self._refuse(device, call, body, "gap"), None
        parts.unlink()
        return ebkn.OK, message

    @api.model
    def _has_room(self, device, call, body):
        """Whether one more is not too much; else all that is unfinished is forgotten."""
        mine = self.search([("device_id", "=", device.id)])
        [(size,)] = self._read_group([("id", "in", mine.ids)], [], ["size:sum"])
        room = (size or 0) + len(body) <= MOST_BYTES and len(mine) < MOST_PARTS
        if not room:
            mine.unlink()
        return room

    @api.model
    def _refuse(self, device, call, body, place):
        reasons = {"negative": self.env._("The number of a part is negative.")}
        missing = self.env._("A part of the message is missing.")
        # Binary is not shown: what tells two parts of equal length apart is.
        name = hashlib.sha256(body).hexdigest()[:16]
        line = f"{ebkn.shown(body)}\n[{name}]"
        refused = Refused(line, reasons.get(place, missing))
        kept = self.env["biometric.message"]._keep(device, call.table, [refused])
        answer = ebkn.ANSWERS["negative" if place == "negative" else "gap"]
        return answer if kept else ebkn.OK

    def _owner(self):
        """What the content is bound to."""
        place = (self.device_id.id, self.request, self.transaction, self.number)
        return repr(place).encode()

    def _seal(self, body, secret):
        sealed = KeyRing.derived(secret, PURPOSE).seal(body, self._owner())
        self.content = base64.b64encode(sealed)

    def _open(self, secret):
        """:raises VaultError: it was sealed with another secret."""
        sealed = base64.b64decode(self.with_context(bin_size=False).content or b"")
        return KeyRing.derived(secret, PURPOSE).open(sealed, self._owner())

    @api.autovacuum
    def _gc_expired(self):
        self.search([("received_at", "<", fields.Datetime.now() - KEPT)]).unlink()
