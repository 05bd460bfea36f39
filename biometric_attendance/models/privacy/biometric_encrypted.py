"""Rows whose content only this server can read."""

import base64
import logging
from uuid import uuid4

from odoo import fields, models

from ...rules.vault import VaultError, key_of
from ..isolation import isolate
from .biometric_vault import ROWS_PER_COMMIT

_logger = logging.getLogger(__name__)


class BiometricEncrypted(models.AbstractModel):
    """A content encrypted with a key outside the database, bound to its row.

    The columns that could tell something of the content are for nobody: not readable,
    searchable or exportable by any user, only by code that says so.
    """

    _name = "biometric.encrypted"
    _inherit = ["biometric.rights"]
    _description = "Encrypted Content"

    uuid = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: str(uuid4()),
        groups=fields.NO_ACCESS,
    )
    key_id = fields.Char(
        readonly=True,
        copy=False,
        index=True,
        help="Which key of the key ring it is encrypted with.",
    )
    blob = fields.Binary(
        attachment=False, copy=False, readonly=True, groups=fields.NO_ACCESS
    )

    _uuid_uniq = models.Constraint("UNIQUE(uuid)", "The row exists already.")

    def _get_owner_values(self):
        """The values that tell whose content this is, in a fixed order.

        Code that changes one of them has to encrypt again.
        """
        raise NotImplementedError

    def _owner(self):
        """What the content is bound to: a row swapped, or copied to another database,
        cannot be decrypted.
        """
        self.ensure_one()
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        parts = [database, self._name, self.sudo().uuid, *self._get_owner_values()]
        return "\0".join(str(part) for part in parts).encode()

    def _encrypt(self, plain):
        """Store ``plain``, encrypted, as the content.

        :raises VaultError: no usable key.
        """
        ring = self.env["biometric.vault"]._ring()
        encrypted = ring.encrypt(plain, self._owner())
        self.sudo().write(
            {
                "blob": base64.b64encode(encrypted),
                "key_id": ring.current.hex(),
                **self._prepare_encrypted_values(ring, plain),
            }
        )

    def _prepare_encrypted_values(self, ring, plain):
        """Further values that depend on the content and the key."""
        return {}

    def _decrypt(self):
        """The content in clear. For code that hands it to a terminal, never to people.

        :rtype: bytes
        :raises VaultError: no usable key, or a row that was tampered with.
        """
        self.ensure_one()
        blob = self.sudo().with_context(bin_size=False).blob
        encrypted = base64.b64decode(blob or b"")
        key_of(encrypted)
        return self.env["biometric.vault"]._ring().decrypt(encrypted, self._owner())

    def _in_base64(self):
        """The content as binary fields hold it, for those who may see it.

        :raises VaultError: see :meth:`_decrypt`.
        """
        return base64.b64encode(self._decrypt())

    def _reencrypt(self, key_ids):
        """Encrypt with the current key what these keys encrypted, commit by commit.

        A row that cannot be decrypted is left as it is, and logged without its content.

        :return: whether all was done.
        """
        last, cron = 0, self.env["ir.cron"]
        while True:
            domain = [("key_id", "in", key_ids), ("id", ">", last)]
            rows = self.search(domain, order="id", limit=ROWS_PER_COMMIT)
            if not rows:
                return True
            last = rows[-1].id
            isolate(rows.try_lock_for_update(), lambda locked: locked._encrypt_anew())
            left = self.search_count([("key_id", "in", key_ids), ("id", ">", last)])
            if not cron._commit_progress(len(rows), remaining=left):
                return not left
            self.env.invalidate_all()

    def _encrypt_anew(self):
        """Encrypt with the current key, but for rows that cannot be decrypted."""
        for row in self:
            try:
                row._encrypt(row._decrypt())
            except VaultError as error:
                _logger.warning("%s %s stays as it is: %s", row._name, row.id, error)
