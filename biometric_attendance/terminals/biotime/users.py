"""People of a server: rows of ``/personnel/api/employees/``.

Rows of 8.x hold hashes of passwords, and passwords of terminals in clear. Only what is
named here is taken from a row, so nothing else can get any further.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ..records import DeviceUser
from ..text import shown
from ..zk_codes import read_card
from .answers import read_text
from .punches import MAX_PIN_LENGTH

PATH = "/personnel/api/employees/"
MAX_NAME_LENGTH = 100


def decode_users(rows: Iterable[Mapping[str, Any]]) -> list[DeviceUser]:
    """Return the people that have a PIN, with name and card."""
    found: dict[str, DeviceUser] = {}
    for row in rows:
        pin = read_pin(row)
        if pin and len(pin) <= MAX_PIN_LENGTH and pin.isprintable():
            names = (read_text(row.get(part)) for part in ("first_name", "last_name"))
            name = shown(" ".join(filter(None, names)))[:MAX_NAME_LENGTH]
            card = shown(read_card(read_text(row.get("card_no"))))[:MAX_NAME_LENGTH]
            found[pin] = DeviceUser(pin, name=name, card=card)
    return list(found.values())


def read_pin(row: Mapping[str, Any]) -> str:
    """Return the PIN of a person, zeros in front included."""
    return read_text(row.get("emp_code"))
