"""What of a body may be kept for people and for replay.

Tokens are left out, templates, passwords and photos become a mark that says how long they
were. What is kept of a punch decodes to that punch again.
"""

import json
import re
from urllib.parse import unquote_plus

from ..text import decode_text, shown, storable

_TOKENS = {"authtoken", "auth_token"}
_SECRETS = {
    "template",
    "data",
    "password",
    "attendancephoto",
    "attendancephotoe",
    "securitykey",
}
_MARK = re.compile(r"\[\d+ characters not kept\]").fullmatch
#: The same in text that is no JSON: by their names, and by nothing else being as long.
_NAMED = re.compile(
    r"(?i)((?:auth_?token|template|data|password|attendancephotoe?|securitykey)"
    r"""[\\"' ]{0,4}[:=][\\"' ]{0,4})([^"'&,}\\]+)"""
)
_LONG = re.compile(r"[A-Za-z0-9+/=_-]{24,}")


def kept(value: object) -> str:
    """JSON without secrets, at most as long as a message may be."""
    return shown(compact(_clean(value)))


def compact(value: object) -> str:
    """JSON on one line without blanks, its letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def kept_text(body: bytes) -> str:
    """What could not be read, the secrets it may hold marked."""
    text = unquote_plus(decode_text(body))
    text = _NAMED.sub(lambda m: m[1] + _mark(m[2]), text)
    return shown(storable(_LONG.sub(lambda m: _mark(m[0]), text)))


def is_mark(text: str) -> bool:
    """Whether this stands where something was not kept."""
    return bool(_MARK(text))


def _mark(text: str) -> str:
    return text if _MARK(text) else f"[{len(text)} characters not kept]"


def _clean(value: object) -> object:
    if isinstance(value, dict):
        # A card's number is told like a template and is none.
        card = str(value.get("Type")).lower() == "card"
        return {
            name: _mark(inner)
            if isinstance(inner, str)
            and inner
            and name.lower() in _SECRETS
            and not card
            else _clean(inner)
            for name, inner in value.items()
            if name.lower() not in _TOKENS
        }
    return [_clean(inner) for inner in value] if isinstance(value, list) else value
