"""How tables are read: through a buffer in windows, or at once as old models do."""

from collections.abc import Iterator
from struct import error as StructError, pack, unpack
from typing import TYPE_CHECKING

from ...protocols.zk4370.codes import TABLES, Command, Reply
from ..people import Place
from .firmware import PIECE
from .tables import table
from .words import DONE, FAILED, UNKNOWN, Said

if TYPE_CHECKING:
    from .conversation import Conversation

WHOLE = 0x10000  # what a firmware that does not split says its frames hold
PUNCHES = TABLES["punches"][0]
USERS = TABLES["users"][1]


def prepare(talk: "Conversation", data: bytes) -> list[Said]:
    """``[1][request u16][part i32][0 i32]``: fill the buffer, or answer at once."""
    firmware = talk.face.firmware
    if not firmware.buffered:
        return FAILED
    try:
        _one, command, part, _more = unpack("<bHii", data)
    except StructError:
        return FAILED
    found = table(talk.face, command, part)
    if found is None:
        return FAILED
    if command == PUNCHES and len(found) == 4 and firmware.empty_log is not None:
        return [Said(firmware.empty_log)]
    if len(found) <= firmware.inline:
        return [Said(Reply.DATA, found)]
    talk.buffer = found
    return [Said(Reply.OK, pack("<xIII", len(found), len(found), 0x23EFCD))]


def read(talk: "Conversation", data: bytes) -> list[Said]:
    """``[from i32][bytes i32]`` of the buffer."""
    try:
        start, size = unpack("<ii", data)
    except StructError:
        return FAILED
    if start < 0 or size <= 0 or start + size > len(talk.buffer):
        return FAILED
    return in_frames(talk, talk.buffer[start : start + size])


def in_frames(talk: "Conversation", content: bytes) -> list[Said]:
    """How large it is, the frames, and that this was all."""
    split = talk.face.firmware.split
    size = PIECE if split else talk.longest
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    said = pack("<II", len(content), PIECE if split else WHOLE)
    numbers = _numbers(split, len(pieces))
    return [
        Said(Reply.PREPARE_DATA, said),
        *(Said(Reply.DATA, piece, next(numbers)) for piece in pieces),
        Said(Reply.OK, session=next(numbers)),
    ]


def _numbers(split: bool, count: int) -> Iterator[int | None]:
    """Sessions of the frames and of the end: a count where the firmware splits."""
    return iter(range(count + 1) if split else [None] * (count + 1))


def free(talk: "Conversation", data: bytes) -> list[Said]:
    talk.buffer = b""
    talk.upload.clear()
    return DONE


def read_at_once(command: int):
    """Make the old request for a table; nothing there is an error."""

    def do(talk: "Conversation", data: bytes) -> list[Said]:
        part = data[0] if data else 0
        found = table(talk.face, command, part)
        if found is None:
            return UNKNOWN
        return in_frames(talk, found) if len(found) > 4 else FAILED

    return do


def read_users_or_template(talk: "Conversation", data: bytes) -> list[Said]:
    """One byte: a table; three: ``[uid u16][finger]``."""
    if len(data) == 3:
        return get_template(talk, data)
    return read_at_once(Command.READ_TEMPLATES)(talk, data or bytes([USERS]))


def get_template(talk: "Conversation", data: bytes) -> list[Said]:
    """``[uid u16][finger i8]``; the template comes with one byte more behind it."""
    if len(data) != 3:
        return FAILED
    slot, finger = unpack("<Hb", data)
    pin = talk.face.terminal.slots.pin(slot)
    template = talk.face.terminal.templates.get(Place(pin or "", "finger", finger))
    return in_frames(talk, template.blob + b"\0") if template else FAILED


COMMANDS = {
    Command.PREPARE_BUFFER: prepare,
    Command.READ_BUFFER: read,
    Command.FREE_BUFFER: free,
    Command.READ_PUNCHES: read_at_once(Command.READ_PUNCHES),
    Command.READ_TABLE: read_at_once(Command.READ_TABLE),
    Command.READ_OPERATIONS: read_at_once(Command.READ_OPERATIONS),
    Command.READ_TEMPLATES: read_users_or_template,
    Command.GET_TEMPLATE: get_template,
}
