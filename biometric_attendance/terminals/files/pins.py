"""PINs as files write them, also after a spreadsheet program has changed them."""

import re
from collections.abc import Iterable

from ..reasons import Reason

MAX_PIN_LENGTH = 24
_QUOTED = re.compile(r'="?([^"=]*)"?').fullmatch
_DECIMAL = re.compile(r"(\d+)[.,]0{1,2}", re.ASCII).fullmatch
_EXPONENT = re.compile(r"\d+(?:[.,]\d+)?E\+\d{1,3}", re.ASCII | re.I).fullmatch
_WITH_NAME = re.compile(r"([^\s()]+)\s*\(.*\)", re.DOTALL).fullmatch


def read_pin(text: str, width: int = 0, with_name: bool = False) -> str | Reason:
    """Return the PIN a value holds, or the reason why it is none.

    :param width: as of ``Layout.pin_width``.
    :param with_name: whether the name follows in parentheses: ``17(Ann Bell)``.
    """
    pin = text.strip()
    if len(pin) > 200:
        return Reason("row_pin", {"maximum": MAX_PIN_LENGTH})
    if pin[:1] in ("'", "="):
        found = _QUOTED(pin)
        pin = found[1].strip() if found else pin.removeprefix("'").strip()
    if with_name:
        found = _WITH_NAME(pin)
        pin = found[1] if found else pin
    if _EXPONENT(pin):
        return Reason("line_pin_excel")
    found = _DECIMAL(pin)
    if found:
        pin = found[1]
    if not pin:
        return Reason("line_pin_missing")
    if len(pin) > MAX_PIN_LENGTH or not pin.isprintable() or not _PLAIN(pin):
        return Reason("row_pin", {"maximum": MAX_PIN_LENGTH})
    if width and pin.isascii() and pin.isdecimal():
        pin = with_zeros(pin, width)
    return pin


#: No replacement letter and no quote: half a PIN is another person's.
_PLAIN = re.compile('[^\ufffd"]+').fullmatch


def with_zeros(pin: str, width: int) -> str:
    """Return a PIN of digits with as many zeros before it as make it of this length."""
    return (pin.lstrip("0") or "0").zfill(width)


def is_decimal(text: str) -> bool:
    """Return whether a spreadsheet program wrote a PIN as a number: ``17.0``."""
    return _DECIMAL(text.strip()) is not None


def is_pin_like(text: str) -> bool:
    """Return whether a value may be a PIN: short, without blanks, with a digit."""
    pin = read_pin(text, with_name=True)
    return (
        isinstance(pin, str)
        and any(letter.isdecimal() for letter in pin)
        and not any(letter.isspace() or letter in ":/" for letter in pin)
    )


def zero_widths(pins: Iterable[str]) -> list[int]:
    """Return the lengths of the PINs of digits that begin with a zero, rising."""
    led = (pin for pin in pins if len(pin) > 1 and pin[0] == "0" and pin.isdecimal())
    return sorted({len(pin) for pin in led})
