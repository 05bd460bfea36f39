"""Withdrawing an import as a whole, and taking that back."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..crons import trigger_cron
from ..punch import file_punches
from ..retry import retry_on_serialization_failure
from .importing import BUSY, MAX_ROWS_AT_ONCE

PUNCHES_PER_CHUNK = 10_000
WITHDRAWABLE = ("done", "cancelled", "failed")


class BiometricFileImport(models.Model):
    _inherit = "biometric.file.import"

    last_punch = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="The id of the last punch that was withdrawn or restored.",
    )

    def action_withdraw(self):
        """Discard all punches of the file, and compute the attendances without them.

        Those of a closed payroll period stay.
        """
        return self._begin_work("withdraw", WITHDRAWABLE)

    def action_restore(self):
        """Count the punches of a withdrawn file again."""
        return self._begin_work("restore", ("withdrawn",))

    def _begin_work(self, work, states):
        self.ensure_one()
        self._check_manager()
        if self.state not in states:
            raise UserError(self.env._("There is nothing to withdraw or to restore."))
        own = self.sudo()
        own.write(
            {
                "state": "queued",
                "work": work,
                "last_punch": 0,
                "closed_count": 0,
                "problem_reason": False,
            }
        )
        if self.new_count > MAX_ROWS_AT_ONCE:
            trigger_cron(self.env, "cron_file_import")
            return True
        while own._work_on_punches(work, own.last_punch):
            pass
        return True

    def _withdraw_steps(self):
        """Withdraw or restore what is left, and yield how many punches each step had."""
        work = self.work
        while True:
            last = self.last_punch
            count = retry_on_serialization_failure(
                self.env, lambda last=last: self._work_on_punches(work, last)
            )
            if not count:
                yield 1
                return
            yield count

    def _work_on_punches(self, work, last):
        """Withdraw or restore the next punches.

        :param last: id of the last one before them.
        :return: how many they were, 0 at the end.
        """
        self.invalidate_recordset()
        if self.state not in BUSY or self.work != work or self.last_punch != last:
            return 0
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM biometric_punch
                    WHERE file_import_id = %s AND id > %s ORDER BY id LIMIT %s""",
                self.id,
                last,
                PUNCHES_PER_CHUNK,
            )
        )
        punches = [punch for (punch,) in rows]
        if not punches:
            self.state = self._get_state_after(work)
            return 0
        closed = getattr(file_punches, work)(self.env, punches) or 0
        self.write(
            {
                "state": "running",
                "last_punch": punches[-1],
                "closed_count": self.closed_count + closed,
            }
        )
        return len(punches)

    def _get_state_after(self, work):
        if work == "withdraw":
            return "withdrawn"
        return "done" if self.done_count >= self.row_count else "cancelled"
