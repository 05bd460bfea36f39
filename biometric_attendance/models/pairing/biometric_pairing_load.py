"""What the pairing looks at: punches, rows and policies of a batch of people."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ...rules import outcomes
from ...rules.pairing import Fixed, Punch
from ...rules.policy import Policy

EVER = fields.Datetime.to_datetime("1900-01-01 00:00:00")
# Punches that never take part, whatever the others say.
ASIDE = ("clock_error", "before_start", "denied", "discarded", "unmapped")


class Stored(NamedTuple):
    """A punch as the database has it, or one a correction adds: its id is then negative."""

    id: int
    employee_id: int
    instant: object
    direction: str
    outcome: str
    reason: str
    detail: str
    attendance_id: int
    device_id: int
    pin: str

    def for_pairing(self):
        return Punch(
            self.id,
            self.instant,
            self.direction,
            (self.device_id, self.pin),
            certain=self.id < 0,
        )


class Case(NamedTuple):
    """One person's pairing problem.

    :param punches: :class:`Stored` that take part, from the workday of ``start`` on.
    :param inactive: :class:`Stored` from a time the person was not employed.
    :param managed: rows the pairing may change.
    :param fixed: intervals it may not.
    :param theirs: ids of the rows behind ``fixed``.
    :param closed: ids of the managed ones among them, of a closed period.
    :param technical: Odoo's rows for absences, which give way.
    :param start: where the plan begins, ``None``: at the first punch ever.
    """

    employee: object
    policy: Policy
    punches: list
    inactive: list
    managed: object
    fixed: list
    theirs: frozenset
    closed: frozenset
    technical: object
    start: object


class BiometricPairing(models.Model):
    _inherit = "biometric.pairing"

    @api.model
    def _cases(self, queued, policies=None):
        """The problems of a batch.

        :param queued: ``{employee: Change}``.
        :param policies: rules to try out, instead of those that hold.
        """
        self.env.flush_all()
        policies = policies or self._policies(queued)
        starts = self._starts(queued, policies)
        loaded = self._load(
            {
                employee.id: policies[employee].begins(
                    policies[employee].workday(start)
                )
                if start
                else EVER
                for employee, start in starts.items()
            }
        )
        rows = self._rows(starts)
        for employee, start in starts.items():
            punches, inactive = self._employed(
                employee, policies[employee], loaded[employee.id]
            )
            yield self._case(
                employee, policies[employee], punches, inactive, rows[employee], start
            )

    @api.model
    def _policies(self, employees):
        """The rules each person's punches are read by: ``{employee: Policy}``."""
        people = self.env["hr.employee"].union(*employees)
        return {
            employee: policy._get_rules(
                employee._get_tz(), employee.company_id.biometric_closed_until
            )
            for employee, policy in people._biometric_policies().items()
        }

    @api.model
    def _load(self, froms):
        """Punches of each employee since an instant: ``{employee id: [Stored]}``."""
        rows = self.env.execute_query(
            SQL(
                """SELECT p.id, p.employee_id, p.instant, p.direction, p.outcome, p.reason,
                          p.detail, p.attendance_id, p.device_id, p.pin
                     FROM unnest(%s, %s) AS q(employee_id, since)
                     JOIN biometric_punch p ON p.employee_id = q.employee_id
                          AND p.instant >= q.since
                    WHERE p.outcome <> ALL(%s)
                UNION ALL
                   SELECT -m.id, m.employee_id, m.instant, m.direction, m.outcome, m.reason,
                          m.detail, m.attendance_id, 0, ''
                     FROM unnest(%s, %s) AS q(employee_id, since)
                     JOIN biometric_correction m ON m.employee_id = q.employee_id
                          AND m.instant >= q.since
                    WHERE m.kind = 'add' AND m.state = 'active'
                    ORDER BY 2, 3""",
                list(froms),
                list(froms.values()),
                list(ASIDE),
                list(froms),
                list(froms.values()),
            )
        )
        loaded = defaultdict(list)
        for row in rows:
            loaded[row[1]].append(Stored(*row))
        return loaded

    @api.model
    def _rows(self, starts):
        """All attendances that end after each start: ``{employee: records}``."""
        attendance = self.env["hr.attendance"]
        found = self.env.execute_query(
            SQL(
                """SELECT a.id, a.employee_id
                     FROM unnest(%s, %s) AS q(employee_id, since)
                     JOIN hr_attendance a ON a.employee_id = q.employee_id
                          AND (a.check_in >= q.since OR a.check_out IS NULL
                               OR a.check_out >= q.since)""",
                [employee.id for employee in starts],
                [start or EVER for start in starts.values()],
            )
        )
        ids = defaultdict(list)
        for row_id, employee_id in found:
            ids[employee_id].append(row_id)
        attendance.browse(row_id for row_id, _employee in found).fetch(
            [
                "employee_id",
                "check_in",
                "check_out",
                "in_mode",
                "out_mode",
                "biometric_managed",
            ]
        )
        return {employee: attendance.browse(ids[employee.id]) for employee in starts}

    @api.model
    def _employed(self, employee, policy, punches):
        """Split punches by whether the person was employed then.

        Of somebody archived without a day of departure the punches count that have been
        paired before.
        """
        first, last = employee._get_employment()
        begins = policy.begins(first) if first else datetime.min
        ends = policy.begins(last + timedelta(days=1)) if last else datetime.max
        undated = not (employee.active or last)
        employed, inactive = [], []
        for punch in punches:
            late = undated and punch.outcome in (outcomes.WAITING, "inactive_employee")
            there = begins <= punch.instant < ends and not late
            (employed if there else inactive).append(punch)
        return employed, inactive

    @api.model
    def _case(self, employee, policy, punches, inactive, rows, start):
        technical = rows.filtered(lambda row: row.in_mode == "technical")
        managed = (rows - technical).filtered(
            lambda row: (
                row.biometric_managed
                and (start is None or row.check_in >= start)
                and not policy.closed(row.check_in)
            )
        )
        keys = defaultdict(set)
        for punch in punches:
            keys[punch.attendance_id].add(punch.id)
        theirs = (rows - technical - managed).filtered(
            lambda row: (
                not (
                    row.biometric_managed
                    and start
                    and row.check_in < start
                    and row.check_out
                    and row.check_out <= start
                )
            )
        )
        fixed = [
            Fixed(row.check_in, row.check_out or None, frozenset(keys[row.id]))
            for row in theirs
        ]
        return Case(
            employee=employee,
            policy=policy,
            punches=punches,
            inactive=inactive,
            managed=managed,
            fixed=fixed,
            theirs=frozenset(theirs.ids),
            closed=frozenset(
                row.id
                for row in theirs
                if row.biometric_managed and policy.closed(row.check_in)
            ),
            technical=technical,
            start=start,
        )
