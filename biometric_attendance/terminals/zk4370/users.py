"""The list of users, as the terminal sends it."""

from typing import NamedTuple

from ..errors import ProtocolError
from ..reasons import Reason
from ..records import DeviceUser, Refused
from .user_layouts import (
    DISABLED,
    PRIVILEGE,
    PRIVILEGES,
    USER_LAYOUTS,
    UserLayout,
    read_uid,
    read_user_pin,
    split_records,
)


class Slot(NamedTuple):
    """A user at its place on the terminal.

    :param uid: the place; given to somebody else once the user is deleted.
    :param raw: the whole record, password included: neither to be stored nor shown.
    """

    uid: int
    user: DeviceUser
    raw: bytes

    def __repr__(self) -> str:
        return f"Slot(uid={self.uid}, user={self.user!r}, raw=<{len(self.raw)} bytes>)"


def decode_users(
    rows: bytes, layout: UserLayout, *, encoding: str = "utf-8"
) -> tuple[list[Slot], list[Refused]]:
    """The users in the order of the list, and those without a PIN.

    :param encoding: of names and passwords; what is not of it becomes a mark, and stays
        as it is in ``raw``.
    :raises ProtocolError: where these are no whole records.
    """
    if len(rows) % layout.width:
        raise ProtocolError("users_incomplete", size=len(rows), width=layout.width)
    slots, refused = [], []
    for record in split_records(rows, layout):
        if read_user_pin(layout, record, encoding):
            slots.append(decode_user(record, encoding=encoding))
        else:
            uid = read_uid(record)
            reason = Reason("user_without_pin", {"uid": uid})
            refused.append(Refused(f"user uid={uid}", reason))
    return slots, refused


def decode_user(record: bytes, *, encoding: str = "utf-8") -> Slot:
    """One user of 28 or 72 bytes.

    :raises ProtocolError: for another length, or a record without a PIN.
    """
    layout = USER_LAYOUTS.get(len(record))
    if layout is None or not (pin := read_user_pin(layout, record, encoding)):
        raise ProtocolError("user_record_invalid")
    uid, card = read_uid(record), int.from_bytes(record[layout.card], "little")
    name = _text(record[layout.name], encoding)
    privilege = _privilege(record[PRIVILEGE])
    group = str(record[layout.group])
    values = {
        "uid": uid,
        "pin": pin,
        "name": name,
        "privilege": privilege,
        "card": card or "",
        "group": group,
    }
    user = DeviceUser(
        pin,
        name=name,
        privilege=privilege,
        password=_text(record[layout.password], encoding),
        card=str(card or ""),
        group=group,
        line="user " + " ".join(f"{key}={value}" for key, value in values.items()),
    )
    return Slot(uid, user, bytes(record))


def _privilege(byte: int) -> str:
    number = byte & ~DISABLED
    return PRIVILEGES.get(number, str(number))


def _text(field: bytes, encoding: str) -> str:
    return field.partition(b"\0")[0].decode(encoding, errors="replace")
