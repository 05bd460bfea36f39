"""The queue of employees to pair, and the cron that pairs them."""

import logging
import time
from datetime import datetime
from typing import NamedTuple

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL

from ...terminals.reasons import Reason
from ..crons import trigger_cron
from ..isolation import isolate
from ..locks import PAIRING
from ..reason import sentence
from ..retry import CONFLICTS, expect_conflicts
from .outcomes import hold_back

_logger = logging.getLogger(__name__)

EMPLOYEES_PER_TRANSACTION = 100
MAX_ATTEMPTS = 5  # to pair a batch that conflicts with other writers
CRON_IDLE_SECONDS = 1.5  # how long the cron waits for more before it ends
# A worker triggers the cron no more often. Less than CRON_IDLE_SECONDS.
CRON_TRIGGER_SECONDS = 1.0

# When this worker last triggered the cron: {database: monotonic seconds}.
_last_triggered = {}


class Change(NamedTuple):
    """From when on an employee is paired again: naive UTC, see the fields."""

    since: datetime
    exact: bool = False


class BiometricPairing(models.Model):
    """An employee to pair. Rows are only added: no two requests wait for each other."""

    _name = "biometric.pairing"
    _inherit = ["biometric.rights"]
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
        """Queue employees for pairing.

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
        """Run the cron as soon as this transaction is committed."""
        now = time.monotonic()
        if (
            now - _last_triggered.get(self.env.cr.dbname, -CRON_TRIGGER_SECONDS)
            < CRON_TRIGGER_SECONDS
        ):
            return
        trigger_cron(self.env, "cron_pair")
        # Not before: a trigger that was rolled back must not prevent the next one.
        dbname = self.env.cr.dbname
        self.env.cr.postcommit.add(lambda: _last_triggered.update({dbname: now}))

    @api.model
    def _cron_pair(self):
        """Pair everybody queued, then wait a little for those who come next."""
        progress = self.env["ir.cron"]._commit_progress
        isolate(self.env["biometric.punch"], lambda all_: all_._assign_unmapped())
        quiet_since = time.monotonic()
        while True:
            done = self._pair_batch()
            if done:
                quiet_since = time.monotonic()
            waiting = (
                self.search_count([], limit=EMPLOYEES_PER_TRANSACTION) if done else 0
            )
            self.env["biometric.today"]._announce()
            if not progress(done, remaining=waiting):
                self.env["biometric.today"]._announce(immediately=True)
                return
            if not done:
                if time.monotonic() - quiet_since > CRON_IDLE_SECONDS:
                    return
                time.sleep(CRON_IDLE_SECONDS / 10)

    def _pair_batch(self):
        """Pair the employees that wait longest.

        :return: how many employees were paired.
        """
        locked = self._lock_employees(EMPLOYEES_PER_TRANSACTION)
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
            self._unlock_employees(locked)

    def _pair_locked(self, employee_ids):
        """Pair locked employees; if that fails, one at a time.

        Whoever cannot be paired is held back until something changes for them again.

        :return: how many employees were taken from the queue.
        """
        try:
            return self._pair_and_commit(employee_ids)
        except OperationalError:
            raise
        except Exception:
            self.env.cr.rollback()
            self.env.invalidate_all(flush=False)
            if len(employee_ids) == 1:
                _logger.exception("Employee %s could not be paired", employee_ids[0])
                return self._hold_back(employee_ids)
        return sum(self._pair_locked([employee]) for employee in employee_ids)

    def _hold_back(self, employee_ids):
        queued = self._dequeue(employee_ids)
        problem = sentence(self.env, Reason("server_error"))
        for employee in queued:
            hold_back(self.env, employee, problem)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return len(queued)

    def _pair_and_commit(self, employee_ids):
        for attempt in range(MAX_ATTEMPTS):
            try:
                with expect_conflicts(*CONFLICTS):
                    queued = self._dequeue(employee_ids)
                    if queued:  # else another worker was quicker
                        self._pair(queued)
                self.env.cr.commit()  # pylint: disable=invalid-commit
                self.env["biometric.today"]._note_changed(queued)
                return len(queued)
            except CONFLICTS:
                self.env.cr.rollback()
                self.env.invalidate_all(flush=False)
                if attempt == MAX_ATTEMPTS - 1:
                    raise
                _logger.info("Pairing met another writer, trying again")
                time.sleep(0.05 * 2**attempt)

    @api.model
    def _lock_employees(self, limit):
        """Lock up to ``limit`` queued employees that no other session has locked.

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
                PAIRING,
            )
        )
        return [employee_id for (employee_id,) in rows]

    @api.model
    def _unlock_employees(self, employee_ids):
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_unlock(%s, employee_id) FROM unnest(%s) AS employee_id",
                PAIRING,
                employee_ids,
            )
        )

    @api.model
    def _dequeue(self, employee_ids):
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
