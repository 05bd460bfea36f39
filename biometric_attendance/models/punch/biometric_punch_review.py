"""Second thoughts: mappings, start dates and deletions that change stored punches."""

import json

from odoo import api, fields, models
from odoo.tools import SQL

from .biometric_punch_validity import day_denied, standing, why_denied


class BiometricPunch(models.Model):
    _inherit = "biometric.punch"

    @api.model
    def _assign_people(self, users):
        """Give the punches of device users to whom the users belong to now.

        Both the former and the new employees are paired again from the first of them.
        """
        users.flush_recordset()
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                WITH moved AS (
                    SELECT p.id, p.employee_id AS former, u.employee_id AS owner,
                           u.partner_id AS guest, %(standing)s AS outcome, %(why)s AS reason,
                           %(day)s AS detail
                      FROM biometric_punch p
                      JOIN biometric_device_user u
                        ON u.device_id = p.device_id AND u.pin = p.pin
                     WHERE u.id = ANY(%(users)s)
                       AND (p.employee_id IS DISTINCT FROM u.employee_id
                            OR p.partner_id IS DISTINCT FROM u.partner_id)
                ), given AS (
                    UPDATE biometric_punch p
                       SET employee_id = m.owner, partner_id = m.guest,
                           attendance_id = NULL, reason = m.reason,
                           detail = m.detail,
                           outcome = CASE
                               WHEN p.outcome IN ('clock_error', 'before_start',
                                               'discarded') THEN p.outcome
                               ELSE m.outcome END
                      FROM moved m WHERE m.id = p.id
                 RETURNING p.id, p.instant, m.former, m.owner
                )
                INSERT INTO biometric_pairing (employee_id, since)
                SELECT person, min(instant)
                  FROM given, unnest(ARRAY[former, owner]) AS person
                 WHERE person IS NOT NULL GROUP BY person
                """,
                users=users.ids,
                standing=standing("p"),
                why=why_denied("p"),
                day=day_denied("p"),
            )
        )
        self.env["biometric.pairing"]._trigger_cron()
        self.invalidate_model(flush=False)

    @api.model
    def _assign_unmapped(self):
        """Assign punches that came in the very moment their PIN was mapped.

        The push did not see the mapping yet, nor the mapping the push.
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT u.id FROM biometric_punch p
                     JOIN biometric_device_user u
                       ON u.device_id = p.device_id AND u.pin = p.pin
                    WHERE p.outcome = 'unmapped'
                      AND coalesce(u.employee_id, u.partner_id) IS NOT NULL"""
            )
        )
        if rows:
            self._assign_people(
                self.env["biometric.device.user"].browse(user for (user,) in rows)
            )

    @api.model
    def _recompute_outcomes(self, devices):
        """Apply a device's changed start date and directions to what is stored."""
        self.flush_model()
        for device in devices:
            directions = {
                status: device._directions()[status]
                for (status,) in self.env.execute_query(
                    SQL(
                        "SELECT DISTINCT status FROM biometric_punch WHERE device_id = %s",
                        device.id,
                    )
                )
            }
            self.env.cr.execute(
                SQL(
                    """
                    WITH judged AS (
                        SELECT p.id, %(directions)s::json->>p.status::text AS direction,
                               CASE WHEN p.outcome IN ('clock_error', 'discarded')
                                    THEN p.outcome
                                    WHEN p.instant < %(since)s THEN 'before_start'
                                    WHEN p.employee_id IS NULL
                                         OR p.outcome = 'before_start'
                                    THEN %(standing)s
                                    ELSE p.outcome END AS outcome,
                               %(why)s AS why, %(day)s AS day
                          FROM biometric_punch p
                     LEFT JOIN biometric_device_user u
                            ON u.device_id = p.device_id AND u.pin = p.pin
                         WHERE p.device_id = %(device)s
                    ), changed AS (
                        UPDATE biometric_punch p
                           SET direction = j.direction, outcome = j.outcome,
                               reason = CASE WHEN p.outcome = j.outcome THEN p.reason
                                             WHEN j.outcome = 'denied' THEN j.why END,
                               detail = CASE WHEN p.outcome = j.outcome THEN p.detail
                                             WHEN j.outcome = 'denied' THEN j.day END
                          FROM judged j
                         WHERE j.id = p.id
                           AND (p.direction IS DISTINCT FROM j.direction
                                OR p.outcome <> j.outcome)
                     RETURNING p.employee_id, p.instant
                    )
                    INSERT INTO biometric_pairing (employee_id, since)
                    SELECT employee_id, min(instant) FROM changed
                     WHERE employee_id IS NOT NULL GROUP BY employee_id
                    """,
                    directions=json.dumps(directions),
                    standing=standing("p"),
                    why=why_denied("p"),
                    day=day_denied("p"),
                    since=device.import_since
                    or fields.Datetime.to_datetime("1900-01-01"),
                    device=device.id,
                )
            )
        self.env["biometric.pairing"]._trigger_cron()
        self.invalidate_model(flush=False)

    def _set_outcome(self, outcome, reason):
        """Set an outcome people decided about."""
        if self:
            self.env.cr.execute(
                SQL(
                    """UPDATE biometric_punch
                          SET outcome = %s, reason = %s, detail = NULL, attendance_id = NULL
                        WHERE id = ANY(%s)""",
                    outcome,
                    reason,
                    self.ids,
                )
            )
            self.invalidate_recordset(flush=False)
