"""Stores the outcomes of the punches that pairing plans were made from."""

import json
from datetime import timedelta

from odoo.tools import SQL

from ...rules import clock, outcomes
from ..punch.changes import change_punches


def write_outcomes(env, planned, links, problem=None):
    """Store the outcome of every punch of these plans, where it changed.

    :param planned: ``[(Case, Plan)]``.
    :param links: ``{punch id: attendance id}``.
    :param problem: why Odoo refused the rows; there is then only one plan.
    """
    changed = []
    for case, plan in planned:
        values = [
            (
                punch,
                _outcome_values(case, punch, plan.outcomes[punch.id], links, problem),
            )
            for punch in case.punches
            if punch.id in plan.outcomes
            and not _keeps_outcome(case, punch, plan.outcomes[punch.id])
        ]
        changed += [
            (punch.id, *became)
            for punch, became in values
            if became
            != (punch.outcome, punch.reason, punch.detail, punch.attendance_id)
        ]
    _update_outcomes(
        env, "biometric.punch", [change for change in changed if change[0] > 0]
    )
    _update_outcomes(
        env,
        "biometric.correction",
        [(-key, *values) for key, *values in changed if key < 0],
    )


def _outcome_values(case, punch, outcome, links, problem):
    """Return ``(outcome, reason, detail, attendance id)`` of a punch that takes part."""
    if problem:
        return outcomes.WAITING, "refused", problem, punch.attendance_id
    covered = (
        outcome.code == outcomes.COVERED and punch.attendance_id in case.fixed_rows.ids
    )
    attendance = punch.attendance_id if covered else links.get(punch.id)
    reason, day = outcome.reason, None
    if outcome.code == outcomes.INACTIVE:
        reason, day = _explain_absence(case, punch, reason)
    return outcome.code, reason, day, attendance


def _explain_absence(case, punch, reason):
    """Return the reason why a person was not employed, and the last or first day."""
    ended, begins = case.employment.nearest(punch.instant)
    last = ended and case.policy.workday(ended - timedelta(microseconds=1))
    day = last or (begins and case.policy.workday(begins))
    if reason == "not_employed" and day:
        reason = "employment_ended" if last else "employment_begins"
    return reason, day and str(day)


def _keeps_outcome(case, punch, outcome):
    """Whether the punch keeps its outcome because payroll is done for its day.

    A punch covered by an attendance does, if that attendance is in a closed period.
    """
    if outcome.code == outcomes.COVERED:
        return punch.attendance_id in case.closed
    return outcome.code == outcomes.CLOSED_PERIOD and bool(punch.attendance_id)


def _update_outcomes(env, model, changed):
    """Store outcomes of punches or corrections with one statement.

    :param changed: ``[(id, outcome, reason, detail, attendance id)]``.
    """
    if not changed:
        return
    statement = SQL(
        """UPDATE %s AS stored
              SET outcome = r->>1, reason = r->>2, detail = r->>3,
                  attendance_id = (r->>4)::int
             FROM json_array_elements(%s) AS r
            WHERE stored.id = (r->>0)::int""",
        SQL.identifier(env[model]._table),
        json.dumps(changed),
    )
    if model == "biometric.punch":
        change_punches(env, SQL("changed AS (%s RETURNING stored.id)", statement))
        return
    env.cr.execute(statement)
    env[model].invalidate_model(
        ["outcome", "reason", "detail", "attendance_id"], flush=False
    )


def without_unknown_zones(env, queued):
    """Leave out employees whose time zone this server does not know.

    Odoo offers zones which this server may lack. The reason is stored on the punches of
    those left out that wait for pairing.

    :param queued: ``{employee: Change}``.
    :return: the same without them.
    """
    readable = dict(queued)
    for employee in queued:
        try:
            clock.zone(employee._get_tz())
        except ValueError as error:
            del readable[employee]
            hold_back(env, employee, str(error))
    return readable


def hold_back(env, employee, reason):
    """Store why the waiting punches of an employee cannot be paired."""
    change_punches(
        env,
        SQL(
            """changed AS (
                   UPDATE biometric_punch SET reason = 'refused', detail = %(reason)s
                    WHERE employee_id = %(employee)s AND outcome = 'waiting'
                      AND (reason, detail) IS DISTINCT FROM ('refused', %(reason)s)
                RETURNING id)""",
            reason=reason,
            employee=employee.id,
        ),
    )
