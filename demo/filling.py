"""Fill a database with what years leave behind, to look at screens and to measure them.

Runs inside Odoo's shell: ``from demo.filling import fill; fill(env, 100_000)``. What is
many is inserted by SQL, in a transaction the caller commits; nothing of it is paired again.
"""

from typing import Any

from .filling_rows import ROWS

PUNCHES_PER_PERSON, PUNCHES_PER_DEVICE = 250, 1000
LEAST_PEOPLE, LEAST_DEVICES = 12, 10
ZONE = "Europe/Brussels"
# Of so many devices, one waits for approval.
ONE_PENDING_OF = 10
# What is counted beside the punches: rows of it for so many punches.
PUNCHES_FOR_ONE = {
    "biometric_device_user": 10,
    "odd_punch": 12,
    "biometric_command": 10,
    "biometric_message": 10,
    "biometric_device_event": 10,
    "biometric_correction": 20,
    "biometric_access_pass": 100,
    "biometric_template": 50,
    "biometric_photo": 50,
    "biometric_contact_attempt": 100,
    "biometric_unknown_network": 1000,
    "biometric_alert": 200,
    "biometric_consent": 250,
    "biometric_erasure": 1000,
    "biometric_evacuation": 5000,
    "biometric_file_import": 1000,
}
LEAST_ROWS = 13  # so that each kind of odd punch is there, and of anything a few


def fill(env: Any, punches: int) -> None:
    """Add so many punches, with people, devices and all else in proportion."""
    people = _people(env, punches)
    devices = _devices(env, punches)
    partners = env["res.partner"].create(
        [{"name": f"Guest {number}"} for number in range(LEAST_ROWS)]
    )
    env.flush_all()
    days = max(2, punches // (2 * len(people)))
    common = {
        "people": people.ids,
        "devices": devices.ids,
        "partners": partners.ids,
        "days": days,
        "company": env.company.id,
        "user": env.ref("base.user_admin").id,
        "group": env["biometric.device.group"].search([], limit=1).id,
        "site": env["biometric.site"].search([], limit=1).id,
    }
    for name, statement in ROWS:
        per_row = PUNCHES_FOR_ONE.get(name, 0)
        count = max(LEAST_ROWS, punches // per_row) if per_row else 0
        env.cr.execute(
            statement, {**common, "count": count, **_codes(env, name, common)}
        )
    env.invalidate_all()


def _people(env: Any, punches: int) -> Any:
    wanted = max(LEAST_PEOPLE, punches // PUNCHES_PER_PERSON)
    people = env["hr.employee"].search([("company_id", "=", env.company.id)])
    departments = env["hr.department"].search([], limit=20) or env[
        "hr.department"
    ].create([{"name": f"Department {number}"} for number in range(1, 9)])
    vals_list = [
        {
            "name": f"Person {number:04}",
            "tz": ZONE,
            "department_id": departments[number % len(departments)].id,
        }
        for number in range(len(people), wanted)
    ]
    return (people | env["hr.employee"].create(vals_list))[:wanted]


def _devices(env: Any, punches: int) -> Any:
    """Return the approved devices, at sites and in groups."""
    wanted = max(LEAST_DEVICES, punches // PUNCHES_PER_DEVICE)
    known = [("serial", "like", "FILL%")]
    first = 1 + env["biometric.device"].search_count(known)
    sites = env["biometric.site"].create(
        [
            {"name": f"Site {number:03}", "tz": ZONE}
            for number in range(first, first + wanted // 5 + 1)
        ]
    )
    vals_list = [
        {
            "name": f"Terminal {number:03}",
            "serial": f"FILL{number:05}",
            "tz": ZONE,
            "company_id": env.company.id,
            "site_id": sites[number % len(sites)].id,
            "state": "approved" if number % ONE_PENDING_OF else "pending",
        }
        for number in range(first, first + wanted)
    ]
    devices = env["biometric.device"].create(vals_list)
    approved = devices.filtered(lambda device: device.state == "approved")
    env["biometric.device.group"].create(
        [
            {
                "name": f"Group {number:02}",
                "device_ids": [(6, 0, approved[number::5].ids)],
            }
            for number in range(5)
        ]
    )
    env["biometric.wall"].create([{"name": "Entrance hall"}])
    return approved


def _codes(env: Any, name: str, common: dict) -> dict:
    """Return the codes a selection of the model knows, which rows are given in turn."""
    fields = {
        "biometric_command": ("kind", "state"),
        "biometric_alert": ("cause",),
        "biometric_contact_attempt": ("kind",),
    }
    if name not in fields:
        return {}
    model = env[name.replace("_", ".")]
    return {f"{field}s": model._fields[field].get_values(env) for field in fields[name]}
