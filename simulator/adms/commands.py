"""Commands a terminal of the attendance dialect carries out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from ..entries import CALLED_OFF, Op
from ..people import ForeignVersion, Full, Refused, UnknownKind, UnknownPin
from . import enrolment, people_commands as people
from .fields import BadTemplate, BadValue, fields
from .itself import device_options
from .kinds import OWN_TABLES
from .messages import address, delete_message, show
from .outcome import DONE, Outcome

if TYPE_CHECKING:
    from .face import AdmsFace

UNKNOWN_OLD, UNKNOWN_NEW, UNKNOWN_TABLE = -22, -1002, -1004
REFUSALS = {
    BadValue: -1,
    UnknownPin: -10,
    BadTemplate: -11,
    ForeignVersion: -30,
    Full: -1001,
    UnknownKind: -1002,
}

Act = Callable[["AdmsFace", str], Outcome]


def _check(face: AdmsFace, argument: str) -> Outcome:
    face.forget_server()
    return DONE


def _info(face: AdmsFace, argument: str) -> Outcome:
    options = device_options(face.terminal, face.firmware)
    return Outcome(lines=tuple(f"{k}={v}" for k, v in options.items()))


def _reboot(face: AdmsFace, argument: str) -> Outcome:
    face.rebooting = True
    face.forget_server()
    return DONE


def _span(argument: str) -> tuple[datetime, datetime]:
    said = fields(argument)
    try:
        return tuple(datetime.fromisoformat(said[k]) for k in ("STARTTIME", "ENDTIME"))
    except (KeyError, ValueError) as error:
        raise BadValue("Two moments are needed.") from error


def _query_attlog(face: AdmsFace, argument: str) -> Outcome:
    start, end = _span(argument)
    face.terminal.punches.requeue(lambda punch: start <= punch.local <= end)
    return DONE


def _verify_sum(face: AdmsFace, argument: str) -> Outcome:
    start, end = _span(argument)
    entries = face.terminal.punches.entries.values()
    count = sum(start <= punch.local <= end for punch in entries)
    return Outcome(
        lines=(f"StartTime={start}", f"EndTime={end}", f"AttlogCount={count}")
    )


def _query_photos(face: AdmsFace, argument: str) -> Outcome:
    """Punches here have no photos."""
    _span(argument)
    return DONE


def _set_option(face: AdmsFace, argument: str) -> Outcome:
    key, found, value = argument.partition("=")
    if not found or not key or key.startswith("~"):
        raise BadValue("This option cannot be set.")
    if key != "DateTime":
        face.terminal.settings[key] = value
        return DONE
    try:
        face.terminal.clock.set(face.now, datetime.fromisoformat(value))
    except ValueError as error:
        raise BadValue("This is no time.") from error
    return DONE


def _clear_log(face: AdmsFace, argument: str) -> Outcome:
    face.terminal.clear_log()
    return DONE


def _clear_all(face: AdmsFace, argument: str) -> Outcome:
    face.terminal.clear()
    face.terminal.clear_log()
    return DONE


def _clear_templates(face: AdmsFace, argument: str) -> Outcome:
    face.terminal.templates.clear()
    return DONE


def _unlock(face: AdmsFace, argument: str) -> Outcome:
    face.terminal.note(Op.UNLOCKED, face.now)
    return DONE


def _call_off(face: AdmsFace, argument: str) -> Outcome:
    face.terminal.note(Op.ALARM, face.now, "0", CALLED_OFF)
    return DONE


def _enrol(kind: str, face: AdmsFace, argument: str) -> Outcome:
    place, overwrite = people.enrolled_place(argument, kind)
    return enrolment.begin(face, place, overwrite or kind == enrolment.CARD)


def _nothing(face: AdmsFace, argument: str) -> Outcome:
    return DONE


def _templates(verb: str, act: Callable) -> dict[str, Act]:
    def of(table: str) -> Act:
        return lambda face, argument: act(face, table, argument)

    return {f"DATA {verb} {table}": of(table) for table in (*OWN_TABLES, "BIODATA")}


#: What every firmware knows.
BASIC: dict[str, Act] = {
    "CHECK": _check,
    "INFO": _info,
    "REBOOT": _reboot,
    "DATA QUERY ATTLOG": _query_attlog,
    "SET OPTION": _set_option,
    "CLEAR LOG": _clear_log,
    "CLEAR DATA": _clear_all,
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
    "DATA QUERY ATTPHOTO": _query_photos,
    "VERIFY SUM ATTLOG": _verify_sum,
    "CLEAR PHOTO": _nothing,
    "CLEAR BIODATA": _clear_templates,
    "LOG": _nothing,
    "RELOAD OPTIONS": _nothing,
    "AC_UNLOCK": _unlock,
    "AC_UNALARM": _call_off,
    "DATA UPDATE SMS": show,
    "DATA DELETE SMS": delete_message,
    "DATA UPDATE USER_SMS": address,
    "ENROLL_MF": partial(_enrol, enrolment.CARD),
    "ENROLL_BIO": partial(_enrol, ""),
}


def carry_out(face: AdmsFace, text: str) -> Outcome:
    """Do what the command line (without ``C:id:``) asks, or refuse it by code."""
    for name, act in (OLD if face.firmware.old else NEW).items():
        if text == name or text.startswith(name + " "):
            try:
                return act(face, text[len(name) :].lstrip(" "))
            except Refused as refusal:
                return Outcome(REFUSALS[type(refusal)])
    if face.firmware.old:
        return Outcome(UNKNOWN_OLD)
    return Outcome(UNKNOWN_TABLE if text.startswith("DATA ") else UNKNOWN_NEW)
