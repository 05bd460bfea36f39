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
from struct import Struct


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to write a row.

    :param read: the struct's values to who, packed time, state, verify, work code.
    :param by_uid: rows name the place of the user, not the PIN.
    :param text: rows name the PIN as text.
    :param zero: which of the struct's values is always 0, if any.
    """

    name: str
    struct: Struct = field(repr=False)
    read: Callable[..., tuple] = field(repr=False)
    by_uid: bool = False
    text: bool = False
    zero: int = field(default=0, repr=False)

    @property
    def width(self) -> int:
        return self.struct.size


def _read_short(uid, verify, packed, state):
    return uid, packed, state, verify, 0


def _read_flags(uid, flags, zero, packed):
    return uid, packed, flags & 0b111, flags >> 3 & 0b11, 0


def _read_number(pin, packed, state, verify, workcode):
    return pin, packed, state, verify, workcode


def _read_text(uid, pin, verify, packed, state):
    return pin, packed, state, verify, 0


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("8a", Struct("<HBIB"), _read_short, by_uid=True),
        Layout("8b", Struct("<HBBI"), _read_flags, by_uid=True, zero=2),
        Layout("16", Struct("<IIBBxxI"), _read_number),
        Layout("40", Struct("<H24sBIB8x"), _read_text, text=True),
        Layout("49", Struct("<H24sBIB17x"), _read_text, text=True),
        Layout("49p", Struct("<9xH24sBIB8x"), _read_text, text=True),
    )
}
