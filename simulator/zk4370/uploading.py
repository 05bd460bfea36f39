"""A user and templates sent in pieces, then stored together."""

from struct import unpack_from
from typing import TYPE_CHECKING

from ..people import Place, Refused, Template
from .codes import Command
from .fingers import SAVE_REQUEST, BadUpload, Finger, Upload
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
    if data != SAVE_REQUEST or len(talk.upload) != talk.expected:
        return FAILED
    try:
        upload = Upload(bytes(talk.upload), talk.face.firmware.user_size)
    except BadUpload:
        return FAILED
    talk.upload.clear()
    stored = all(store_user(talk.face, record) for record in upload.users)
    return DONE if stored and _store(talk.face, upload.fingers) else FAILED


def _store(face: "ZkFace", fingers: list[Finger]) -> bool:
    terminal = face.terminal
    try:
        for finger in fingers:
            pin = terminal.slots.pin(finger.uid) or ""
            place = Place(pin, "finger", finger.number)
            terminal.set_template(Template(place, finger.blob))
    except Refused:
        return False
    return True


COMMANDS = {
    Command.PREPARE_DATA: announce,
    Command.DATA: take,
    Command.SAVE_TEMPLATES: save,
}
