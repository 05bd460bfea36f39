"""Encode a user's record to be written to a terminal.

A write replaces the whole record, with group, time zones and password. So the record that
was read is written back with only the requested values changed.
"""

from collections.abc import Mapping

from ..errors import Forbidden, ProtocolError
from ..records import DeviceUser
from .user_layouts import (
    DISABLED,
    PRIVILEGE,
    PRIVILEGES,
    UID,
    UserLayout,
    read_uid,
    read_user_pin,
)

_NUMBERS = {word: number for number, word in PRIVILEGES.items()}
_LARGEST_UID = 0xFFFF


def encode_user(
    layout: UserLayout,
    uid: int,
    changes: DeviceUser,
    *,
    raw: bytes | None = None,
    encoding: str = "utf-8",
) -> bytes:
    """Return the record to write: the one read, with the requested values changed.

    :param raw: the record as read; ``None`` for a new user, who gets group 1.
    :param changes: what is ``None`` stays as it is. A name is cut at a letter. First and
        last days have no place in the record.
    :raises Forbidden: for a value that does not fit its field unshortened.
    :raises ProtocolError: for a uid or privilege no terminal has, or another's record.
    """
    if not 1 <= uid <= _LARGEST_UID:
        raise ProtocolError("uid_exhausted")
    before = raw or _blank(layout, uid, changes.pin)
    whose = len(before) == layout.width and (
        read_uid(before),
        read_user_pin(layout, before, encoding),
    )
    if whose != (uid, changes.pin):
        raise ProtocolError("user_record_of_other")
    record = bytearray(before)
    if changes.privilege is not None:
        kept = record[PRIVILEGE] & DISABLED
        record[PRIVILEGE] = _privilege_number(changes.privilege) | kept
    if changes.group is not None:
        record[layout.group] = _whole("group", changes.group or 0, 1)[0]
    if changes.card is not None:
        record[layout.card] = _whole("card", changes.card or 0, 4)
    if changes.name is not None:
        record[layout.name] = _name(changes.name, layout.name, encoding)
    if changes.password is not None:
        record[layout.password] = _fixed("password", changes.password, layout, encoding)
    return bytes(record)


def _blank(layout: UserLayout, uid: int, pin: str) -> bytes:
    record = bytearray(layout.width)
    record[UID] = uid.to_bytes(2, "little")
    record[layout.group] = 1
    if layout.numeric:
        record[layout.pin] = _number_pin(pin)
    else:
        record[layout.pin] = _fixed("pin", pin, layout, "ascii")
    return bytes(record)


def _number_pin(pin: str) -> bytes:
    """Return a PIN as the number the protocol has for it.

    :raises Forbidden: for a PIN that would be another one once it is a number.
    """
    if not (pin.isascii() and pin.isdecimal()) or pin.startswith("0"):
        raise Forbidden("pin_not_number")
    return _whole("pin", pin, 4)


def _privilege_number(word: str) -> int:
    number = _NUMBERS.get(word)
    if number is None and word.isascii() and word.isdecimal():
        number = int(word)
    if number is None or number > 0xFE or number & DISABLED:
        raise ProtocolError("privilege_unknown", privilege=word)
    return number


def _whole(what: str, value: str | int, size: int) -> bytes:
    try:
        return int(value).to_bytes(size, "little")
    except (ValueError, OverflowError):
        raise Forbidden("number_too_large", field=what, largest=256**size - 1) from None


def _fixed(what: str, value: str, layout: UserLayout, encoding: str) -> bytes:
    place = getattr(layout, what)
    size = place.stop - place.start
    try:
        raw = value.encode(encoding)
    except UnicodeEncodeError:
        raise Forbidden("letters_unknown", field=what) from None
    if len(raw) > size:
        raise Forbidden("text_too_long", field=what, size=size)
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
    raise ProtocolError("uid_exhausted")
