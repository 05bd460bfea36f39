"""A user and templates sent in pieces, then stored together."""

from struct import unpack_from
from typing import TYPE_CHECKING

from terminals.errors import ProtocolError
from terminals.zk4370.codes import Command
from terminals.zk4370.templates import SAVE, Entry, decode_save

from ..people import Place, Refused, Template
from .people_writing import store_user
from .words import DONE, FAILED, Said

if TYPE_CHECKING:
    from .conversation import Conversation
    from .face import ZkFace

LONGEST = 1 << 20


def announce(talk: "Conversation", data: bytes) -> list[Said]:
    """So many bytes will come."""
    if len(data) < 4 or unpack_from("<I", data)[0] > LONGEST:
        return FAILED
    talk.upload.clear()
    talk.expected = unpack_from("<I", data)[0]
    return DONE


def take(talk: "Conversation", data: bytes) -> list[Said]:
    if len(talk.upload) + len(data) > talk.expected:
        return FAILED
    talk.upload += data
    return DONE


def save(talk: "Conversation", data: bytes) -> list[Said]:
    """Store what was sent: first the users, then their fingers."""
    if data != SAVE or len(talk.upload) != talk.expected:
        return FAILED
    width = talk.face.firmware.user_size
    try:
        records, entries = decode_save(bytes(talk.upload), width)
    except ProtocolError:
        return FAILED
    talk.upload.clear()
    stored = all(store_user(talk.face, record) for record in records)
    return DONE if stored and _store(talk.face, entries) else FAILED


def _store(face: "ZkFace", entries: list[Entry]) -> bool:
    terminal = face.terminal
    try:
        for entry in entries:
            pin = terminal.slots.pin(entry.uid) or ""
            place = Place(pin, "finger", entry.finger)
            terminal.set_template(Template(place, entry.blob))
    except Refused:
        return False
    return True


COMMANDS = {
    Command.PREPARE_DATA: announce,
    Command.DATA: take,
    Command.SAVE_TEMPLATES: save,
}
