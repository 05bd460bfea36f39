"""People, terminals, and everybody's PIN on every terminal."""


def run(env, pins: list[str], serials: list[str], zone: str) -> int:
    """Create them and return how many device users there are."""
    employees = env["hr.employee"].create(
        [{"name": f"Person {pin}", "tz": zone} for pin in pins]
    )
    devices = env["biometric.device"].create(
        [
            {
                "serial": serial,
                "tz": zone,
                "state": "approved",
                "company_id": env.company.id,
            }
            for serial in serials
        ]
    )
    users = env["biometric.device.user"].create(
        [
            {"device_id": device.id, "pin": pin, "employee_id": employee.id}
            for device in devices
            for pin, employee in zip(pins, employees, strict=True)
        ]
    )
    env.cr.commit()
    return len(users)


def twins(env, employees):
    """Return as many people of the same hours, whom no terminal knows."""
    return env["hr.employee"].create(
        [{"name": f"Twin of {each.name}", "tz": each.tz} for each in employees]
    )
