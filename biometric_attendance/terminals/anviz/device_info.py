"""How many users and records a terminal has: six numbers of three bytes."""

from typing import NamedTuple

from ..errors import ProtocolError


class Counts(NamedTuple):
    """Counts of a terminal, in the order in which it sends them."""

    users: int
    fingers: int
    passwords: int
    cards: int
    records: int
    new: int


def decode_counts(data: bytes) -> Counts:
    """Return the counts of an answer.

    :raises ProtocolError: it is too short.
    """
    if len(data) < 18:
        raise ProtocolError("anviz_frame_short")
    return Counts(*(int.from_bytes(data[at : at + 3], "big") for at in range(0, 18, 3)))


def decode_serial(data: bytes) -> str:
    """Return the serial number, ``""`` for none."""
    text = data.split(b"\0")[0].decode("latin-1").strip()
    return text[:64] if text.isascii() and text.isprintable() else ""
