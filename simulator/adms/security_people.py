"""Users, their rights and templates in the security dialect's tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import TYPE_CHECKING

from ..people import Place, Template
from . import people_commands as people
from .fields import BadValue, blob, card, fields, needed, number
from .outcome import DONE, Outcome
from .rows import decode_time
from .security_rows import PICTURES

if TYPE_CHECKING:
    from .security import SecurityFace

EVERYBODY = "*"
LAST = time(23, 59, 59)
#: Kinds by the table they are written to; ``None``: the row says it.
TABLES = {"templatev10": "finger", "biodata": None} | {
    table: kind for kind, table in PICTURES.items()
}
USER_FIELDS = {
    "NAME": ("name", str),
    "PASSWORD": ("password", str),
    "CARDNO": ("card", card),
    "GROUP": ("group", str),
}


def set_user(face: SecurityFace, argument: str) -> Outcome:
    said = fields(argument)
    pin = needed(said, "PIN")
    changes = {
        name: read(said[key])
        for key, (name, read) in USER_FIELDS.items()
        if key in said
    }
    privilege = number(said, "PRIVILEGE")
    if privilege is not None:
        changes["privilege"] = privilege
    for key, name in (("STARTTIME", "valid_from"), ("ENDTIME", "valid_until")):
        if key in said:
            changes[name] = _limit(face, said[key], last=key == "ENDTIME")
    face.terminal.set_user(pin, **changes)
    return DONE


def _limit(face: SecurityFace, text: str, last: bool) -> datetime | None:
    """Packed seconds or a whole day, as the firmware has it; ``0`` is none."""
    if text in ("", "0"):
        return None
    try:
        if face.firmware.limits_in_seconds:
            return decode_time(int(text))
        day = datetime.strptime(text, "%Y%m%d")
    except ValueError as error:
        raise BadValue("This is no limit.") from error
    return datetime.combine(day, LAST) if last else day


def delete_users(face: SecurityFace, argument: str) -> Outcome:
    """Templates and rights stay: they are rows of their own. Nobody is no mistake."""
    users = face.terminal.users
    pin = needed(fields(argument), "PIN")
    for gone in list(users) if pin == EVERYBODY else [pin]:
        users.pop(gone, None)
    return DONE


def set_right(face: SecurityFace, argument: str) -> Outcome:
    said = fields(argument)
    pin = needed(said, "PIN")
    face.terminal.known(pin)
    face.terminal.rights[pin] = number(said, "AUTHORIZEDOORID", 0)
    return DONE


def delete_right(face: SecurityFace, argument: str) -> Outcome:
    pin = needed(fields(argument), "PIN")
    if pin == EVERYBODY:
        face.terminal.rights.clear()
    face.terminal.rights.pop(pin, None)
    return DONE


def _set_template(table: str) -> Callable:
    def act(face: SecurityFace, argument: str) -> Outcome:
        said = fields(argument)
        kind = TABLES[table] or people.kind_of(said)
        if table == "templatev10":
            people.refuse_new_fingers(face)
        slot = number(said, "FINGERID", number(said, "NO", 0))
        place = Place(needed(said, "PIN"), kind, slot, number(said, "INDEX", 0))
        keys = ("TEMPLATE", "TMP", "CONTENT")
        text = next((said[key] for key in keys if key in said), "")
        duress = said.get("VALID") == "3" or said.get("DURESS") == "1"
        major = number(said, "MAJORVER") if TABLES[table] is None else None
        minor = number(said, "MINORVER", 0)
        face.terminal.set_template(Template(place, blob(text), major, minor, duress))
        return DONE

    return act


def _delete_template(table: str) -> Callable:
    def act(face: SecurityFace, argument: str) -> Outcome:
        said = fields(argument)
        kind = TABLES[table] or (people.kind_of(said) if "TYPE" in said else None)
        slot = number(said, "FINGERID", number(said, "NO"))
        pin = needed(said, "PIN")
        whose = None if pin == EVERYBODY else pin
        for place in list(face.terminal.places(whose, kind, slot)):
            if kind or place.kind not in PICTURES:
                del face.terminal.templates[place]
        return DONE

    return act


def delete_transactions(face: SecurityFace, argument: str) -> Outcome:
    if argument.strip() != EVERYBODY:
        raise BadValue("All or none.")
    face.terminal.clear_log()
    return DONE


UPDATE = {
    "user": set_user,
    "userauthorize": set_right,
    **{table: _set_template(table) for table in TABLES},
}
DELETE = {
    "user": delete_users,
    "userauthorize": delete_right,
    "transaction": delete_transactions,
    **{table: _delete_template(table) for table in TABLES},
}
