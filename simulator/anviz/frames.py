"""Frames of the TC-B protocol as the terminal reads and writes them."""

from __future__ import annotations

from typing import NamedTuple


def _table() -> list[int]:
    found = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ 0x8408 if value & 1 else value >> 1
        found.append(value)
    return found


_CRC_TABLE = _table()


class Request(NamedTuple):
    """What a client asks."""

    command: int
    data: bytes


def checksum(data: bytes) -> bytes:
    """Return the two bytes behind a frame."""
    crc = 0xFFFF
    for byte in data:
        crc = (crc >> 8) ^ _CRC_TABLE[(crc ^ byte) & 0xFF]
    return bytes((crc & 0xFF, crc >> 8))


def take(buffer: bytearray) -> Request | None:
    """Remove and return the first whole request, ``None`` until there is one.

    :raises ValueError: it is damaged.
    """
    if len(buffer) < 10:
        return None
    length = buffer[6] * 256 + buffer[7]
    end = 8 + length
    if len(buffer) < end + 2:
        return None
    frame, sent = bytes(buffer[:end]), bytes(buffer[end : end + 2])
    if frame[0] != 0xA5 or sent != checksum(frame):
        raise ValueError("damaged")
    del buffer[: end + 2]
    return Request(frame[5], frame[8:])


def write(device: int, command: int, ack: int, data: bytes) -> bytes:
    """Return the frame of an answer."""
    frame = (
        b"\xa5"
        + device.to_bytes(4, "big")
        + bytes((command | 0x80, ack))
        + len(data).to_bytes(2, "big")
        + data
    )
    return frame + checksum(frame)
