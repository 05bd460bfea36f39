"""The people of the screen *Today* with their attendances, all with a few queries."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...rules.presence import Limits, Presence, Span, presence
from ..people.expected_hours import ExpectedHours

MANAGES_ALL = "hr_attendance.group_hr_attendance_user"
MANAGES_SOME = "hr_attendance.group_hr_attendance_officer"


class Person(NamedTuple):
    """An employee as stored."""

    id: int
    name: str
    department_id: int | None


class Session(NamedTuple):
    """An attendance and the devices it was made at, naive UTC."""

    begin: object
    end: object
    in_device_id: int | None
    out_device_id: int | None


class Shown(NamedTuple):
    """A person with status, and the sessions of the workday."""

    person: Person
    presence: Presence
    sessions: list

    @property
    def device_id(self):
        """The device of the check-in or check-out that the status comes from."""
        last = self.sessions[-1] if self.sessions else None
        if last is None:
            return None
        return last.in_device_id if last.end is None else last.out_device_id


def visible_domain(env):
    """Return the domain of the employees whose attendances the user may see.

    Of the company the user works in now; officers see those they manage.
    """
    domain = Domain("company_id", "=", env.company.id)
    if not env.user.has_group(MANAGES_ALL):
        domain &= Domain("attendance_manager_id", "=", env.uid)
    return domain


def get_site(env, site_id):
    """Return a site that a person chose, empty for none.

    :raises UserError: there is no such site; AccessError: it may not be seen.
    """
    sites = env["biometric.site"]
    if not site_id:
        return sites
    site = sites.browse(site_id).exists() if type(site_id) is int else sites
    if not site:
        raise UserError(env._("This site does not exist any more."))
    site.check_access("read")
    return site


def load_people(env, domain):
    """Return the :class:`Person` of each employee in a domain, in order of names.

    :param domain: read without regard to rights: it has to narrow down who may be seen.
    """
    employees = env["hr.employee"].sudo()
    employees.env["hr.version"].flush_model()
    query = employees._search(domain)
    rows = env.execute_query(
        SQL(
            """SELECT e.id, e.name, v.department_id
                 FROM hr_employee e
            LEFT JOIN hr_version v ON v.id = e.current_version_id
                WHERE e.id IN %s
             ORDER BY e.name, e.id""",
            query.subselect(),
        )
    )
    return [Person(*row) for row in rows]


def load_sessions(env, employee_ids, start, now):
    """Return the attendances that touch the time since ``start``, of each employee.

    Read by the rights of ``env``. Odoo's rows for absences are no attendances.

    :return: ``{employee id: [Session]}``, in order.
    """
    if not employee_ids:
        return {}
    attendances = env["hr.attendance"]
    attendances.flush_model()
    query = attendances._search(
        [
            ("employee_id", "in", employee_ids),
            ("check_in", "<=", now),
            ("in_mode", "!=", "technical"),
            *("|", ("check_out", "=", False), ("check_out", ">", start)),
        ],
        order="check_in, id",
    )
    names = ("employee_id", "check_in", "check_out", "in_device_id", "out_device_id")
    found = defaultdict(list)
    for employee_id, *row in env.execute_query(
        query.select(*(SQL.identifier(query.table, name) for name in names))
    ):
        session = Session(*row)
        if session.end and session.end > now:  # a check-out planned by hand
            session = session._replace(end=None)
        found[employee_id].append(session)
    return found


def load_shown(env, company, people, now, limits):
    """Return the :class:`Shown` of each person.

    :param limits: :class:`~.rules.presence.Limits` of the company.
    """
    ids = [each.id for each in people]
    sessions = load_sessions(env, ids, limits.start, now)
    # A night shift that began the evening before may last still.
    hours = ExpectedHours(env, ids, limits.start - timedelta(days=1), limits.end)
    longer = _longer_limits(env, company, sessions, now, limits)
    shown = []
    for person in people:
        own = sessions.get(person.id, [])
        found = presence(
            hours.shifts_of(person.id),
            [Span(each.begin, each.end) for each in own],
            hours.leaves_of(person.id, limits.start),
            now,
            longer.get(person.id, limits),
        )
        shown.append(Shown(person, found, own))
    return shown


def at_site(env, shown, site):
    """Return those who are not at another site, of people who have to do with one.

    :param shown: :class:`Shown` of people who are users of a device of the site.
    """
    devices = env["biometric.device"].sudo().with_context(active_test=False)
    devices = devices.search([("site_id", "!=", False)])
    site_of = {device.id: device.site_id.id for device in devices}
    return [each for each in shown if site_of.get(each.device_id, site.id) == site.id]


def get_zone(company):
    """Return the name of the zone in which screens and papers of a company show times."""
    company = company.sudo()
    return company.resource_calendar_id.tz or company.partner_id.tz or "UTC"


def today_limits(company, now):
    """Return the :class:`Limits` of a company's workday now, and its time zone's name."""
    company = company.sudo()
    company._ensure_biometric_policy()
    zone = get_zone(company)
    rules = company.biometric_policy_id._get_rules(zone)
    day = rules.workday(now)
    policies = company.env["biometric.policy"].search([("company_id", "=", company.id)])
    return Limits(
        rules.begins(day),
        rules.begins(day + timedelta(days=1)),
        timedelta(minutes=company.biometric_grace_minutes),
        timedelta(hours=min(policies.mapped("longest"))),
    ), zone


def _longer_limits(env, company, sessions, now, limits):
    """Return the limits of people who are present for long already, by their policies.

    :return: ``{employee id: Limits}``; the company's shortest policy holds for others.
    """
    long_present = [
        employee_id
        for employee_id, own in sessions.items()
        if own[-1].end is None and now - own[-1].begin > limits.longest
    ]
    if not long_present:
        return {}
    employees = env["hr.employee"].sudo().browse(long_present)
    shortest = limits.longest
    return {
        employee.id: Limits(
            limits.start,
            limits.end,
            limits.grace,
            max(timedelta(hours=policy.longest), shortest),
        )
        for employee, policy in employees._biometric_policies().items()
    }
