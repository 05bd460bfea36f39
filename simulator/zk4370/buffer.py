"""Tables that do not fit one frame: requests and replies around 1503 and 1504."""

import struct

#: Data bytes of one frame where a firmware splits windows, and of one datagram.
SPLIT_SIZE, DATAGRAM_SIZE = 1008, 1024
#: What a firmware says of its frames that does not split.
WHOLE_SIZE = 65_536
#: Bytes of the number in front of the rows of a table.
LENGTH_SIZE = 4


class BadRequest(Exception):
    """A request that is not whole."""


def with_length(rows: bytes) -> bytes:
    """Return a table: the number of bytes of its rows, and these."""
    return len(rows).to_bytes(LENGTH_SIZE, "little") + rows


def read_prepare(data: bytes) -> tuple[int, int]:
    """Return command and table of ``[1][command u16][table i32][i32]``.

    :raises BadRequest: these are not the 11 bytes of such a request.
    """
    if len(data) != 11 or data[0] != 1:
        raise BadRequest("The request for a table is not whole.")
    command = int.from_bytes(data[1:3], "little")
    return command, int.from_bytes(data[3:7], "little", signed=True)


def read_window(data: bytes) -> range:
    """Return the bytes asked for with ``[offset i32][size i32]``.

    :raises BadRequest: another length, or a number below zero.
    """
    if len(data) != 8:
        raise BadRequest("The request for a window is not whole.")
    offset, size = struct.unpack("<ii", data)
    if offset < 0 or size < 0:
        raise BadRequest("A window is not below zero.")
    return range(offset, offset + size)


def buffered_data(size: int) -> bytes:
    """Return ``[0][size u32][size u32][u32]``: the table waits in the buffer."""
    return struct.pack("<xII4x", size, size)


def prepare_data(size: int, packet: int) -> bytes:
    """Return ``[size u32][packet u32]``, which goes in front of the data."""
    return size.to_bytes(4, "little") + packet.to_bytes(4, "little")


def cut(content: bytes, size: int) -> list[bytes]:
    """Return pieces of ``size`` bytes, the last one shorter."""
    return [content[at : at + size] for at in range(0, len(content), size)]
