"""Values as terminals write them in JSON, and text that may be kept."""

import re
from collections.abc import Mapping

from ..text import decode_text, redacted as redacted_text, shown as shown_text, storable

#: Most characters of a user id.
PIN_LENGTH = 32
#: Most characters of a text that are passed on.
MAX_TEXT_LENGTH = 200

#: A control character other than TAB, LF and CR.
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NUMBER = re.compile(r"-?\d{1,10}", re.ASCII).fullmatch
#: Values of JSON that are a photo, a template or a password where they are not ``BIN_k``.
_SECRET = re.compile(
    r'(?i)("(?:log_image|user_photo|enroll_data|password)"\s*:\s*")(?!BIN_\d)([^"]*)'
)


def read_text(document: Mapping[str, object], name: str) -> str | None:
    """A value as storable text; ``None`` where it is missing, null, a list or object."""
    value = document.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return storable(str(value))[:MAX_TEXT_LENGTH]


def number(value: object) -> int | None:
    """A whole number, also one sent as text; ``None`` for all else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < 2**32 else None
    return int(value) if isinstance(value, str) and _NUMBER(value.strip()) else None


def read_pin(document: Mapping[str, object]) -> str | None:
    """The user id exactly as sent, ``None`` where it cannot be one."""
    pin = read_text(document, "user_id")
    if pin is None or not 0 < len(pin) <= PIN_LENGTH or not pin.strip():
        return None
    return pin if pin.isprintable() else None


def redacted(raw: bytes | str) -> str:
    """Return the text of a body without secrets, to be stored.

    A binary block may be a password or a template, so nothing behind the first one is kept.
    """
    text = raw if isinstance(raw, str) else _first_text(raw)
    text = _SECRET.sub(lambda m: f"{m[1]}[{len(m[2])} not kept]", text)
    return redacted_text(text)


def shown(text: str) -> str:
    """Return a text without secrets for people to read, cut where it is long."""
    return shown_text(redacted(text))


def _first_text(raw: bytes) -> str:
    """Return what stands from the first ``{`` to the first control character."""
    start = max(raw[:16].find(b"{"), 0)
    binary = _BINARY.search(raw, start)
    text = decode_text(raw[start : binary.start() if binary else len(raw)])
    return text.strip() or f"[{len(raw)} bytes not kept]"
