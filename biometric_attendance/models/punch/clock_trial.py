"""Tries out another clock or zone: reads punches again, notes what changes, rolls back."""

from contextlib import closing
from typing import NamedTuple

from odoo.tools import SQL

from ...rules import clock
from ..access.assignment_trial import get_queued
from ..pairing.outcomes import without_unknown_zones
from .changes import trying_out
from .chosen_hours import move_chosen_hours
from .clock_change import apply_change, count_changes
from .clock_readings import load_readings

# The attendances of so many punches are compared; all punches are counted.
MAX_PUNCHES_COMPARED = 5_000
COUNTS = ("punches", "people", "errors_before", "errors_after", "closed")


class Trial(NamedTuple):
    """What a change would do.

    :param counts: how many of ``COUNTS`` there are.
    :param differences: values of ``biometric.difference``.
    :param approved: how many approved overtime lines their days have.
    :param is_partial: the differences are of some people only.
    """

    counts: dict
    differences: list
    approved: int
    is_partial: bool


def try_change(change, former_zone):
    """Return the :class:`Trial` of a change; nothing of it stays.

    :param former_zone: the zone of the device until now.
    """
    env = change.device.env
    env.flush_all()
    with trying_out(), closing(env.cr.savepoint()):
        move_chosen_hours(change, former_zone)
        readings = load_readings(change)
        counts = count_changes(change, readings)
        pins, is_partial = _pick_pins(change.device)
        queue = env["biometric.pairing"]
        earlier = env.execute_query(SQL("SELECT max(id) FROM biometric_pairing"))
        apply_change(change, readings, pins)
        env.invalidate_all(flush=False)
        queued = get_queued(env, earlier[0][0] or 0)
        differences = queue._differences(without_unknown_zones(env, queued), None)
    env.invalidate_all(flush=False)
    return Trial(counts, differences, _count_approved(env, differences), is_partial)


def _pick_pins(device):
    """Return PINs with so many punches that they can be compared, and if others are left."""
    rows = device.env.execute_query(
        SQL(
            """SELECT pin, count(*) FROM biometric_punch WHERE device_id = %s
                GROUP BY pin ORDER BY pin""",
            device.id,
        )
    )
    pins, total = [], 0
    for pin, count in rows:
        total += count
        if pins and total > MAX_PUNCHES_COMPARED:
            return pins, True
        pins.append(pin)
    return pins, False


def _count_approved(env, differences):
    """Count the approved overtime of the days on which attendances would change."""
    days = set()
    employees = env["hr.employee"].sudo().with_context(active_test=False)
    for each in differences:
        zone = clock.zone(employees.browse(each["employee_id"])._get_tz())
        for name in ("check_in", "new_check_in"):
            if each.get(name):
                days.add((each["employee_id"], clock.wall(each[name], zone).date()))
    if not days:
        return 0
    lines = env["hr.attendance.overtime.line"].sudo()
    found = lines.search(
        [
            ("employee_id", "in", [employee for employee, _day in days]),
            ("date", "in", [day for _employee, day in days]),
            ("status", "=", "approved"),
        ]
    )
    return sum((line.employee_id.id, line.date) in days for line in found)
