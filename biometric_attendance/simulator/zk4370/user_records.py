"""A user as a terminal stores it, in 28 or 72 bytes.

28   [uid][privilege][password 5][name 8][card u32][0][group][time zone u16][PIN u32]
72   [uid][privilege][password 8][name 24][card u32][group]
     [own zones u16][3 zones u16][0][PIN 24]
"""

from dataclasses import replace
from struct import Struct

from ..people import User
from .firmware import ZkFirmware

SMALL = Struct("<HB5s8sIxBHI")
LARGE = Struct("<HB8s24sIB9s24s")

#: Card numbers have four bytes here.
_CARD = 0xFFFF_FFFF


def write_user(user: User, slot: int, firmware: ZkFirmware, zones: bytes) -> bytes:
    """:param zones: time zones as they were written, ``b""`` for those of the group."""
    password = user.password.encode(firmware.encoding)
    name = user.name.encode(firmware.encoding, "surrogateescape")
    card = int(user.card or 0) & _CARD
    group = int(user.group or 0)
    known = (slot, user.privilege, password, name, card, group)
    if firmware.user_size == SMALL.size:
        zone = int.from_bytes(zones[:2], "little")
        return SMALL.pack(*known, zone, int(user.pin))
    return LARGE.pack(*known, zones, user.pin.encode(firmware.encoding))


def read_user(record: bytes, firmware: ZkFirmware) -> tuple[int, User, bytes] | None:
    """Slot, user and time zones of a record; ``None``: it has not the model's length."""
    if len(record) != firmware.user_size:
        return None
    if firmware.user_size == SMALL.size:
        slot, privilege, password, name, card, group, zone, number = SMALL.unpack(
            record
        )
        zones, pin = zone.to_bytes(2, "little"), str(number)
    else:
        slot, privilege, password, name, card, group, zones, pin = LARGE.unpack(record)
        pin = _text(pin, firmware)
    user = User(pin, _text(name, firmware), privilege=privilege, group=str(group))
    return (
        slot,
        replace(
            user, password=_text(password, firmware), card=str(card) if card else ""
        ),
        zones,
    )


def _text(field: bytes, firmware: ZkFirmware) -> str:
    return field.partition(b"\0")[0].decode(firmware.encoding, "surrogateescape")
