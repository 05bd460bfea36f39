"""From where on people are paired again: as little of the past as is safe."""

from collections import defaultdict
from datetime import datetime, timedelta

from odoo import api, models
from odoo.tools import SQL

from ...rules.window import safe_start

LOOK_BACK = timedelta(days=31)  # where a safe start is looked for first


class BiometricPairing(models.Model):
    _inherit = "biometric.pairing"

    @api.model
    def _starts(self, queued, policies):
        """Where each plan may begin: ``{employee: instant or None}``."""
        borders = {
            employee: policies[employee].begins(
                policies[employee].workday(change.since)
            )
            for employee, change in queued.items()
        }
        history = self._history(borders)
        starts, cuts = {}, {}
        for employee, change in queued.items():
            policy = policies[employee]
            starts[employee] = safe_start(history[employee.id], change.since, policy)
            cut = borders[employee] if change.exact else self._rules_begin(policy)
            if cut and change.since >= cut > (starts[employee] or datetime.min):
                cuts[employee] = cut
        return {**starts, **cuts, **self._open_before(cuts)}

    @api.model
    def _rules_begin(self, policy):
        """Where rules that hold from a day on begin to, ``None``: always did."""
        return policy.since and policy.begins(policy.since)

    @api.model
    def _history(self, borders):
        """What became of the punches before: ``{employee id: [(instant, outcome)]}``."""
        spans = (
            [employee.id for employee in borders],
            [border - LOOK_BACK for border in borders.values()],
            list(borders.values()),
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT p.employee_id, p.instant, p.outcome
                     FROM unnest(%s, %s, %s) AS q(employee_id, since, border)
                     JOIN biometric_punch p ON p.employee_id = q.employee_id
                          AND p.instant >= q.since AND p.instant < q.border
                UNION ALL
                   SELECT m.employee_id, m.instant, m.outcome
                     FROM unnest(%s, %s, %s) AS q(employee_id, since, border)
                     JOIN biometric_correction m ON m.employee_id = q.employee_id
                          AND m.instant >= q.since AND m.instant < q.border
                    WHERE m.kind = 'add' AND m.state = 'active'
                    ORDER BY 1, 2""",
                *spans,
                *spans,
            )
        )
        history = defaultdict(list)
        for employee_id, instant, outcome in rows:
            history[employee_id].append((instant, outcome))
        return history

    @api.model
    def _open_before(self, cuts):
        """Check-ins before a cut that still wait for their end.

        Their attendances are not finished, so the plan may not cut them off.

        :param cuts: ``{employee: instant}``.
        :return: ``{employee: instant}``.
        """
        rows = self.env["hr.attendance"].search_fetch(
            [
                ("employee_id", "in", [employee.id for employee in cuts]),
                ("check_out", "=", False),
                ("biometric_managed", "=", True),
            ],
            ["employee_id", "check_in"],
        )
        return {
            row.employee_id: row.check_in
            for row in rows
            if row.check_in < cuts[row.employee_id]
        }
