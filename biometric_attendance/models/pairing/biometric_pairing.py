"""Who is to be paired, and the cron that does it."""

import logging
import time
from datetime import datetime
from typing import NamedTuple

from psycopg2.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from .. import locks

_logger = logging.getLogger(__name__)

BATCH = 100  # employees to one transaction
TRIES = 5  # how often a batch is tried again after losing to somebody else's write
LOCK_CLASS = locks.PAIRING
CRON_IDLE_SECONDS = 1.5  # seconds the cron waits for more before it ends
CRON_TRIGGER_SECONDS = (
    1.0  # seconds between two wake-ups by one worker: less than CRON_IDLE_SECONDS
)
CONFLICTS = (SerializationFailure, DeadlockDetected, LockNotAvailable)

# When this worker last woke the cron: {database: monotonic seconds}.
_last_triggered = {}


class Change(NamedTuple):
    """From where a person is to be paired again: naive UTC, see the fields."""

    since: datetime
    exact: bool = False


class BiometricPairing(models.Model):
    """A queue: rows are only added, so that no two requests wait for each other."""

    _name = "biometric.pairing"
    _description = "Employee to Pair"
    _log_access = False

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="cascade",
        help="Whose punches to pair.",
    )
    since = fields.Datetime(required=True, help="The earliest instant that changed.")
    exact = fields.Boolean(
        help="Begin exactly there, leaving alone what began before: for changed rules "
        "that hold from a date on."
    )

    @api.model
    def _queue(self, changes, exact=False):
        """Have people paired again.

        :param changes: pairs of employee and the earliest instant that changed.
        :param exact: see the field.
        """
        earliest = {}
        for employee, since in changes:
            earliest[employee.id] = min(since, earliest.get(employee.id, since))
        if not earliest:
            return
        self.env.cr.execute(
            SQL(
                """INSERT INTO biometric_pairing (employee_id, since, exact)
                   SELECT change.*, %s FROM unnest(%s, %s)
                          AS change(employee_id, since)
                    WHERE EXISTS (SELECT 1 FROM biometric_punch p
                                   WHERE p.employee_id = change.employee_id)
                       OR EXISTS (SELECT 1 FROM biometric_correction m
                                   WHERE m.employee_id = change.employee_id)""",
                exact,
                list(earliest),
                list(earliest.values()),
            )
        )
        self._trigger_cron()

    @api.model
    def _trigger_cron(self):
        """Have the cron run as soon as this transaction is committed."""
        now = time.monotonic()
        if (
            now - _last_triggered.get(self.env.cr.dbname, -CRON_TRIGGER_SECONDS)
            < CRON_TRIGGER_SECONDS
        ):
            return
        cron = self.env.ref("biometric_attendance.cron_pair", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()
            # Not before: a wake-up that was rolled back must not keep the next one off.
            dbname = self.env.cr.dbname
            self.env.cr.postcommit.add(lambda: _last_triggered.update({dbname: now}))

    @api.model
    def _cron_pair(self):
        """Pair everybody queued, then linger a little for those who come next."""
        progress = self.env["ir.cron"]._commit_progress
        self.env["biometric.punch"]._assign_unmapped()
        quiet_since = time.monotonic()
        while True:
            done = self._pair_batch()
            if done:
                quiet_since = time.monotonic()
            waiting = self.search_count([], limit=BATCH) if done else 0
            if not progress(done, remaining=waiting):
                return
            if not done:
                if time.monotonic() - quiet_since > CRON_IDLE_SECONDS:
                    return
                time.sleep(CRON_IDLE_SECONDS / 10)

    def _pair_batch(self):
        """Pair the employees who wait longest.

        :return: how many employees were paired.
        """
        locked = self._lock(BATCH)
        if not locked:
            return 0
        try:
            # The lock was taken inside a transaction that may have begun before the
            # former holder committed: only a new one is sure to see what it wrote.
            self.env.cr.commit()  # pylint: disable=invalid-commit
            self.env.invalidate_all()
            return self._pair_locked(locked)
        finally:
            self.env.cr.rollback()
            self._unlock(locked)

    def _pair_locked(self, employee_ids):
        for attempt in range(TRIES):
            try:
                queued = self._take(employee_ids)
                if queued:  # else another worker was quicker
                    self._pair(queued)
                self.env.cr.commit()  # pylint: disable=invalid-commit
                return len(queued)
            except CONFLICTS:
                self.env.cr.rollback()
                self.env.invalidate_all(flush=False)
                if attempt == TRIES - 1:
                    raise
                _logger.info("Pairing met another writer, trying again")
                time.sleep(0.05 * 2**attempt)

    @api.model
    def _lock(self, limit):
        """Take the session locks of up to ``limit`` queued employees nobody else has.

        Candidates are fixed first: a lock must not be tried on rows that the limit
        leaves out.
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id FROM (
                       SELECT employee_id FROM biometric_pairing
                        GROUP BY employee_id ORDER BY min(id) LIMIT %s) AS candidate
                    WHERE pg_try_advisory_lock(%s, employee_id)""",
                limit,
                LOCK_CLASS,
            )
        )
        return [employee_id for (employee_id,) in rows]

    @api.model
    def _unlock(self, employee_ids):
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_unlock(%s, employee_id) FROM unnest(%s) AS employee_id",
                LOCK_CLASS,
                employee_ids,
            )
        )

    @api.model
    def _take(self, employee_ids):
        """Remove employees from the queue: ``{employee: Change}``."""
        rows = self.env.execute_query(
            SQL(
                """WITH taken AS (DELETE FROM biometric_pairing
                                   WHERE employee_id = ANY(%s)
                               RETURNING employee_id, since, exact)
                   SELECT employee_id, min(since), bool_and(coalesce(exact, FALSE))
                     FROM taken GROUP BY employee_id ORDER BY employee_id""",
                employee_ids,
            )
        )
        employee = self.env["hr.employee"].with_context(active_test=False)
        return {
            employee.browse(employee_id): Change(since, exact)
            for employee_id, since, exact in rows
        }
