"""SQL on the punches of imported files: withdrawn with their file, restored, taken out of it.

What the terminal itself sends, too, is no file's: withdrawing the file leaves it alone.
Punches of a closed payroll period are never changed.
"""

import json

from odoo.tools import SQL

from ...rules.assignments import BEGINNING
from ...rules.repeated_hour import MAX_CLOCK_LEAD
from .changes import QUEUE_CHANGED, change_punches
from .first_outcome import CountedSince, denied_day, first_outcome, first_reason
from .owner import join_owner

# Key of the context that names the imported file which punches come from.
IMPORTED = "biometric_file_import"
WITHDRAWN = "import_withdrawn"  # the reason of punches withdrawn with their file


def get_file_import(device, route):
    """Return the id of the imported file that punches come from, ``None`` for others."""
    return device.env.context.get(IMPORTED) if route in ("file", "replay") else None


def release_from_files(device, rows, route):
    """Take stored punches that come once more out of the files they were read from.

    One that the terminal sends belongs to no file any more. A file takes over those that
    were withdrawn with another file. Both count again if they did not.

    :param rows: the batch, as the SQL takes it.
    """
    file_import = get_file_import(device, route)
    if file_import and not _is_any_withdrawn(device.env):
        return
    keys = [{key: row[key] for key in ("pin", "device_time", "status")} for row in rows]
    released = device.env.execute_query(
        SQL(
            """UPDATE biometric_punch p SET file_import_id = %(file_import)s
                 FROM json_to_recordset(%(rows)s)
                      AS s(pin text, device_time text, status int),
                      biometric_file_import f
                WHERE p.device_id = %(device)s AND p.pin = s.pin
                  AND p.device_time = s.device_time AND p.status = s.status
                  AND f.id = p.file_import_id
                  AND (%(file_import)s::int IS NULL
                       OR f.id <> %(file_import)s
                          AND (f.state = 'withdrawn' OR f.work = 'withdraw'))
            RETURNING p.id""",
            file_import=file_import,
            rows=json.dumps(keys),
            device=device.id,
        )
    )
    if released:
        restore(device.env, [punch for (punch,) in released])


def _is_any_withdrawn(env):
    """Whether any imported file is withdrawn, or being so."""
    withdrawn = SQL("SELECT FROM biometric_file_import "
                    "WHERE state = 'withdrawn' OR work = 'withdraw' LIMIT 1")  # fmt: skip
    return bool(env.execute_query(SQL("SELECT EXISTS (%s)", withdrawn))[0][0])


def withdraw(env, punches):
    """Withdraw punches and queue their employees for pairing.

    :param punches: ids.
    :return: how many were left as they are, because their payroll period is closed.
    """
    env.flush_all()
    counted = SQL(
        """SELECT p.id, %s AS closed FROM biometric_punch p %s
            WHERE p.id = ANY(%s) AND p.outcome <> 'discarded'""",
        _is_closed(),
        _join_companies(),
        punches,
    )
    [(left,)] = env.execute_query(
        SQL("SELECT count(*) FROM (%s) AS counted WHERE closed", counted)
    )
    queued = change_punches(
        env,
        SQL(
            """
            counted AS (%s), changed AS (
                UPDATE biometric_punch p
                   SET outcome = 'discarded', reason = %s, detail = NULL,
                       attendance_id = NULL
                  FROM counted c
                 WHERE c.id = p.id AND NOT c.closed
             RETURNING p.id, p.employee_id, p.instant
            )
            """,
            counted,
            WITHDRAWN,
        ),
        QUEUE_CHANGED,
    )
    if queued:
        env["biometric.pairing"]._trigger_cron()
    return left


def restore(env, punches):
    """Give withdrawn punches their first outcome again, and queue their employees.

    Those that a person discarded by a correction stay discarded.

    :param punches: ids.
    """
    env.flush_all()
    queued = change_punches(
        env,
        SQL(
            """
            restored AS (
                SELECT p.id,
                       CASE WHEN p.instant > p.received_at + %(lead)s THEN 'clock_error'
                            WHEN p.instant < coalesce(d.import_since, %(beginning)s)
                            THEN 'before_start'
                            ELSE %(outcome)s END AS outcome,
                       %(reason)s AS reason, %(day)s AS day,
                       %(since)s::json->>d.id::text AS since,
                       p.instant - p.received_at AS ahead
                  FROM biometric_punch p %(companies)s %(owner)s
                 WHERE p.id = ANY(%(punches)s) AND p.outcome = 'discarded'
                   AND NOT %(closed)s
                   AND NOT EXISTS (
                       SELECT FROM biometric_correction m
                        WHERE m.punch_id = p.id AND m.kind = 'discard'
                          AND m.state = 'active')
            ), changed AS (
                UPDATE biometric_punch p
                   SET outcome = r.outcome,
                       reason = CASE r.outcome WHEN 'clock_error' THEN 'clock_ahead'
                                     WHEN 'before_start' THEN 'too_old'
                                     ELSE r.reason END,
                       detail = CASE r.outcome
                                     WHEN 'clock_error' THEN format(
                                          '+%%s:%%s h', div(extract(epoch FROM r.ahead), 3600),
                                          lpad(extract(minute FROM r.ahead)::text, 2, '0'))
                                     WHEN 'before_start' THEN r.since
                                     ELSE r.day END
                  FROM restored r WHERE r.id = p.id
             RETURNING p.id, p.employee_id, p.instant
            )
            """,
            punches=punches,
            lead=MAX_CLOCK_LEAD,
            beginning=BEGINNING,
            outcome=first_outcome("p"),
            reason=first_reason("p"),
            since=json.dumps(_get_since_texts(env, punches)),
            day=denied_day("p"),
            owner=join_owner("p", SQL.identifier("p", "device_id")),
            companies=_join_companies(),
            closed=_is_closed(),
        ),
        QUEUE_CHANGED,
    )
    if queued:
        env["biometric.pairing"]._trigger_cron()


def _get_since_texts(env, punches):
    """Return since when the punches of each device count, on its clock, by its id."""
    rows = env.execute_query(
        SQL(
            "SELECT DISTINCT device_id FROM biometric_punch WHERE id = ANY(%s)", punches
        )
    )
    devices = env["biometric.device"].browse(device for (device,) in rows)
    return {device.id: CountedSince(device).text for device in devices.sudo()}


def _join_companies():
    """SQL of the companies whose payroll periods hold for a punch ``p``."""
    return SQL(
        """JOIN biometric_device d ON d.id = p.device_id
           LEFT JOIN res_company dc ON dc.id = d.company_id
           LEFT JOIN hr_employee e ON e.id = p.employee_id
           LEFT JOIN res_company ec ON ec.id = e.company_id"""
    )


def _is_closed():
    """SQL whether the payroll period of a punch ``p`` is closed, by the terminal's day.

    Days are compared as text, which in this format is their order.
    """
    return SQL(
        """coalesce(left(p.device_time, 10) <= (
               CASE WHEN e.id IS NULL THEN dc.biometric_closed_until
                    ELSE ec.biometric_closed_until END)::text, FALSE)"""
    )
