"""Values of commands, written so that a terminal reads back exactly these.

    PIN=1 TAB Name=Ada L TAB Pri=14

Nothing is escaped, because terminals know no escapes: a value that could end a value or
a line is refused.
"""

import re

from ..commands import plain_text
from ..errors import Forbidden
from .punches import PIN_LENGTH

#: The column of a user's number. Padding of a template is none: nothing follows it.
PIN_COLUMN = re.compile(r"(?i)pin=(?=[^\t=])")


def encode_fields(*fields: tuple[str, object]) -> str:
    """Return the fields in the order given, without those that are ``None``.

    A terminal keeps the value of a field that is not sent.

    :raises Forbidden: for a value with a control character, or that looks like another
        user's: its own row would be taken for two that merged.
    """
    texts = [(name, plain_text(value)) for name, value in fields if value is not None]
    if any(PIN_COLUMN.search(text) for _name, text in texts):
        raise Forbidden("value_pin")
    return "\t".join(f"{name}={text}" for name, text in texts)


def check_pin(payload: dict) -> str:
    """Return the PIN of a command as text, checked.

    :raises Forbidden: for a PIN no terminal takes.
    """
    pin = plain_text(payload["pin"])
    if not pin.strip() or len(pin) > PIN_LENGTH or pin != pin.strip():
        raise Forbidden("pin_format", maximum=PIN_LENGTH)
    return pin
