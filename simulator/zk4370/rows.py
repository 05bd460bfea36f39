"""Rows of the log, by the place of every field: where it begins and how long it is.

Rows of 8 bytes name the user by its place in the list (uid), of 16 bytes by its PIN as a
number, all others by both, the PIN as text. Of 8a and 8b, 8b has state and verify code in
one byte of flags.
"""

from dataclasses import dataclass
from datetime import datetime

from .times import pack_time

#: What follows the 32 bytes with a meaning, and the nine bytes more of newer models.
TAIL = bytes.fromhex("00000000 ff000000")
EXTRA = bytes.fromhex("ff 323535 0000000000")


@dataclass(frozen=True, slots=True)
class RowLayout:
    """A row: its blank form, and the first byte and length of each field."""

    blank: bytes
    fields: dict[str, tuple[int, int]]


def _long(before: bytes = b"", behind: bytes = b"") -> RowLayout:
    start = len(before)
    fields = {
        "uid": (start, 2),
        "pin_text": (start + 2, 24),
        "verify": (start + 26, 1),
        "time": (start + 27, 4),
        "state": (start + 31, 1),
    }
    return RowLayout(before + bytes(32) + TAIL + behind, fields)


ROW_LAYOUTS = {
    "8a": RowLayout(
        bytes(8), {"uid": (0, 2), "verify": (2, 1), "time": (3, 4), "state": (7, 1)}
    ),
    "8b": RowLayout(bytes(8), {"uid": (0, 2), "flags": (2, 1), "time": (4, 4)}),
    "16": RowLayout(
        bytes(16),
        {
            "pin": (0, 4),
            "time": (4, 4),
            "state": (8, 1),
            "verify": (9, 1),
            "workcode": (12, 4),
        },
    ),
    "40": _long(),
    "49": _long(behind=EXTRA),
    "49p": _long(before=EXTRA),
}


def encode_row(
    name: str,
    uid: int,
    pin: str,
    time: datetime | int,
    state: int,
    verify: int,
    workcode: int = 0,
) -> bytes:
    """Return the row of a punch.

    :param name: of the layout.
    :param time: of the terminal's clock, or packed already, so that no day need exist.
    """
    layout = ROW_LAYOUTS[name]
    values = {
        "uid": uid,
        "pin": int(pin) if "pin" in layout.fields else 0,
        "pin_text": int.from_bytes(pin.encode()[:24], "little"),
        "time": time if isinstance(time, int) else pack_time(time),
        "state": state,
        "verify": verify,
        "workcode": workcode,
        # Bit 5 says that the whole time follows.
        "flags": 32 + (verify % 4) * 8 + state % 8,
    }
    row = bytearray(layout.blank)
    for field, (start, size) in layout.fields.items():
        row[start : start + size] = values[field].to_bytes(size, "little")
    return bytes(row)
