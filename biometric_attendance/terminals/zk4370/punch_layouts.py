"""How a punch lies in the log: five widths, six layouts.

    8a   [uid u16][verify][time u32][state]
    8b   [uid u16][flags][0][time u32]              flags: state 0-2, verify 3-4, 5 set
    16   [PIN u32][time u32][state][verify][0 u16][work code u32]
    40   [uid u16][PIN 24][verify][time u32][state][8 more]
    49   as 40, and 9 more behind: ff, "255", zeros
    49p  the 9 in front

The uid is the place of the user in the terminal's list, given to somebody else once the
user is deleted. Sources: the vendor's communication manual of 2006 (8a, 8b, 16),
captures of a F19 (40), a ZEM500 (8b) and firmware of 2015 (16); 49 is known by its width
on four models, 49p from two public clients.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from struct import Struct

from .times import encode_time

PIN_BYTES = 24

_TAIL = bytes.fromhex("00000000ff000000")
_MASK = b"\xff255" + bytes(5)


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to write a row.

    :param read: the struct's values to who, packed time, state, verify, work code.
    :param write: uid, PIN, packed time, state, verify, work code to the struct's values.
    :param by_uid: rows name the place of the user, not the PIN.
    :param text: rows name the PIN as text.
    :param zero: which of the struct's values is always 0, if any.
    :param fill: what real rows hold where nothing is read, with its place.
    """

    name: str
    struct: Struct = field(repr=False)
    read: Callable[..., tuple] = field(repr=False)
    write: Callable[..., tuple] = field(repr=False)
    by_uid: bool = False
    text: bool = False
    fill: tuple[tuple[int, bytes], ...] = field(default=(), repr=False)
    zero: int = field(default=0, repr=False)

    @property
    def width(self) -> int:
        return self.struct.size


def _read_short(uid, verify, packed, state):
    return uid, packed, state, verify, 0


def _write_short(uid, pin, packed, state, verify, workcode):
    return uid, verify, packed, state


def _read_flags(uid, flags, zero, packed):
    return uid, packed, flags & 0b111, flags >> 3 & 0b11, 0


def _write_flags(uid, pin, packed, state, verify, workcode):
    return uid, 0b10_0000 | (verify & 0b11) << 3 | state & 0b111, 0, packed


def _read_number(pin, packed, state, verify, workcode):
    return pin, packed, state, verify, workcode


def _write_number(uid, pin, packed, state, verify, workcode):
    return int(pin), packed, state, verify, workcode  # the field is a number


def _read_text(uid, pin, verify, packed, state):
    return pin, packed, state, verify, 0


def _write_text(uid, pin, packed, state, verify, workcode):
    return uid, pin.encode()[:PIN_BYTES], verify, packed, state


def _text(name, form, *fill):
    return Layout(name, Struct(form), _read_text, _write_text, text=True, fill=fill)


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("8a", Struct("<HBIB"), _read_short, _write_short, by_uid=True),
        Layout("8b", Struct("<HBBI"), _read_flags, _write_flags, by_uid=True, zero=2),
        Layout("16", Struct("<IIBBxxI"), _read_number, _write_number),
        _text("40", "<H24sBIB8x", (32, _TAIL)),
        _text("49", "<H24sBIB17x", (32, _TAIL), (40, _MASK)),
        _text("49p", "<9xH24sBIB8x", (0, _MASK), (41, _TAIL)),
    )
}


def encode_row(
    layout: Layout,
    uid: int,
    pin: str,
    time: datetime | int,
    state: int,
    verify: int,
    workcode: int = 0,
) -> bytes:
    """A row as the terminal writes it; the simulator's side.

    :param time: a moment, or packed, so that 31 February can be written.
    """
    packed = time if isinstance(time, int) else encode_time(time)
    row = bytearray(
        layout.struct.pack(*layout.write(uid, pin, packed, state, verify, workcode))
    )
    for place, fill in layout.fill:
        row[place : place + len(fill)] = fill
    return bytes(row)
