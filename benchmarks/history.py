"""Years of punches and attendances, loaded as rows: nobody waits for Odoo to make them.

The five hundred people have four punches a day on every day before those the benches
use, as far back as it takes; the rest of the punches are of PINs nobody has mapped.
"""

from typing import Any

from .punches import DAYS, PINS

A_DAY = 4
# Two attendances a person and day; the day's first begins at 07:00 UTC.
ATTENDANCES = """
INSERT INTO hr_attendance (employee_id, check_in, check_out, date, in_mode, out_mode,
                           worked_hours, biometric_managed)
SELECT u.employee_id, at, at + interval '4 hours', at::date, 'biometric', 'biometric',
       4, TRUE
  FROM (SELECT DISTINCT employee_id FROM biometric_device_user) u,
       generate_series(1, %(days)s) ago, (VALUES (7), (12)) AS began(hour),
       LATERAL (SELECT current_date - (ago + %(skip)s) + hour * interval '1 hour' AS at) t
"""
PUNCHES = """
INSERT INTO biometric_punch (device_id, employee_id, pin, device_time, instant,
                             received_at, direction, status, verify, line, route, outcome,
                             reason, attendance_id)
SELECT u.device_id, a.employee_id, u.pin, to_char(at, 'YYYY-MM-DD HH24:MI:SS'), at, at,
       way, status, 1, u.pin || E'\\t' || at, 'push', outcome, reason, a.id
  FROM hr_attendance a
  JOIN (SELECT employee_id, min(device_id) AS device_id, min(pin) AS pin
          FROM biometric_device_user GROUP BY employee_id) u USING (employee_id),
       LATERAL (VALUES (check_in, 'in', 0, 'checked_in', 'begins'),
                       (check_out, 'out', 1, 'checked_out', 'ends'))
               AS p(at, way, status, outcome, reason)
"""
UNMAPPED = """
INSERT INTO biometric_punch (device_id, pin, device_time, instant, received_at, status,
                             verify, line, route, outcome, reason)
SELECT (SELECT min(id) FROM biometric_device), (700000 + n %% 1000)::text,
       to_char(at, 'YYYY-MM-DD HH24:MI:SS'), at, at, 0, 1, n::text, 'push',
       'unmapped', 'nobody'
  FROM generate_series(1, %(count)s) n,
       LATERAL (SELECT current_date - %(skip)s - n * interval '20 seconds' AS at) t
"""


def load(connection: Any, punches: int, attendances: int) -> None:
    """Load so many rows, and let PostgreSQL look at them."""
    with connection, connection.cursor() as cursor:
        days = max(1, attendances // (len(PINS) * A_DAY // 2))
        cursor.execute(ATTENDANCES, {"days": days, "skip": DAYS + 1})
        cursor.execute(PUNCHES)
        cursor.execute(UNMAPPED, {"count": punches - cursor.rowcount, "skip": DAYS + 1})
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.autocommit = False
