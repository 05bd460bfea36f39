"""A bridge, its token, and the terminals it reaches."""


def run(env, places: dict[str, int], zone: str) -> str:
    """Create a bridge and devices at ports of this machine; return its token.

    Their users are those of the other terminals.
    """
    bridge = env["biometric.bridge"].create({"name": "Bench"})
    devices = env["biometric.device"].create(
        [
            {
                "serial": serial,
                "brand": "zk4370",
                "host": "127.0.0.1",
                "port": port,
                "tz": zone,
                "bridge_id": bridge.id,
                "state": "approved",
                "company_id": env.company.id,
            }
            for serial, port in places.items()
        ]
    )
    known = env["biometric.device.user"].search([("device_id.brand", "=", "adms")])
    people = {user.pin: user.employee_id.id for user in known}
    env["biometric.device.user"].create(
        [
            {"device_id": device.id, "pin": pin, "employee_id": employee}
            for device in devices
            for pin, employee in people.items()
        ]
    )
    token = bridge._pair({"name": "bench"})
    env.cr.commit()
    return token
