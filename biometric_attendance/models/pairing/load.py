"""Loading what the pairing reads: punches, attendances and policies of employees."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from odoo.tools import SQL

from ...rules import outcomes
from ...rules.assignments import BEGINNING
from ...rules.pairing import FixedInterval, Punch
from ...rules.policy import Policy
from .window import plan_starts

# Earlier than every punch: the start of whatever has no start set.
FIRST_INSTANT = BEGINNING
# Outcomes of punches that are not paired, whatever other punches there are.
UNPAIRED_OUTCOMES = ("clock_error", "before_start", "denied", "discarded", "unmapped")


class Stored(NamedTuple):
    """A row of a punch, or of a correction that adds one (its id made negative)."""

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
        """Return the punch for the pairing rules; one that a person added is certain."""
        return Punch(
            self.id,
            self.instant,
            self.direction,
            (self.device_id, self.pin),
            certain=self.id < 0,
        )


class Case(NamedTuple):
    """The input of the pairing of one employee, from which the plan is made.

    :param punches: :class:`Stored` that take part, from the workday of ``start`` on.
    :param inactive: :class:`Stored` from a time the person was not employed.
    :param managed: rows the pairing may change.
    :param fixed: intervals of the rows it may not change.
    :param fixed_rows: ids of the rows behind ``fixed``.
    :param closed: ids of those of ``fixed_rows`` that the pairing wrote, and that are fixed
        because they are in a closed period.
    :param technical: Odoo's rows for absences, which punches replace.
    :param start: where the plan begins, ``None``: at the first punch ever.
    """

    employee: object
    policy: Policy
    punches: list
    inactive: list
    managed: object
    fixed: list
    fixed_rows: frozenset
    closed: frozenset
    technical: object
    start: object


def load_cases(env, queued, policies=None):
    """Yield the :class:`Case` of each employee of a batch.

    :param queued: ``{employee: Change}``.
    :param policies: rules to try out, instead of those that hold.
    """
    env.flush_all()
    policies = policies or _load_policies(env, queued)
    starts = plan_starts(env, queued, policies)
    loaded = _load_punches(
        env,
        {
            employee.id: policies[employee].begins(policies[employee].workday(start))
            if start
            else FIRST_INSTANT
            for employee, start in starts.items()
        },
    )
    rows = _load_rows(env, starts)
    for employee, start in starts.items():
        punches, inactive = _split_by_employment(
            employee, policies[employee], loaded[employee.id]
        )
        yield _make_case(
            employee, policies[employee], punches, inactive, rows[employee], start
        )


def _load_policies(env, employees):
    """Return the pairing rules of each employee: ``{employee: Policy}``."""
    people = env["hr.employee"].union(*employees)
    return {
        employee: policy._get_rules(
            employee._get_tz(), employee.company_id.biometric_closed_until
        )
        for employee, policy in people._biometric_policies().items()
    }


def _load_punches(env, froms):
    """Punches of each employee since an instant: ``{employee id: [Stored]}``."""
    rows = env.execute_query(
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
            list(UNPAIRED_OUTCOMES),
            list(froms),
            list(froms.values()),
        )
    )
    loaded = defaultdict(list)
    for row in rows:
        loaded[row[1]].append(Stored(*row))
    return loaded


def _load_rows(env, starts):
    """All attendances that end after each start: ``{employee: records}``."""
    attendance = env["hr.attendance"]
    found = env.execute_query(
        SQL(
            """SELECT a.id, a.employee_id
                 FROM unnest(%s, %s) AS q(employee_id, since)
                 JOIN hr_attendance a ON a.employee_id = q.employee_id
                      AND (a.check_in >= q.since OR a.check_out IS NULL
                           OR a.check_out >= q.since)""",
            [employee.id for employee in starts],
            [start or FIRST_INSTANT for start in starts.values()],
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


def _split_by_employment(employee, policy, punches):
    """Split punches by whether the person was employed then.

    If the employee is archived without a departure date, those punches count as
    employed that were paired before.

    :return: ``(employed, inactive)``, two lists of :class:`Stored`.
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


def _make_case(employee, policy, punches, inactive, rows, start):
    technical = rows.filtered(lambda row: row.in_mode == "technical")
    managed = (rows - technical).filtered(
        lambda row: (
            row.biometric_managed
            and (start is None or row.check_in >= start)
            and not policy.closed(row.check_in)
        )
    )
    fixed_rows = (rows - technical - managed).filtered(
        lambda row: not _is_over(row, start)
    )
    closed = fixed_rows.filtered(
        lambda row: row.biometric_managed and policy.closed(row.check_in)
    )
    return Case(
        employee=employee,
        policy=policy,
        punches=punches,
        inactive=inactive,
        managed=managed,
        fixed=_get_fixed_intervals(fixed_rows, punches),
        fixed_rows=frozenset(fixed_rows.ids),
        closed=frozenset(closed.ids),
        technical=technical,
        start=start,
    )


def _is_over(row, start):
    """Whether a row of the pairing ended before the plan begins."""
    return bool(
        row.biometric_managed
        and start
        and row.check_in < start
        and row.check_out
        and row.check_out <= start
    )


def _get_fixed_intervals(rows, punches):
    """Return the intervals of rows that may not change, with the ids of their punches."""
    keys = defaultdict(set)
    for punch in punches:
        keys[punch.attendance_id].add(punch.id)
    return [
        FixedInterval(row.check_in, row.check_out or None, frozenset(keys[row.id]))
        for row in rows
    ]
