"""Loading what the pairing reads: punches, attendances and policies of employees."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo.tools import SQL

from ...rules import outcomes
from ...rules.assignments import BEGINNING
from ...rules.directions import IN, OUT
from ...rules.employment import Employment
from ...rules.fixed_intervals import FixedInterval
from ...rules.pairing import Punch
from ...rules.policy import Policy
from .attendances import PRESSED_MODES, load_attendances
from .evidence import load_evidence
from .roster import load_rosters
from .window import plan_starts

# Outcomes of punches that are not paired, whatever other punches there are.
UNPAIRED_OUTCOMES = ("clock_error", "before_start", "denied", "discarded", "unmapped")
# Outcomes of a punch that ends an attendance which people began, or repeats an end.
ENDING = (outcomes.CHECKED_OUT, outcomes.BREAK, outcomes.REPEAT)


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

    @property
    def certain(self):
        """Whether a person added it."""
        return self.id < 0

    def for_pairing(self):
        """Return the punch for the pairing rules; one that a person added is certain."""
        return Punch(
            self.id,
            self.instant,
            self.direction,
            (self.device_id, self.pin),
            certain=self.certain,
        )


class Case(NamedTuple):
    """The input of the pairing of one employee, from which the plan is made.

    :param punches: :class:`Stored` that take part, from the workday of ``start`` on.
    :param employment: when the person was employed.
    :param managed: rows the pairing may change.
    :param fixed: intervals of the rows it may not change.
    :param fixed_rows: the rows behind ``fixed``; of these, the plan may name an end.
    :param closed: ids of those of ``fixed_rows`` that the pairing wrote or ended, and that
        are fixed because they are in a closed period.
    :param technical: Odoo's rows for absences, which punches replace.
    :param start: where the plan begins, ``None``: at the first punch ever.
    :param evidence: what speaks for and against the keys, ``{workday: Evidence}``.
    :param roster: the scheduled hours, ``{workday: ((start, end), ...)}``.
    """

    employee: object
    policy: Policy
    punches: list
    employment: Employment
    managed: object
    fixed: list
    fixed_rows: object
    closed: frozenset
    technical: object
    start: object
    evidence: dict | None = None
    roster: dict | None = None


class Day(NamedTuple):
    """The punches of one workday of a person, and what their directions depend on."""

    punches: list
    evidence: dict
    roster: dict


def load_day(env, employee, policy, day):
    """Return the :class:`Day` of a workday."""
    env.flush_all()
    start, end = policy.begins(day), policy.begins(day + timedelta(days=1))
    loaded = _load_punches(env, {employee.id: start})
    punches = [punch for punch in loaded[employee.id] if punch.instant < end]
    loaded, policies = {employee.id: punches}, {employee: policy}
    evidence = load_evidence(
        env, loaded, policies, {employee: start}, UNPAIRED_OUTCOMES
    )
    roster = load_rosters(env, loaded, policies)
    return Day(punches, evidence.get(employee, {}), roster.get(employee, {}))


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
            else BEGINNING
            for employee, start in starts.items()
        },
    )
    rows = load_attendances(env, starts, policies, loaded)
    employments = env["hr.employee"].union(*starts)._get_employments(policies)
    evidence = load_evidence(env, loaded, policies, starts, UNPAIRED_OUTCOMES)
    rosters = load_rosters(env, loaded, {each: policies[each] for each in starts})
    for employee, start in starts.items():
        case = _make_case(
            employee,
            policies[employee],
            loaded[employee.id],
            employments[employee],
            rows[employee],
            start,
        )
        yield case._replace(
            evidence=evidence.get(employee, {}), roster=rosters.get(employee)
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


def _make_case(employee, policy, punches, employment, rows, start):
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
        lambda row: (
            (row.biometric_managed or row.biometric_ended)
            and policy.closed(row.check_in)
        )
    )
    return Case(
        employee=employee,
        policy=policy,
        punches=punches,
        employment=employment,
        managed=managed,
        fixed=_get_fixed_intervals(fixed_rows, punches, policy),
        fixed_rows=fixed_rows,
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


def _get_fixed_intervals(rows, punches, policy):
    """Return the intervals of rows that may not change, with the ids of their punches.

    An end the pairing gave to a row of people is left out: the plan finds it again.
    """
    of_rows = defaultdict(list)
    for punch in punches:
        of_rows[punch.attendance_id].append(punch)
    return [_get_fixed_interval(row, of_rows[row.id], policy) for row in rows]


def _get_fixed_interval(row, punches, policy):
    ended = row.biometric_ended and not policy.closed(row.check_in)
    end = (row.biometric_former_end if ended else row.check_out) or None
    modes = {IN: row.in_mode, OUT: None if ended else row.out_mode}
    return FixedInterval(
        row.check_in,
        end,
        frozenset(
            punch.id for punch in punches if not (ended and punch.outcome in ENDING)
        ),
        row.id,
        automatic=bool(end)
        and not row.biometric_managed
        and (ended or row.out_mode == "auto_check_out"),
        pressed=frozenset(
            direction for direction, mode in modes.items() if mode in PRESSED_MODES
        ),
    )
