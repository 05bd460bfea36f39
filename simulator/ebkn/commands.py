"""Commands a terminal carries out; what it does not know it does not answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ..adms.enrolment import PATIENCE, Enrolment
from ..people import Place, Refused, Template, UnknownPin
from . import framing, spelling
from .framing import Unframed

if TYPE_CHECKING:
    from .face import EbknFace

PRIVILEGES = {word: number for number, word in spelling.PRIVILEGES.items()}
_KINDS = {12: ("face", 0), 13: ("palm", 0), 14: ("palm", 1), 20: ("vein", 0)}


class Outcome(NamedTuple):
    """The return code, and what a result holds beside it."""

    code: str = "OK"
    document: dict | None = None
    blocks: Sequence[bytes] = ()


DONE, FAILED = Outcome(), Outcome("ERROR")
Act = Callable[["EbknFace", dict, list[bytes]], Outcome | None]


def carry_out(face: EbknFace, code: str, body: bytes) -> Outcome | None:
    """Do what is asked; ``None`` where nothing is ever said of it."""
    act = COMMANDS.get(code)
    if act is None:
        return None
    try:
        return act(face, *framing.read(body))
    except UnknownPin:
        return None
    except (Unframed, Refused, KeyError, TypeError, ValueError):
        return FAILED


def _set_time(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome:
    wall = datetime.strptime(said["time"], "%Y%m%d%H%M%S")
    face.terminal.clock.set(face.now, wall)
    return DONE


def _set_name(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome:
    face.terminal.settings["fk_name"] = str(said["fk_name"])
    return DONE


def _log(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome:
    first = said.get("begin_time") or "0"
    last = said.get("end_time") or "9"
    entries = face.terminal.punches.entries.values()
    wanted = [e for e in entries if first <= spelling.stamp(e.local) <= last]
    return Outcome("OK", *spelling.log(wanted, face.firmware))


def _list(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome:
    return Outcome("OK", *spelling.users(face.terminal, face.firmware))


def _person(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome:
    user = face.terminal.known(said["user_id"])
    document, more = spelling.person(face.terminal, user)
    document["enable_flag"] = "ON" if face.terminal.rights.get(user.pin) else "OFF"
    return Outcome("OK", document, more)


def _set_person(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome:
    """All that was enrolled before is gone, whether or not it comes again."""
    if face.firmware.lies and said["user_id"] not in face.terminal.users:
        return DONE
    terminal, pin = face.terminal, said["user_id"]
    name = said.get("user_name", "")[: face.firmware.name]
    right = _right(face, said.get("user_privilege", "USER"))
    terminal.set_user(pin, name=name, privilege=right, password="", card="")
    terminal.rights.setdefault(pin, 1)
    terminal.delete_templates(pin)
    for entry in said.get("enroll_data_array") or ():
        _enrol(face, pin, entry, blocks)
    if said.get("user_photo"):
        photo = framing.block(said["user_photo"], blocks)
        terminal.set_template(Template(Place(pin, "portrait"), photo))
    return DONE


def _enrol(face: EbknFace, pin: str, entry: dict, blocks: list[bytes]) -> None:
    backup = int(entry["backup_number"])
    blob = framing.block(entry["enroll_data"], blocks)
    if backup in (spelling.PASSWORD, spelling.CARD):
        name = "password" if backup == spelling.PASSWORD else "card"
        face.terminal.set_user(pin, **{name: blob.rstrip(b"\0").decode()})
    else:
        face.terminal.set_template(Template(_place(pin, backup), blob))


def _place(pin: str, backup: int) -> Place:
    return Place(pin, *(("finger", backup) if backup < 10 else _KINDS[backup]))


def _right(face: EbknFace, word: str) -> int:
    right = PRIVILEGES[word]
    return 0 if face.firmware.modest and word not in ("USER", "MANAGER") else right


def _delete(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome:
    face.terminal.delete_user(said["user_id"])
    return Outcome("Error") if face.firmware.denies_deletion else DONE


def _rename(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome:
    name = said["user_name"][: face.firmware.name]
    face.terminal.set_user(face.terminal.known(said["user_id"]).pin, name=name)
    return DONE


def _set_right(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome:
    pin = face.terminal.known(said["user_id"]).pin
    face.terminal.set_user(pin, privilege=_right(face, said["user_privilege"]))
    return DONE


def _enable(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome:
    pin = face.terminal.known(said["user_id"]).pin
    face.terminal.rights[pin] = {"ON": 1, "OFF": 0}[said["enable_flag"]]
    return DONE


def _set_enrolled(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome:
    pin = face.terminal.known(said["user_id"]).pin
    _enrol(face, pin, said, blocks)
    return DONE


def _command(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome | None:
    """Ask for a finger on the screen; whoever comes is told of later."""
    if said.get("cmd") != "enter_enroll":
        return None
    pin = face.terminal.known(said["param"]["user_id"]).pin
    backup = int(said["param"]["backup_number"])
    if backup == spelling.CARD:
        place = Place(pin, "card")
    else:
        place = _place(pin, backup)
        face.terminal.algorithm(place.kind)
    face.enrolment = Enrolment(face.now + PATIENCE, place)
    return DONE


def _status(face: EbknFace, said: dict, blocks: list[bytes]) -> Outcome:
    return Outcome("OK", spelling.counts(face.terminal))


def _restart(face: EbknFace, said: dict, blocks: list[bytes]) -> None:
    face.rebooting = True


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
