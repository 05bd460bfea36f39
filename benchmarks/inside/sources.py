"""Read a vendor's database by the real job, as a cron worker runs it."""

import time


def run(env, values: dict, serials: list[str]) -> dict:
    """Read what is new, until the source is read to its end.

    :param values: of the source.
    :param serials: of its terminals, whose users are those of the other devices.
    :return: `seconds` and processor seconds (`cpu`) of the reading, how many `punches` its
        terminals have stored, and its `failure`.
    """
    source = env["biometric.source"].search([]) or _make(env, values, serials)
    source.last_read = source.poll_next = False
    env.cr.commit()
    cron = env.ref("biometric_attendance.cron_source")
    began, load = time.perf_counter(), time.process_time()
    while not source.last_read and not source.failure_reason:
        cron.method_direct_trigger()
        env.cr.commit()
        env.invalidate_all()
    took, load = time.perf_counter() - began, time.process_time() - load
    stored = [("device_id.source_id", "=", source.id)]
    return {
        "seconds": took,
        "cpu": load,
        "punches": env["biometric.punch"].search_count(stored),
        "failure": source.failure,
    }


def _make(env, values, serials):
    source = env["biometric.source"].create(
        {**values, "name": "Bench", "brand": "vendor_databases"}
    )
    devices = env["biometric.device"].create(
        [
            {
                "serial": f"{serial}/{source.id}",
                "source_key": serial,
                "source_id": source.id,
                "brand": source.brand,
                "tz": source.tz,
                "state": "approved",
                "company_id": source.company_id.id,
            }
            for serial in serials
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
    return source
