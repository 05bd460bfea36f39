"""How far back employees are paired again: as little of the past as is safe."""

from collections import defaultdict
from datetime import datetime, timedelta

from odoo.tools import SQL

from ...rules.window import safe_start

HISTORY_SPAN = timedelta(days=31)  # how far back a safe start is looked for


def plan_starts(env, queued, policies):
    """Where the plan of each employee may begin: ``{employee: instant or None}``.

    :param queued: ``{employee: Change}``.
    """
    borders = {
        employee: policies[employee].begins(policies[employee].workday(change.since))
        for employee, change in queued.items()
    }
    history = _load_history(env, borders)
    starts, cuts = {}, {}
    for employee, change in queued.items():
        policy = policies[employee]
        starts[employee] = safe_start(history[employee.id], change.since, policy)
        cut = borders[employee] if change.exact else _policy_start(policy)
        if cut and change.since >= cut > (starts[employee] or datetime.min):
            cuts[employee] = cut
    return {**starts, **cuts, **_open_before(env, cuts)}


def _policy_start(policy):
    """Return when the rules of a policy take effect, ``None`` for always."""
    return policy.since and policy.begins(policy.since)


def _load_history(env, borders):
    """What became of the punches before: ``{employee id: [(instant, outcome)]}``."""
    spans = (
        [employee.id for employee in borders],
        [border - HISTORY_SPAN for border in borders.values()],
        list(borders.values()),
    )
    rows = env.execute_query(
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


def _open_before(env, cuts):
    """Check-ins before a cut that still wait for their end.

    Their attendances are not finished, so the plan may not cut them off.

    :param cuts: ``{employee: instant}``.
    :return: ``{employee: instant}``.
    """
    rows = env["hr.attendance"].search_fetch(
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
