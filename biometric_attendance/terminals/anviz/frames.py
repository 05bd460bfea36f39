"""Frames of the TC-B protocol.

    request   A5 | device 4 | command 1 | length 2 | data | CRC 2
    answer    A5 | device 4 | command + 80 | ack 1 | length 2 | data | CRC 2

Numbers are big-endian but for the CRC, whose low byte comes first. Device 0 is whichever
terminal is there. Source: three public implementations.
"""

from struct import Struct
from typing import NamedTuple

from ..errors import ProtocolError

START = 0xA5
ANSWER = 0x80
_REQUEST = Struct(">BIBH")
HEAD = Struct(">BIBBH")
CRC = Struct("<H")
_POLYNOMIAL = 0x8408
#: Longest data of an answer: 25 records are 351 bytes.
MAX_DATA_BYTES = 4096


class Answer(NamedTuple):
    """An answer of a terminal.

    :param command: it is an answer to.
    :param ack: 0 is success.
    """

    device: int
    command: int
    ack: int
    data: bytes


def crc16(data: bytes) -> int:
    """Return the checksum of bytes."""
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _bit in range(8):
            value = value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)
    return value


def encode_request(command: int, data: bytes = b"", *, device: int = 0) -> bytes:
    """Return the frame of a request."""
    frame = _REQUEST.pack(START, device, command, len(data)) + data
    return frame + CRC.pack(crc16(frame))


def decode_answer(frame: bytes) -> Answer:
    """Return the answer a whole frame is.

    :raises ProtocolError: it is none, or damaged.
    """
    if len(frame) < HEAD.size + CRC.size:
        raise ProtocolError("anviz_frame_short")
    start, device, command, ack, length = HEAD.unpack_from(frame)
    data = frame[HEAD.size : -CRC.size]
    if start != START or len(data) != length:
        raise ProtocolError("anviz_frame_invalid")
    [sent] = CRC.unpack_from(frame, len(frame) - CRC.size)
    if sent != crc16(frame[: -CRC.size]):
        raise ProtocolError("anviz_checksum")
    return Answer(device, command & ~ANSWER, ack, data)
