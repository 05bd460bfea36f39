"""Commands a terminal of the attendance dialect carries out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from ..entries import Op
from ..people import ForeignVersion, Full, Refused, UnknownKind, UnknownPin
from . import enrolment, people_commands as people
from .device_info import device_options
from .fields import BadTemplate, BadValue, fields
from .kinds import OWN_TABLES
from .messages import address, delete_message, show
from .outcome import DONE, Outcome

if TYPE_CHECKING:
    from .endpoint import AdmsEndpoint

UNKNOWN_OLD, UNKNOWN_NEW, UNKNOWN_TABLE = -22, -1002, -1004
REFUSALS = {
    BadValue: -1,
    UnknownPin: -10,
    BadTemplate: -11,
    ForeignVersion: -30,
    Full: -1001,
    UnknownKind: -1002,
}

Act = Callable[["AdmsEndpoint", str], Outcome]


def _check(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    endpoint.forget_server()
    return DONE


def _info(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    options = device_options(endpoint.terminal, endpoint.firmware)
    return Outcome(lines=tuple(f"{k}={v}" for k, v in options.items()))


def _reboot(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    endpoint.rebooting = True
    endpoint.forget_server()
    return DONE


def _span(argument: str) -> tuple[datetime, datetime]:
    values = fields(argument)
    try:
        return tuple(
            datetime.fromisoformat(values[k]) for k in ("STARTTIME", "ENDTIME")
        )
    except (KeyError, ValueError) as error:
        raise BadValue("Two moments are needed.") from error


def _query_attlog(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    start, end = _span(argument)
    endpoint.terminal.punches.requeue(lambda punch: start <= punch.local <= end)
    return DONE


def _set_option(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    key, found, value = argument.partition("=")
    if not found or not key or key.startswith("~"):
        raise BadValue("This option cannot be set.")
    if key != "DateTime":
        endpoint.terminal.settings[key] = value
        return DONE
    try:
        endpoint.terminal.clock.set(endpoint.now, datetime.fromisoformat(value))
    except ValueError as error:
        raise BadValue("This is no time.") from error
    return DONE


def _clear_log(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    endpoint.terminal.clear_log()
    return DONE


def _unlock(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    endpoint.terminal.note(Op.UNLOCKED, endpoint.now)
    return DONE


def _enrol(kind: str, endpoint: AdmsEndpoint, argument: str) -> Outcome:
    place, overwrite = people.enrolled_place(argument, kind)
    return enrolment.begin(endpoint, place, overwrite or kind == enrolment.CARD)


def _templates(verb: str, act: Callable) -> dict[str, Act]:
    def of(table: str) -> Act:
        return lambda endpoint, argument: act(endpoint, table, argument)

    return {f"DATA {verb} {table}": of(table) for table in (*OWN_TABLES, "BIODATA")}


#: What every firmware knows.
BASIC: dict[str, Act] = {
    "CHECK": _check,
    "INFO": _info,
    "REBOOT": _reboot,
    "DATA QUERY ATTLOG": _query_attlog,
    "SET OPTION": _set_option,
    "CLEAR LOG": _clear_log,
    "DATA UPDATE USERINFO": people.set_user,
    "DATA DELETE USERINFO": people.delete_user,
    "DATA QUERY USERINFO": people.query_users,
    "ENROLL_FP": partial(_enrol, "finger"),
}
TEMPLATES = {
    **_templates("UPDATE", people.set_template),
    **_templates("DELETE", people.delete_template),
    **_templates("QUERY", people.query_templates),
}
OLD = BASIC | {name: act for name, act in TEMPLATES.items() if "FINGERTMP" in name}
NEW = {
    **BASIC,
    **TEMPLATES,
    "AC_UNLOCK": _unlock,
    "DATA UPDATE SMS": show,
    "DATA DELETE SMS": delete_message,
    "DATA UPDATE USER_SMS": address,
    "ENROLL_MF": partial(_enrol, enrolment.CARD),
    "ENROLL_BIO": partial(_enrol, ""),
}


def carry_out(endpoint: AdmsEndpoint, text: str) -> Outcome:
    """Do what the command line (without ``C:id:``) asks, or refuse it by code."""
    for name, act in (OLD if endpoint.firmware.old else NEW).items():
        if text == name or text.startswith(name + " "):
            try:
                return act(endpoint, text[len(name) :].lstrip(" "))
            except Refused as refusal:
                return Outcome(REFUSALS[type(refusal)])
    if endpoint.firmware.old:
        return Outcome(UNKNOWN_OLD)
    return Outcome(UNKNOWN_TABLE if text.startswith("DATA ") else UNKNOWN_NEW)
