"""The kinds of commands Odoo can send to a terminal, shared by all brands.

An allow-list: a kind that is not here does not exist. Shell, file placement and firmware
kinds are left out on purpose. Values go to terminals inside lines of text, so control
characters are refused here, before any codec sees them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

from .errors import Forbidden, ProtocolError
from .reasons import _
from .text import wall_clock
from .times import END_OF_DAY

#: Most characters of a name or PIN any terminal takes.
MAX_VALUE_LENGTH = 64

#: What no value may hold. Joiners and marks of direction are part of names in Persian or Arabic and may pass;
#: whatever a terminal or a proxy could take for the end of a line or value may not.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of command.

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
    "set_user": Kind(_("Write user"), ("pin",), _USER),
    "rename_user": Kind(_("Rename user"), ("pin", "name")),
    "set_privilege": Kind(_("Set privilege of user"), ("pin", "privilege")),
    "set_credential": Kind(_("Write password or card"), ("pin", "kind", "value")),
    "delete_user": Kind(_("Delete user"), ("pin",)),
    "set_template": Kind(
        _("Write template"),
        ("pin", "kind", "slot", "blob"),
        ("index", "major", "minor", "format", "valid", "duress", "size"),
    ),
    "delete_template": Kind(_("Delete template"), ("pin", "kind"), ("slot",)),
    "grant_access": Kind(_("Let through the doors"), ("pin",), ("doors",)),
    "deny_access": Kind(_("No longer let through the doors"), ("pin",)),
    "query_users": Kind(_("Read users"), (), ("pin",)),
    "query_punches": Kind(_("Read punches"), ("since", "until")),
    "enroll": Kind(
        _("Enrol at the terminal"), ("pin", "kind"), ("slot", "overwrite", "card")
    ),
    "clear_punches": Kind(_("Clear its punches"), (), (), dangerous=True),
    "set_clock": Kind(_("Set its clock"), ("time",)),
    "introduce": Kind(_("Introduce itself again")),
    "restart": Kind(_("Restart"), (), (), dangerous=True),
    "unlock": Kind(_("Unlock the door"), (), ("door", "seconds"), dangerous=True),
    "information": Kind(_("Read device information")),
    "show_message": Kind(_("Show a message"), ("text",), ("pin", "minutes", "time")),
    "address_message": Kind(_("Address a message to a person"), ("text", "pin")),
    "hide_message": Kind(_("Stop showing a message"), ("pin",)),
    "send_photo": Kind(_("Send the photo of the last punch"), ("pin",)),
}

_Default = TypeVar("_Default", int, None)


def one_step(
    kind: str,
    payload: Mapping[str, Any],
    dialect: str,
    *,
    known: Mapping[str, str] | None = None,
) -> list[tuple[str, dict[str, Any]]]:
    """Return a command as the list of itself, for terminals that need no more."""
    return [(kind, dict(payload))]


def check(kind: str, payload: Mapping[str, object]) -> None:
    """Check that a command and its values are on the allow-list.

    :param payload: text, numbers, booleans, dates and naive datetimes in the device's
        own time; ``blob`` is base64 text.
    :raises ProtocolError: for an unknown kind or value, or a missing one.
    :raises Forbidden: for text with control characters, or too long.
    """
    if kind not in KINDS:
        raise ProtocolError("command_kind_unknown", kind=kind)
    known = KINDS[kind]
    for name in known.needs:
        if payload.get(name) in (None, ""):
            raise ProtocolError("value_missing", name=name)
    for name, value in payload.items():
        if name not in known.needs + known.takes:
            raise ProtocolError("value_unknown", name=name)
        if isinstance(value, str):
            _check_text(name, value)
        elif value is not None and not isinstance(value, int | date | datetime):
            raise ProtocolError("value_type", name=name)


def _check_text(name: str, value: str) -> None:
    if CONTROL.search(value):
        raise Forbidden("value_control_character", name=name)
    if name != "blob" and len(value) > MAX_VALUE_LENGTH * (4 if name == "text" else 1):
        raise Forbidden("value_too_long", name=name)


def plain_text(value: object) -> str:
    """Return a value as text that cannot end a line or value of a command.

    :raises Forbidden: for a value with a control character.
    """
    text = str(int(value)) if isinstance(value, bool) else str(value)
    if CONTROL.search(text):
        raise Forbidden("control_character")
    return text


def whole_number(
    payload: Mapping[str, Any], name: str, default: _Default, maximum: int = 999
) -> int | _Default:
    """Return a number of the payload.

    :raises ProtocolError: for anything but a number of 0 to ``maximum``.
    """
    value = payload.get(name)
    if value is None or value == "":
        return default
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number <= maximum:
        raise ProtocolError("value_range", name=name, maximum=maximum)
    return number


def local_time(value: object, *, end_of_day: bool = False) -> datetime:
    """Return a naive time of the payload.

    :param value: datetime, date, ``YYYY-MM-DD`` or ``YYYY-MM-DD HH:MM:SS``.
    :param end_of_day: whether a bare day means its end.
    :raises ProtocolError: for anything else.
    """
    if isinstance(value, str):
        clock = "" if value[10:] else " 23:59:59" if end_of_day else " 00:00:00"
        value = wall_clock(value.replace("T", " ", 1) + clock)
    if isinstance(value, datetime):
        if value.tzinfo:
            raise ProtocolError("time_has_zone")
        return value.replace(microsecond=0)
    if isinstance(value, date):
        return datetime.combine(value, END_OF_DAY if end_of_day else time.min)
    raise ProtocolError("time_unreadable")
