from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...terminals import BRANDS
from ...terminals.errors import ProtocolError
from ...terminals.files.punches import decode_file
from ...terminals.records import Refused, Upload

FILE = "file"  # the table of lines that came in a file, whatever the brand
SEALED = "sealed"  # that of ciphertext no key opens
# How long a text somebody has dealt with is kept: names may be in it.
KEPT = timedelta(days=30)
MANY = 100  # refused lines of one body that still get a message each


class BiometricMessage(models.Model):
    """What a device sent that could not be understood whole. Kept, and replayable."""

    _name = "biometric.message"
    _description = "Message Not Understood"
    _order = "id desc"
    _rec_name = "reason"

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
    reason = fields.Char(readonly=True, help="Why it could not be understood.")
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

    @api.model
    def _keep(self, device, table, refused):
        """Keep what was refused, once: a terminal sends its whole memory now and then.

        :param refused: :class:`~.protocols.records.Refused` in order.
        :return: the messages that were not kept before.
        """
        if len(refused) > MANY:
            lines = "\n".join(item.line for item in refused)
            refused = [Refused(lines, f"{len(refused)} lines: {refused[0].reason}")]
        waiting = self.search_fetch(
            [
                ("device_id", "=", device.id),
                ("state", "=", "new"),
                ("line", "in", [item.line for item in refused]),
            ],
            ["table", "line"],
        )
        known = {(message.table, message.line) for message in waiting}
        return self.create(
            [
                {
                    "device_id": device.id,
                    "table": table,
                    "line": item.line,
                    "reason": item.reason,
                }
                for item in refused
                if (table, item.line) not in known
            ]
        )

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
        device = self.device_id
        upload = self._decode()
        if upload.templates or upload.photos:
            self.reason = self.env._(
                "Fingers, faces and photos are not kept here: have the terminal send "
                "them again."
            )
            return
        if upload.refused:
            self.reason = upload.refused[0].reason
            return
        # People do not write punches; replaying what a terminal sent is the exception.
        device.sudo()._store(upload, self.table, route="replay")
        self.state = "replayed"

    def _decode(self):
        """The line as an :class:`~.protocols.records.Upload`, read once more."""
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
        self.state = "discarded"

    @api.model
    def _forget(self):
        """Delete old texts that were understood or discarded.

        Others stay until somebody looks: the terminal was told that they are kept, and
        one of them may be a punch.
        """
        until = fields.Datetime.now() - KEPT
        self.sudo().search(
            [("state", "!=", "new"), ("received_at", "<", until)]
        ).unlink()
