"""Telling every punch what became of it."""

import json

from odoo import api, models
from odoo.tools import SQL

from ...rules import clock, outcomes

NOT_EMPLOYED = ("inactive_employee", "not_employed", None, None)


class BiometricPairing(models.Model):
    _inherit = "biometric.pairing"

    @api.model
    def _write_outcomes(self, planned, links, problem=None):
        """Tell every punch what became of it, where that is new.

        :param problem: why Odoo refused the rows of the (then only) person.
        """
        changed = []
        for case, plan in planned:
            told = [(punch, NOT_EMPLOYED) for punch in case.inactive]
            told += [
                (
                    punch,
                    self._told(case, punch, plan.outcomes[punch.id], links, problem),
                )
                for punch in case.punches
                if punch.id in plan.outcomes
                and not self._settled(case, punch, plan.outcomes[punch.id])
            ]
            changed += [
                (punch.id, *became)
                for punch, became in told
                if became
                != (punch.outcome, punch.reason, punch.detail, punch.attendance_id)
            ]
        self._update_outcomes(
            "biometric.punch", [change for change in changed if change[0] > 0]
        )
        self._update_outcomes(
            "biometric.correction", [(-key, *told) for key, *told in changed if key < 0]
        )

    @api.model
    def _told(self, case, punch, outcome, links, problem):
        """``(outcome, reason, detail, attendance id)`` of a punch that takes part."""
        if problem:
            return outcomes.WAITING, "refused", problem, punch.attendance_id
        covered = (
            outcome.code == outcomes.COVERED and punch.attendance_id in case.theirs
        )
        attendance = punch.attendance_id if covered else links.get(punch.id)
        return outcome.code, outcome.reason, None, attendance

    @api.model
    def _settled(self, case, punch, outcome):
        """Whether the punch keeps its outcome because payroll is done for its day.

        :param case: its attendance may have begun in the closed period.
        """
        if outcome.code == outcomes.COVERED:
            return punch.attendance_id in case.closed
        return outcome.code == outcomes.CLOSED_PERIOD and bool(punch.attendance_id)

    @api.model
    def _update_outcomes(self, model, changed):
        """:param changed: ``[(id, outcome, reason, detail, attendance id)]``."""
        if not changed:
            return
        self.env.cr.execute(
            SQL(
                """UPDATE %s AS told
                      SET outcome = r->>1, reason = r->>2, detail = r->>3,
                          attendance_id = (r->>4)::int
                     FROM json_array_elements(%s) AS r
                    WHERE told.id = (r->>0)::int""",
                SQL.identifier(self.env[model]._table),
                json.dumps(changed),
            )
        )
        self.env[model].invalidate_model(
            ["outcome", "reason", "detail", "attendance_id"], flush=False
        )

    @api.model
    def _readable(self, queued):
        """Those whose days can be told; the punches of the others say why they wait.

        Odoo offers zones which this machine may lack.
        """
        readable = dict(queued)
        for employee in queued:
            try:
                clock.zone(employee._get_tz())
            except ValueError as error:
                del readable[employee]
                self._hold(employee, str(error))
        return readable

    @api.model
    def _hold(self, employee, why):
        self.env.cr.execute(
            SQL(
                """UPDATE biometric_punch SET reason = 'refused', detail = %s
                    WHERE employee_id = %s AND outcome = 'waiting'""",
                why,
                employee.id,
            )
        )
        self.env["biometric.punch"].invalidate_model(["reason", "detail"], flush=False)
