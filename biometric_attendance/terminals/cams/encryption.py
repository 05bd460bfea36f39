"""Encryption: AES-256-ECB with PKCS7 padding, as base64 text.

    v2   {"ServiceTagId":"ST-..","ApiRequestInfo":"PLfrmiUm5lVX.."}    the tag stays readable
    v3   khE6wSpQgXCkEece4445..                                       the whole body

The key is the 32 characters of the "Security Key" as they are. There is no integrity in
this, so a body that opens has not proved who sent it: its token still has to be compared.
Sources: the vendor's Web API 2.0 document (what is encrypted); four public receivers.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence

from ..errors import ProtocolError
from .aes import KEY_BYTES, decrypt, encrypt, is_key
from .bodies import Said, base64_of, is_sealed, read_body, read_object, text_of


def seal(plain: bytes, key: str) -> bytes:
    """:raises ProtocolError: for a key that does not have 32 characters."""
    secret = key.encode(errors="replace")
    if not is_key(secret):
        raise ProtocolError(f"A security key has {KEY_BYTES} characters.")
    return b64encode(encrypt(plain, secret))


def open_sealed(body: bytes, keys: Sequence[str]) -> bytes | None:
    """The body as JSON in clear, ``None`` where no key opens it or nothing is sealed.

    A key counts as right when a JSON object comes out; zeros instead of the padding are
    taken too.

    :param keys: the current one first; one that cannot be a key opens nothing.
    """
    try:
        content = read_body(body)
    except ProtocolError:
        return None
    sealed = sealed_part(content)
    for key in keys if sealed else ():
        plain = _open(sealed, key)
        if plain is not None:
            return plain if isinstance(content, str) else _with(content, plain)
    return None


def sealed_part(content: Said | str) -> str:
    """The ciphertext in what :func:`.bodies.read_body` gives, ``""`` if there is none."""
    if isinstance(content, str):
        return content
    sealed = base64_of(text_of(content.of("ApiRequestInfo")))
    return sealed if is_sealed(sealed) else ""


def _open(sealed: str, key: str) -> bytes | None:
    secret = key.encode(errors="replace")
    if not is_key(secret):
        return None
    plain = decrypt(b64decode(sealed), secret)
    try:
        return plain if read_object(plain) is not None else None
    except ProtocolError:
        return None


def _with(content: Said, plain: bytes) -> bytes:
    """The body with what was sealed in its place."""
    opened = {"ServiceTagId": content.text("ServiceTagId")}
    opened["ApiRequestInfo"] = read_object(plain)
    return json.dumps(opened).encode()
