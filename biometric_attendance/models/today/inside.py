"""Who is inside, as far as anybody can tell: for an evacuation, where doubt counts as inside."""

from datetime import timedelta
from typing import NamedTuple

from odoo.fields import Domain
from odoo.tools import SQL

from ...rules.presence import IN
from .activity import load_visitors
from .people import load_people, load_shown, today_limits

INSIDE, UNKNOWN, GUEST = "inside", "unknown", "guest"
# Outcomes of a last punch after which a person may be inside, without an attendance.
UNCERTAIN_OUTCOMES = ("waiting", "missing_check_out")
# Outcomes of punches that say nothing of where a person is.
MEANINGLESS_OUTCOMES = ("clock_error", "before_start", "denied", "discarded")
# Who checked in longer ago without a check-out is not looked for.
LONGEST_SEARCH = timedelta(hours=48)


class Inside(NamedTuple):
    """A person who is or may be inside.

    :param kind: ``inside``, ``unknown`` (the exit is not known) or ``guest``.
    :param since: of the last thing known, naive UTC.
    """

    kind: str
    employee_id: int | None
    partner_id: int | None
    name: str
    since: object
    device_id: int | None
    site_id: int | None


def find_inside(company, now, site=None):
    """Return everybody who is or may be inside a company's places, or one of them.

    Who is inside at no known place is on the list of every site. Rights are not looked at:
    in an evacuation everybody counts.
    """
    # Somebody who was archived today may be inside still.
    env = company.sudo().with_context(active_test=False).env
    limits, _zone = today_limits(company, now)
    people = load_people(env, _domain(company))
    shown = load_shown(env, company, people, now, limits)
    site_of = _sites(env)
    uncertain = _last_punches(env, company, now)
    found = []
    for person, presence, sessions in shown:
        kind, since, device_id = _whereabouts(presence, sessions, now)
        if not kind and person.id in uncertain:
            kind, (since, device_id) = UNKNOWN, uncertain[person.id]
        if kind:
            site_id = site_of.get(device_id)
            found.append(
                Inside(kind, person.id, None, person.name, since, device_id, site_id)
            )
    found += [
        Inside(
            GUEST,
            None,
            each["partner"],
            each["name"],
            each["since"],
            each["device"],
            each["site"],
        )
        for each in load_visitors(env, company, now)
    ]
    return [each for each in found if not site or each.site_id in (site.id, None)]


def _whereabouts(presence, sessions, now):
    """Return what an open attendance says: kind, since when, and the device."""
    last = sessions[-1] if sessions else None
    if last is None or last.end or now - last.begin > LONGEST_SEARCH:
        return None, None, None
    kind = INSIDE if presence.status == IN else UNKNOWN
    return kind, last.begin, last.in_device_id


def _domain(company):
    """Return the domain of the company's people, and of others who came in at its devices."""
    opened = [("check_out", "=", False), ("in_device_id.company_id", "=", company.id)]
    here = Domain("attendance_ids", "any", opened)
    return Domain("company_id", "=", company.id) | here


def _sites(env):
    devices = env["biometric.device"].with_context(active_test=False)
    devices = devices.search_fetch([("site_id", "!=", False)], ["site_id"])
    return {device.id: device.site_id.id for device in devices}


def _last_punches(env, company, now):
    """Return people whose last punch leaves open whether they are inside.

    Where the last punch of a day is the check-out whatever it was, so is a check-out.

    :return: ``{employee id: (instant, device id)}``.
    """
    env["biometric.punch"].flush_model()
    rows = env.execute_query(
        SQL(
            """SELECT DISTINCT ON (p.employee_id)
                      p.employee_id, p.instant, p.device_id, p.outcome
                 FROM biometric_punch p JOIN hr_employee e ON e.id = p.employee_id
                WHERE e.company_id = %s AND p.instant > %s AND p.instant <= %s
                  AND p.outcome <> ALL(%s)
             ORDER BY p.employee_id, p.instant DESC, p.id DESC""",
            company.id,
            now - LONGEST_SEARCH,
            now,
            list(MEANINGLESS_OUTCOMES),
        )
    )
    if not rows:
        return {}
    out = [row[0] for row in rows if row[3] == "checked_out"]
    policies = env["hr.employee"].browse(out)._biometric_policies()
    by_last = {
        each.id for each, policy in policies.items() if policy.mode == "first_last"
    }
    limit = {
        each.id: timedelta(hours=policy.longest) for each, policy in policies.items()
    }
    default = timedelta(hours=company.sudo().biometric_policy_id.longest)
    return {
        employee_id: (instant, device_id)
        for employee_id, instant, device_id, outcome in rows
        if (outcome in UNCERTAIN_OUTCOMES or employee_id in by_last)
        and now - instant <= max(limit.get(employee_id, default), default)
    }
