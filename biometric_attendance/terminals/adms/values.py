"""Values of commands, written so that a terminal reads back exactly these.

    PIN=1 TAB Name=Ada L TAB Pri=14

Nothing is escaped, because terminals know no escapes: a value that could end a value or
a line is refused.
"""

from ..commands import plain_text
from ..errors import Forbidden
from .punches import PIN_LENGTH


def encode_fields(*fields: tuple[str, object]) -> str:
    """Return the fields in the order given, without those that are ``None``.

    A terminal keeps the value of a field that is not sent.

    :raises Forbidden: for a value with a control character.
    """
    return "\t".join(f"{n}={plain_text(v)}" for n, v in fields if v is not None)


def check_pin(payload: dict) -> str:
    """Return the PIN of a command as text, checked.

    :raises Forbidden: for a PIN no terminal takes.
    """
    pin = plain_text(payload["pin"])
    if not pin.strip() or len(pin) > PIN_LENGTH or pin != pin.strip():
        raise Forbidden("pin_format", maximum=PIN_LENGTH)
    return pin
