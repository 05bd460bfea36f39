"""Bytes to text, and text that may be shown to a person and stored."""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

#: Most characters of an original that a person is shown.
MAX_SHOWN_LENGTH = 2_000

#: Passwords, keys, templates, photos and numbers of identity cards, by the names the
#: dialects give them.
_SECRET_NAME = (
    r"(?:\w{0,24}_)?(?:tmp|content|\w{0,24}passw(?:or)?d|passw|pwd|compwd|comkey|commkey"
    r"|authkey|pushcommkey|qrcodedecryptkey|registrycode|sessionid|publickey"
    r"|(?:bio)?photo(?:jpg)?|(?:fp_?)?template\w{0,8}|(?:sn|id|dn)_?num)"
)
# A name is tried where a word begins and nowhere else, so that time grows linearly. What
# is secret goes on over lines of base64: some firmware wraps templates at 76 characters.
_SECRET = re.compile(
    rf"(?i)(?<![\w~])(~?{_SECRET_NAME})=([^\t\r\n]+(?:\r?\n[a-z0-9+/=_-]+(?=\r?\n|$))*)",
    re.ASCII,
)
_IS_SECRET = re.compile(rf"(?i)~?{_SECRET_NAME}", re.ASCII).fullmatch
_ENDS_IN_SECRET = re.compile(rf"(?i)(?<![\w~])~?{_SECRET_NAME}\Z", re.ASCII).search
_LONGEST_NAME = 80
_VALUE_ENDS = frozenset("\t\r\n")
#: A template under an unknown name: nothing else is that long without a separator.
_MIN_LONG = 160
_LONG = re.compile(rf"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{{{_MIN_LONG},}}={{0,2}}")
# Controls other than TAB, LF and CR, and lone surrogates: none can be stored or shown.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")

_TIME = re.compile(
    r"(?:19|[2-9]\d)\d\d-\d\d-\d\d (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d", re.ASCII
).fullmatch
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII).fullmatch


def decode_text(raw: bytes, encoding: str = "utf-8") -> str:
    """UTF-8, else ``encoding``, else GB18030 (terminals set to Chinese send GB2312), else
    Latin-1.

    Line by line where the whole is not UTF-8, so that one line of garbage does not
    change how its neighbours read. Neither TAB nor LF can be part of a GB18030 letter.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return "\n".join(_decode_line(line, encoding) for line in raw.split(b"\n"))


def _decode_line(raw: bytes, encoding: str) -> str:
    for charset in ("utf-8", encoding, "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def split_lines(body: bytes, encoding: str = "utf-8") -> list[str]:
    """The non-empty lines, without their LF or CRLF; a trailing TAB stays."""
    return [
        line.rstrip("\r")
        for line in decode_text(body, encoding).split("\n")
        if line.strip(" \t\r")
    ]


def wall_clock(text: str) -> datetime | None:
    """``YYYY-MM-DD HH:MM:SS`` of the years 1900 to 9999, ``None`` for all else."""
    if not _TIME(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # 31 February
        return None


def number(text: str) -> int | None:
    """A decimal number of up to nine digits, ``None`` for all else."""
    return int(text) if _NUMBER(text) else None


def decode_base64(text: str) -> tuple[bytes, bool]:
    """The bytes of base64 text, or the text's own and ``True`` where it is none."""
    text = text.strip()
    try:
        blob = b64decode(text, validate=True)
    except (Error, ValueError):
        return text.encode(), True
    # Bits no byte needs are lost in decoding: such a text has to be kept as it is.
    if b64encode(blob).decode() != text:
        return text.encode(), True
    return blob, False


def pairs(text: str) -> dict[str, str]:
    """``Key=value`` TAB ``Key=value``, keys in capitals; the first of two equals wins."""
    found: dict[str, str] = {}
    for column in text.split("\t"):
        key, _, value = column.partition("=")
        found.setdefault(key.strip().upper(), value)
    return found


def first_value(fields: Mapping[str, str], *names: str) -> str:
    """The value of the first of these names there is, else ``""``."""
    return next((fields[name] for name in names if name in fields), "")


def storable(text: str) -> str:
    """NUL as its picture, half letters as the replacement letter."""
    if text.isascii() and "\0" not in text:
        return text
    return _UNSTORABLE.sub(lambda m: "␀" if m[0] == "\0" else "\ufffd", text)


def _mark(value: str) -> str:
    return f"[{len(value)} characters not kept]"


@lru_cache(1024)
def _is_secret(key: str) -> bool:
    return _ENDS_IN_SECRET(key) is not None


def _may_hold_secrets(text: str) -> bool:
    """Whether a value of ``text`` may be secret: most rows have none, and are quick to tell."""
    # Where nothing is between two "=", the second one is the first's value.
    pieces = text.removesuffix("=").split("=")
    return any(
        value[:1] not in _VALUE_ENDS
        and _is_secret(key.rpartition("\t")[2][-_LONGEST_NAME:])
        for key, value in pairwise(pieces)
    )


def kept(name: str, value: str) -> str:
    """A named value, replaced by a mark where the name says it is a secret."""
    return _mark(value) if value and _IS_SECRET(name.strip()) else shown(value)


def redacted(text: str) -> str:
    """Return an original with a mark in place of each secret and template: to be stored.

    It is as long as it came: the terminal was told that all of it is kept.
    """
    if "=" in text and _may_hold_secrets(text):
        text = _SECRET.sub(lambda m: f"{m[1]}={_mark(m[2])}", text)
    if len(text) >= _MIN_LONG:
        text = _LONG.sub(lambda m: _mark(m[0]), text)
    return storable(text)


def shown(text: str) -> str:
    """Return a redacted original for people to read, cut at ``MAX_SHOWN_LENGTH``."""
    text = redacted(text)
    return text if len(text) <= MAX_SHOWN_LENGTH else text[: MAX_SHOWN_LENGTH - 1] + "…"
