"""Encrypt biometric templates with AES-256-GCM, under keys kept outside the database.

    | 1 byte  | 4 bytes | 12 bytes | n bytes    | 16 bytes |
    | version | key id  | nonce    | ciphertext | tag      |

The associated data includes the blob's owner, so a blob moved to another row or database
cannot be decrypted. The first key of the ring encrypts; the others still
decrypt, until everything is encrypted anew.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass

from Crypto.Cipher import AES
from Crypto.Hash import HMAC, SHA256
from Crypto.Protocol.KDF import HKDF

VERSION = b"\x01"
KEY_ID, NONCE, TAG, KEY = 4, 12, 16, 32


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue of translations; Odoo translates it."""
    return sentence


MESSAGES = {
    "keyring_line": _(
        "The key ring has a line that is not 8 hex digits, a colon and the base64 of 32 "
        "bytes."
    ),
    "keyring_empty": _("The key ring has no key in it."),
    "key_missing": _("The key %(key)s is not in the key ring."),
    "blob_tampered": _("The stored template was changed or belongs to somebody else."),
    "blob_plain": _("The stored template is not an encrypted one."),
    "keyring_unnamed": _(
        "There is no key to encrypt with: name a key ring file in the server's "
        "environment (%(variable)s) or configuration (%(option)s)."
    ),
    "keyring_exposed": _(
        "The key ring file can be read by other users of the server: make it readable by "
        "the server alone (chmod 600)."
    ),
    "keyring_unreadable": _("The key ring file cannot be read: %(error)s."),
    "keyring_not_text": _("The key ring file is not text."),
}


class VaultError(Exception):
    """A key or blob that cannot be used.

    :param code: of ``MESSAGES``.
    :param values: what its sentence names.
    """

    def __init__(self, code: str, **values: str):
        super().__init__(code, values)
        self.code, self.values = code, values

    def __str__(self) -> str:
        return MESSAGES[self.code] % self.values


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by id; the first one encrypts.

    :param keys: ``{4 bytes: 32 bytes}``.
    """

    keys: dict[bytes, bytes]

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read ``<8 hex digits>:<base64 of 32 bytes>``, a key a line, newest first.

        :raises VaultError: for a line that is not that, or no line at all.
        """
        keys = {}
        lines = [line.strip() for line in text.splitlines()]
        for line in filter(None, lines):
            if line.startswith("#"):
                continue
            name, _, encoded = line.partition(":")
            try:
                key_id = bytes.fromhex(name)
                key = base64.b64decode(encoded, validate=True)
            except (ValueError, binascii.Error):
                key_id, key = b"", b""
            if len(key_id) != KEY_ID or len(key) != KEY:
                raise VaultError("keyring_line")
            keys[key_id] = key
        if not keys:
            raise VaultError("keyring_empty")
        return cls(keys)

    @classmethod
    def derived(cls, secret: str, purpose: bytes) -> "KeyRing":
        """Return a ring of one key derived from a secret, for data kept only for minutes.

        :param secret: of 128 random bits or more.
        :param purpose: the same secret gives another key for each purpose.
        """
        key = HKDF(secret.encode(), KEY, b"", SHA256, context=purpose)
        return cls({bytes(KEY_ID): key})

    @property
    def current(self) -> bytes:
        """The id of the key that encrypts."""
        return next(iter(self.keys))

    def encrypt(self, plain: bytes, owner: bytes) -> bytes:
        """Return bytes encrypted with the current key, as a blob.

        :param owner: what the blob belongs to; the same bytes are needed to decrypt it.
        """
        nonce = secrets.token_bytes(NONCE)
        cipher = self._cipher(self.current, nonce, owner)
        body, tag = cipher.encrypt_and_digest(plain)
        return VERSION + self.current + nonce + body + tag

    def decrypt(self, blob: bytes, owner: bytes) -> bytes:
        """Return the decrypted bytes of a blob.

        :raises VaultError: for a key that is not in the ring, or a blob that was changed
            or belongs to somebody else.
        """
        key_id = key_of(blob)
        if key_id not in self.keys:
            raise VaultError("key_missing", key=key_id.hex())
        start = len(VERSION) + KEY_ID
        nonce, body, tag = (
            blob[start : start + NONCE],
            blob[start + NONCE : -TAG],
            blob[-TAG:],
        )
        try:
            return self._cipher(key_id, nonce, owner).decrypt_and_verify(body, tag)
        except ValueError:
            raise VaultError("blob_tampered") from None

    def fingerprint(self, plain: bytes, owner: bytes, key_id: bytes) -> str:
        """Return a keyed hash of a template, to recognise it when it is sent again.

        The key is derived from the one that encrypted: with a plain hash anybody with a
        copy of the database could test templates against it.

        :param owner: as for :meth:`encrypt`, so that equal templates of two people differ.
        :return: 64 hex digits, ``""`` where the key is not in the ring.
        """
        if key_id not in self.keys:
            return ""
        key = HKDF(self.keys[key_id], KEY, b"", SHA256, context=b"fingerprint")
        return HMAC.new(key, owner + b"\0" + plain, SHA256).hexdigest()

    def _cipher(self, key_id, nonce, owner):
        cipher = AES.new(self.keys[key_id], AES.MODE_GCM, nonce=nonce, mac_len=TAG)
        return cipher.update(VERSION + key_id + owner)


def key_of(blob: bytes) -> bytes:
    """Return the id of the key a blob was encrypted with.

    :raises VaultError: for bytes that are no blob.
    """
    if len(blob) < len(VERSION) + KEY_ID + NONCE + TAG or blob[:1] != VERSION:
        raise VaultError("blob_plain")
    return blob[1 : 1 + KEY_ID]


def new_key_line() -> str:
    """A line for a key ring file, with a new random key."""
    key = base64.b64encode(secrets.token_bytes(KEY)).decode()
    return f"{secrets.token_hex(KEY_ID)}:{key}"
