"""Values of rows and of parameters."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from .tokens import COLLATION, short_text, text

_FIRST_DAY = datetime(1900, 1, 1)
_TICKS = 300  # of a second
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?").fullmatch
_MAX_TEXT = 8000
_WHOLE, _MOMENT_TYPE, _BIT, _FLOAT, _MOMENT_2, _WIDE = (
    0x26,
    0x6F,
    0x68,
    0x6D,
    0x2A,
    0xE7,
)
_DAY_TYPE, _DECIMALS = 0x28, (0x6A, 0x6C)


def encode_result(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return names of columns and rows; a column's type is that of its first value."""
    kinds = [_kind([row[at] for row in rows]) for at in range(len(names))]
    parts = [b"\x81", struct.pack("<H", len(names))]
    for name, kind in zip(names, kinds, strict=True):
        parts += [struct.pack("<IH", 0, 9), kind.head, short_text(name)]
    for row in rows:
        parts.append(b"\xd1")
        parts += [kind.encode(value) for value, kind in zip(row, kinds, strict=True)]
    return b"".join(parts)


class _Kind(NamedTuple):
    head: bytes
    encode: Any


def _whole(value: Any) -> bytes:
    return b"\0" if value is None else b"\x08" + struct.pack("<q", value)


def _float(value: Any) -> bytes:
    return b"\0" if value is None else b"\x08" + struct.pack("<d", value)


def _moment(value: Any) -> bytes:
    if value is None:
        return b"\0"
    past = datetime.fromisoformat(value) - _FIRST_DAY
    ticks = round((past.seconds + past.microseconds / 1e6) * _TICKS)
    return b"\x08" + struct.pack("<iI", past.days, ticks)


def _text(value: Any) -> bytes:
    if value is None:
        return b"\xff\xff"
    data = text(str(value))[:_MAX_TEXT]
    return struct.pack("<H", len(data)) + data


_WHOLE_KIND = _Kind(bytes([_WHOLE, 8]), _whole)
_FLOAT_KIND = _Kind(bytes([_FLOAT, 8]), _float)
_MOMENT_KIND = _Kind(bytes([_MOMENT_TYPE, 8]), _moment)
_TEXT_KIND = _Kind(bytes([_WIDE]) + struct.pack("<H", _MAX_TEXT) + COLLATION, _text)


def _kind(values: Sequence[Any]) -> _Kind:
    """Return the type that all these values have."""
    there = [value for value in values if value is not None]
    if there and all(isinstance(value, int) for value in there):
        return _WHOLE_KIND
    if there and all(isinstance(value, (int, float)) for value in there):
        return _FLOAT_KIND
    if there and all(isinstance(value, str) and _MOMENT(value) for value in there):
        return _MOMENT_KIND
    return _TEXT_KIND


class Reader:
    """Reads a request from its start to its end."""

    def __init__(self, data: bytes, at: int):
        self.data, self.at = data, at

    def take(self, size: int) -> bytes:
        """Return the next bytes."""
        piece = self.data[self.at : self.at + size]
        self.at += size
        return piece

    def number(self, size: int) -> int:
        """Return the next number."""
        return int.from_bytes(self.take(size), "little")

    @property
    def is_done(self) -> bool:
        """Whether all of it was read."""
        return self.at >= len(self.data)

    def parameter(self) -> tuple[str, Any]:
        """Return name and value of the next parameter."""
        name = self.take(2 * self.number(1)).decode("utf-16-le")
        self.number(1)
        kind = self.number(1)
        if kind == _WIDE:
            return name, self._text()
        if kind == _MOMENT_2:
            return name, self._moment_2()
        if kind == _DAY_TYPE:
            return name, self._day()
        if kind in _DECIMALS:
            return name, self._decimal()
        if kind in (_WHOLE, _MOMENT_TYPE, _BIT, _FLOAT):
            return name, self._short(kind)
        raise ValueError(f"A parameter of type {kind:#x}.")

    def _text(self) -> str | None:
        size = self.number(2)
        self.take(len(COLLATION))
        if size != 0xFFFF:
            length = self.number(2)
            return None if length == 0xFFFF else self.take(length).decode("utf-16-le")
        total = self.number(8)
        if total == 0xFFFF_FFFF_FFFF_FFFF:
            return None
        data = b""
        while length := self.number(4):
            data += self.take(length)
        return data.decode("utf-16-le")

    def _short(self, kind: int) -> Any:
        self.number(1)
        raw = self.take(self.number(1))
        if not raw:
            return None
        if kind == _MOMENT_TYPE:
            days, ticks = struct.unpack("<iI", raw)
            past = timedelta(days=days, seconds=round(ticks / _TICKS))
            return str(_FIRST_DAY + past)
        if kind == _FLOAT:
            return struct.unpack("<d" if len(raw) == 8 else "<f", raw)[0]
        return int.from_bytes(raw, "little", signed=kind == _WHOLE)

    def _moment_2(self) -> str | None:
        scale = self.number(1)
        raw = self.take(self.number(1))
        if not raw:
            return None
        seconds = int.from_bytes(raw[:-3], "little") / 10**scale
        days = int.from_bytes(raw[-3:], "little")
        moment = datetime(1, 1, 1) + timedelta(days=days, seconds=seconds)
        return str(moment.replace(microsecond=0))

    def _day(self) -> str | None:
        raw = self.take(self.number(1))
        if not raw:
            return None
        days = int.from_bytes(raw, "little")
        return str((datetime(1, 1, 1) + timedelta(days=days)).date())

    def _decimal(self) -> Any:
        _size, _digits, scale = self.number(1), self.number(1), self.number(1)
        raw = self.take(self.number(1))
        if not raw:
            return None
        number = int.from_bytes(raw[1:], "little") * (1 if raw[0] else -1)
        return number / 10**scale if scale else number
