"""Loading the attendances that a plan has to respect or may change."""

from collections import defaultdict

from odoo.tools import SQL

from ...rules import outcomes
from ...rules.assignments import BEGINNING

# Modes of an end of an attendance that the person pressed in the moment itself.
PRESSED_MODES = ("kiosk", "systray")


def load_attendances(env, starts, policies, loaded):
    """All attendances that matter for the punches since each start: ``{employee: records}``.

    These end after it, or at a press that such a punch may repeat, or a person moved
    them away from such a punch, which they cover all the same.
    """
    attendance = env["hr.attendance"]
    found = env.execute_query(
        SQL(
            """SELECT a.id, a.employee_id
                 FROM unnest(%s, %s, %s) AS q(employee_id, since, pressed_since)
                 JOIN hr_attendance a ON a.employee_id = q.employee_id
                      AND (a.check_in >= q.since OR a.check_out IS NULL
                           OR a.check_out >= q.since
                           OR a.check_out >= q.pressed_since AND a.out_mode = ANY(%s)
                           OR a.id = ANY(%s))""",
            [employee.id for employee in starts],
            [start or BEGINNING for start in starts.values()],
            [
                start - policies[employee].debounce if start else BEGINNING
                for employee, start in starts.items()
            ],
            list(PRESSED_MODES),
            _moved_attendances(loaded, starts),
        )
    )
    ids = defaultdict(list)
    for row_id, employee_id in found:
        ids[employee_id].append(row_id)
    attendance.browse(row_id for row_id, _employee in found).fetch(
        [
            "employee_id",
            "check_in",
            "check_out",
            "in_mode",
            "out_mode",
            "biometric_managed",
            "biometric_ended",
            "biometric_former_end",
        ]
    )
    return {employee: attendance.browse(ids[employee.id]) for employee in starts}


def _moved_attendances(loaded, starts):
    """The ids of attendances that cover punches since a start, wherever they are now."""
    return list(
        {
            punch.attendance_id
            for employee, start in starts.items()
            if start
            for punch in loaded[employee.id]
            if punch.outcome == outcomes.COVERED
            and punch.attendance_id
            and punch.instant >= start
        }
    )
