"""Ask terminals on port 4370 by the real job, as a cron worker runs it."""

import time


def run(env, places: dict[str, int], times: int = 1) -> dict:
    """Ask all of them, until their logs are read or it is clear that they cannot be.

    :param places: the port of each serial number, on this machine.
    :return: `seconds` and processor seconds (`cpu`) of the asking, how many `punches` all
        polled terminals have stored, and by serial number the `errors`.
    """
    devices = _hang(env, places)
    cron = env.ref("biometric_attendance.cron_poll")
    began, load = time.perf_counter(), time.process_time()
    for _ in range(times):
        devices.poll_next = False
        env.cr.commit()
        while env["biometric.device"]._get_due(False) & devices:
            cron.method_direct_trigger()
            env.cr.commit()
    took, load = time.perf_counter() - began, time.process_time() - load
    env.invalidate_all()
    return {
        "seconds": took,
        "cpu": load,
        "punches": env["biometric.punch"].search_count([("route", "=", "poll")]),
        "errors": {each.serial: each.poll_error for each in devices if each.poll_error},
    }


def _hang(env, places: dict[str, int]):
    """Return the devices, made and approved where they are not there."""
    devices = env["biometric.device"].search([("serial", "in", list(places))])
    missing = set(places) - set(devices.mapped("serial"))
    made = env["biometric.device"].create(
        [
            {
                "serial": serial,
                "brand": "zk4370",
                "host": "127.0.0.1",
                "port": places[serial],
                "tz": env["biometric.device"].search([], limit=1).tz,
                "state": "approved",
                "company_id": env.company.id,
            }
            for serial in sorted(missing)
        ]
    )
    env.cr.commit()
    return devices | made
