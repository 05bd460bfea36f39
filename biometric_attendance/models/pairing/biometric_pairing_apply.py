"""Writing a plan down: only what differs, in bulk, through Odoo's own checks."""

import logging

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...rules.membership import members
from ...rules.pairing import pair

_logger = logging.getLogger(__name__)

MODE = "biometric"


class BiometricPairing(models.Model):
    _inherit = "biometric.pairing"

    @api.model
    def _pair(self, queued):
        """Make the attendances of these people what their punches say.

        :param queued: ``{employee: Change}``.
        """
        # Every record below carries the context: its writes are not a person's edits.
        this = self.with_context(biometric_pairing=True, tracking_disable=True)
        self.env["biometric.pairing.lock"]._acquire(
            self.env["hr.employee"].union(*queued)
        )
        this._apply(this._plans(this._readable(queued)))

    @api.model
    def _plans(self, queued, policies=None):
        """``[(Case, Plan)]`` of a batch; see :meth:`_cases`."""
        if not queued:
            return []
        now = fields.Datetime.now()
        return [
            (
                case,
                pair(
                    [punch.for_pairing() for punch in case.punches],
                    case.fixed,
                    case.policy,
                    now,
                    case.start,
                ),
            )
            for case in self._cases(queued, policies)
        ]

    @api.model
    def _apply(self, planned):
        """Bring rows in line with plans; all at once, else one person at a time."""
        if not planned:
            return
        try:
            with self.env.cr.savepoint():
                links = self._write_rows(planned)
                self.env.flush_all()
            problem = None
        except (UserError, IntegrityError) as error:
            self.env.invalidate_all(flush=False)
            if len(planned) > 1:
                for one in planned:
                    self._apply([one])
                return
            links, problem = {}, str(error)
            _logger.warning(
                "Attendances of employee %s refused", planned[0][0].employee.id
            )
        self._write_outcomes(planned, links, problem)

    @api.model
    def _write_rows(self, planned):
        """:return: which attendance each punch belongs to, ``{punch id: id}``."""
        attendance = self.env["hr.attendance"]._in_bulk()
        changes = [self._compare(case, plan) for case, plan in planned]
        stale = [row for rows, _kept, _new in changes for row in rows.ids]
        attendance.browse(stale).unlink()
        # Ends first: only then may another row of the person be open.
        kept = [pair for _stale, changed, _new in changes for pair in changed]
        for row, session in sorted(kept, key=lambda pair: pair[1].end is None):
            vals = self._difference(row, session)
            if vals:
                attendance.browse(row.id).write(vals)
        fresh = [
            (case.employee, session)
            for (case, _plan), (_stale, _changed, new) in zip(
                planned, changes, strict=True
            )
            for session in new
        ]
        rows = attendance.create(
            [self._row_vals(employee, session) for employee, session in fresh]
        )
        attendance._end_bulk()
        made = [
            (row, session)
            for row, (_employee, session) in zip(rows, fresh, strict=True)
        ]
        return self._links(planned, kept + made)

    @api.model
    def _links(self, planned, sessions):
        """:param sessions: ``[(row, session)]``.

        :return: which attendance each punch belongs to, ``{punch id: id}``.
        """
        members_of = {
            case.employee.id: members(case.punches, plan, case.policy)
            for case, plan in planned
        }
        return {
            punch: row.id
            for row, session in sessions
            for punch in members_of[row.employee_id.id][session.start]
        }

    @api.model
    def _compare(self, case, plan):
        """What to do to get from the rows to the plan.

        :return: rows to remove, ``[(row, session)]`` to keep, sessions to add.
        """
        by_start = {row.check_in: row for row in case.managed}
        by_end = {row.check_out: row for row in case.managed if row.check_out}
        kept, moved, new = [], [], []
        for session in plan.sessions:
            row = by_start.get(session.start)
            (kept if row else moved).append((row, session))
        used = {row.id for row, _session in kept}
        for _row, session in moved:
            row = by_end.get(session.end)
            if row and row.id not in used:
                used.add(row.id)
                kept.append((row, session))
            else:
                new.append(session)
        unused = case.managed.filtered(lambda row: row.id not in used)
        stale = unused - self._closed_by_odoo(unused, plan)
        return stale + self._disproved(case, plan), kept, new

    @api.model
    def _disproved(self, case, plan):
        """Odoo's rows for absences of days on which the person did come."""
        came = {case.policy.day(session.start) for session in plan.sessions}
        return case.technical.filtered(
            lambda row: (
                row.date in came
                or any(
                    session.start <= row.check_out
                    and (session.end is None or session.end >= row.check_in)
                    for session in plan.sessions
                )
            )
        )

    @api.model
    def _closed_by_odoo(self, rows, plan):
        """Rows Odoo's automatic check-out ended, as long as no true punch says else."""
        opened = {session.start for session in plan.sessions}
        return rows.filtered(
            lambda row: (
                row.out_mode == "auto_check_out"
                and row.check_in not in opened
                and not any(
                    session.start < row.check_out
                    and (session.end is None or session.end > row.check_in)
                    for session in plan.sessions
                )
            )
        )

    @api.model
    def _difference(self, row, session):
        """The values of ``row`` that are not the session's."""
        vals = {}
        if row.check_in != session.start:
            vals["check_in"] = session.start
            vals["in_device_id"] = session.opened.order[0] or False
        if session.end is None and row.out_mode == "auto_check_out":
            return vals
        if (row.check_out or None) != session.end:
            vals["check_out"] = session.end or False
            vals["out_mode"] = MODE if session.end else "manual"
            vals["out_device_id"] = (
                session.closed and session.closed.order[0]
            ) or False
        return vals

    @api.model
    def _row_vals(self, employee, session):
        vals = {
            "employee_id": employee.id,
            "check_in": session.start,
            "in_mode": MODE,
            "in_device_id": session.opened.order[0] or False,
            "biometric_managed": True,
        }
        if session.closed:
            vals["check_out"] = session.end
            vals["out_mode"] = MODE
            vals["out_device_id"] = session.closed.order[0] or False
        return vals

    @api.model
    def _differences(self, queued, policies):
        """What pairing would change, without changing it.

        :return: values for ``biometric.recompute.line``.
        """
        found = []
        for case, plan in self._plans(queued, policies):
            stale, kept, new = self._compare(case, plan)
            person = {"employee_id": case.employee.id}
            found += [{**person, "kind": "removed", **_now(row)} for row in stale]
            found += [
                {**person, "kind": "changed", **_now(row), **_then(session)}
                for row, session in kept
                if self._difference(row, session)
            ]
            found += [{**person, "kind": "added", **_then(session)} for session in new]
        return found


def _now(row):
    return {"check_in": row.check_in, "check_out": row.check_out}


def _then(session):
    return {"new_check_in": session.start, "new_check_out": session.end or False}
