"""Commands a terminal carries out, and what it answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from .rows import device_options

if TYPE_CHECKING:
    from .face import AdmsFace

BAD_PARAMETER = -1
UNKNOWN_OLD = -22
UNKNOWN_NEW = -1002


class Outcome(NamedTuple):
    """A command's return code, the name echoed, and further lines of the result."""

    returned: int
    echo: str
    lines: tuple[str, ...] = ()


def _check(face: AdmsFace, argument: str) -> Outcome:
    face.forget_server()
    return Outcome(0, "CHECK")


def _info(face: AdmsFace, argument: str) -> Outcome:
    options = device_options(face.terminal, face.firmware)
    return Outcome(0, "INFO", tuple(f"{k}={v}" for k, v in options.items()))


def _reboot(face: AdmsFace, argument: str) -> Outcome:
    face.rebooting = True
    face.forget_server()
    return Outcome(0, "REBOOT")


def _query_attlog(face: AdmsFace, argument: str) -> Outcome:
    fields = dict(f.split("=", 1) for f in argument.split("\t") if "=" in f)
    try:
        start = datetime.fromisoformat(fields["StartTime"])
        end = datetime.fromisoformat(fields["EndTime"])
    except (KeyError, ValueError):
        return Outcome(BAD_PARAMETER, "DATA")
    face.terminal.punches.requeue(lambda punch: start <= punch.local <= end)
    return Outcome(0, "DATA")


def _set_option(face: AdmsFace, argument: str) -> Outcome:
    key, found, value = argument.partition("=")
    if not found or not key or key.startswith("~"):
        return Outcome(BAD_PARAMETER, "SET OPTION")
    if key != "DateTime":
        face.terminal.settings[key] = value
        return Outcome(0, "SET OPTION")
    try:
        face.terminal.clock.set(face.now, datetime.fromisoformat(value))
    except ValueError:
        return Outcome(BAD_PARAMETER, "SET OPTION")
    return Outcome(0, "SET OPTION")


COMMANDS = {
    "CHECK": _check,
    "INFO": _info,
    "REBOOT": _reboot,
    "DATA QUERY ATTLOG": _query_attlog,
    "SET OPTION": _set_option,
}


def carry_out(face: AdmsFace, text: str) -> Outcome:
    """Do what the command line (without ``C:id:``) asks, or refuse it by code."""
    for name, act in COMMANDS.items():
        if text == name or text.startswith(name + " "):
            return act(face, text[len(name) :].strip(" "))
    code = UNKNOWN_OLD if face.firmware.old else UNKNOWN_NEW
    return Outcome(code, text.split(" ")[0])
