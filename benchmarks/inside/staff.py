"""The company's people, their punches, and the pairing of them, from within Odoo."""

import time
from itertools import islice

from odoo.addons.biometric_attendance.terminals.records import Punch

from benchmarks.punches import serial_of, staff_punches


def employees(env):
    """Return the people whom terminals know, in the order of their PINs."""
    return env["biometric.device.user"].search([], order="pin").employee_id


def store(env, pins: list[str], days: int) -> int:
    """Store the punches of these people as if they had been pushed; return how many."""
    devices = {each.serial: each for each in env["biometric.device"].search([])}
    kept = {device: [] for device in devices.values()}
    for each in staff_punches(pins, days):
        line = f"{each.pin}\t{each.local}\t{each.status}\t{each.verify}"
        punch = Punch(each.pin, each.local, each.status, each.verify, "", line)
        kept[devices[serial_of(each.pin)]].append(punch)
    for device, punches in kept.items():
        rest = iter(punches)
        while batch := list(islice(rest, 1000)):
            env["biometric.punch"]._ingest(device, batch)
    env.cr.commit()
    return sum(map(len, kept.values()))


def drain(env) -> float:
    """Pair everybody queued, as the cron does; return seconds.

    Batch by batch rather than through the cron's own loop, which lingers at the end.
    """
    start = time.perf_counter()
    while env["biometric.pairing"]._pair_batch():
        pass
    return time.perf_counter() - start
