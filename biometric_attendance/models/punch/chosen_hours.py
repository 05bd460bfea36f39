"""The hour that happens twice, in another zone: what people chose of it is kept."""

from datetime import datetime

from odoo.tools import SQL

from ...rules import clock
from .clock_readings import get_closed_ends, get_picked, get_wall


def move_chosen_hours(change, former_zone):
    """Keep what people chose of the hour that happens twice: the first or the second.

    Where that hour is another one in the new zone, there is nothing to choose any more, and
    the correction is withdrawn.

    :param former_zone: by which they chose.
    """
    env = change.device.env
    rows = env.execute_query(
        SQL(
            """SELECT c.id, c.employee_id, c.instant, %(wall)s,
                      p.device_time::timestamp
                      + make_interval(secs => coalesce(p.clock_shift, 0))
                 FROM (SELECT p.* FROM %(picked)s) AS p
                 JOIN biometric_correction c ON c.punch_id = p.id AND c.kind = 'hour'
                WHERE c.state = 'active' AND NOT coalesce(p.own_offset, FALSE)""",
            wall=get_wall(change),
            picked=get_picked(change),
        )
    )
    ends = {
        each["employee"]: datetime.fromisoformat(each["until"])
        for each in get_closed_ends(change.device)
    }
    moot = []
    for id_, employee, instant, wall, former_wall in rows:
        before, after = clock.offsets(wall, change.zone)
        is_second = former_wall - instant == min(
            clock.offsets(former_wall, former_zone)
        )
        new = wall - (after if is_second else before)
        if min(instant, new) < ends.get(employee, datetime.min):
            continue
        if before <= after:
            moot.append(id_)
        env.cr.execute(
            SQL(
                """UPDATE biometric_correction SET instant = %s, former_instant = %s
                    WHERE id = %s""",
                new,
                wall - before,
                id_,
            )
        )
    corrections = env["biometric.correction"].sudo()
    corrections.invalidate_model(["instant", "former_instant"], flush=False)
    corrections.browse(moot)._withdraw()
    corrections.flush_model()
