"""From a body to one JSON object, however it was wrapped.

    stgid=ST-KY18000181&userid=852&att_time=1556637142&att_type=i&auth_token=..     v1
    request_data=%7B%22ServiceTagId%22%3A%22ST-..%22%2C%22ApiRequestInfo%22..       v2
    {"RealTime":{..,"PunchLog":{..},"AuthToken":"..","Time":".."}}                  v3
    khE6wSpQgXCkEece4445CvKWFe7y5q..    also between quotation marks                v3, encrypted

The form field ``request_data`` is read in its three spellings: encoded, encoded with the
plus signs of base64 left as they are (see :func:`normalize_base64`), and not encoded at all.
"""

import json
import re
from functools import cached_property
from typing import Any
from urllib.parse import unquote_to_bytes

from ..errors import ProtocolError
from ..text import decode_text, storable

#: Most bytes of a body: photos and templates come one to a body.
MAX_BODY_BYTES = 4 * 2**20
#: Most objects within each other; the deepest known has six.
MAX_DEPTH = 16
_BOM = b"\xef\xbb\xbf"
_OUR_FIELD = re.compile(rb"(?:^|&)(?:request_data|att_time)=")
_PLAIN_FIELD = b"request_data={"
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}", re.ASCII).fullmatch
_BLOCK = 16
_ESCAPES = (("%2B", "+"), ("%2F", "/"), ("%3D", "="))


class Fields(dict):
    """A JSON object whose fields are found by their names in any case.

    The gateway writes ``UserId`` in one place and ``UserID`` in the next. Numbers are the
    text that was sent: a PIN is never a number, and a temperature is not rounded.
    """

    def value(self, *names: str) -> Any:
        """The value of the first name there is, else ``None``."""
        found = self._found
        return next((found[n.lower()] for n in names if n.lower() in found), None)

    @cached_property
    def _found(self) -> dict[str, Any]:
        return {name.lower(): value for name, value in self.items()}

    def text(self, *names: str) -> str:
        """The value as text without blanks around; ``""`` for what is no text."""
        return as_text(self.value(*names)).strip()

    def object(self, name: str) -> "Fields":
        """The value where it is an object, else an empty one."""
        value = self.value(name)
        return value if isinstance(value, Fields) else Fields()

    def objects(self, *names: str) -> "list[Fields]":
        """The objects of the first list there is; none where the value is no list."""
        value = self.value(*names)
        values = value if isinstance(value, list) else ()
        return [each for each in values if isinstance(each, Fields)]


def as_text(value: object) -> str:
    """Return text that can be stored; ``""`` for what is no text."""
    return storable(value) if isinstance(value, str) else ""


def read_body(body: bytes) -> Fields | str:
    """Return the object a body holds, or its ciphertext as base64 text.

    :raises ProtocolError: for anything else, and for what is too large or too deep.
    """
    if len(body) > MAX_BODY_BYTES:
        raise ProtocolError("body_too_large", maximum=MAX_BODY_BYTES)
    body = body.removeprefix(_BOM).strip()
    if not body:
        raise ProtocolError("body_empty")
    if body[:1] in b'{["' or not _OUR_FIELD.search(body):
        return _read(body)
    if body.startswith(_PLAIN_FIELD):  # an encoder would not leave the brace
        fields = read_object(body[len(_PLAIN_FIELD) - 1 :])
        if fields is not None:
            return fields
    form = _form(body)
    if "att_time" in form:
        return Fields((name, decode_text(value)) for name, value in form.items())
    return _read(form["request_data"])


def read_object(text: bytes) -> Fields | None:
    """Return the object, ``None`` where it is none.

    :raises ProtocolError: for one within more others than :data:`MAX_DEPTH`.
    """
    value = _parse(text)
    return value if isinstance(value, Fields) else None


def _read(text: bytes) -> Fields | str:
    value = _parse(text)
    if isinstance(value, Fields):
        return value
    ciphertext = normalize_base64(
        value if isinstance(value, str) else decode_text(text)
    )
    if not is_ciphertext(ciphertext):
        raise ProtocolError("body_unreadable")
    return ciphertext


def _parse(text: bytes) -> object:
    try:
        value = json.loads(
            decode_text(text),
            strict=False,
            object_pairs_hook=Fields,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
        )
    except ValueError:
        return None
    except RecursionError:
        raise ProtocolError("body_too_deep") from None
    _check_depth(value)
    return value


def _check_depth(value: object) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise ProtocolError("body_too_deep")


def _inside(value: object) -> list:
    if isinstance(value, dict):
        value = list(value.values())
    return [v for v in value if v] if isinstance(value, list) else []


def _form(body: bytes) -> dict[str, bytes]:
    """Fields by name, the first of two equals; no byte of a value is changed."""
    fields: dict[str, bytes] = {}
    for field in body.split(b"&"):
        name, _, value = field.partition(b"=")
        fields.setdefault(
            decode_text(name), unquote_to_bytes(value.replace(b"+", b" "))
        )
    return fields


def normalize_base64(text: str) -> str:
    """Return base64 text, mended where a form was written or read without its encoding.

    There is no blank and no percent sign in base64: they were ``+``, ``/`` and ``=``.
    """
    text = text.replace("\r", "").replace("\n", "").replace(" ", "+")
    for escape, sign in _ESCAPES:
        text = text.replace(escape, sign).replace(escape.lower(), sign)
    return text


def is_ciphertext(text: str) -> bool:
    """Return whether it is base64 of whole blocks of the cipher."""
    size = len(text.rstrip("=")) * 3 // 4
    return len(text) % 4 == 0 and size % _BLOCK == 0 and bool(_BASE64(text))
