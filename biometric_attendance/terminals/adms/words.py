"""Values of users and templates, between what terminals write and our words.

Sources: the vendor's attendance push document 2.4 and security push document 3.1, which
agree on everything here but the names of the keys.
"""

import binascii
import re
from base64 import b64decode, b64encode
from datetime import date, datetime, time, timedelta

from ..errors import ProtocolError
from ..people import Limit
from ..text import wall_clock
from ..zk_times import decode_zk_time, encode_zk_time

PRIVILEGES = {
    "0": "user",
    "2": "enroller",
    "6": "manager",
    "10": "custom",
    "14": "admin",
}
_NUMBERS = {word: number for number, word in PRIVILEGES.items()}

#: The place of a word is the protocol's number of the kind of template.
TYPES = (
    "common",
    "finger",
    "face",
    "voice",
    "iris",
    "retina",
    "palm_print",
    "vein",
    "palm",
    "visible_face",
    "visible_palm",
)

_HEX = re.compile(r"\[((?:[0-9A-Fa-f]{2}){1,8})\]").fullmatch
_DIGITS = re.compile(r"\d{1,24}", re.ASCII).fullmatch
_DAY = re.compile(r"(?:19|20)\d{6}", re.ASCII).fullmatch
_LAST = time(23, 59, 59)

#: Stand for "no limit" next to a limit: a 0 there might be read as long past.
NEVER_BEFORE = datetime(2000, 1, 1)
NEVER_AFTER = datetime(2099, 12, 31, 23, 59, 59)


def read_privilege(text: str) -> str:
    return PRIVILEGES.get(text.strip(), text.strip())


def write_privilege(word: str) -> str:
    """:raises ProtocolError: for what is neither a word of ours nor a number."""
    number = _NUMBERS.get(word, word)
    if not _DIGITS(number):
        raise ProtocolError(f"There is no privilege {word!r} on this terminal.")
    return number


def read_type(text: str) -> str:
    text = text.strip() or "0"
    return TYPES[int(text)] if _DIGITS(text) and int(text) < len(TYPES) else text


def write_type(word: str) -> str:
    """:raises ProtocolError: for what is neither a word of ours nor a number."""
    number = str(TYPES.index(word)) if word in TYPES else word
    if not _DIGITS(number):
        raise ProtocolError(f"There is no kind of template {word!r}.")
    return number


def read_card(text: str) -> str:
    """``[15CD5B07]`` are the bytes of the number, lowest first; ``""`` is no card.

    What is neither that nor decimal is kept as it is.
    """
    text = text.strip()
    found = _HEX(text)
    if found:
        text = str(int.from_bytes(bytes.fromhex(found[1]), "little"))
    elif _DIGITS(text):
        text = str(int(text))
    return "" if text == "0" else text


def read_limit(text: str, *, last: bool) -> Limit:
    """A first or last moment: ``YYYY-MM-DD HH:MM:SS`` (also with ``T``), ``YYYYMMDD``,
    ZK-encoded seconds, or ``0`` for none. ``None`` where it cannot be read.

    :param last: whether a bare day means its end.
    """
    text = text.strip()
    at = _limit(text, last) if text.strip("0-: T") else ""
    return "" if at in (NEVER_BEFORE, NEVER_AFTER) else at


def _limit(text: str, last: bool) -> datetime | None:
    if _DAY(text):
        clock = "23:59:59" if last else "00:00:00"
        return wall_clock(f"{text[:4]}-{text[4:6]}-{text[6:]} {clock}")
    if _DIGITS(text):
        try:
            return decode_zk_time(int(text))
        except ProtocolError:
            return None
    return wall_clock(text.replace("T", " ", 1))


def moment(value: object, *, last: bool = False) -> datetime:
    """A naive moment of a command's payload.

    :param value: datetime, date, ``YYYY-MM-DD`` or ``YYYY-MM-DD HH:MM:SS``.
    :param last: whether a bare day means its end.
    :raises ProtocolError: for anything else.
    """
    if isinstance(value, str):
        clock = "" if value[10:] else " 23:59:59" if last else " 00:00:00"
        value = wall_clock(value.replace("T", " ", 1) + clock)
    if isinstance(value, datetime):
        if value.tzinfo:
            raise ProtocolError("Moments are told in the terminal's own time.")
        return value.replace(microsecond=0)
    if isinstance(value, date):
        return datetime.combine(value, _LAST if last else time.min)
    raise ProtocolError("A day or moment does not exist or is not YYYY-MM-DD HH:MM:SS.")


def zk(value: datetime) -> str:
    return str(encode_zk_time(value))


def stamp(value: datetime) -> str:
    return value.isoformat(" ")


def server_zone(minutes: int) -> str:
    """``+0800``.

    :raises ProtocolError: beyond fourteen hours.
    """
    if abs(minutes) > 14 * 60:
        raise ProtocolError(f"No clock is {minutes} minutes from UTC.")
    hours, rest = divmod(abs(timedelta(minutes=minutes)), timedelta(hours=1))
    return f"{'-' if minutes < 0 else '+'}{hours:02}{rest.seconds // 60:02}"


def read_blob(text: str) -> tuple[bytes, bool]:
    """The bytes of base64 text, or the text's own and ``True`` where it is none."""
    text = text.strip()
    try:
        blob = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return text.encode(), True
    # Bits no byte needs are lost in decoding: such a text has to be kept as it is.
    if b64encode(blob).decode() != text:
        return text.encode(), True
    return blob, False
