"""Frames: the envelope of every request and answer over port 4370.

    [  command  ][ checksum ][ session  ][  reply id ][ data ]     payload, one datagram
        u16          u16         u16          u16       ...

    [ 50 50 82 7d ][ length of the payload ][ payload ]            TCP
                              u32

All integers are little-endian. The terminal gives the session number in its first
answer and echoes the reply id of every request. Sources: the vendor's communication
manual of 2006, captures of several models.
"""

from struct import Struct
from typing import NamedTuple

from ..errors import ProtocolError

HEADER = Struct("<4H")
MAGIC = b"PP\x82}"
#: Bytes before the payload on TCP.
TCP_TOP = 8
#: Nothing a terminal sends in one frame is longer; a length beyond is garbage.
MAX_FRAME_BYTES = 1 << 20

_TOP = Struct("<4sI")
_ROUND = 0xFFFF


class Frame(NamedTuple):
    """One request, answer or event.

    :param command: of :class:`.codes.Command` or :class:`.codes.Reply`.
    :param session: the session; in an event the code of what happened, in pieces of a
        window the number of the piece.
    :param reply: the request's number, 0 to 65535, and then 0 again.
    """

    command: int
    session: int
    reply: int
    data: bytes = b""

    def __repr__(self) -> str:
        # The bytes may be a key, a password or a finger.
        return (
            f"Frame({self.command}, {self.session}, {self.reply}, <{len(self.data)}>)"
        )


def checksum(payload: bytes) -> int:
    """One's complement of the one's complement sum of the 16-bit words.

    :param payload: with zero in its checksum field; an odd last byte is a low byte.
    """
    # Adding 16-bit words with the carry brought round is arithmetic modulo 65535, where
    # 65536 is 1: the whole payload as one number has the same remainder as their sum.
    number = int.from_bytes(payload, "little")
    return _ROUND - (number % _ROUND or (_ROUND if number else 0))


def encode_frame(frame: Frame) -> bytes:
    """The payload, which is a whole UDP datagram."""
    command, session, reply, data = frame
    whole = HEADER.pack(command, 0, session, reply) + data
    return HEADER.pack(command, checksum(whole), session, reply) + data


def decode_frame(payload: bytes) -> Frame:
    """Decode the bytes of a frame.

    :raises ProtocolError: for less than a header, or a wrong checksum.
    """
    if len(payload) < HEADER.size:
        raise ProtocolError("frame_too_short")
    number = int.from_bytes(payload, "little")
    if number == 0 or number % _ROUND:
        raise ProtocolError("checksum_wrong")
    command, _checksum, session, reply = HEADER.unpack_from(payload)
    return Frame(command, session, reply, bytes(payload[HEADER.size :]))


def wrap(payload: bytes) -> bytes:
    """A payload as it goes over TCP."""
    return _TOP.pack(MAGIC, len(payload)) + payload


def unwrap_top(top: bytes) -> int:
    """How many bytes of payload follow these eight.

    :raises ProtocolError: where this is another protocol, or no length a frame has.
    """
    if len(top) != TCP_TOP:
        raise ProtocolError("frame_start_length", size=TCP_TOP)
    magic, length = _TOP.unpack(top)
    if magic != MAGIC:
        raise ProtocolError("other_protocol")
    if not HEADER.size <= length <= MAX_FRAME_BYTES:
        raise ProtocolError("frame_length_invalid", size=length)
    return length
