"""Frames: command, checksum, session, reply id (u16 each), data; TCP adds a prefix.

50 50 82 7d | length u32 | frame
"""

import struct
from typing import NamedTuple

PREFIX = b"\x50\x50\x82\x7d"
PREFIX_SIZE = 8
HEADER_SIZE = 8
#: Bytes of the longest frame a client may announce.
LONGEST_FRAME = 1 << 20


class BadFrame(Exception):
    """What came is no frame; says why."""


class Frame(NamedTuple):
    """One request, reply or event."""

    command: int
    session: int
    reply: int
    data: bytes = b""


def word_sum(content: bytes) -> int:
    """Sum of the 16-bit words, with every carry added to it again."""
    even = content + b"\0" if len(content) % 2 else content
    total = sum(struct.unpack(f"<{len(even) // 2}H", even))
    while total > 0xFFFF:
        total = (total >> 16) + (total & 0xFFFF)
    return total


def encode_frame(frame: Frame) -> bytes:
    """Return the frame with its checksum: one datagram, or what follows TCP's prefix."""
    content = bytearray(8) + frame.data
    struct.pack_into("<H2xHH", content, 0, frame.command, frame.session, frame.reply)
    content[2:4] = (word_sum(bytes(content)) ^ 0xFFFF).to_bytes(2, "little")
    return bytes(content)


def decode_frame(content: bytes) -> Frame:
    """Decode the bytes of a frame.

    :raises BadFrame: less than a header, or a wrong checksum.
    """
    if len(content) < HEADER_SIZE:
        raise BadFrame(f"A frame of {len(content)} bytes has no header.")
    if word_sum(content) != 0xFFFF:
        raise BadFrame("The checksum of the frame is wrong.")
    command, session, reply = struct.unpack_from("<H2xHH", content)
    return Frame(command, session, reply, content[HEADER_SIZE:])


def add_prefix(content: bytes) -> bytes:
    """Return a frame as it goes over TCP."""
    return PREFIX + len(content).to_bytes(4, "little") + content


def read_prefix(prefix: bytes) -> int:
    """Return how many bytes of the frame follow.

    :raises BadFrame: another protocol, or a length no frame has.
    """
    if prefix[:4] != PREFIX:
        raise BadFrame("This is not the protocol of port 4370.")
    length = int.from_bytes(prefix[4:PREFIX_SIZE], "little")
    if length < HEADER_SIZE or length > LONGEST_FRAME:
        raise BadFrame(f"No frame has {length} bytes.")
    return length
