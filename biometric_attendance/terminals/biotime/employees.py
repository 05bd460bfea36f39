"""People of a server as they are written: rows of ``/personnel/api/employees/``.

    emp_code     the PIN, text; nobody can change it afterwards
    first_name, last_name                   25 letters each
    card_no, device_password                text, null for none
    dev_privilege                           0, 2, 6, 10, 14
    department   number of one, needed of a new person
    area         numbers of areas, needed: all terminals of an area get the person

Sources: the vendor's API manuals of 8.5 and 9.0, and what a public client found out about a
server of 9.5. That a card is taken away by null is inferred from what such rows show.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ..zk_codes import read_card
from .answers import read_integer, read_text

MAX_NAME_PART = 25
#: Privilege to the server's number.
PRIVILEGES = {"user": 0, "enroller": 2, "manager": 6, "custom": 10, "admin": 14}
_NAMES = ("first_name", "last_name")

Row = Mapping[str, Any]


def encode_employee(payload: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """Return what has to be written of a person: values that are not so already.

    :param row: the person as the server has it, empty for a new one.
    """
    values: dict[str, Any] = {}
    name = " ".join(str(payload.get("name") or "").split())
    if name and name != read_name(row):
        values |= dict(zip(_NAMES, split_name(name), strict=True))
    if "card" in payload:
        card = str(payload["card"] or "")
        if read_card(card) != read_card(read_text(row.get("card_no"))):
            values["card_no"] = card or None
    if payload.get("privilege"):
        number = PRIVILEGES[payload["privilege"]]
        if number != read_integer(row.get("dev_privilege", 0)):
            values["dev_privilege"] = number
    if "password" in payload:
        values["device_password"] = str(payload["password"] or "") or None
    return values


def split_name(name: str) -> tuple[str, str]:
    """Return first and last name: the first word and the rest, each short where that can be."""
    words = name.split(" ")
    parts = [
        (" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words) + 1)
    ]
    fitting = (pair for pair in parts if max(map(len, pair)) <= MAX_NAME_PART)
    return next(fitting, parts[0])


def read_name(row: Row) -> str:
    """Return the whole name of a person."""
    return " ".join(filter(None, (read_text(row.get(part)) for part in _NAMES)))


def read_number(value: object) -> int | None:
    """Return the number of an area or department, which is an object or the number itself."""
    return read_integer(value.get("id") if isinstance(value, Mapping) else value)


def read_areas(row: Row) -> set[int] | None:
    """Return the numbers of a person's areas, ``None`` where the row does not tell them all."""
    areas = row.get("area")
    if not isinstance(areas, list):
        return None
    found = {number for number in map(read_number, areas) if number is not None}
    return found if len(found) == len(areas) else None


def find_area(value: object, areas: Iterable[Row]) -> int | None:
    """Return the number of a terminal's area, ``None`` where nobody knows it.

    :param value: what the row of the terminal says: an object, a number, a name or a code.
    :param areas: rows of all areas.
    """
    number = read_number(value)
    if isinstance(value, Mapping):
        if number is not None:
            return number
        value = value.get("area_name") or value.get("area_code")
    if isinstance(value, str) and value.strip():
        named = [
            read_number(row)
            for row in areas
            if value.strip() in (row.get("area_name"), row.get("area_code"))
        ]
        return named[0] if len(named) == 1 else None
    return number


def find_differences(row: Row, values: Mapping[str, Any]) -> list[str]:
    """Return the names of values that a row, read after they were written, does not show.

    What a row leaves out tells nothing. Passwords are not shown by every release.
    """
    return [name for name, value in values.items() if not _shows(row, name, value)]


def _shows(row: Row, name: str, value: Any) -> bool:
    if name == "area":
        return read_areas(row) == set(value)
    if name not in row or name == "device_password":
        return True
    if name == "department":
        return read_number(row[name]) in (value, None)
    if name == "card_no":
        return read_card(read_text(row[name])) == read_card(value or "")
    return read_text(row[name]) == read_text(value)


def pick_without(taken: Collection[int | None], areas: Iterable[Row]) -> int | None:
    """Return the lowest area that is none of ``taken``, ``None`` where there is none."""
    numbers = (read_number(row) for row in areas)
    return min(
        (each for each in numbers if each is not None and each not in taken),
        default=None,
    )
