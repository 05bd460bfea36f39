"""The way in: a batch of punches, one statement."""

import json
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...rules import clock
from .biometric_punch import NO_STATUS
from .biometric_punch_validity import KNOWN, day_denied, standing, why_denied

# A terminal whose clock is further ahead than this cannot be believed.
AHEAD = timedelta(minutes=5)


class BiometricPunch(models.Model):
    _inherit = "biometric.punch"

    @api.model
    def _ingest(self, device, punches, route="push"):
        """Store punches, each once, and have the people they belong to paired.

        One statement for the whole batch: known punches are skipped, PINs are mapped,
        employees are queued. Nothing is searched per punch.

        :param device: the device they come from.
        :param punches: :class:`~.protocols.records.Punch` in the order recorded.
        :return: how many were new.
        """
        self.check_access("create")
        received = fields.Datetime.now()
        instants = clock.instants(
            [(punch.time, punch.offset) for punch in punches],
            clock.zone(device.tz),
            received,
        )
        device._note_drift(instants, received)
        stored = self._insert(
            device, self._rows(device, punches, instants, received), received, route
        )
        strangers = {pin for pin, outcome in stored if outcome not in KNOWN}
        if strangers:
            self.env["biometric.device.user"]._meet(device, strangers)
        if any(outcome == "waiting" for _pin, outcome in stored):
            self.env["biometric.pairing"]._trigger_cron()
        self.invalidate_model(flush=False)
        return len(stored)

    @api.model
    def _rows(self, device, punches, instants, received):
        """The batch as JSON for one statement, each punch with its first outcome."""
        directions = device._directions()
        latest = received + AHEAD
        since = device.import_since or datetime.min
        return json.dumps(
            [
                {
                    "pin": punch.pin,
                    "device_time": str(punch.time),
                    "instant": str(instant),
                    "direction": directions[punch.status],
                    "status": NO_STATUS if punch.status is None else punch.status,
                    "verify": punch.verify,
                    "workcode": punch.workcode,
                    "line": punch.line,
                    "outcome": "clock_error"
                    if instant > latest
                    else "before_start"
                    if instant < since
                    else "waiting",
                }
                for punch, instant in zip(punches, instants, strict=True)
            ]
        )

    @api.model
    def _insert(self, device, rows, received, route):
        """:return: ``(pin, outcome)`` of each punch that is new."""
        self.env.cr.execute(
            SQL(
                """
                WITH stored AS (
                    INSERT INTO biometric_punch (
                           device_id, employee_id, partner_id, pin, device_time,
                           instant, received_at, direction, status, verify, workcode,
                           line, route, outcome, reason, detail)
                    SELECT %(device)s, u.employee_id, u.partner_id, s.pin,
                           s.device_time, s.instant, %(received)s, s.direction,
                           s.status, s.verify, s.workcode, s.line, %(route)s,
                           CASE WHEN s.outcome = 'waiting' THEN %(standing)s
                                ELSE s.outcome END,
                           CASE WHEN s.outcome = 'waiting' THEN %(why)s END,
                           CASE WHEN s.outcome = 'waiting' THEN %(day)s END
                      FROM json_to_recordset(%(rows)s) AS s(
                           pin text, device_time text, instant timestamp,
                           direction text, status int, verify int, workcode text,
                           line text, outcome text)
                 LEFT JOIN biometric_device_user u
                        ON u.device_id = %(device)s AND u.pin = s.pin
                        ON CONFLICT DO NOTHING
                 RETURNING pin, employee_id, instant, outcome
                ), queued AS (
                    INSERT INTO biometric_pairing (employee_id, since)
                    SELECT employee_id, min(instant) FROM stored
                     WHERE outcome = 'waiting' GROUP BY employee_id
                )
                SELECT pin, outcome FROM stored
                """,
                rows=rows,
                device=device.id,
                received=received,
                route=route,
                standing=standing("s"),
                why=why_denied("s"),
                day=day_denied("s"),
            ),
            log_exceptions=False,  # another server storing the same is no error
        )
        return self.env.cr.fetchall()
