"""A user and templates sent in pieces, then stored together.

[users u32][table u32][templates u32]        lengths of what follows
[2][user 28 or 72]
[2][uid u16][16 + finger][offset u32] ...    table, 8 bytes a template
[length u16][template] ...                   at their offsets
"""

from struct import error as StructError, iter_unpack, unpack, unpack_from
from typing import TYPE_CHECKING

from ...protocols.zk4370.codes import Command
from ..people import Place, Refused, Template
from .people_writing import store_user
from .words import DONE, FAILED, Said

if TYPE_CHECKING:
    from .conversation import Conversation

LONGEST = 1 << 20
FIRST_FINGER = 0x10


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
    """Store all of it, or nothing where the pieces make no sense."""
    if data != bytes.fromhex("0c00000000000800") or len(talk.upload) != talk.expected:
        return FAILED
    try:
        record, templates = _parts(bytes(talk.upload))
    except (StructError, ValueError):
        return FAILED
    if not store_user(talk.face, record):
        return FAILED
    terminal = talk.face.terminal
    for slot, finger, blob in templates:
        pin = terminal.slots.pin(slot)
        try:
            terminal.set_template(Template(Place(pin or "", "finger", finger), blob))
        except Refused:
            return FAILED
    talk.upload.clear()
    return DONE


def _parts(blob: bytes) -> tuple[bytes, list[tuple[int, int, bytes]]]:
    """The user's record, and uid, finger and bytes of each template."""
    users, table, prints = unpack("<III", blob[:12])
    if len(blob) != 12 + users + table + prints or blob[12] != 2:
        raise ValueError("The lengths do not fit.")
    record = blob[13 : 12 + users]
    rows = blob[12 + users : 12 + users + table]
    store = blob[12 + users + table :]
    found = []
    for _two, slot, finger, offset in iter_unpack("<bHbI", rows):
        (length,) = unpack_from("<H", store, offset)
        template = store[offset + 2 : offset + 2 + length]
        if len(template) != length:
            raise ValueError("A template is cut off.")
        found.append((slot, finger - FIRST_FINGER, template))
    return record, found


COMMANDS = {
    Command.PREPARE_DATA: announce,
    Command.DATA: take,
    Command.SAVE_TEMPLATES: save,
}
