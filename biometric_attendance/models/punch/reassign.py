"""SQL that changes the outcomes of stored punches: new owners, start dates and access.

Each statement queues the employees it concerns for pairing, from the first punch on.
"""

import json

from odoo.tools import SQL

from ...rules.assignments import BEGINNING
from .changes import QUEUE_CHANGED, change_punches
from .first_outcome import CountedSince, denied_day, first_outcome, first_reason
from .owner import join_owner


def assign_to_owners(users):
    """Assign the punches of device users to whom the users belonged at their instants.

    Both the former and the new employees are queued.
    """
    change_punches(
        users.env,
        SQL(
            """
            moved AS (
                SELECT p.id, p.employee_id AS former, o.employee_id AS owner,
                       o.partner_id AS guest, %(outcome)s AS outcome,
                       %(reason)s AS reason, %(day)s AS detail,
                       p.outcome IN ('clock_error', 'before_start', 'discarded') AS stays
                  FROM biometric_punch p
                       %(join_owner)s
                 WHERE u.id = ANY(%(users)s)
                   AND (p.employee_id IS DISTINCT FROM o.employee_id
                        OR p.partner_id IS DISTINCT FROM o.partner_id)
            ), changed AS (
                UPDATE biometric_punch p
                   SET employee_id = m.owner, partner_id = m.guest,
                       attendance_id = NULL,
                       outcome = CASE WHEN m.stays THEN p.outcome ELSE m.outcome END,
                       reason = CASE WHEN m.stays THEN p.reason ELSE m.reason END,
                       detail = CASE WHEN m.stays THEN p.detail ELSE m.detail END
                  FROM moved m WHERE m.id = p.id
             RETURNING p.id, p.instant, m.former, m.owner
            )
            """,
            users=users.ids,
            **_first_outcome(),
        ),
        SQL(
            """INSERT INTO biometric_pairing (employee_id, since)
               SELECT person, min(instant)
                 FROM changed, unnest(ARRAY[former, owner]) AS person
                WHERE person IS NOT NULL GROUP BY person"""
        ),
    )


def owned_users_with_unmapped_punches(env):
    """Return device users with punches stored without the owner they had then.

    That happens if a user is linked to a person while its punches are being stored:
    neither transaction sees the other.
    """
    rows = env.execute_query(
        SQL(
            """SELECT DISTINCT u.id FROM biometric_punch p
                      %s
                WHERE p.outcome = 'unmapped'
                  AND (coalesce(u.employee_id, u.partner_id) IS NOT NULL
                       OR u.assigned_since IS NOT NULL
                       OR u.assigned_until IS NOT NULL)
                  AND coalesce(o.employee_id, o.partner_id) IS NOT NULL""",
            _join_owner(),
        )
    )
    return env["biometric.device.user"].browse(user for (user,) in rows)


def apply_device_settings(device):
    """Apply the start date and the directions of a device to its stored punches."""
    statuses = device.env.execute_query(
        SQL(
            "SELECT DISTINCT status FROM biometric_punch WHERE device_id = %s",
            device.id,
        )
    )
    meanings = device._directions()
    directions = {status: meanings[status] for (status,) in statuses}
    since = CountedSince(device)
    change_punches(
        device.env,
        SQL(
            """
            recomputed AS (
                SELECT p.id, p.outcome AS former,
                       %(directions)s::json->>p.status::text AS direction,
                       CASE WHEN p.outcome IN ('clock_error', 'discarded')
                            THEN p.outcome
                            WHEN p.instant < %(since)s THEN 'before_start'
                            WHEN p.employee_id IS NULL
                                 OR p.outcome = 'before_start'
                            THEN %(outcome)s
                            ELSE p.outcome END AS outcome,
                       %(reason)s AS reason, %(day)s AS day
                  FROM biometric_punch p
                       %(join_owner)s
                 WHERE p.device_id = %(device)s
            ), changed AS (
                UPDATE biometric_punch p
                   SET direction = r.direction, outcome = r.outcome,
                       reason = CASE WHEN r.outcome = 'before_start' THEN 'too_old'
                                     WHEN r.outcome = r.former THEN p.reason
                                     ELSE r.reason END,
                       detail = CASE WHEN r.outcome = 'before_start' THEN %(since_text)s
                                     WHEN r.outcome = r.former THEN p.detail
                                     ELSE r.day END
                  FROM recomputed r
                 WHERE r.id = p.id
                   AND (p.direction IS DISTINCT FROM r.direction
                        OR r.outcome <> r.former
                        OR r.outcome = 'before_start'
                           AND p.detail IS DISTINCT FROM %(since_text)s)
             RETURNING p.id, p.employee_id, p.instant,
                       'before_start' = ALL(ARRAY[r.former, r.outcome]) AS uncounted
            )
            """,
            directions=json.dumps(directions),
            since=device.import_since or BEGINNING,
            since_text=since.text,
            device=device.id,
            **_first_outcome(),
        ),
        SQL(
            """INSERT INTO biometric_pairing (employee_id, since)
               SELECT employee_id, min(instant) FROM changed
                WHERE employee_id IS NOT NULL AND NOT uncounted GROUP BY employee_id"""
        ),
    )


def apply_access_days(users):
    """Recompute which punches of device users are denied by the users' days of access.

    These are the days of the present owner: punches of former ones stay as they are, and
    so do those of a closed payroll period.

    :return: whether anybody was queued.
    """
    return change_punches(
        users.env,
        SQL(
            """
            recomputed AS (
                SELECT p.id, %(outcome)s AS outcome, %(reason)s AS reason,
                       %(day)s AS detail
                  FROM biometric_punch p
                       %(join_owner)s
                  JOIN biometric_device d ON d.id = p.device_id
                  JOIN res_company c ON c.id = d.company_id
                 WHERE u.id = ANY(%(users)s)
                   AND p.instant >= coalesce(u.assigned_since, '-infinity')
                   AND p.instant < coalesce(u.assigned_until, 'infinity')
                   AND p.outcome NOT IN ('clock_error', 'before_start', 'discarded')
                   AND (c.biometric_closed_until IS NULL
                        OR p.instant::date > c.biometric_closed_until)
            ), changed AS (
                UPDATE biometric_punch p
                   SET outcome = r.outcome, reason = r.reason, detail = r.detail,
                       attendance_id = NULL
                  FROM recomputed r
                 WHERE r.id = p.id
                   AND ((p.outcome = 'denied') <> (r.outcome = 'denied')
                        OR p.outcome = 'denied'
                           AND (p.reason, p.detail) IS DISTINCT FROM
                               (r.reason, r.detail))
             RETURNING p.id, p.employee_id, p.instant
            )
            """,
            users=users.ids,
            **_first_outcome(),
        ),
        QUEUE_CHANGED,
    )


def set_outcome(punches, outcome, reason, detail=None):
    """Set the outcome of punches to one that somebody chose."""
    change_punches(
        punches.env,
        SQL(
            """changed AS (
                   UPDATE biometric_punch
                      SET outcome = %s, reason = %s, detail = %s, attendance_id = NULL
                    WHERE id = ANY(%s)
                RETURNING id)""",
            outcome,
            reason,
            detail,
            punches.ids,
        ),
    )


def _join_owner():
    return join_owner("p", SQL.identifier("p", "device_id"))


def _first_outcome():
    return {
        "join_owner": _join_owner(),
        "outcome": first_outcome("p"),
        "reason": first_reason("p"),
        "day": denied_day("p"),
    }
