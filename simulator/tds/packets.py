"""Packets of TDS: messages cut into pieces, each with a head of eight bytes."""

from __future__ import annotations

import struct
from typing import Protocol

HEAD = struct.Struct(">BBHHBB")
PACKET_BYTES = 4096
#: Kinds of messages.
BATCH, RPC, ANSWER, ATTENTION, TRANSACTION, LOGIN, PRELOGIN = (
    0x01,
    0x03,
    0x04,
    0x06,
    0x0E,
    0x10,
    0x12,
)
_LAST = 1


class Plug(Protocol):
    """A socket, or what encrypts it."""

    def recv(self, size: int, /) -> bytes: ...
    def sendall(self, data: bytes, /) -> None: ...


def receive(plug: Plug) -> tuple[int, bytes]:
    """Return kind and data of the next message.

    :raises EOFError: the client has hung up.
    """
    data = b""
    while True:
        kind, status, length, *_rest = HEAD.unpack(_read(plug, HEAD.size))
        data += _read(plug, length - HEAD.size)
        if status & _LAST:
            return kind, data


def send(plug: Plug, data: bytes, kind: int = ANSWER) -> None:
    """Send a message of the server."""
    room = PACKET_BYTES - HEAD.size
    pieces = [data[at : at + room] for at in range(0, len(data), room)] or [b""]
    plug.sendall(
        b"".join(
            HEAD.pack(
                kind,
                _LAST if number == len(pieces) else 0,
                HEAD.size + len(piece),
                0,
                number & 0xFF,
                0,
            )
            + piece
            for number, piece in enumerate(pieces, 1)
        )
    )


def _read(plug: Plug, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = plug.recv(size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)
