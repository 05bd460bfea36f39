"""The two forms of a user's record, and which one a terminal has.

    28  [uid u16][privilege][password 5][name 8][card u32][..][group][zone u16][PIN u32]
    72  [uid u16][privilege][password 8][name 24][card u32][group][own zones? u16]
        [3 zones u16][PIN 24]

72 on terminals with a colour screen. Sources: the vendor's communication manual of 2006,
captures of a F19 and of a terminal with 70 users.
"""

from dataclasses import dataclass

from ..errors import ProtocolError
from .layout_detection import LIKELY
from .punches import read_pin

#: Where uid and privilege stand in both.
UID = slice(0, 2)
PRIVILEGE = 2
PRIVILEGES = {0: "user", 2: "enroller", 6: "manager", 14: "admin"}
#: Bit 0 of the privilege: the user is known but may not pass.
DISABLED = 1


@dataclass(frozen=True, slots=True)
class Form:
    """Where things stand in a record: slices, and whether the PIN is a number."""

    width: int
    password: slice
    name: slice
    card: slice
    group: int
    pin: slice
    numeric: bool = False


SHORT = Form(28, slice(3, 8), slice(8, 16), slice(16, 20), 21, slice(24, 28), True)
LONG = Form(72, slice(3, 11), slice(11, 35), slice(35, 39), 39, slice(48, 72))
FORMS = {form.width: form for form in (SHORT, LONG)}


def detect_user_layout(rows: bytes, count: int | None = None) -> Form:
    """Which records these are.

    :param rows: all of them, without the length in front.
    :param count: how many users the terminal counts; decides between two forms that
        both read as users only.
    :raises ProtocolError: where neither or both do.
    """
    fitting = [
        form
        for form in FORMS.values()
        if rows and len(rows) % form.width == 0 and _reads(form, rows)
    ]
    if len(fitting) > 1:
        fitting = [form for form in fitting if len(rows) // form.width == count]
    if len(fitting) != 1:
        raise ProtocolError("user_layout_unknown", size=len(rows))
    return fitting[0]


def _reads(form: Form, rows: bytes) -> bool:
    """Whether nearly all have a place of their own and a PIN."""
    records = cut(rows, form)
    named = [
        record for record in records if read_uid(record) and read_user_pin(form, record)
    ]
    places = {read_uid(record) for record in named}
    return len(places) >= LIKELY * len(records)


def cut(rows: bytes, form: Form) -> list[bytes]:
    return [rows[at : at + form.width] for at in range(0, len(rows), form.width)]


def read_uid(record: bytes) -> int:
    return int.from_bytes(record[UID], "little")


def read_user_pin(form: Form, record: bytes, encoding: str = "utf-8") -> str:
    if not form.numeric:
        return read_pin(record[form.pin], encoding)
    number = int.from_bytes(record[form.pin], "little")
    return str(number) if number else ""
