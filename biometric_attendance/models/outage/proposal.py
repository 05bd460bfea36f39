"""Who was expected while a terminal was down, and lacks a punch."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from odoo.fields import Domain

from ..people.expected_hours import ExpectedHours

# A punch so near to the scheduled time is the one of it.
NEAR = timedelta(hours=3)
# Shifts begin before the time of the outage and end after it.
AROUND = timedelta(days=1)


class Missing(NamedTuple):
    """A punch that is missing.

    :param instant: the scheduled time, naive UTC.
    """

    employee_id: int
    direction: str
    instant: datetime


def find_missing(env, employees, since, until):
    """Return the :class:`Missing` of people between two instants, in order of time.

    Nobody is expected on leave or without a schedule. Whoever has a punch, a correction or
    an attendance near the scheduled time lacks nothing.

    :param employees: read without regard to rights.
    """
    hours = ExpectedHours(env, employees.ids, since - AROUND, until + AROUND)
    recorded = _load_recorded(env, employees, since - NEAR, until + NEAR)
    found = [
        Missing(employee.id, direction, instant)
        for employee in employees
        for shift in hours.shifts_of(employee.id)
        for direction, instant in (("in", shift.begin), ("out", shift.end))
        if since <= instant <= until and not _is_near(instant, recorded[employee.id])
    ]
    return sorted(found, key=lambda missing: (missing.instant, missing.employee_id))


def _is_near(instant, others):
    return any(abs(other - instant) <= NEAR for other in others)


def _load_recorded(env, employees, since, until):
    """Return when each person came or went, as far as is recorded: ``{id: [instants]}``."""
    env = env(su=True)
    found = defaultdict(list)
    own = Domain("employee_id", "in", employees.ids)
    sources = (
        ("biometric.punch", "instant", Domain("outcome", "!=", "discarded")),
        ("biometric.correction", "instant",
         Domain("kind", "=", "add") & Domain("state", "=", "active")),
        ("hr.attendance", "check_in", Domain.TRUE),
        ("hr.attendance", "check_out", Domain.TRUE),
    )  # fmt: skip
    for model, moment, domain in sources:
        within = Domain(moment, ">=", since) & Domain(moment, "<=", until)
        rows = env[model].search_fetch(own & within & domain, ["employee_id", moment])
        for row in rows:
            found[row.employee_id.id].append(row[moment])
    return found
