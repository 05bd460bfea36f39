"""Users written and deleted by the client."""

from struct import unpack
from typing import TYPE_CHECKING

from ..people import Refused
from .codes import Command
from .user_records import read_user, said
from .words import DONE, FAILED, Said

if TYPE_CHECKING:
    from .conversation import Conversation
    from .face import ZkFace


def write_user(talk: "Conversation", data: bytes) -> list[Said]:
    return DONE if store_user(talk.face, data) else FAILED


def store_user(face: "ZkFace", record: bytes) -> bool:
    """Put a record at its place in the list; false where it cannot be stored.

    Whoever had the place is no longer known, and a PIN stays at one place.
    """
    found = read_user(record, face.firmware)
    if found is None:
        return False
    slot, user, _zones = found
    slots = face.terminal.slots
    if not user.pin or not slot:
        return False
    before = slots.pin(slot)
    if before not in (None, user.pin):
        face.terminal.delete_user(before)
        face.records.pop(before, None)
    try:
        face.terminal.set_user(user.pin, **said(user))
    except Refused:
        return False
    slots.put(user.pin, slot)
    face.records[user.pin] = record
    return True


def delete_user(talk: "Conversation", data: bytes) -> list[Said]:
    pin = talk.face.terminal.slots.pin(int.from_bytes(data, "little"))
    if pin is None or len(data) != 2:
        return FAILED
    talk.face.terminal.delete_user(pin)
    talk.face.records.pop(pin, None)
    return DONE


def delete_templates(talk: "Conversation", data: bytes) -> list[Said]:
    """``[uid u16][finger i8]``; finger -1 stands for all of them."""
    if len(data) != 3:
        return FAILED
    slot, finger = unpack("<Hb", data)
    pin = talk.face.terminal.slots.pin(slot)
    return _delete(talk, pin, None if finger < 0 else finger)


def delete_template(talk: "Conversation", data: bytes) -> list[Said]:
    """``[PIN 24][finger]``."""
    if len(data) != 25:
        return FAILED
    pin = data[:24].partition(b"\0")[0].decode(talk.face.firmware.encoding, "replace")
    return _delete(talk, pin, data[24])


def _delete(talk: "Conversation", pin: str | None, finger: int | None) -> list[Said]:
    terminal = talk.face.terminal
    if pin not in terminal.users:
        return FAILED
    return DONE if terminal.delete_templates(pin, "finger", finger) else FAILED


COMMANDS = {
    Command.WRITE_USER: write_user,
    Command.DELETE_USER: delete_user,
    Command.DELETE_TEMPLATES: delete_templates,
    Command.DELETE_TEMPLATE: delete_template,
}
