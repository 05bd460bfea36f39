"""A command's values, written so that a terminal reads back exactly these.

    PIN=1 TAB Name=Ada L TAB Pri=14

Nothing is escaped, because terminals know no escapes: a value that could end a value or
a line is refused.
"""

from ...commands import CONTROL
from ...errors import Forbidden, ProtocolError
from ..punches import PIN_LENGTH


def fields(*named: tuple[str, object]) -> str:
    """The values that are said, in the order given; ``None`` is left out.

    What a terminal is not told it leaves as it is.

    :raises Forbidden: for a value with a control character.
    """
    return "\t".join(f"{name}={plain(v)}" for name, v in named if v is not None)


def plain(value: object) -> str:
    """:raises Forbidden: for a value with a control character."""
    text = str(int(value)) if isinstance(value, bool) else str(value)
    if CONTROL.search(text):
        raise Forbidden("A value for a terminal has a control character in it.")
    return text


def pin_of(payload: dict) -> str:
    """:raises Forbidden: for a PIN no terminal takes."""
    pin = plain(payload["pin"])
    if not pin.strip() or len(pin) > PIN_LENGTH or pin != pin.strip():
        raise Forbidden(f"A PIN is 1 to {PIN_LENGTH} characters without blanks around.")
    return pin


def whole(payload: dict, name: str, default: int | None, top: int = 999) -> int | None:
    """A number of the payload.

    :raises ProtocolError: for anything but a number of 0 to ``top``.
    """
    value = payload.get(name)
    if value is None or value == "":
        return default
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number <= top:
        raise ProtocolError(f"The value of {name!r} is not a number of 0 to {top}.")
    return number
