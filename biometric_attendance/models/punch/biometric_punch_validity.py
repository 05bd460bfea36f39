"""Punches made on days without access: kept, listed, never paired."""

from odoo import api, models
from odoo.tools import SQL

# Outcomes of punches whose person is known.
KNOWN = ("waiting", "denied", "visit")


def standing(punch):
    """SQL of the first outcome of a punch by its device user, ``u``.

    Days are compared as text, which in this format is their order.

    :param punch: name of the relation that has the ``device_time``.
    """
    return SQL(
        """CASE WHEN u.employee_id IS NULL AND u.partner_id IS NULL THEN 'unmapped'
                WHEN u.windows IS NOT NULL AND NOT EXISTS (
                     SELECT FROM jsonb_array_elements(u.windows) AS w
                      WHERE left(%(time)s, 10) >= coalesce(w->>0, '0001-01-01')
                        AND left(%(time)s, 10) <= coalesce(w->>1, '9999-12-31'))
                THEN 'denied'
                WHEN u.employee_id IS NULL THEN 'visit'
                ELSE 'waiting' END""",
        time=SQL.identifier(punch, "device_time"),
    )


def why_denied(punch):
    """SQL of the reason, NULL unless :func:`standing` is ``denied``."""
    return _denied(punch, SQL("'access_ended'"), SQL("'access_begins'"))


def day_denied(punch):
    """SQL of the last day of access, or of the next first one, that tells the reason."""
    begins = SQL(
        "min(w->>0) FILTER (WHERE w->>0 > left(%s, 10))",
        SQL.identifier(punch, "device_time"),
    )
    return _denied(punch, SQL("max(w->>1)"), begins)


def _denied(punch, ended, begins):
    return SQL(
        """CASE WHEN %(standing)s = 'denied' THEN (
                SELECT CASE WHEN max(coalesce(w->>1, '9999-12-31')) < left(%(time)s, 10)
                            THEN %(ended)s ELSE %(begins)s END
                  FROM jsonb_array_elements(u.windows) AS w) END""",
        standing=standing(punch),
        time=SQL.identifier(punch, "device_time"),
        ended=ended,
        begins=begins,
    )


class BiometricPunch(models.Model):
    _inherit = "biometric.punch"

    @api.model
    def _recompute_denied(self, users):
        """Judge the punches of device users again whose days of access changed.

        What payroll is done for stays as it is.
        """
        if not users:
            return
        users.flush_recordset()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                WITH judged AS (
                    SELECT p.id, %(standing)s AS outcome, %(why)s AS reason, %(day)s AS detail
                      FROM biometric_punch p
                      JOIN biometric_device_user u
                        ON u.device_id = p.device_id AND u.pin = p.pin
                      JOIN biometric_device d ON d.id = p.device_id
                      JOIN res_company c ON c.id = d.company_id
                     WHERE u.id = ANY(%(users)s)
                       AND p.outcome NOT IN ('clock_error', 'before_start', 'discarded')
                       AND (c.biometric_closed_until IS NULL
                            OR p.instant::date > c.biometric_closed_until)
                ), changed AS (
                    UPDATE biometric_punch p
                       SET outcome = j.outcome, reason = j.reason, detail = j.detail,
                           attendance_id = NULL
                      FROM judged j
                     WHERE j.id = p.id AND (p.outcome = 'denied') <> (j.outcome = 'denied')
                 RETURNING p.employee_id, p.instant
                )
                INSERT INTO biometric_pairing (employee_id, since)
                SELECT employee_id, min(instant) FROM changed
                 WHERE employee_id IS NOT NULL GROUP BY employee_id
             RETURNING id
                """,
                users=users.ids,
                standing=standing("p"),
                why=why_denied("p"),
                day=day_denied("p"),
            )
        )
        self.invalidate_model(flush=False)
        if rows:
            self.env["biometric.pairing"]._trigger_cron()
