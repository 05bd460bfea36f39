"""Messages on the screen of a terminal of the attendance dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fields import BadValue, fields, needed
from .outcome import DONE, Outcome

if TYPE_CHECKING:
    from .endpoint import AdmsEndpoint

#: For everybody, for persons named separately, or kept for later.
TAGS = {"253", "254", "255"}


def show(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    values = fields(argument)
    if values.get("TAG") not in TAGS:
        raise BadValue("TAG says for whom the message is.")
    endpoint.terminal.messages[needed(values, "UID")] = needed(values, "MSG")
    return DONE


def delete_message(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    number = needed(fields(argument), "UID")
    endpoint.terminal.messages.pop(number, None)
    endpoint.terminal.addressed -= {
        a for a in endpoint.terminal.addressed if a[0] == number
    }
    return DONE


def address(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    """Name a person a message is for."""
    values = fields(argument)
    number, pin = needed(values, "UID"), needed(values, "PIN")
    endpoint.terminal.known(pin)
    if number not in endpoint.terminal.messages:
        raise BadValue("There is no such message.")
    endpoint.terminal.addressed.add((number, pin))
    return DONE
