"""What a terminal stores, as rows."""

from collections.abc import Callable
from struct import pack
from typing import TYPE_CHECKING

from ..people import Place, Template
from .buffer import with_length
from .codes import TABLES
from .fingers import DURESS, VALID, Finger, encode_fingers
from .times import pack_time
from .user_records import write_user

if TYPE_CHECKING:
    from .endpoint import ZkEndpoint


def table(endpoint: "ZkEndpoint", command: int, part: int) -> bytes | None:
    """The table a client asks for, ``None`` where there is none of this name.

    :param command: the old request for it.
    :param part: which table of those the request is for.
    """
    name = TABLES.get((command, part))
    return with_length(_WRITERS[name](endpoint)) if name else None


def _users(endpoint: "ZkEndpoint") -> bytes:
    terminal = endpoint.terminal
    slots = {terminal.slots.of(pin): user for pin, user in terminal.users.items()}
    return b"".join(
        write_user(user, slot, endpoint.firmware, endpoint.records.get(user.pin, b""))
        for slot, user in sorted(slots.items())
    )


def _punches(endpoint: "ZkEndpoint") -> bytes:
    return endpoint.log.rows()


def _templates(endpoint: "ZkEndpoint") -> bytes:
    slots = endpoint.terminal.slots
    entries = (
        Finger(
            slots.of(place.pin),
            place.slot,
            template.blob,
            DURESS if template.duress else VALID,
        )
        for place, template in fingers(endpoint).items()
    )
    return encode_fingers(sorted(entries))


def fingers(endpoint: "ZkEndpoint") -> dict[Place, Template]:
    """Fingers alone travel over port 4370."""
    templates = endpoint.terminal.templates.items()
    return {place: it for place, it in templates if place.kind == "finger"}


def _operations(endpoint: "ZkEndpoint") -> bytes:
    """``[who u16][what][0][time u32][4 values u16]``."""
    rows = []
    for entry in endpoint.terminal.audit.entries.values():
        details = [_short(value) for value in entry.details]
        who, time = _short(entry.operator), pack_time(entry.local)
        rows.append(pack("<HBBI4H", who, entry.code, 0, time, *details))
    return b"".join(rows)


def _short(value: int | str) -> int:
    """Values that are no number of two bytes are sent as 0."""
    text = str(value)
    return int(text) if text.isdecimal() and int(text) <= 0xFFFF else 0


_WRITERS: dict[str, Callable[["ZkEndpoint"], bytes]] = {
    "users": _users,
    "punches": _punches,
    "templates": _templates,
    "operations": _operations,
}
