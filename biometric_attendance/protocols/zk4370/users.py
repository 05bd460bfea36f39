"""The list of users.

A record is written back as it was read but for what is said to change: a terminal gives
no second place for group, time zones and password. Sources: as of :mod:`.user_forms`.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ..errors import Forbidden, ProtocolError
from ..people import DeviceUser
from ..records import Refused
from .user_forms import FORMS, LONG, SHORT, UID, Form, cut, decide_form, pin_of, uid_of

__all__ = [
    "DISABLED",
    "FORMS",
    "LONG",
    "PRIVILEGES",
    "SHORT",
    "Form",
    "Slot",
    "decide_form",
    "decode_user",
    "decode_users",
    "encode_user",
    "free_uid",
]

PRIVILEGES = {0: "user", 2: "enroller", 6: "manager", 14: "admin"}
_NUMBERS = {word: number for number, word in PRIVILEGES.items()}
#: Bit 0 of the privilege: the user is known but may not pass.
DISABLED = 1

_PRIVILEGE = 2
_LARGEST_UID = 0xFFFF


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

    @property
    def disabled(self) -> bool:
        return bool(self.raw[_PRIVILEGE] & DISABLED)


def decode_users(
    rows: bytes, form: Form, *, encoding: str = "utf-8"
) -> tuple[list[Slot], list[Refused]]:
    """The users in the order of the list, and those without a PIN.

    :param encoding: of names and passwords; what is not of it becomes a mark, and stays
        as it is in ``raw``.
    :raises ProtocolError: where these are no whole records.
    """
    if len(rows) % form.width:
        raise ProtocolError(f"{len(rows)} bytes are no whole users of {form.width}.")
    slots, refused = [], []
    for record in cut(rows, form):
        if pin_of(form, record, encoding):
            slots.append(decode_user(record, encoding=encoding))
        else:
            line = f"user uid={uid_of(record)}"
            refused.append(Refused(line, "The user has no PIN that can be read."))
    return slots, refused


def decode_user(record: bytes, *, encoding: str = "utf-8") -> Slot:
    """One user of 28 or 72 bytes.

    :raises ProtocolError: for another length, or a record without a PIN.
    """
    form = FORMS.get(len(record))
    pin = pin_of(form, record, encoding) if form else ""
    if not pin:
        raise ProtocolError("This is no record of a user.")
    uid, card = uid_of(record), int.from_bytes(record[form.card], "little")
    name = _text(record[form.name], encoding)
    privilege = _privilege(record[_PRIVILEGE])
    group = str(record[form.group])
    said = {
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
        password=_text(record[form.password], encoding),
        card=str(card or ""),
        group=group,
        line="user " + " ".join(f"{key}={value}" for key, value in said.items()),
    )
    return Slot(uid, user, bytes(record))


def _privilege(byte: int) -> str:
    number = byte & ~DISABLED
    return PRIVILEGES.get(number, str(number))


def _text(field: bytes, encoding: str) -> str:
    return field.partition(b"\0")[0].decode(encoding, errors="replace")


def encode_user(
    form: Form,
    uid: int,
    changes: DeviceUser,
    *,
    raw: bytes | None = None,
    encoding: str = "utf-8",
) -> bytes:
    """The record to write: as it was read, but for what is said.

    :param raw: the record as read; ``None`` for a new user, who gets group 1.
    :param changes: what is ``None`` stays as it is. A name is cut at a letter. First and
        last days have no place in the record.
    :raises Forbidden: for a value that does not fit its field unshortened.
    :raises ProtocolError: for a uid or privilege no terminal has, or another's record.
    """
    if not 1 <= uid <= _LARGEST_UID:
        raise ProtocolError("The terminal has no place left for the user.")
    record = bytearray(raw or _blank(form, uid, changes.pin))
    whose = len(record) == form.width and (
        uid_of(record),
        pin_of(form, record, encoding),
    )
    if whose != (uid, changes.pin):
        raise ProtocolError("The record belongs to another user or terminal.")
    if changes.privilege is not None:
        kept = record[_PRIVILEGE] & DISABLED
        record[_PRIVILEGE] = _number_of(changes.privilege) | kept
    if changes.group is not None:
        record[form.group] = _whole("group", changes.group or 0, 1)[0]
    if changes.card is not None:
        record[form.card] = _whole("card", changes.card or 0, 4)
    if changes.name is not None:
        record[form.name] = _name(changes.name, form.name, encoding)
    if changes.password is not None:
        record[form.password] = _fixed("password", changes.password, form, encoding)
    return bytes(record)


def _blank(form: Form, uid: int, pin: str) -> bytes:
    record = bytearray(form.width)
    record[UID] = uid.to_bytes(2, "little")
    record[form.group] = 1
    if form.numeric:
        record[form.pin] = _number_pin(pin)
    else:
        record[form.pin] = _fixed("pin", pin, form, "ascii")
    return record


def _number_pin(pin: str) -> bytes:
    """:raises Forbidden: for a PIN that would be another one once it is a number."""
    if not (pin.isascii() and pin.isdecimal()) or pin.startswith("0"):
        raise Forbidden(
            "This terminal takes PINs of digits only, without a 0 in front."
        )
    return _whole("pin", pin, 4)


def _number_of(word: str) -> int:
    number = _NUMBERS.get(word)
    if number is None and word.isascii() and word.isdecimal():
        number = int(word)
    if number is None or number > 0xFE or number & DISABLED:
        raise ProtocolError(f"There is no privilege {word!r} on this terminal.")
    return number


def _whole(what: str, value: str | int, size: int) -> bytes:
    try:
        return int(value).to_bytes(size, "little")
    except (ValueError, OverflowError):
        raise Forbidden(
            f"This terminal takes a {what} of 0 to {256**size - 1} only."
        ) from None


def _fixed(what: str, value: str, form: Form, encoding: str) -> bytes:
    place = getattr(form, what)
    size = place.stop - place.start
    try:
        raw = value.encode(encoding)
    except UnicodeEncodeError:
        raise Forbidden(
            f"The {what} has letters this terminal does not know."
        ) from None
    if len(raw) > size:
        raise Forbidden(f"The {what} is longer than {size} bytes.")
    return raw.ljust(size, b"\0")


def _name(name: str, place: slice, encoding: str) -> bytes:
    size = place.stop - place.start
    raw = name.encode(encoding, errors="replace")[:size]
    whole = raw.decode(encoding, errors="ignore").encode(encoding, errors="replace")
    return whole.ljust(size, b"\0")


def free_uid(taken: Mapping[int, object] | set[int]) -> int:
    """The place after the last one, else the lowest that is free.

    Places of deleted users are taken last: rows of eight bytes name the place alone.

    :raises ProtocolError: where there is none.
    """
    top = max(taken, default=0) + 1
    if top <= _LARGEST_UID:
        return top
    for uid in range(1, _LARGEST_UID + 1):
        if uid not in taken:
            return uid
    raise ProtocolError("The terminal has no place left for the user.")
