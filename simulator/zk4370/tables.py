"""What a terminal stores, as rows."""

from collections.abc import Callable
from struct import pack
from typing import TYPE_CHECKING

from terminals.zk4370.bulk import encode_table
from terminals.zk4370.codes import TABLES
from terminals.zk4370.moment import encode_time
from terminals.zk4370.templates import Entry, encode_entries

from ..people import Place, Template
from .user_records import write_user

if TYPE_CHECKING:
    from .face import ZkFace

VALID, DURESS = 1, 3


def table(face: "ZkFace", command: int, part: int) -> bytes | None:
    """The table a client asks for, ``None`` where there is none of this name.

    :param command: the old request for it.
    :param part: which table of those the request is for.
    """
    write = _TABLES.get((command, part))
    return encode_table(write(face)) if write else None


def _users(face: "ZkFace") -> bytes:
    terminal = face.terminal
    slots = {terminal.slots.of(pin): user for pin, user in terminal.users.items()}
    return b"".join(
        write_user(user, slot, face.firmware, face.records.get(user.pin, b""))
        for slot, user in sorted(slots.items())
    )


def _punches(face: "ZkFace") -> bytes:
    return face.log.rows()


def _templates(face: "ZkFace") -> bytes:
    slots = face.terminal.slots
    entries = (
        Entry(
            slots.of(place.pin),
            place.slot,
            DURESS if template.duress else VALID,
            template.blob,
        )
        for place, template in fingers(face).items()
    )
    return encode_entries(sorted(entries))


def fingers(face: "ZkFace") -> dict[Place, Template]:
    """Fingers alone travel over port 4370."""
    templates = face.terminal.templates.items()
    return {place: it for place, it in templates if place.kind == "finger"}


def _operations(face: "ZkFace") -> bytes:
    """``[who u16][what][0][time u32][4 values u16]``."""
    rows = []
    for entry in face.terminal.audit.entries.values():
        details = [_short(value) for value in entry.details]
        who, time = _short(entry.operator), encode_time(entry.local)
        rows.append(pack("<HBBI4H", who, entry.code, 0, time, *details))
    return b"".join(rows)


def _short(value: int | str) -> int:
    """Values that are no number of two bytes are told as 0."""
    text = str(value)
    return int(text) if text.isdecimal() and int(text) <= 0xFFFF else 0


_WRITERS: dict[str, Callable[["ZkFace"], bytes]] = {
    "users": _users,
    "punches": _punches,
    "templates": _templates,
    "operations": _operations,
}
_TABLES = {TABLES[name]: write for name, write in _WRITERS.items()}
