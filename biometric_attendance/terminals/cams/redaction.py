"""Redaction: remove secrets from a body before it is stored for people and for replay.

Tokens are left out; templates, passwords and photos are replaced by a mark with their
length. The redacted text of a punch still decodes to that punch.
"""

import json
import re
from urllib.parse import unquote_plus

from ..text import decode_text, redacted, storable

_TOKENS = {"authtoken", "auth_token"}
_SECRETS = {
    "template",
    "data",
    "password",
    "attendancephoto",
    "attendancephotoe",
    "securitykey",
}
_REDACTION = re.compile(r"\[\d+ characters not kept\]").fullmatch
#: The same in text that is no JSON: by their names, and by nothing else being as long.
_NAMED = re.compile(
    r"(?i)((?:auth_?token|template|data|password|attendancephotoe?|securitykey)"
    r"""[\\"' ]{0,4}[:=][\\"' ]{0,4})([^"'&,}\\]+)"""
)
_LONG = re.compile(r"[A-Za-z0-9+/=_-]{24,}")


def redact(value: object) -> str:
    """Return JSON without secrets, whole."""
    return redacted(to_json(_without_secrets(value)))


def to_json(value: object) -> str:
    """Return JSON on one line without blanks, its letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def redact_text(body: bytes) -> str:
    """Return what could not be read, with a mark in place of each secret."""
    text = unquote_plus(decode_text(body))
    text = _NAMED.sub(lambda m: m[1] + _redacted(m[2]), text)
    return redacted(storable(_LONG.sub(lambda m: _redacted(m[0]), text)))


def is_redaction(text: str) -> bool:
    """Return whether this stands where something was not kept."""
    return bool(_REDACTION(text))


def _redacted(text: str) -> str:
    return text if _REDACTION(text) else f"[{len(text)} characters not kept]"


def _without_secrets(value: object) -> object:
    if isinstance(value, dict):
        # A card's number is written like a template and is none.
        card = str(value.get("Type")).lower() == "card"
        return {
            name: _redacted(inner)
            if isinstance(inner, str)
            and inner
            and name.lower() in _SECRETS
            and not card
            else _without_secrets(inner)
            for name, inner in value.items()
            if name.lower() not in _TOKENS
        }
    return (
        [_without_secrets(inner) for inner in value]
        if isinstance(value, list)
        else value
    )
