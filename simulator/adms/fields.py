"""Values of commands, read as forgivingly or not as firmware does."""

import binascii
import re
from base64 import b64decode
from datetime import datetime

from ..people import Refused

_BYTES = re.compile(r"\[((?:[0-9A-Fa-f]{2}){1,8})\]").fullmatch


class BadValue(Refused):
    """A value is missing or cannot be read."""


class BadTemplate(Refused):
    """The text of a template is not base64."""


def fields(text: str) -> dict[str, str]:
    """Return the values between TABs by their keys, these in capitals."""
    pieces = (piece.partition("=") for piece in text.split("\t"))
    return {key.strip().upper(): value for key, equals, value in pieces if equals}


def needed(values: dict[str, str], key: str) -> str:
    """Return a value that must be there.

    :raises BadValue: it is missing or empty.
    """
    if not values.get(key):
        raise BadValue(f"{key} is missing.")
    return values[key]


def number(values: dict[str, str], key: str, default: int | None = None) -> int | None:
    """Return a value as a number, ``default`` where there is none.

    :raises BadValue: it is there and not a number.
    """
    text = values.get(key, "")
    if not text:
        return default
    if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
        raise BadValue(f"{key} is not a number.")
    return int(text)


def moment(text: str) -> datetime | None:
    """Read a first or last moment in ISO format; ``0`` or nothing is none.

    :raises BadValue: it is anything else.
    """
    if text in ("", "0"):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise BadValue("This is no moment.") from error


def card(text: str) -> str:
    """Decimal, or its bytes in brackets, the lowest first; ``0`` is none.

    :raises BadValue: it is neither.
    """
    found = _BYTES(text)
    if found:
        text = str(int.from_bytes(bytes.fromhex(found[1]), "little"))
    if text.strip("0") and not re.fullmatch(r"\d{1,20}", text, re.ASCII):
        raise BadValue("This is no card.")
    return text if text.strip("0") else ""


def blob(text: str) -> bytes:
    """Return the bytes of a template.

    :raises BadTemplate: it is not base64, or empty.
    """
    try:
        found = b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadTemplate("This is not base64.") from error
    if not found:
        raise BadTemplate("There is nothing in it.")
    return found
