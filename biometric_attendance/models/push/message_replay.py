"""Replaying of messages: what is understood now is stored."""

from odoo import models
from odoo.exceptions import UserError

from ...terminals import BRANDS
from ...terminals.reasons import Reason
from ..files.lines import decode_lines, is_of_another_device
from ..punch.file_punches import IMPORTED
from .biometric_message import FILE, HOOK_FAILED, REPLAYED, stored_reason
from .encryption import decrypt_message


class BiometricMessage(models.Model):
    _inherit = "biometric.message"

    def action_replay(self):
        """Decode again; what is understood now is stored as if it had just come."""
        self.check_access("write")
        waiting = self.filtered(lambda message: message.state == "new")
        for message in waiting:
            if not message.device_id._is_approved():
                raise UserError(
                    self.env._(
                        "Approve %s before its messages.", message.device_id.name
                    )
                )
            message._replay()
        waiting._post_replay()
        return True

    def _post_replay(self):
        """Post on the devices who replayed messages, and how many punches came of it."""
        punches = self.env["biometric.punch"].sudo()
        for device, messages in self.grouped("device_id").items():
            count = punches.search_count([("message_id", "in", messages.ids)])
            if count:
                device.message_post(
                    body=self.env._(
                        "Messages replayed: %(count)s punches came of %(messages)s.",
                        count=count,
                        messages=", ".join(str(number) for number in messages.ids),
                    )
                )

    def _replay(self):
        self.ensure_one()
        if self.sudo().ciphertext:
            why_not = self._replay_encrypted()
        else:
            why_not = self._replay_line()
        if why_not:
            self.sudo().write(stored_reason(why_not))
            return
        self.sudo().write({"state": "replayed", "ciphertext": False})

    def _replay_line(self):
        """Store what the line says now.

        :return: the reason why that cannot be, ``None`` where it is done.
        """
        if self.reason_code == HOOK_FAILED:
            punches = self.env["biometric.punch"]
            return punches._repeat_hook(self.line, self.device_id)
        if is_of_another_device(self):
            return Reason(self.reason_code, self.reason_values or {})
        upload = self._decode()
        if upload.templates or upload.photos:
            return Reason("biometrics_not_kept")
        if upload.refused:
            return upload.refused[0].reason
        # People do not write punches; replaying what a terminal sent is the exception.
        self._replaying_device()._store_upload(upload, self.table, route="replay")
        return None

    def _replay_encrypted(self):
        device = self._replaying_device()
        call, why_not = decrypt_message(device, self.sudo().ciphertext)
        if call:
            device._set_dialect(call.dialect)
            device._process_upload(call, call.body, route="replay")
        return why_not

    def _replaying_device(self):
        """Return the device, whose punches from now on name this message."""
        return self.device_id.sudo().with_context(
            **{REPLAYED: self.id, IMPORTED: self.sudo().file_import_id.id or None}
        )

    def _decode(self):
        """Return the line as an :class:`~.terminals.records.Upload`, read once more."""
        table, _colon, name = (self.table or "").partition(":")
        if table == FILE:
            return decode_lines(self, self.env._("of this line"))
        line = (self.line or "").encode()
        decode = BRANDS[self.device_id.brand].decode
        return decode(table, line, name=name)
