"""What a device sent that could not be understood whole: kept, and replayable."""

import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...terminals import BRANDS
from ...terminals.errors import ProtocolError
from ...terminals.files.punches import decode_file
from ...terminals.reasons import Reason
from ...terminals.records import Refused, Upload
from ..reason import group_title, sentence
from .encryption import ENCRYPTED, decrypt_message

FILE = "file"  # the table of lines that came in a file, whatever the brand
# How long a text somebody has dealt with is kept: names may be in it.
RETENTION = timedelta(days=30)
MAX_MESSAGES_PER_UPLOAD = 100  # beyond, all refused lines of one body are one message
# Encrypted messages of one device; beyond, the gateway has to keep what it has.
MAX_ENCRYPTED = 2000
MAX_ENCRYPTED_BYTES = 32 * 2**20


class BiometricMessage(models.Model):
    _name = "biometric.message"
    _description = "Message Not Understood"
    _order = "id desc"
    _rec_name = "reason"
    _rec_names_search = ["line"]

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The terminal that sent it.",
    )
    company_id = fields.Many2one(
        related="device_id.company_id", help="The company of the device."
    )
    table = fields.Char(
        string="Kind", readonly=True, help="What the terminal called it."
    )
    line = fields.Text(
        readonly=True,
        help="What was sent. Passwords, photos and finger or face data are left out.",
    )
    reason = fields.Char(
        compute="_compute_reason", help="Why it could not be understood."
    )
    reason_code = fields.Char(readonly=True, help="The reason, for grouping.")
    reason_values = fields.Json(readonly=True, help="What the reason's sentence names.")
    # For nobody: fingers and faces may be in it.
    ciphertext = fields.Text(copy=False, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [("new", "To look at"), ("replayed", "Understood"), ("discarded", "Discarded")],
        required=True,
        default="new",
        readonly=True,
        index=True,
        help="Replay tries again, for example after an update of this app.",
    )
    received_at = fields.Datetime(
        readonly=True, default=fields.Datetime.now, help="When the server got it."
    )

    @api.depends("reason_code", "reason_values")
    @api.depends_context("lang")
    def _compute_reason(self):
        for message in self:
            reason = Reason(message.reason_code or "", message.reason_values or {})
            message.reason = sentence(self.env, reason if reason.code else "")

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """Head the groups of a reason by its sentence; Odoo's own domain finds the code."""
        own = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if groupby_spec != "reason_code":
            return own

        def format_group(code):
            return code and group_title(self.env, code), own(code)[1]

        return format_group

    @api.model
    def _keep(self, device, table, refused):
        """Keep what was refused, once: a terminal sends its whole memory now and then.

        :param refused: :class:`~.terminals.records.Refused` in order.
        :return: the messages that were not kept before.
        """
        if len(refused) > MAX_MESSAGES_PER_UPLOAD:
            lines = "\n".join(item.line for item in refused)
            first = refused[0].reason.as_dict()
            reason = Reason("many_lines", {"count": len(refused), "first": first})
            refused = [Refused(lines, reason)]
        waiting = self.search_fetch(
            [
                ("device_id", "=", device.id),
                ("state", "=", "new"),
                ("line", "in", [item.line for item in refused]),
            ],
            ["table", "line"],
        )
        kept = {(message.table, message.line) for message in waiting}
        return self.create(
            [
                {
                    "device_id": device.id,
                    "table": table,
                    "line": item.line,
                    **_reason_values(item.reason),
                }
                for item in refused
                if (table, item.line) not in kept
            ]
        )

    @api.model
    def _keep_encrypted(self, device, refused):
        """Keep what could not be decrypted whole, once, until the right key is typed.

        :param refused: :class:`~.terminals.records.Refused` with the ciphertext.
        :return: whether there was room.
        """
        text = refused.line
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        line = self.env._("%(length)s encrypted characters, %(name)s",
                          length=len(text), name=name)  # fmt: skip
        waiting = [
            ("device_id", "=", device.id),
            ("table", "=", ENCRYPTED),
            ("state", "=", "new"),
        ]
        if self.search_count([*waiting, ("line", "=", line)], limit=1):
            return True
        if not self._has_room(device, len(text)):
            return False
        self.sudo().create(
            {
                "device_id": device.id,
                "table": ENCRYPTED,
                "line": line,
                "ciphertext": text,
                **_reason_values(refused.reason),
            }
        )
        return True

    @api.model
    def _has_room(self, device, length):
        [(number, size)] = self.env.execute_query(
            SQL(
                """SELECT count(*), coalesce(sum(octet_length(ciphertext)), 0)
                     FROM biometric_message
                    WHERE device_id = %s AND "table" = %s AND state = 'new'""",
                device.id,
                ENCRYPTED,
            )
        )
        return number < MAX_ENCRYPTED and size + length <= MAX_ENCRYPTED_BYTES

    def action_replay(self):
        """Decode again; what is understood now is stored as if it had just come."""
        for message in self.filtered(lambda message: message.state == "new"):
            if not message.device_id._is_approved():
                raise UserError(
                    self.env._(
                        "Approve %s before its messages.", message.device_id.name
                    )
                )
            message._replay()

    def _replay(self):
        self.ensure_one()
        if self.sudo().ciphertext:
            why_not = self._replay_encrypted()
        else:
            why_not = self._replay_line()
        if why_not:
            self.write(_reason_values(why_not))
            return
        self.sudo().write({"state": "replayed", "ciphertext": False})

    def _replay_line(self):
        """Store what the line says now.

        :return: the reason why that cannot be, ``None`` where it is done.
        """
        upload = self._decode()
        if upload.templates or upload.photos:
            return Reason("biometrics_not_kept")
        if upload.refused:
            return upload.refused[0].reason
        # People do not write punches; replaying what a terminal sent is the exception.
        self.device_id.sudo()._store_upload(upload, self.table, route="replay")
        return None

    def _replay_encrypted(self):
        device = self.device_id.sudo()
        call, why_not = decrypt_message(device, self.sudo().ciphertext)
        if call:
            device._set_dialect(call.dialect)
            device._process_upload(call, call.body, route="replay")
        return why_not

    def _decode(self):
        """Return the line as an :class:`~.terminals.records.Upload`, read once more."""
        table, _colon, name = (self.table or "").partition(":")
        line = (self.line or "").encode()
        if table == FILE:
            try:
                return decode_file(self.env._("of this line"), line)
            except ProtocolError as error:
                return Upload(refused=[Refused(self.line, error.reason)])
        decode = BRANDS[self.device_id.brand].decode
        return decode(table, line, name=name)

    def action_discard(self):
        self.check_access("write")
        self.sudo().ciphertext = False
        self.state = "discarded"

    @api.model
    def _delete_old(self):
        """Delete old texts that were understood or discarded.

        Others stay until somebody looks: the terminal was told that they are kept, and
        one of them may be a punch.
        """
        until = fields.Datetime.now() - RETENTION
        self.sudo().search(
            [("state", "!=", "new"), ("received_at", "<", until)]
        ).unlink()


def _reason_values(reason):
    return {"reason_code": reason.code, "reason_values": dict(reason.values)}
