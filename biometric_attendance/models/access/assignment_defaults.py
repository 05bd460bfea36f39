"""From when a PIN becomes a person's, by what is known of the person and the former one."""

from datetime import timedelta

from odoo import fields

from ...rules import clock
from ...rules.assignments import BEGINNING, default_since

# Whoever has had a PIN for longer is no newcomer, whose first day would count.
NEWCOMER_SPAN = timedelta(days=31)


def get_default_since(env, history, person, now):
    """Return from when a person has a PIN where nobody chose it; see the rule.

    :param history: of the PIN, ``[Assignment]``.
    :param person: employee or contact, an empty recordset for nobody.
    """
    if not history:
        return BEGINNING
    former = _get_employees(env, history, now)[-1:]
    return default_since(
        history,
        (person._name, person.id) if person else None,
        now,
        first_day=_get_first_day(person, now),
        former_end=_get_employment_end(former),
        open_since=get_open_since(former | _as_employee(env, person)),
    )


def get_open_since(employees):
    """Return where the last closed period of these employees ends, naive UTC."""
    found = BEGINNING
    for employee in employees.sudo():
        closed = employee.company_id.biometric_closed_until
        if closed:
            day = closed + timedelta(days=1)
            found = max(found, clock.midnight(day, _get_zone(employee)))
    return found


def _get_employees(env, history, now):
    """The employees who had the PIN, the last of them last."""
    ids = [
        each.person[1]
        for each in history
        if each.since <= now and each.person and each.person[0] == "hr.employee"
    ]
    return env["hr.employee"].browse(dict.fromkeys(reversed(ids)))[::-1].sudo()


def _as_employee(env, person):
    return (person if person._name == "hr.employee" else env["hr.employee"]).sudo()


def _get_first_day(person, now):
    """When the first day of a newcomer begins, ``None`` if that is not known.

    It is the beginning of the contract in force or, where none is, of the next one.
    """
    if not person or person._name != "hr.employee" or _has_had_a_pin(person, now):
        return None
    employee = person.sudo()
    zone = _get_zone(employee)
    today = clock.wall(now, zone).date()
    starts = sorted(filter(None, employee.version_ids.mapped("contract_date_start")))
    begun = [start for start in starts if start <= today]
    first = begun[-1:] or starts[:1]
    return _begin(employee, first[0]) if first else None


def _has_had_a_pin(person, now):
    """Whether the person was assigned a PIN longer ago than a newcomer can have been."""
    assignments = person.env["biometric.assignment"].sudo()
    long_ago = [
        ("employee_id", "=", person.id),
        ("create_date", "<", fields.Datetime.to_string(now - NEWCOMER_SPAN)),
    ]
    return bool(assignments.search_count(long_ago, limit=1))


def _get_employment_end(employee):
    """The end of the last workday of a person who left, ``None`` if that is not known."""
    left = employee.departure_date
    return _begin(employee, left + timedelta(days=1)) if left else None


def _begin(employee, day):
    """The instant a workday of a person begins."""
    try:
        return employee._get_pairing_rules().begins(day)
    except ValueError:  # a zone this server lacks
        return clock.midnight(day, clock.zone("UTC"))


def _get_zone(employee):
    try:
        return clock.zone(employee._get_tz())
    except ValueError:  # a zone this server lacks
        return clock.zone("UTC")
