"""Encryption: AES-256-ECB with PKCS7 padding, as base64 text.

    v2   {"ServiceTagId":"ST-..","ApiRequestInfo":"PLfrmiUm5lVX.."}    the tag stays readable
    v3   khE6wSpQgXCkEece4445..                                       the whole body

The key is the 32 characters of the "Security Key" as they are. There is no integrity in
this, so a body that opens has not proved who sent it: its token still has to be compared.
pycryptodome is imported when it is needed: the other modules work without any package.
Sources: the vendor's Web API 2.0 document (what is encrypted); four public receivers.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from ..errors import ProtocolError
from .bodies import (
    Fields,
    as_text,
    is_ciphertext,
    normalize_base64,
    read_body,
    read_object,
)

#: Bytes of an encryption key.
KEY_BYTES = 32
_FILLERS = b"\0 \r\n\t"


def encrypt_body(plain: bytes, key: str) -> bytes:
    """Encrypt a whole body.

    :raises ProtocolError: for a key that does not have 32 characters.
    """
    secret = key.encode(errors="replace")
    if not _is_key(secret):
        raise ProtocolError("key_length", length=KEY_BYTES)
    return b64encode(_encrypt(plain, secret))


def decrypt_body(body: bytes, keys: Sequence[str]) -> bytes | None:
    """Return the body as JSON in clear, ``None`` where no key opens it or it is clear.

    A key counts as right when a JSON object comes out; zeros instead of the padding are
    taken too.

    :param keys: the current one first; one that cannot be a key opens nothing.
    """
    try:
        content = read_body(body)
    except ProtocolError:
        return None
    ciphertext = ciphertext_in(content)
    for key in keys if ciphertext else ():
        plain = _open(ciphertext, key)
        if plain is not None:
            return plain if isinstance(content, str) else _with(content, plain)
    return None


def ciphertext_in(content: Fields | str) -> str:
    """Return the ciphertext in what :func:`.bodies.read_body` gives, ``""`` if there is none."""
    if isinstance(content, str):
        return content
    ciphertext = normalize_base64(as_text(content.value("ApiRequestInfo")))
    return ciphertext if is_ciphertext(ciphertext) else ""


def _open(ciphertext: str, key: str) -> bytes | None:
    secret = key.encode(errors="replace")
    if not _is_key(secret):
        return None
    plain = _decrypt(b64decode(ciphertext), secret)
    try:
        return plain if read_object(plain) is not None else None
    except ProtocolError:
        return None


def _with(content: Fields, plain: bytes) -> bytes:
    """Return the body with the plain object in its place."""
    opened: dict[str, Any] = {"ServiceTagId": content.text("ServiceTagId")}
    opened["ApiRequestInfo"] = read_object(plain)
    return json.dumps(opened).encode()


def _is_key(secret: bytes) -> bool:
    return len(secret) == KEY_BYTES


def _encrypt(plain: bytes, secret: bytes) -> bytes:
    from Crypto.Cipher import AES
    from Crypto.Util.Padding import pad

    return AES.new(secret, AES.MODE_ECB).encrypt(pad(plain, AES.block_size))


def _decrypt(ciphertext: bytes, secret: bytes) -> bytes:
    """Return the plain bytes; anything at all for another key.

    Zeros, blanks or line ends instead of the padding are taken too.

    :raises ValueError: for bytes that are no whole blocks.
    """
    from Crypto.Cipher import AES
    from Crypto.Util.Padding import unpad

    padded = AES.new(secret, AES.MODE_ECB).decrypt(ciphertext)
    try:
        return unpad(padded, AES.block_size)
    except ValueError:
        return padded.rstrip(_FILLERS)
