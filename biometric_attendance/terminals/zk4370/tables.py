"""Encode and decode messages that read a table through the terminal's buffer.

    -> 1503 [1][command u16][table i32][0 i32]     prepare
    <- 1501 the whole table, where it is short; or
       2000 [0][size u32][size u32][unknown u32]   it waits in the buffer
    -> 1504 [offset i32][size i32]                 read a window of it
    <- 1500 [size u32][packet u32], then 1501 as often as needed, then 2000
    -> 1502                                        free the buffer

A table is the number of its bytes (u32) and its rows. Firmware sends a window in one
frame, or in pieces of 1008 bytes whose session field counts 0, 1, 2. Sources: captures
of four models, a public description of the protocol.
"""

from struct import Struct
from typing import NamedTuple

from ..errors import ProtocolError
from .codes import TABLES, Reply
from .frames import Frame

#: Largest window that terminals hand out in one answer, by transport.
TCP_WINDOW = 0xFFC0
UDP_WINDOW = 0x4000
#: No terminal holds a table beyond this; a larger size is garbage.
LARGEST = 1 << 28

_PREPARE = Struct("<bHii")
_WINDOW = Struct("<ii")
_TOTAL = Struct("<I")
#: Bytes of the number in front of the rows.
TOTAL = _TOTAL.size


class Prepared(NamedTuple):
    """The terminal's answer to the request to prepare a table.

    :param size: bytes of the table, the number in front included.
    :param table: the table itself where the answer contains it, else ``None``.
    """

    size: int
    table: bytes | None = None


def encode_prepare(name: str) -> bytes:
    """Return the data of the request to prepare a table.

    :param name: of :data:`.codes.TABLES`.
    """
    command, table = TABLES[name]
    return _PREPARE.pack(1, command, table, 0)


def decode_prepared(frame: Frame) -> Prepared:
    """Return the terminal's answer to the request to prepare a table.

    :raises ProtocolError: for a refusal, or a size no terminal holds.
    """
    if frame.command == Reply.DATA:
        return Prepared(len(frame.data), frame.data)
    if frame.command != Reply.OK:
        raise ProtocolError("table_refused", reply=frame.command)
    if len(frame.data) < 5:
        raise ProtocolError("table_size_missing")
    size = _TOTAL.unpack_from(frame.data, 1)[0]
    if size > LARGEST:
        raise ProtocolError("table_size_invalid", size=size)
    return Prepared(size)


def encode_window(offset: int, size: int) -> bytes:
    """Return the data of the request for a window; offset and size in bytes of the table."""
    return _WINDOW.pack(offset, size)


def decode_coming(data: bytes) -> int:
    """Return how many bytes the announced pieces have together.

    :raises ProtocolError: the data is too short.
    """
    if len(data) < _TOTAL.size:
        raise ProtocolError("announcement_incomplete")
    return _TOTAL.unpack_from(data)[0]


def windows(start: int, stop: int, window: int) -> list[tuple[int, int]]:
    """Offsets and sizes that cover the bytes from ``start`` to ``stop``."""
    return [
        (offset, min(window, stop - offset)) for offset in range(start, stop, window)
    ]
