"""How tables are read: through a buffer in windows, or at once as old models do."""

from collections.abc import Callable
from struct import unpack
from typing import TYPE_CHECKING

from ..people import Place
from .buffer import (
    LENGTH_SIZE,
    SPLIT_SIZE,
    WHOLE_SIZE,
    BadRequest,
    buffered_data,
    cut,
    prepare_data,
    read_prepare,
    read_window,
)
from .codes import Command, Reply
from .fingers import encode_finger
from .tables import table
from .words import DONE, FAILED, Said

if TYPE_CHECKING:
    from .conversation import Conversation

USERS = 5


def prepare(talk: "Conversation", data: bytes) -> list[Said]:
    """Fill the buffer, or send the table at once where it is short."""
    firmware = talk.face.firmware
    try:
        command, part = read_prepare(data)
    except BadRequest:
        return FAILED
    found = table(talk.face, command, part) if firmware.buffered else None
    if found is None:
        return FAILED
    if (
        len(found) == LENGTH_SIZE
        and command == Command.READ_PUNCHES
        and firmware.empty_log
    ):
        return [Said(firmware.empty_log)]
    if len(found) <= firmware.inline:
        return [Said(Reply.DATA, found)]
    talk.buffer = found
    return [Said(Reply.OK, buffered_data(len(found)))]


def read(talk: "Conversation", data: bytes) -> list[Said]:
    """A window of the buffer."""
    try:
        window = read_window(data)
    except BadRequest:
        return FAILED
    if not window or window.stop > len(talk.buffer):
        return FAILED
    return in_frames(talk, talk.buffer[window.start : window.stop])


def in_frames(talk: "Conversation", content: bytes) -> list[Said]:
    """How large it is, the frames, and that this was all.

    Where the firmware splits, the frames count in the session field, and the end has
    the number of the last of them.
    """
    split = talk.face.firmware.split
    pieces = cut(content, SPLIT_SIZE if split else talk.longest)
    coming = prepare_data(len(content), SPLIT_SIZE if split else WHOLE_SIZE)
    return [
        Said(Reply.PREPARE_DATA, coming),
        *(
            Said(Reply.DATA, piece, number if split else None)
            for number, piece in enumerate(pieces)
        ),
        Said(Reply.OK, session=len(pieces) - 1 if split else None),
    ]


def free(talk: "Conversation", data: bytes) -> list[Said]:
    talk.buffer = b""
    talk.upload.clear()
    return DONE


def at_once(command: int) -> Callable[["Conversation", bytes], list[Said]]:
    """Make the old request for a table; nothing there is an error."""

    def do(talk: "Conversation", data: bytes) -> list[Said]:
        found = table(talk.face, command, data[0] if data else 0)
        if found is None or len(found) == LENGTH_SIZE:
            return FAILED
        return in_frames(talk, found)

    return do


def users_or_template(talk: "Conversation", data: bytes) -> list[Said]:
    """One byte: a table, of users unless said; three: ``[uid u16][finger]``."""
    if len(data) == 3:
        return get_template(talk, data)
    return at_once(Command.READ_TEMPLATES)(talk, data or bytes([USERS]))


def get_template(talk: "Conversation", data: bytes) -> list[Said]:
    """``[uid u16][finger i8]``."""
    if len(data) != 3:
        return FAILED
    slot, finger = unpack("<Hb", data)
    pin = talk.face.terminal.slots.pin(slot)
    template = talk.face.terminal.templates.get(Place(pin or "", "finger", finger))
    return in_frames(talk, encode_finger(template.blob)) if template else FAILED


COMMANDS = {
    Command.PREPARE_BUFFER: prepare,
    Command.READ_BUFFER: read,
    Command.FREE_BUFFER: free,
    Command.READ_PUNCHES: at_once(Command.READ_PUNCHES),
    Command.READ_TABLE: at_once(Command.READ_TABLE),
    Command.READ_OPERATIONS: at_once(Command.READ_OPERATIONS),
    Command.READ_TEMPLATES: users_or_template,
    Command.GET_TEMPLATE: get_template,
}
