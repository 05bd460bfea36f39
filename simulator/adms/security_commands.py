"""Commands a terminal of the security dialect carries out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from ..entries import Op
from ..people import ForeignVersion, Full, Place, Refused, UnknownKind, UnknownPin
from . import enrolment, people_commands as people, security_people as door
from .device_info import door_options
from .fields import BadTemplate, BadValue, fields, needed
from .outcome import DONE, Outcome
from .rows import decode_time
from .security_query import NoTable, count, query

if TYPE_CHECKING:
    from .security import SecurityEndpoint

UNSUPPORTED = -708
REFUSALS = {
    BadValue: -11,
    UnknownPin: -27,
    BadTemplate: -631,
    ForeignVersion: -30,
    Full: -18,
    UnknownKind: UNSUPPORTED,
    NoTable: -629,
}

Act = Callable[["SecurityEndpoint", str], Outcome]


def _in_table(tables: dict[str, Act]) -> Act:
    """``<table> <values>``: whatever the verb, the table decides."""

    def act(endpoint: SecurityEndpoint, argument: str) -> Outcome:
        table, _, values = argument.partition(" ")
        if table.lower() not in tables:
            raise NoTable(f"There is no table {table}.")
        return tables[table.lower()](endpoint, values)

    return act


def _get_options(endpoint: SecurityEndpoint, argument: str) -> Outcome:
    own = door_options(endpoint.terminal, endpoint.firmware)
    asked = (name.strip() for name in argument.split(","))
    line = ",".join(f"{name}={own.get(name, '')}" for name in asked)
    return Outcome(table="options", rows=(line,))


def _set_options(endpoint: SecurityEndpoint, argument: str) -> Outcome:
    for pair in argument.split(","):
        key, equals, value = pair.partition("=")
        if not equals or not key or key.startswith("~"):
            raise BadValue("This option cannot be set.")
        if key == "DateTime":
            endpoint.terminal.clock.set(endpoint.now, _time(value))
        else:
            endpoint.terminal.settings[key] = value
    return DONE


def _time(text: str) -> datetime:
    try:
        return decode_time(int(text))
    except ValueError as error:
        raise BadValue("This is no time.") from error


def _control(endpoint: SecurityEndpoint, argument: str) -> Outcome:
    """``01 door 01 seconds`` opens, ``03`` starts again."""
    if re.fullmatch("01[0-9A-Fa-f]{2}01[0-9A-Fa-f]{2}", argument):
        endpoint.terminal.note(Op.UNLOCKED, endpoint.now)
        endpoint.door_open = endpoint._state_due = True
        return DONE
    if re.fullmatch("03[0-9A-Fa-f]{6}", argument):
        endpoint.rebooting = True
        endpoint.forget_server()
        return DONE
    return Outcome(UNSUPPORTED)


def _enrol(endpoint: SecurityEndpoint, argument: str) -> Outcome:
    place, overwrite = people.enrolled_place(argument, "")
    return enrolment.begin(endpoint, place, overwrite)


def _enrol_card(endpoint: SecurityEndpoint, argument: str) -> Outcome:
    place = Place(needed(fields(argument), "PIN"), enrolment.CARD)
    return enrolment.begin(endpoint, place, True)


COMMANDS: dict[str, Act] = {
    "DATA UPDATE": _in_table(door.UPDATE),
    "DATA DELETE": _in_table(door.DELETE),
    "DATA QUERY": query,
    "DATA COUNT": count,
    "GET OPTIONS": _get_options,
    "SET OPTIONS": _set_options,
    "CONTROL DEVICE": _control,
    "ENROLL_BIO": _enrol,
    "ENROLL_INFO": _enrol_card,
}


def carry_out(endpoint: SecurityEndpoint, text: str) -> Outcome:
    """Do what the command line (without ``C:id:``) asks, or refuse it by code."""
    for name, act in COMMANDS.items():
        if text.startswith(name + " "):
            try:
                return act(endpoint, text[len(name) + 1 :])
            except Refused as refusal:
                return Outcome(REFUSALS[type(refusal)])
    return Outcome(UNSUPPORTED)
