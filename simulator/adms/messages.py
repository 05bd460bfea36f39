"""Messages on the screen of a terminal of the attendance dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fields import BadValue, fields, needed
from .outcome import DONE, Outcome

if TYPE_CHECKING:
    from .face import AdmsFace

#: For everybody, for persons named separately, or kept for later.
TAGS = {"253", "254", "255"}


def show(face: AdmsFace, argument: str) -> Outcome:
    said = fields(argument)
    if said.get("TAG") not in TAGS:
        raise BadValue("TAG says for whom the message is.")
    face.terminal.messages[needed(said, "UID")] = needed(said, "MSG")
    return DONE


def delete_message(face: AdmsFace, argument: str) -> Outcome:
    number = needed(fields(argument), "UID")
    face.terminal.messages.pop(number, None)
    face.terminal.addressed -= {a for a in face.terminal.addressed if a[0] == number}
    return DONE


def address(face: AdmsFace, argument: str) -> Outcome:
    """Name a person a message is for."""
    said = fields(argument)
    number, pin = needed(said, "UID"), needed(said, "PIN")
    face.terminal.known(pin)
    if number not in face.terminal.messages:
        raise BadValue("There is no such message.")
    face.terminal.addressed.add((number, pin))
    return DONE
