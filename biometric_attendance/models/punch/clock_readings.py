"""What another zone or clock makes of the wall clocks of a device's stored punches.

Days on which the zone has one offset are worked out by SQL; punches of the others one by
one, as when they come.
"""

import json
from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from odoo.tools import SQL

from ...rules import clock
from .biometric_punch import ORDERED_ROUTES


class ClockChange(NamedTuple):
    """Which punches of a device are read again, and how.

    :param zone: of the terminal's clock.
    :param since: from which day on, by that clock; ``None`` for all.
    :param shift: seconds to add to the clock of those with a doubted time, the only ones
        read then; ``None`` to leave each its own.
    """

    device: object
    zone: object
    since: date | None = None
    shift: int | None = None


class Readings(NamedTuple):
    """What a zone makes of the wall clocks of a device, as JSON for the SQL.

    :param days: the offset of each day on which it does not change.
    :param rows: the instants of the punches of the other days.
    :param closed: until when each employee's closed period is.
    """

    days: str
    rows: str
    closed: str


def load_readings(change):
    """Return the :class:`Readings` of all punches that are read again."""
    days = [
        day
        for (day,) in change.device.env.execute_query(
            SQL(
                "SELECT DISTINCT %s::date FROM %s", get_wall(change), get_picked(change)
            )
        )
    ]
    offsets = {day: clock.constant_offset(change.zone, day.toordinal()) for day in days}
    return Readings(
        json.dumps(
            [
                {"day": str(day), "seconds": int(offset.total_seconds())}
                for day, offset in offsets.items()
                if offset is not None
            ]
        ),
        json.dumps(
            _read_changing_days(
                change, [day for day, offset in offsets.items() if offset is None]
            )
        ),
        json.dumps(get_closed_ends(change.device)),
    )


def _read_changing_days(change, days):
    """Read the punches of days on which the zone changes its clock, upload by upload."""
    if not days:
        return []
    rows = change.device.env.execute_query(
        SQL(
            """SELECT p.id, p.pin, %(wall)s, %(wall)s::date = ANY(%(days)s),
                      p.received_at, p.route
                 FROM %(picked)s AND NOT coalesce(p.own_offset, FALSE)
                  AND p.received_at IN (SELECT p.received_at FROM %(picked)s
                                           AND %(wall)s::date = ANY(%(days)s))
                ORDER BY p.received_at, p.route, p.id""",
            wall=get_wall(change),
            days=days,
            picked=get_picked(change),
        )
    )
    uploads = defaultdict(list)
    for *row, received, route in rows:
        uploads[received, route].append(row)
    read = []
    for (received, route), upload in uploads.items():
        instants, ambiguous = clock.instants(
            [(pin, wall, None) for _id, pin, wall, _changing in upload],
            change.zone,
            received,
            in_order=route in ORDERED_ROUTES,
        )
        read += [
            {"id": id_, "instant": str(instants[n]), "ambiguous": n in ambiguous}
            for n, (id_, _pin, _wall_clock, changing) in enumerate(upload)
            if changing
        ]
    return read


def get_closed_ends(device):
    """Return where the closed period of each employee with punches here ends."""
    env = device.env
    rows = env.execute_query(
        SQL(
            """SELECT employee_id FROM biometric_punch
                WHERE device_id = %(device)s AND employee_id IS NOT NULL
                UNION SELECT employee_id FROM biometric_device_user
                WHERE device_id = %(device)s AND employee_id IS NOT NULL
                UNION SELECT employee_id FROM biometric_assignment
                WHERE device_id = %(device)s AND employee_id IS NOT NULL""",
            device=device.id,
        )
    )
    employees = env["hr.employee"].sudo().with_context(active_test=False)
    ends = []
    for employee in employees.browse(id_ for (id_,) in rows).exists():
        closed = employee.company_id.biometric_closed_until
        if closed:
            try:
                zone = clock.zone(employee._get_tz())
            except ValueError:  # one this server lacks
                zone = clock.zone("UTC")
            end = clock.midnight(closed + timedelta(days=1), zone)
            ends.append({"employee": employee.id, "until": str(end)})
    return ends


def get_picked(change):
    """SQL of the punches that are read again, ``p``, with their ``WHERE``."""
    return SQL(
        """biometric_punch p WHERE p.device_id = %s AND p.device_time >= %s
           AND (%s::int IS NULL OR p.doubted_time)""",
        change.device.id,
        str(change.since or ""),
        change.shift,
    )


def get_shift(change):
    """SQL of the seconds added to the clock."""
    return SQL("coalesce(%s::int, p.clock_shift, 0)", change.shift)


def get_wall(change):
    """SQL of the wall clock put right, within what Python knows as a date."""
    return SQL(
        """least(greatest(p.device_time::timestamp + make_interval(secs => %s),
                          '0001-01-01'), '9999-12-31 23:59:59'::timestamp)""",
        get_shift(change),
    )
