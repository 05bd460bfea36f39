"""Comparing an employee's attendances with the plan: only differences are written."""

from datetime import datetime

from ...rules import outcomes

# Outcomes of a check-in without a session of its own.
CAME = {outcomes.MISSING_CHECK_OUT, outcomes.REPEAT, outcomes.WAITING}
# Check-in and check-out modes of what a device recorded, and of what a person typed.
DEVICE_MODE, TYPED_MODE = "biometric", "biometric_typed"


def _mode(punch):
    """Return the mode of a check-in or check-out by a punch, or by a correction.

    The key of a correction is negative, see :class:`.load.Stored`.
    """
    return TYPED_MODE if punch.key < 0 else DEVICE_MODE


def compare(case, plan):
    """Return what has to change for the rows of a case to be as planned.

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
    stale = unused - _checked_out_by_odoo(unused, case, plan)
    return stale + _disproved_absences(case, plan), kept, new


def changed_ends(case, plan):
    """The values of people's rows whose end the plan gives, or does not give any more.

    A row whose end is withdrawn is as it was: ended by Odoo's automatic check-out, or open.
    Where another row of the person is open, or begins before that end, it can only end as
    it began.

    :return: ``[(row, values)]``.
    """
    found = []
    for row in case.fixed_rows:
        punch = plan.ends.get(row.id)
        if punch and not (row.biometric_ended and row.check_out == punch.instant):
            former = row.biometric_former_end if row.biometric_ended else row.check_out
            found.append((row, _end_values(punch, former)))
        elif row.biometric_ended and not punch and row.id not in case.closed:
            found.append((row, _former_values(row, case, plan)))
    return found


def _end_values(punch, former):
    return {
        "check_out": punch.instant,
        "out_mode": _mode(punch),
        "out_device_id": punch.order[0] or False,
        "biometric_ended": True,
        "biometric_former_end": former,
    }


def _former_values(row, case, plan):
    former = row.biometric_former_end
    others = case.fixed_rows - row
    if former:
        taken = others.filtered(lambda other: row.check_in < other.check_in < former)
    else:
        taken = others.filtered(lambda other: not other.check_out) or any(
            session.end is None for session in plan.sessions
        )
    ended = former or taken
    return {
        "check_out": row.check_in if taken else former,
        # Nobody said when, so that it gives way to the true punch.
        "out_mode": "auto_check_out" if ended else "manual",
        "out_device_id": False,
        "biometric_ended": False,
        "biometric_former_end": False,
    }


def overdue_row(case, plan):
    """The row of an overdue session that Odoo's automatic check-out ended, if it did."""
    start = plan.overdue.start if plan.overdue else datetime.max
    return case.managed.filtered(
        lambda row: row.check_in == start and row.out_mode == "auto_check_out"
    )


def _disproved_absences(case, plan):
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


def _checked_out_by_odoo(rows, case, plan):
    """Rows Odoo's automatic check-out ended, unless a punch contradicts it.

    Their own check-in must still be there: it may have been discarded, or another's.
    """
    opened = {session.start for session in plan.sessions}
    came = {
        punch.instant
        for punch in case.punches
        if punch.id in plan.outcomes and plan.outcomes[punch.id].code in CAME
    }
    return rows.filtered(
        lambda row: (
            row.out_mode == "auto_check_out"
            and row.check_in in came - opened
            and not any(
                session.start < row.check_out
                and (session.end is None or session.end > row.check_in)
                for session in plan.sessions
            )
        )
    )


def changed_values(row, session):
    """The values of ``row`` that are not the session's."""
    vals = {}
    if row.check_in != session.start:
        vals["check_in"] = session.start
        vals["in_mode"] = _mode(session.opened)
        vals["in_device_id"] = session.opened.order[0] or False
    if session.end is None and row.out_mode == "auto_check_out":
        return vals
    if (row.check_out or None) != session.end:
        vals["check_out"] = session.end or False
        vals["out_mode"] = _mode(session.closed) if session.closed else "manual"
        vals["out_device_id"] = (session.closed and session.closed.order[0]) or False
    return vals


def new_values(employee, session):
    """The values of a row for a session."""
    vals = {
        "employee_id": employee.id,
        "check_in": session.start,
        "in_mode": _mode(session.opened),
        "in_device_id": session.opened.order[0] or False,
        "biometric_managed": True,
    }
    if session.closed:
        vals["check_out"] = session.end
        vals["out_mode"] = _mode(session.closed)
        vals["out_device_id"] = session.closed.order[0] or False
    return vals


def differences(case, plan):
    """What pairing would change, without changing it.

    :return: values of ``biometric.difference``.
    """
    stale, kept, new = compare(case, plan)
    employee = {"employee_id": case.employee.id}
    found = [{**employee, "kind": "removed", **_row_times(row)} for row in stale]
    found += [
        {**employee, "kind": "changed", **_row_times(row), **_session_times(session)}
        for row, session in kept
        if changed_values(row, session)
    ]
    found += [
        {
            **employee,
            "kind": "changed",
            **_row_times(row),
            "new_check_in": row.check_in,
            "new_check_out": values["check_out"],
        }
        for row, values in changed_ends(case, plan)
    ]
    found += [{**employee, "kind": "added", **_session_times(each)} for each in new]
    return found


def _row_times(row):
    return {"check_in": row.check_in, "check_out": row.check_out}


def _session_times(session):
    return {"new_check_in": session.start, "new_check_out": session.end or False}
