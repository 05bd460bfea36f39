"""What a terminal can be told to do, in words every brand shares.

An allow-list: a kind that is not here does not exist. Shell, file placement and firmware
kinds are left out on purpose. Values go to terminals inside lines of text, so control
characters are refused here, before any codec sees them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from .errors import Forbidden, ProtocolError

#: How many characters of a name or PIN any terminal takes at the most.
LONGEST = 64

#: What no value may hold. Joiners and marks of direction are part of names in Persian or Arabic and may pass;
#: whatever a terminal or a proxy could take for the end of a line or value may not.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing a terminal can be told.

    :param label: what people call it.
    :param needs: payload values that must be there.
    :param takes: payload values that may be there.
    :param dangerous: needs the administrator and a typed confirmation, and is never sent
        a second time by itself.
    """

    label: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    dangerous: bool = False


_USER = ("name", "privilege", "password", "card", "group", "valid_from", "valid_until")

KINDS = {
    "set_user": Kind("Write user", ("pin",), _USER),
    "rename_user": Kind("Rename user", ("pin", "name")),
    "set_privilege": Kind("Set privilege of user", ("pin", "privilege")),
    "set_credential": Kind("Write password or card", ("pin", "kind", "value")),
    "delete_user": Kind("Delete user", ("pin",)),
    "set_template": Kind(
        "Write template",
        ("pin", "kind", "slot", "blob"),
        ("index", "major", "minor", "format", "valid", "duress", "size"),
    ),
    "delete_template": Kind("Delete template", ("pin", "kind"), ("slot",)),
    "grant_access": Kind("Let through the doors", ("pin",), ("doors",)),
    "deny_access": Kind("No longer let through the doors", ("pin",)),
    "query_users": Kind("Read users", (), ("pin",)),
    "query_punches": Kind("Read punches", ("since", "until")),
    "enroll": Kind(
        "Enrol at the terminal", ("pin", "kind"), ("slot", "overwrite", "card")
    ),
    "clear_punches": Kind("Clear its punches", (), (), dangerous=True),
    "set_clock": Kind("Set its clock", ("time",)),
    "introduce": Kind("Introduce itself again"),
    "restart": Kind("Restart", (), (), dangerous=True),
    "unlock": Kind("Unlock the door", (), ("door", "seconds"), dangerous=True),
    "information": Kind("Read device information"),
    "show_message": Kind("Show a message", ("text",), ("pin", "minutes", "time")),
    "address_message": Kind("Address a message to a person", ("text", "pin")),
    "hide_message": Kind("Stop showing a message", ("pin",)),
    "send_photo": Kind("Send the photo of the last punch", ("pin",)),
}


def check(kind: str, payload: Mapping[str, object]) -> None:
    """Refuse what is not on the list.

    :param payload: text, numbers, booleans, dates and naive datetimes in the device's
        own time; ``blob`` is base64 text.
    :raises ProtocolError: for an unknown kind or value, or a missing one.
    :raises Forbidden: for text with control characters, or too long.
    """
    if kind not in KINDS:
        raise ProtocolError(f"There is no command {kind!r}.")
    known = KINDS[kind]
    for name in known.needs:
        if payload.get(name) in (None, ""):
            raise ProtocolError(f"The command needs a value for {name!r}.")
    for name, value in payload.items():
        if name not in known.needs + known.takes:
            raise ProtocolError(f"The command has no value {name!r}.")
        if isinstance(value, str):
            _check_text(name, value)
        elif value is not None and not isinstance(value, int | date | datetime):
            raise ProtocolError(f"The value of {name!r} is neither text nor number.")


def _check_text(name: str, value: str) -> None:
    if CONTROL.search(value):
        raise Forbidden(f"The value of {name!r} has a control character in it.")
    if name != "blob" and len(value) > LONGEST * (4 if name == "text" else 1):
        raise Forbidden(f"The value of {name!r} is too long for a terminal.")
