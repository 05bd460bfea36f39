"""Commands a terminal carries out; what it does not know it does not answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ..adms.enrolment import ENROLMENT_TIMEOUT, Enrolment
from ..people import Place, Refused, Template, UnknownPin
from . import documents as spelling, frames as framing
from .frames import Unframed

if TYPE_CHECKING:
    from .endpoint import EbknEndpoint

PRIVILEGES = {word: number for number, word in spelling.PRIVILEGES.items()}
_KINDS = {12: ("face", 0), 13: ("palm", 0), 14: ("palm", 1), 20: ("vein", 0)}


class Outcome(NamedTuple):
    """The return code, and what a result holds beside it."""

    code: str = "OK"
    document: dict | None = None
    blocks: Sequence[bytes] = ()


DONE, FAILED = Outcome(), Outcome("ERROR")
Act = Callable[["EbknEndpoint", dict, list[bytes]], Outcome | None]


def carry_out(endpoint: EbknEndpoint, code: str, body: bytes) -> Outcome | None:
    """Do what is asked; ``None`` where it is never answered."""
    act = COMMANDS.get(code)
    if act is None:
        return None
    try:
        return act(endpoint, *framing.read(body))
    except UnknownPin:
        return None
    except (Unframed, Refused, KeyError, TypeError, ValueError):
        return FAILED


def _set_time(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> Outcome:
    wall = datetime.strptime(values["time"], "%Y%m%d%H%M%S")
    endpoint.terminal.clock.set(endpoint.now, wall)
    return DONE


def _set_name(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> Outcome:
    endpoint.terminal.settings["fk_name"] = str(values["fk_name"])
    return DONE


def _log(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> Outcome:
    first = values.get("begin_time") or "0"
    last = values.get("end_time") or "9"
    entries = endpoint.terminal.punches.entries.values()
    wanted = [e for e in entries if first <= spelling.stamp(e.local) <= last]
    return Outcome("OK", *spelling.log(wanted, endpoint.firmware))


def _list(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> Outcome:
    return Outcome("OK", *spelling.users(endpoint.terminal, endpoint.firmware))


def _person(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> Outcome:
    user = endpoint.terminal.known(values["user_id"])
    document, more = spelling.person(endpoint.terminal, user)
    document["enable_flag"] = "ON" if endpoint.terminal.rights.get(user.pin) else "OFF"
    return Outcome("OK", document, more)


def _set_person(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> Outcome:
    """All that was enrolled before is gone, whether or not it comes again."""
    if endpoint.firmware.lies and values["user_id"] not in endpoint.terminal.users:
        return DONE
    terminal, pin = endpoint.terminal, values["user_id"]
    name = values.get("user_name", "")[: endpoint.firmware.name]
    right = _right(endpoint, values.get("user_privilege", "USER"))
    terminal.set_user(pin, name=name, privilege=right, password="", card="")
    terminal.rights.setdefault(pin, 1)
    terminal.delete_templates(pin)
    for entry in values.get("enroll_data_array") or ():
        _enrol(endpoint, pin, entry, blocks)
    if values.get("user_photo"):
        photo = framing.block(values["user_photo"], blocks)
        terminal.set_template(Template(Place(pin, "portrait"), photo))
    return DONE


def _enrol(endpoint: EbknEndpoint, pin: str, entry: dict, blocks: list[bytes]) -> None:
    backup = int(entry["backup_number"])
    blob = framing.block(entry["enroll_data"], blocks)
    if backup in (spelling.PASSWORD, spelling.CARD):
        name = "password" if backup == spelling.PASSWORD else "card"
        endpoint.terminal.set_user(pin, **{name: blob.rstrip(b"\0").decode()})
    else:
        endpoint.terminal.set_template(Template(_place(pin, backup), blob))


def _place(pin: str, backup: int) -> Place:
    return Place(pin, *(("finger", backup) if backup < 10 else _KINDS[backup]))


def _right(endpoint: EbknEndpoint, word: str) -> int:
    right = PRIVILEGES[word]
    return 0 if endpoint.firmware.modest and word not in ("USER", "MANAGER") else right


def _delete(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> Outcome:
    endpoint.terminal.delete_user(values["user_id"])
    return Outcome("Error") if endpoint.firmware.denies_deletion else DONE


def _rename(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> Outcome:
    name = values["user_name"][: endpoint.firmware.name]
    endpoint.terminal.set_user(
        endpoint.terminal.known(values["user_id"]).pin, name=name
    )
    return DONE


def _set_right(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> Outcome:
    pin = endpoint.terminal.known(values["user_id"]).pin
    endpoint.terminal.set_user(
        pin, privilege=_right(endpoint, values["user_privilege"])
    )
    return DONE


def _enable(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> Outcome:
    pin = endpoint.terminal.known(values["user_id"]).pin
    endpoint.terminal.rights[pin] = {"ON": 1, "OFF": 0}[values["enable_flag"]]
    return DONE


def _set_enrolled(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> Outcome:
    pin = endpoint.terminal.known(values["user_id"]).pin
    _enrol(endpoint, pin, values, blocks)
    return DONE


def _command(
    endpoint: EbknEndpoint, values: dict, blocks: list[bytes]
) -> Outcome | None:
    """Ask for a finger on the screen; what is enrolled is sent later."""
    if values.get("cmd") != "enter_enroll":
        return None
    pin = endpoint.terminal.known(values["param"]["user_id"]).pin
    backup = int(values["param"]["backup_number"])
    if backup == spelling.CARD:
        place = Place(pin, "card")
    else:
        place = _place(pin, backup)
        endpoint.terminal.algorithm(place.kind)
    endpoint.enrolment = Enrolment(endpoint.now + ENROLMENT_TIMEOUT, place)
    return DONE


def _status(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> Outcome:
    return Outcome("OK", spelling.counts(endpoint.terminal))


def _restart(endpoint: EbknEndpoint, values: dict, blocks: list[bytes]) -> None:
    endpoint.rebooting = True


COMMANDS: dict[str, Act] = {
    "SET_TIME": _set_time,
    "SET_FK_NAME": _set_name,
    "GET_LOG_DATA": _log,
    "GET_USER_ID_LIST": _list,
    "GET_USER_INFO": _person,
    "SET_USER_INFO": _set_person,
    "DELETE_USER": _delete,
    "SET_USER_NAME": _rename,
    "SET_USER_PRIVILEGE": _set_right,
    "ENABLE_USER": _enable,
    "SET_ENROLL_DATA": _set_enrolled,
    "SET_COMMAND": _command,
    "GET_DEVICE_STATUS": _status,
    "RESET_FK": _restart,
}
