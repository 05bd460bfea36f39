"""Telling every punch what became of it."""

import json

from odoo import api, models
from odoo.tools import SQL

from ..tools import fates

NOT_EMPLOYED = "The employee was not employed at that time."


class BiometricPairing(models.Model):
    _inherit = "biometric.pairing"

    @api.model
    def _write_fates(self, planned, links, problem=None):
        """Tell every punch what became of it, where that is new.

        :param problem: why Odoo refused the rows of the (then only) person.
        """
        rows = []
        for case, plan in planned:
            for punch in case.inactive:
                rows.append((punch, "inactive_employee", NOT_EMPLOYED, None))
            for punch in case.punches:
                fate = plan.fates.get(punch.id)
                if fate is None or self._settled(case, punch, fate):
                    continue
                code, reason = (
                    (fates.WAITING, problem) if problem else (fate.code, str(fate))
                )
                attendance = punch.attendance_id if problem else links.get(punch.id)
                if code == fates.COVERED and punch.attendance_id in case.theirs:
                    attendance = punch.attendance_id
                rows.append((punch, code, reason, attendance))
        changed = [
            [punch.id, code, reason, attendance]
            for punch, code, reason, attendance in rows
            if (punch.fate, punch.reason, punch.attendance_id)
            != (code, reason, attendance)
        ]
        self._update_fates(
            "biometric.punch", [change for change in changed if change[0] > 0]
        )
        self._update_fates(
            "biometric.remedy",
            [[-key, *told] for key, *told in changed if key < 0],
        )

    @api.model
    def _settled(self, case, punch, fate):
        """Whether the punch keeps its fate because payroll is done for its day.

        :param case: its attendance may have begun in the closed period.
        """
        if fate.code == fates.COVERED:
            return punch.attendance_id in case.closed
        return fate.code == fates.CLOSED_PERIOD and bool(punch.attendance_id)

    @api.model
    def _update_fates(self, model, changed):
        """:param changed: ``[[id, fate, reason, attendance id or None]]``."""
        if not changed:
            return
        self.env.cr.execute(
            SQL(
                """UPDATE %s AS told
                      SET fate = r->>1, reason = r->>2, attendance_id = (r->>3)::int
                     FROM json_array_elements(%s) AS r
                    WHERE told.id = (r->>0)::int""",
                SQL.identifier(self.env[model]._table),
                json.dumps(changed),
            )
        )
        self.env[model].invalidate_model(
            ["fate", "reason", "attendance_id"], flush=False
        )
