"""People who are added and changed by the API.

Sources: the vendor's API manuals of 8.5 and 9.0 say which values there are and which are
needed; a public client found out that 9.5 leaves ``emp_code`` as it is and says yes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from .database import Database, Employee
from .lists import employee
from .releases import Oddities

LIST = "/personnel/api/employees/"
_NEEDED = ("emp_code", "department", "area")
_MAX_LENGTHS = {"first_name": 25, "last_name": 25, "card_no": 20, "emp_code": 20}
_PRIVILEGES = (0, 2, 6, 10, 14)

Answer = tuple[int, dict[str, Any]]


def write(
    method: str, path: str, body: bytes, database: Database, oddities: Oddities
) -> Answer | None:
    """Return the status and answer to a call that writes a person, ``None`` for another one."""
    tail = path.removeprefix(LIST).rstrip("/")
    act = {("POST", True): _add, ("PATCH", False): _change}.get((method, not tail))
    if not path.startswith(LIST) or act is None:
        return None
    try:
        values = json.loads(body)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        return 400, {"detail": "JSON parse error"}
    values = {
        name: each for name, each in values.items() if name not in oddities.ignores
    }
    with database.lock:
        return act(tail, values, database)


def _add(_tail: str, values: Mapping[str, Any], database: Database) -> Answer:
    missing = [name for name in _NEEDED if values.get(name) in (None, "", [])]
    if missing:
        return 400, {name: ["This field is required."] for name in missing}
    problems = _check(values, database)
    pin = str(values["emp_code"])
    if pin in database.employees:
        problems["emp_code"] = ["Employee with this emp_code already exists."]
    if problems:
        return 400, problems
    database.employees[pin] = _stored(Employee(pin, "", areas=()), values)
    number = list(database.employees).index(pin) + 1
    return 201, employee(number, database.employees[pin], database)


def _change(tail: str, values: Mapping[str, Any], database: Database) -> Answer:
    pins = list(database.employees)
    if not tail.isdecimal() or not 1 <= int(tail) <= len(pins):
        return 404, {"detail": "Not found."}
    problems = _check(values, database)
    if problems:
        return 400, problems
    pin = pins[int(tail) - 1]
    database.employees[pin] = _stored(database.employees[pin], values)
    return 200, employee(int(tail), database.employees[pin], database)


def _check(values: Mapping[str, Any], database: Database) -> dict[str, list[str]]:
    problems = {
        name: [f"Ensure this field has no more than {longest} characters."]
        for name, longest in _MAX_LENGTHS.items()
        if len(str(values.get(name) or "")) > longest
    }
    areas = values.get("area", [1])
    unknown = [each for each in areas if each not in database.areas]
    if unknown:
        problems["area"] = [f'Invalid pk "{unknown[0]}" - object does not exist.']
    if not areas:
        problems["area"] = ["This list may not be empty."]
    if values.get("department", 1) not in database.departments:
        problems["department"] = ["Invalid pk - object does not exist."]
    if values.get("dev_privilege", 0) not in _PRIVILEGES:
        problems["dev_privilege"] = ["This is not a valid choice."]
    password = values.get("device_password") or ""
    if password and not password.isdecimal():
        problems["device_password"] = [f'"{password}" is not a number.']
    return problems


def _stored(person: Employee, values: Mapping[str, Any]) -> Employee:
    first, _, last = person.name.partition(" ")
    names = (values.get("first_name", first), values.get("last_name", last))
    kept: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "card_no": ("card", lambda value: value or ""),
        "area": ("areas", tuple),
        "dev_privilege": ("privilege", int),
        "device_password": ("password", lambda value: value or ""),
        "department": ("department", int),
    }
    changes = {
        ours: read(values[name])
        for name, (ours, read) in kept.items()
        if name in values
    }
    return replace(person, name=" ".join(filter(None, names)), **changes)
