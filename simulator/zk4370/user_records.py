"""A user as a terminal stores it, in 28 or 72 bytes.

    28   [uid][privilege][password 5][name 8][card u32][0][group][time zone u16][PIN u32]
    72   [uid][privilege][password 8][name 24][card u32][group]
         [own zones u16][3 zones u16][PIN 24]

Written apart from the codec's, so that a slip in one of the two is seen.
"""

from struct import Struct

from ..people import User
from .firmware import ZkFirmware

SMALL = Struct("<HB5s8sIxB2sI")
LARGE = Struct("<HB8s24sIB8s24s")

#: What of a user a record says.
RECORD_FIELDS = ("name", "card", "privilege", "password", "group")
#: Card numbers have four bytes here.
CARD = 0xFFFF_FFFF


def write_user(user: User, slot: int, firmware: ZkFirmware, last: bytes) -> bytes:
    """The record of a user, with every byte as it came where nothing has changed since.

    :param last: as a client wrote it, ``b""`` if none did.
    """
    written = read_user(last, firmware)
    zones = bytes(8)
    if written:
        was_slot, was, zones = written
        if was_slot == slot and record_fields(was) == record_fields(user):
            return last
    small = firmware.user_size == SMALL.size
    known = (
        slot,
        user.privilege,
        user.password.encode(firmware.encoding, "surrogateescape"),
        user.name.encode(firmware.encoding, "surrogateescape"),
        int(user.card or 0) & CARD,
        int(user.group or 0),
        zones,
    )
    if small:
        return SMALL.pack(*known, int(user.pin))
    return LARGE.pack(*known, user.pin.encode(firmware.encoding))


def read_user(record: bytes, firmware: ZkFirmware) -> tuple[int, User, bytes] | None:
    """Slot, user and time zones of a record; ``None``: it has not the model's length."""
    if len(record) != firmware.user_size:
        return None
    form = SMALL if firmware.user_size == SMALL.size else LARGE
    slot, privilege, password, name, card, group, zones, pin = form.unpack(record)
    user = User(
        str(pin) if form is SMALL else _text(pin, firmware),
        _text(name, firmware),
        card=str(card or ""),
        privilege=privilege,
        password=_text(password, firmware),
        group=str(group),
    )
    return slot, user, zones


def record_fields(user: User) -> dict[str, str | int]:
    """What of a user stands in the record."""
    return {name: getattr(user, name) for name in RECORD_FIELDS}


def _text(field: bytes, firmware: ZkFirmware) -> str:
    return field.partition(b"\0")[0].decode(firmware.encoding, "surrogateescape")
