"""Who is inside, as far as anybody can tell: for an evacuation, where doubt counts as inside."""

from datetime import timedelta
from typing import NamedTuple

from odoo.tools import SQL

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
    env = company.sudo().env
    limits, _zone = today_limits(company, now)
    people = load_people(env, _domain(company), limits.start.date())
    shown = load_shown(env, company, people, now, limits)
    site_of = _sites(env)
    found = []
    uncertain = _last_punches(env, company, now)
    for person, presence, sessions in shown:
        device_id = sessions[-1].in_device_id if sessions else None
        is_open = presence.status == "in"
        kind = INSIDE if is_open else UNKNOWN
        since = presence.since
        if not is_open and not presence.exit_unknown:
            if person.id not in uncertain:
                continue
            since, device_id = uncertain[person.id]
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


def _domain(company):
    return [("company_id", "=", company.id)]


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
