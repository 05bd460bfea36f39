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
    from .security import SecurityEndpoint

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


def set_user(endpoint: SecurityEndpoint, argument: str) -> Outcome:
    values = fields(argument)
    pin = needed(values, "PIN")
    changes = {
        name: read(values[key])
        for key, (name, read) in USER_FIELDS.items()
        if key in values
    }
    privilege = number(values, "PRIVILEGE")
    if privilege is not None:
        changes["privilege"] = privilege
    for key, name in (("STARTTIME", "valid_from"), ("ENDTIME", "valid_until")):
        if key in values:
            changes[name] = _limit(endpoint, values[key], last=key == "ENDTIME")
    endpoint.terminal.set_user(pin, **changes)
    return DONE


def _limit(endpoint: SecurityEndpoint, text: str, last: bool) -> datetime | None:
    """Packed seconds or a whole day, as the firmware has it; ``0`` is none."""
    if text in ("", "0"):
        return None
    try:
        if endpoint.firmware.limits_in_seconds:
            return decode_time(int(text))
        day = datetime.strptime(text, "%Y%m%d")
    except ValueError as error:
        raise BadValue("This is no limit.") from error
    return datetime.combine(day, LAST) if last else day


def delete_users(endpoint: SecurityEndpoint, argument: str) -> Outcome:
    """Templates and rights stay: they are rows of their own. Nobody is no mistake."""
    users = endpoint.terminal.users
    pin = needed(fields(argument), "PIN")
    for gone in list(users) if pin == EVERYBODY else [pin]:
        users.pop(gone, None)
    return DONE


def set_right(endpoint: SecurityEndpoint, argument: str) -> Outcome:
    values = fields(argument)
    pin = needed(values, "PIN")
    endpoint.terminal.known(pin)
    endpoint.terminal.rights[pin] = number(values, "AUTHORIZEDOORID", 0)
    return DONE


def delete_right(endpoint: SecurityEndpoint, argument: str) -> Outcome:
    pin = needed(fields(argument), "PIN")
    if pin == EVERYBODY:
        endpoint.terminal.rights.clear()
    endpoint.terminal.rights.pop(pin, None)
    return DONE


def _set_template(table: str) -> Callable:
    def act(endpoint: SecurityEndpoint, argument: str) -> Outcome:
        values = fields(argument)
        kind = TABLES[table] or people.kind_of(values)
        if table == "templatev10":
            people.refuse_new_fingers(endpoint)
        slot = number(values, "FINGERID", number(values, "NO", 0))
        place = Place(needed(values, "PIN"), kind, slot, number(values, "INDEX", 0))
        keys = ("TEMPLATE", "TMP", "CONTENT")
        text = next((values[key] for key in keys if key in values), "")
        duress = values.get("VALID") == "3" or values.get("DURESS") == "1"
        major = number(values, "MAJORVER") if TABLES[table] is None else None
        minor = number(values, "MINORVER", 0)
        endpoint.terminal.set_template(
            Template(place, blob(text), major, minor, duress)
        )
        return DONE

    return act


def _delete_template(table: str) -> Callable:
    def act(endpoint: SecurityEndpoint, argument: str) -> Outcome:
        values = fields(argument)
        kind = TABLES[table] or (people.kind_of(values) if "TYPE" in values else None)
        slot = number(values, "FINGERID", number(values, "NO"))
        pin = needed(values, "PIN")
        whose = None if pin == EVERYBODY else pin
        for place in list(endpoint.terminal.places(whose, kind, slot)):
            if kind or place.kind not in PICTURES:
                del endpoint.terminal.templates[place]
        return DONE

    return act


def delete_transactions(endpoint: SecurityEndpoint, argument: str) -> Outcome:
    if argument.strip() != EVERYBODY:
        raise BadValue("All or none.")
    endpoint.terminal.clear_log()
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
