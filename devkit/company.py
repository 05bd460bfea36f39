"""The demo's company in Odoo: people, terminals, and who has which PIN."""

from .api import Api
from .namespace import register

register()

from biometric_attendance.simulator import Workforce  # noqa: E402

ZONE = "Europe/Brussels"
PEOPLE = 20
SERIALS = [f"SIM{number:04d}" for number in range(1, 6)]
PLACES = ["Main entrance", "Workshop", "Warehouse", "Canteen", "Back door"]


def found(api: Api) -> dict[str, int]:
    """Create the company and return the employee's id of each PIN."""
    people = Workforce(PEOPLE, zone=ZONE).employees
    ids = api.call(
        "hr.employee", "create", vals_list=[{"name": each.name} for each in people]
    )
    employees = {each.pin: id_ for each, id_ in zip(people, ids, strict=True)}
    devices = api.call(
        "biometric.device",
        "create",
        vals_list=[
            {"name": place, "serial": serial, "tz": ZONE}
            for serial, place in zip(SERIALS, PLACES, strict=True)
        ],
    )
    api.call("biometric.device", "action_approve", ids=devices)
    mapped = [
        {
            "device_id": device,
            "pin": each.pin,
            "name": each.name,
            "employee_id": employees[each.pin],
        }
        for device in devices
        for each in people
    ]
    api.call("biometric.device.user", "create", vals_list=mapped)
    return employees
