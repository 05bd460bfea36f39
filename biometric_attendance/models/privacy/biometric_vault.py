"""The key ring that encrypts templates and photos: a file, never in the database."""

import os
from pathlib import Path
from typing import NamedTuple

from odoo import api, models, tools

from ...rules.vault import KeyRing, VaultError
from ..reason import sentence

VARIABLE = "BIOMETRIC_KEYRING_FILE"
OPTION = "biometric_keyring_file"
ENCRYPTED_MODELS = ("biometric.template", "biometric.photo")
ROWS_PER_COMMIT = 500  # encrypted anew

# The ring as last read: {path: (what the file was like, KeyRing)}.
_read = {}


class VaultStatus(NamedTuple):
    """The state of the key ring, to be shown to people.

    :param state: ``none`` (no key ring), ``ok`` or ``problem``.
    :param sentence: what that means.
    :param counts: ``{key id in hex: rows encrypted with it}``, ``""`` for others.
    :param current: the id of the key that encrypts, ``""`` where there is none.
    """

    state: str
    sentence: str
    counts: dict
    current: str


class BiometricVault(models.AbstractModel):
    """Reads the key ring, and encrypts with the newest key what older ones encrypted."""

    _name = "biometric.vault"
    _description = "Vault of Templates"

    @api.model
    def _path(self):
        """Return the path of the key ring file, ``None`` if none is configured."""
        name = os.environ.get(VARIABLE) or tools.config.get(OPTION)
        return Path(name) if name else None

    @api.model
    def _ring(self):
        """Return the key ring, read again whenever its file changes.

        :rtype: KeyRing
        :raises VaultError: no file, or one not to be trusted.
        """
        path = self._path()
        if path is None:
            raise VaultError("keyring_unnamed", variable=VARIABLE, option=OPTION)
        try:
            found = path.stat()
            if found.st_mode & 0o077:
                raise VaultError("keyring_exposed")
            like = (found.st_mtime_ns, found.st_size, found.st_ino)
            if _read.get(path, (None,))[0] != like:
                _read[path] = (like, KeyRing.parse(path.read_text("ascii")))
        except OSError as error:
            raise VaultError("keyring_unreadable", error=error.strerror) from error
        except UnicodeDecodeError as error:
            raise VaultError("keyring_not_text") from error
        return _read[path][1]

    @api.model
    def _status(self):
        """Return the state of the key ring.

        :rtype: VaultStatus
        """
        counts = self._counts()
        try:
            ring = self._ring()
        except VaultError as error:
            state = "problem" if self._path() or counts else "none"
            return VaultStatus(state, sentence(self.env, error), counts, "")
        known = {key_id.hex() for key_id in ring.keys}
        lost = sum(count for key_id, count in counts.items() if key_id not in known)
        current = ring.current.hex()
        if lost:
            notice = self.env._(
                "%s cannot be read: their key is not in the ring.", lost
            )
            return VaultStatus("problem", notice, counts, current)
        waiting = sum(counts.values()) - counts.get(current, 0)
        notice = self.env._("The key %s is in use.", current)
        if waiting:
            notice += " " + self.env._("%s wait to be encrypted with it.", waiting)
        elif len(known) > 1:
            notice += " " + self.env._("The older ones can be removed from the ring.")
        return VaultStatus("ok", notice, counts, current)

    @api.model
    def _counts(self):
        counts = {}
        for name in ENCRYPTED_MODELS:
            for key_id, count in (
                self.env[name].sudo()._read_group([], ["key_id"], ["__count"])
            ):
                counts[key_id or ""] = counts.get(key_id or "", 0) + count
        return counts

    @api.model
    def _cron_rotate(self):
        """Encrypt with the newest key what an older one did; the next run goes on with it."""
        try:
            ring = self._ring()
        except VaultError:
            return  # shown in the settings, and wherever storing is refused
        older = [key_id.hex() for key_id in ring.keys if key_id != ring.current]
        for name in ENCRYPTED_MODELS:
            if not self.env[name].sudo()._reencrypt(older):
                return
