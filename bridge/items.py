"""What a spool holds."""

import json
import zlib
from typing import Any, NamedTuple

#: Odoo's id of a device, or a name for a terminal that has none yet.
Device = int | str


class Item(NamedTuple):
    """Something for Odoo.

    :param id: rising, never used twice in the file of one instance.
    :param size: bytes of its JSON.
    """

    id: int
    device: Device
    kind: str
    data: dict[str, Any]
    size: int


class Quarantined(NamedTuple):
    """An item that Odoo refused, and why."""

    item: Item
    code: str
    message: str


class Counts(NamedTuple):
    """How much there is.

    :param oldest: when the oldest waiting item was stored, seconds since 1970.
    """

    waiting: int
    quarantined: int
    oldest: float | None


def pack(data: Any) -> tuple[bytes, int]:
    """Return JSON values as they are stored, and the size of their JSON."""
    text = json.dumps(data, separators=(",", ":")).encode()
    return zlib.compress(text, 1), len(text)


def unpack(row: Any) -> Item:
    """Return the item of a row of the spool."""
    number, device, kind, packed, size = row
    return Item(number, device, kind, json.loads(zlib.decompress(packed)), size)
