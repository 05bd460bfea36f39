"""Lists of the API: filtered, sorted, and cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from .database import Database, Employee, Reader, Transaction
from .releases import ORDERS, Oddities, Release

#: Where the server's own proxy is, which nobody else reaches.
INSIDE = "http://127.0.0.1:8081"
DEFAULT_ROWS = 10
_STATES = (
    "Check In",
    "Check Out",
    "Break Out",
    "Break In",
    "Overtime In",
    "Overtime Out",
)
_VERIFY = {1: "Fingerprint", 3: "Password", 4: "Card", 15: "Face", 25: "Palm"}

Query = Mapping[str, str]


class NoSuchPage(Exception):
    """A page behind the last one, or that is no number."""


def cut(
    rows: list, path: str, query: Query, release: Release, oddities: Oddities
) -> dict[str, Any]:
    """Return one page of rows, as the answer wraps it.

    :raises NoSuchPage: there is none.
    """
    size = query.get(release.rows_parameter, "")
    wanted = int(size) if size.isdecimal() and int(size) else DEFAULT_ROWS
    size = min(wanted, release.most_rows)
    page = query.get("page", "1")
    pages = max(1, -(-len(rows) // size))
    if not page.isdecimal() or not 1 <= int(page) <= pages:
        raise NoSuchPage
    number = int(page)
    answer = {
        "count": len(rows),
        "next": f"{INSIDE}{path}?page={number + 1}" if number < pages else None,
        "previous": f"{INSIDE}{path}?page={number - 1}" if number > 1 else None,
        "msg": "",
        "code": 0,
        "data": rows[(number - 1) * size : number * size],
    }
    if not oddities.counts:
        del answer["count"]
    return answer


def transactions(
    database: Database, query: Query, release: Release, oddities: Oddities
) -> list[dict[str, Any]]:
    """Return the punches a query asks for, in its order."""
    found = [row for row in database.rows() if _matches(row, query, oddities)]
    order = query.get("ordering", "")
    if oddities.sorts and order in ORDERS:
        # A database puts rows without a time above all others.
        field = order.removeprefix("-")
        found.sort(
            key=lambda row: (getattr(row, field) or datetime.max, row.id),
            reverse=order.startswith("-"),
        )
    return [_transaction(row, database, release, oddities) for row in found]


def terminals(
    database: Database, query: Query, release: Release, oddities: Oddities
) -> list[dict[str, Any]]:
    """Return the terminals."""
    with database.lock:
        found = list(database.terminals.values())
    return [
        _terminal(number, each, database, oddities)
        for number, each in enumerate(found, 1)
    ]


def employees(
    database: Database, query: Query, release: Release, oddities: Oddities
) -> list[dict[str, Any]]:
    """Return the people, with the secrets that servers of 8.x do not hide."""
    asked = query.get("emp_code", "") if oddities.filters_people else ""
    with database.lock:
        found = list(database.employees.values())
    return [
        employee(number, each, database)
        for number, each in enumerate(found, 1)
        if not each.hidden and asked in ("", each.pin)
    ]


def areas(database: Database, *_: object) -> list[dict[str, Any]]:
    """Return the areas."""
    return [_area(number, database) for number in database.areas]


def departments(database: Database, *_: object) -> list[dict[str, Any]]:
    """Return the departments."""
    return [_department(number, database) for number in database.departments]


LISTS: dict[str, Callable[..., list[dict[str, Any]]]] = {
    "/iclock/api/transactions/": transactions,
    "/iclock/api/terminals/": terminals,
    "/personnel/api/employees/": employees,
    "/personnel/api/areas/": areas,
    "/personnel/api/departments/": departments,
}


def _matches(row: Transaction, query: Query, oddities: Oddities) -> bool:
    time = row.punch_time.isoformat(" ", "seconds")
    start, end = query.get("start_time", ""), query.get("end_time", "")
    if oddities.strict and time in (start, end):
        return False
    return (
        (not start or time >= start)
        and (not end or time <= end)
        and query.get("emp_code", row.pin) == row.pin
        and query.get("terminal_sn", row.serial) == row.serial
    )


def _transaction(
    row: Transaction, database: Database, release: Release, oddities: Oddities
) -> dict[str, Any]:
    state = row.state if oddities.state is None else oddities.state
    reader = database.terminals.get(row.serial)
    values = {
        "id": row.id,
        "emp": 1000 + row.id % 50,
        "emp_code": row.pin,
        "punch_time": row.punch_time.isoformat(" ", "seconds"),
        "punch_state": str(state),
        "verify_type": str(row.verify) if oddities.verify_as_text else row.verify,
        "work_code": row.workcode,
        "gps_location": None,
        "area_alias": reader.area if reader else None,
        "terminal_sn": row.serial,
        "terminal_alias": reader.alias if reader else None,
        "upload_time": row.upload_time and row.upload_time.isoformat(" ", "seconds"),
    }
    if not release.has_names:
        more = {"is_attendance": 1, "mobile": None, "purpose": 9, "source": 1}
        return {**values, **more, "sync_status": None, "crc": "AAFC"}
    person = database.employees.get(row.pin)
    return {
        **values,
        "first_name": person.name if person else None,
        "last_name": None,
        "department": "Sales",
        "position": None,
        "punch_state_display": _STATES[state] if state < len(_STATES) else None,
        "verify_type_display": _VERIFY.get(row.verify),
        "temperature": 255.0,
        "is_mask": "-",
    }


def _terminal(
    number: int, reader: Reader, database: Database, oddities: Oddities
) -> dict[str, Any]:
    seen = reader.last_activity
    areas = {name: number for number, name in database.areas.items()}
    area = _area(areas[reader.area], database) if reader.area in areas else None
    named = {"object": area, "number": area and area["id"], "name": reader.area}
    return {
        "id": number,
        "sn": reader.serial,
        "alias": reader.alias,
        "ip_address": f"192.0.2.{number % 250 + 1}",
        "state": "1" if reader.online else 3,
        "terminal_tz": reader.zone,
        "area": named[oddities.area_of_terminal],
        "last_activity": seen and seen.isoformat(" ", "seconds"),
    }


def employee(number: int, person: Employee, database: Database) -> dict[str, Any]:
    """Return the row of a person."""
    first, _, last = person.name.partition(" ")
    return {
        "id": number,
        "emp_code": person.pin,
        "first_name": first,
        "last_name": last or None,
        "department": _department(person.department, database),
        "area": [_area(each, database) for each in person.areas],
        "card_no": person.card or None,
        "self_password": "pbkdf2_sha256$36000$SECRET-HASH",
        "device_password": "SECRET-1234",
        "dev_privilege": person.privilege,
        "app_status": 0,
    }


def _area(number: int, database: Database) -> dict[str, Any]:
    name = database.areas[number]
    return {"id": number, "area_code": str(number), "area_name": name}


def _department(number: int, database: Database) -> dict[str, Any]:
    name = database.departments[number]
    return {"id": number, "dept_code": str(number), "dept_name": name}
