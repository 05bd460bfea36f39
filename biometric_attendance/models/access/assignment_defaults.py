"""From when a PIN becomes a person's, by what is known of the person and the former one."""

from datetime import timedelta

from odoo import fields

from ...rules import clock
from ...rules.assignments import BEGINNING, default_since
from .person_key import get_employees, get_person, get_person_key, is_employee

# Whoever has had a PIN for longer is no newcomer, whose first day would count.
NEWCOMER_SPAN = timedelta(days=31)


def get_default_since(env, history, person, now):
    """Return from when a person has a PIN where nobody chose it.

    The rule is :func:`~.rules.assignments.default_since`.

    :param history: of the PIN, ``[Assignment]``.
    :param person: employee or contact, an empty recordset for nobody.
    """
    if not history:
        return BEGINNING
    former = _get_last_employee(env, history, now)
    key = get_person_key(person)
    return default_since(
        history,
        key,
        now,
        first_day=_get_first_day(person, now),
        former_end=_get_employment_end(former),
        open_since=get_open_since(former | get_employees(env, [key])),
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


def _get_last_employee(env, history, now):
    """Return the last employee who had the PIN until now, an empty recordset if none did."""
    keys = [each.person for each in history if each.since <= now]
    last = next(filter(is_employee, reversed(keys)), None)
    return get_person(env, last).sudo()


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
