"""Applying plans to attendances, in bulk and through Odoo's own checks."""

import logging

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...rules.membership import members, repeats_of_others
from ...rules.pairing import pair
from .compare import (
    changed_ends,
    changed_values,
    compare,
    differences,
    new_values,
    overdue_row,
)
from .load import load_cases
from .outcomes import without_unknown_zones, write_outcomes

_logger = logging.getLogger(__name__)


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
        this._apply(this._plans(without_unknown_zones(this.env, queued)))

    @api.model
    def _plans(self, queued, policies=None):
        """``[(Case, Plan)]`` of a batch; see :func:`~.load.load_cases`."""
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
                    evidence=case.evidence,
                    roster=case.roster,
                    employment=case.employment,
                ),
            )
            for case in load_cases(self.env, queued, policies)
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
        write_outcomes(self.env, planned, links, problem)

    @api.model
    def _write_rows(self, planned):
        """Delete, change and create attendances as planned.

        :return: which attendance each punch belongs to, ``{punch id: id}``.
        """
        attendance = self.env["hr.attendance"]._in_bulk()
        changes = [compare(case, plan) for case, plan in planned]
        writes = [each for case, plan in planned for each in changed_ends(case, plan)]
        links = self._links_of_others(planned)
        stale = [row for rows, _kept, _new in changes for row in rows.ids]
        attendance.browse(stale).unlink()
        # Ends first: only then may another row of the person be open.
        kept = [pair for _stale, changed, _new in changes for pair in changed]
        writes += [(row, changed_values(row, session)) for row, session in kept]
        for row, vals in sorted(writes, key=_is_left_open):
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
            [new_values(employee, session) for employee, session in fresh]
        )
        attendance._end_bulk()
        made = [
            (row, session)
            for row, (_employee, session) in zip(rows, fresh, strict=True)
        ]
        return links | self._links(planned, kept + made)

    @api.model
    def _links_of_others(self, planned):
        """Return the attendances of punches beside the sessions: ``{punch id: id}``.

        They are people's, or Odoo's automatic check-out ended them.
        """
        links = {}
        for case, plan in planned:
            links |= repeats_of_others(case.punches, plan, case.fixed, case.policy)
            links |= plan.repeats
            links |= {punch.key: row for row, punch in plan.ends.items()}
            for row in overdue_row(case, plan):
                links[plan.overdue.opened.key] = row.id
        return links

    @api.model
    def _links(self, planned, sessions):
        """Return which attendance each punch belongs to: ``{punch id: id}``.

        :param sessions: ``[(row, session)]``.
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
    def _differences(self, queued, policies):
        """What pairing would change, without changing it.

        :return: values of ``biometric.difference``.
        """
        found = []
        for case, plan in self._plans(queued, policies):
            found += differences(case, plan)
        return found


def _is_left_open(write):
    """Whether a write leaves its row open: only one row of a person may be."""
    row, vals = write
    return not vals.get("check_out", row.check_out)
