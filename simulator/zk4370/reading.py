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
from .responses import DONE, FAILED, Response
from .tables import table

if TYPE_CHECKING:
    from .connection import Connection

USERS = 5


def prepare(connection: "Connection", data: bytes) -> list[Response]:
    """Fill the buffer, or send the table at once where it is short."""
    firmware = connection.endpoint.firmware
    try:
        command, part = read_prepare(data)
    except BadRequest:
        return FAILED
    found = table(connection.endpoint, command, part) if firmware.buffered else None
    if found is None:
        return FAILED
    if (
        len(found) == LENGTH_SIZE
        and command == Command.READ_PUNCHES
        and firmware.empty_log
    ):
        return [Response(firmware.empty_log)]
    if len(found) <= firmware.inline:
        return [Response(Reply.DATA, found)]
    connection.buffer = found
    return [Response(Reply.OK, buffered_data(len(found)))]


def read(connection: "Connection", data: bytes) -> list[Response]:
    """A window of the buffer."""
    try:
        window = read_window(data)
    except BadRequest:
        return FAILED
    if not window or window.stop > len(connection.buffer):
        return FAILED
    return in_frames(connection, connection.buffer[window.start : window.stop])


def in_frames(connection: "Connection", content: bytes) -> list[Response]:
    """How large it is, the frames, and that this was all.

    Where the firmware splits, the frames count in the session field, and the end has
    the number of the last of them.
    """
    split = connection.endpoint.firmware.split
    pieces = cut(content, SPLIT_SIZE if split else connection.frame_size)
    coming = prepare_data(len(content), SPLIT_SIZE if split else WHOLE_SIZE)
    return [
        Response(Reply.PREPARE_DATA, coming),
        *(
            Response(Reply.DATA, piece, number if split else None)
            for number, piece in enumerate(pieces)
        ),
        Response(Reply.OK, session=len(pieces) - 1 if split else None),
    ]


def free(connection: "Connection", data: bytes) -> list[Response]:
    connection.buffer = b""
    connection.upload.clear()
    return DONE


def whole_table(command: int) -> Callable[["Connection", bytes], list[Response]]:
    """Make the old request for a table; nothing there is an error."""

    def do(connection: "Connection", data: bytes) -> list[Response]:
        found = table(connection.endpoint, command, data[0] if data else 0)
        if found is None or len(found) == LENGTH_SIZE:
            return FAILED
        return in_frames(connection, found)

    return do


def users_or_template(connection: "Connection", data: bytes) -> list[Response]:
    """One byte: a table, of users unless given; three: ``[uid u16][finger]``."""
    if len(data) == 3:
        return get_template(connection, data)
    return whole_table(Command.READ_TEMPLATES)(connection, data or bytes([USERS]))


def get_template(connection: "Connection", data: bytes) -> list[Response]:
    """``[uid u16][finger i8]``."""
    if len(data) != 3:
        return FAILED
    slot, finger = unpack("<Hb", data)
    pin = connection.endpoint.terminal.slots.pin(slot)
    template = connection.endpoint.terminal.templates.get(
        Place(pin or "", "finger", finger)
    )
    return in_frames(connection, encode_finger(template.blob)) if template else FAILED


COMMANDS = {
    Command.PREPARE_BUFFER: prepare,
    Command.READ_BUFFER: read,
    Command.FREE_BUFFER: free,
    Command.READ_PUNCHES: whole_table(Command.READ_PUNCHES),
    Command.READ_TABLE: whole_table(Command.READ_TABLE),
    Command.READ_OPERATIONS: whole_table(Command.READ_OPERATIONS),
    Command.READ_TEMPLATES: users_or_template,
    Command.GET_TEMPLATE: get_template,
}
