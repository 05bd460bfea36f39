"""Ciphertext no key opens: kept whole, until the right key is typed."""

import hashlib

from odoo import api, fields, models
from odoo.tools import SQL

from .biometric_message import SEALED

MOST = 2000  # of one device; beyond, the gateway has to keep what it has
MOST_BYTES = 32 * 2**20


class BiometricMessage(models.Model):
    _inherit = "biometric.message"

    # For nobody: fingers and faces may be in it.
    ciphertext = fields.Text(copy=False, groups=fields.NO_ACCESS)

    @api.model
    def _keep_sealed(self, device, refused):
        """Keep what could not be opened, once.

        :param refused: :class:`~.protocols.records.Refused` with the ciphertext.
        :return: whether there was room.
        """
        text = refused.line
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        line = self.env._("%(length)s encrypted characters, %(name)s",
                          length=len(text), name=name)  # fmt: skip
        mine = [("device_id", "=", device.id), ("table", "=", SEALED)]
        mine += [("state", "=", "new")]
        if self.search_count([*mine, ("line", "=", line)], limit=1):
            return True
        if not self._has_room(device, len(text)):
            return False
        self.sudo().create(
            {
                "device_id": device.id,
                "table": SEALED,
                "line": line,
                "reason": refused.reason,
                "ciphertext": text,
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
                SEALED,
            )
        )
        return number < MOST and size + length <= MOST_BYTES

    def _replay(self):
        """Open it, and take it in as if it had just come."""
        self.ensure_one()
        ciphertext = self.sudo().ciphertext
        if not ciphertext:
            return super()._replay()
        device = self.device_id.sudo()
        call, reason = device._unsealed_later(ciphertext)
        if call is None:
            self.reason = reason
            return None
        device._hear(call, route="replay")
        self.sudo().write({"state": "replayed", "ciphertext": False})
        return None

    def action_discard(self):
        self.check_access("write")
        self.sudo().ciphertext = False
        return super().action_discard()
