"""The key ring that seals templates and photos. It is a file, never in the database."""

import os
from pathlib import Path
from typing import NamedTuple

from odoo import api, models, tools

from ...rules.vault import KeyRing, VaultError

VARIABLE = "BIOMETRIC_KEYRING_FILE"
OPTION = "biometric_keyring_file"
SEALED = ("biometric.template", "biometric.photo")
BATCH = 500  # rows sealed anew in one transaction

# The ring as last read: {path: (what the file was like, KeyRing)}.
_read = {}


class VaultStatus(NamedTuple):
    """How the vault is, for people.

    :param state: ``none`` (no key ring), ``ok`` or ``problem``.
    :param sentence: what that means.
    :param counts: ``{key id in hex: rows sealed with it}``, ``""`` for rows not sealed.
    :param current: the id of the key that seals, ``""`` where there is none.
    """

    state: str
    sentence: str
    counts: dict
    current: str


class BiometricVault(models.AbstractModel):
    """Where templates and photos get their keys from."""

    _name = "biometric.vault"
    _description = "Vault of Templates"

    @api.model
    def _path(self):
        """The key ring file, ``None`` where none is named."""
        name = os.environ.get(VARIABLE) or tools.config.get(OPTION)
        return Path(name) if name else None

    @api.model
    def _ring(self):
        """The keys, read again whenever the file changes.

        :rtype: KeyRing
        :raises VaultError: a sentence for a person: no file, or one not to be trusted.
        """
        path = self._path()
        if path is None:
            raise VaultError(
                self.env._(
                    "There is no key to encrypt with: name a key ring file in the "
                    "server's environment (%(variable)s) or configuration (%(option)s).",
                    variable=VARIABLE,
                    option=OPTION,
                )
            )
        try:
            found = path.stat()
            if found.st_mode & 0o077:
                raise VaultError(
                    self.env._(
                        "The key ring file can be read by other users of the server: "
                        "make it readable by the server alone (chmod 600)."
                    )
                )
            like = (found.st_mtime_ns, found.st_size, found.st_ino)
            if _read.get(path, (None,))[0] != like:
                _read[path] = (like, KeyRing.parse(path.read_text("ascii")))
        except OSError as error:
            raise VaultError(
                self.env._("The key ring file cannot be read: %s.", error.strerror)
            ) from error
        except UnicodeDecodeError as error:
            raise VaultError(self.env._("The key ring file is not text.")) from error
        return _read[path][1]

    @api.model
    def _status(self):
        """:rtype: VaultStatus"""
        counts = self._counts()
        try:
            ring = self._ring()
        except VaultError as error:
            state = "problem" if self._path() or counts else "none"
            return VaultStatus(state, str(error), counts, "")
        known = {key_id.hex() for key_id in ring.keys}
        lost = sum(count for key_id, count in counts.items() if key_id not in known)
        current = ring.current.hex()
        if lost:
            sentence = self.env._(
                "%s cannot be read: their key is not in the ring.", lost
            )
            return VaultStatus("problem", sentence, counts, current)
        waiting = sum(counts.values()) - counts.get(current, 0)
        sentence = self.env._("The key %s is in use.", current)
        if waiting:
            sentence += " " + self.env._("%s wait to be sealed with it.", waiting)
        elif len(known) > 1:
            sentence += " " + self.env._("The older ones can be removed from the ring.")
        return VaultStatus("ok", sentence, counts, current)

    @api.model
    def _counts(self):
        counts = {}
        for name in SEALED:
            for key_id, count in (
                self.env[name].sudo()._read_group([], ["key_id"], ["__count"])
            ):
                counts[key_id or ""] = counts.get(key_id or "", 0) + count
        return counts

    @api.model
    def _cron_rotate(self):
        """Seal with the newest key what an older one sealed; goes on where it stopped."""
        try:
            ring = self._ring()
        except VaultError:
            return  # said on the screen of settings, and wherever storing is refused
        older = [key_id.hex() for key_id in ring.keys if key_id != ring.current]
        for name in SEALED:
            if not self.env[name].sudo()._seal_again(older):
                return
