"""Whom and which terminal the rows of punches name by numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from ..records import DeviceUser
from ..source import SourceTerminal

#: Part of a lookup to value.
Parts = Mapping[str, Any]


@dataclass(slots=True)
class Directory:
    """What lookups of people and terminals said.

    :param pins: key of a person to the PIN.
    :param keys: number of a terminal to what names it: its serial, or else the number.
    """

    pins: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    users: list[DeviceUser] = field(default_factory=list)
    terminals: list[SourceTerminal] = field(default_factory=list)

    def add_people(self, rows: Iterable[Parts]) -> None:
        """Add people."""
        for row in rows:
            pin = as_text(row.get("pin"))
            self.pins[as_text(row["key"])] = pin
            if pin:
                names = (as_text(row.get(part)) for part in ("name", "last_name"))
                name = " ".join(filter(None, names))
                card = as_text(row.get("card"))
                self.users.append(
                    DeviceUser(pin, name or None, card="" if card == "0" else card)
                )

    def add_terminals(self, rows: Iterable[Parts]) -> None:
        """Add terminals."""
        for row in rows:
            number = as_text(row["key"])
            key = as_text(row.get("serial")) or number
            if not key:
                continue
            self.keys[number] = key
            self.terminals.append(
                SourceTerminal(key, as_text(row.get("name")), as_text(row.get("area")))
            )

    @property
    def digest(self) -> int:
        """A number that changes with what is in here."""
        people = sorted((user.pin, user.name or "") for user in self.users)
        terminals = sorted((each.key, each.name, each.area) for each in self.terminals)
        return crc32(repr((people, terminals)).encode())


def as_text(value: Any) -> str:
    """Return a value of a database as text: a whole number without its fraction."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (bytes, bytearray)):
        return value.decode("utf-8", "replace").strip()
    text = str(value)
    whole, point, fraction = text.partition(".")
    return whole if point and not fraction.strip("0") and whole else text
