"""A company in Odoo for simulated people: employees, devices, who has which PIN."""

from collections.abc import Iterable, Mapping
from typing import Any

from simulator import Workforce

from .api import Api

# The demo's own company.
ZONE = "Europe/Brussels"
PEOPLE = 20
SERIALS = [f"SIM{number:04d}" for number in range(1, 6)]
PLACES = ["Main entrance", "Workshop", "Warehouse", "Canteen", "Back door"]


def add_devices(
    api: Api, names: Mapping[str, str], zone: str, brand: str = "adms", **values: Any
) -> list[int]:
    """Create and approve devices that push, and return their ids.

    :param names: the name of each serial number.
    :param values: more fields of each.
    """
    values |= {"tz": zone, "brand": brand}
    rows = [
        {"serial": serial, "name": name, **values} for serial, name in names.items()
    ]
    devices = create_devices(api, rows)
    approve(api, devices)
    return devices


def create_devices(api: Api, rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """Create pending devices and return their ids."""
    return api.call("biometric.device", "create", vals_list=list(rows))


def approve(api: Api, devices: list[int]) -> None:
    """Let Odoo work with devices."""
    api.call("biometric.device", "action_approve", ids=devices)


def add_source(api: Api, name: str, brand: str, **values: Any) -> int:
    """Have a program that keeps punches read, and return the id of the source."""
    values |= {"name": name, "brand": brand, "tz": ZONE, "poll_minutes": 1}
    values["plain"] = True  # the demo's programs have no certificates
    [source] = api.call("biometric.source", "create", vals_list=[values])
    return source


def devices_of(api: Api, source: int) -> list[int]:
    """Return the ids of the terminals behind a source that are known by now."""
    domain = [["source_id", "=", source]]
    return api.call("biometric.device", "search", domain=domain)


def link_people(api: Api, employees: Mapping[str, int], devices: list[int]) -> None:
    """Say whose PINs are on devices."""
    users = [
        {"device_id": device, "pin": pin, "employee_id": employee}
        for device in devices
        for pin, employee in employees.items()
    ]
    api.call("biometric.device.user", "create", vals_list=users)


def add_employees(api: Api, workforce: Workforce, devices: list[int]) -> dict[str, int]:
    """Employ everybody, link their PINs at all devices, return each PIN's employee."""
    people = workforce.employees
    names = [{"name": each.name} for each in people]
    ids = api.call("hr.employee", "create", vals_list=names)
    users = [
        {"device_id": device, "pin": each.pin, "name": each.name, "employee_id": id_}
        for device in devices
        for each, id_ in zip(people, ids, strict=True)
    ]
    api.call("biometric.device.user", "create", vals_list=users)
    return {each.pin: id_ for each, id_ in zip(people, ids, strict=True)}
