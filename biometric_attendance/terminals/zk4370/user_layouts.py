"""The two layouts of a user's record, and which one a terminal has.

    28  [uid u16][privilege][password 5][name 8][card u32][..][group][zone u16][PIN u32]
    72  [uid u16][privilege][password 8][name 24][card u32][group][own zones? u16]
        [3 zones u16][PIN 24]

72 on terminals with a colour screen. Sources: the vendor's communication manual of 2006,
captures of a F19 and of a terminal with 70 users.
"""

from dataclasses import dataclass

from ..errors import ProtocolError
from .layout_detection import LIKELY, LIKELY_AND_COUNTED
from .punches import read_pin

#: Where uid and privilege stand in both.
UID = slice(0, 2)
PRIVILEGE = 2
PRIVILEGES = {0: "user", 2: "enroller", 6: "manager", 14: "admin"}
#: Bit 0 of the privilege: the user is known but may not pass.
DISABLED = 1


@dataclass(frozen=True, slots=True)
class UserLayout:
    """Where things stand in a record: slices, and whether the PIN is a number."""

    width: int
    password: slice
    name: slice
    card: slice
    group: int
    pin: slice
    numeric: bool = False


SHORT = UserLayout(
    28, slice(3, 8), slice(8, 16), slice(16, 20), 21, slice(24, 28), True
)
LONG = UserLayout(72, slice(3, 11), slice(11, 35), slice(35, 39), 39, slice(48, 72))
USER_LAYOUTS = {layout.width: layout for layout in (SHORT, LONG)}


def detect_user_layout(rows: bytes, count: int | None = None) -> UserLayout:
    """Which records these are.

    As for punches, the count decides between two layouts that both read as users only, or
    for one where some of the users have no PIN that can be read.

    :param rows: all of them, without the length in front.
    :param count: how many users the terminal counts.
    :raises ProtocolError: where neither or both do.
    """
    fitting = [x for x in USER_LAYOUTS.values() if rows and len(rows) % x.width == 0]
    counted = [x for x in fitting if len(rows) // x.width == count]
    likely = _likely(fitting, rows, LIKELY) or _likely(
        counted, rows, LIKELY_AND_COUNTED
    )
    if len(likely) > 1:
        likely = [x for x in likely if x in counted]
    if len(likely) != 1:
        raise ProtocolError("user_layout_unknown", size=len(rows))
    return likely[0]


def _likely(layouts: list[UserLayout], rows: bytes, enough: float) -> list[UserLayout]:
    return [x for x in layouts if share_of_users(x, rows) >= enough]


def share_of_users(layout: UserLayout, rows: bytes) -> float:
    """Return the share of the records with a place of their own and a PIN, 0 to 1."""
    records = split_records(rows, layout)
    places = {
        read_uid(record) for record in records if read_user_pin(layout, record)
    } - {0}
    return len(places) / len(records)


def split_records(rows: bytes, layout: UserLayout) -> list[bytes]:
    return [rows[at : at + layout.width] for at in range(0, len(rows), layout.width)]


def read_uid(record: bytes) -> int:
    return int.from_bytes(record[UID], "little")


def read_user_pin(layout: UserLayout, record: bytes, encoding: str = "utf-8") -> str:
    if not layout.numeric:
        return read_pin(record[layout.pin], encoding)
    number = int.from_bytes(record[layout.pin], "little")
    return str(number) if number else ""
