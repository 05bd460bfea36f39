"""What happened at the terminals today: last punches, denied ones, visitors, trouble."""

from datetime import datetime, timedelta

from odoo.fields import Domain
from odoo.tools import SQL

from .photos import load_photos

EPOCH = datetime(1970, 1, 1)
PUNCHES_SHOWN = 20
# A terminal's clock may be ahead by so much without its punches being of the future.
CLOCK_LEAD = timedelta(minutes=5)
# Nobody looks for a visitor who came longer ago than the longest session of a policy.
LONGEST_STAY = timedelta(hours=16)


def today_domain(env, start, now, site):
    """Return the domain of the punches since ``start``, at a site if there is one."""
    domain = Domain("instant", ">=", start) & Domain("instant", "<=", now + CLOCK_LEAD)
    if site:
        return domain & Domain("device_id.site_id", "=", site.id)
    company = Domain("device_id.company_id", "=", env.company.id)
    return domain & (company | Domain("employee_id.company_id", "=", env.company.id))


def read_last_punches(env, domain):
    """Return the last punches the user may see, the latest first, as dicts."""
    punches = env["biometric.punch"].search(
        domain, order="instant desc, id desc", limit=PUNCHES_SHOWN
    )
    labels = dict(punches._fields["outcome"]._description_selection(env))
    photos = load_photos(env, "hr.employee", punches.sudo().employee_id.ids)
    of_guests = load_photos(env, "res.partner", punches.sudo().partner_id.ids)
    return [
        {
            "id": punch.id,
            "instant": seconds(punch.instant),
            "name": punch.employee_id.name or punch.partner_id.name or "",
            "photo": photos.get(punch.employee_id.id)
            or of_guests.get(punch.partner_id.id, ""),
            "pin": punch.pin,
            "direction": punch.direction or "",
            "outcome": punch.outcome,
            "outcome_label": labels[punch.outcome],
            "device": punch.device_id.name,
            "device_id": punch.device_id.id,
        }
        # Officers need not be allowed to read more of people than their names.
        for punch in punches.sudo()
    ]


def count_denied(env, domain):
    return env["biometric.punch"].search_count(
        domain & Domain("outcome", "=", "denied")
    )


def load_visitors(env, company, now, site=None):
    """Return the visitors who are inside, by their last punch: dicts.

    Who went out by a terminal that tells directions is not. A visit without a direction
    says nothing of the exit: the visitor stays inside for ``LONGEST_STAY``.

    :param env: whose rights decide what is read.
    """
    punches = env["biometric.punch"]
    punches.flush_model()
    domain = [
        ("outcome", "=", "visit"),
        ("partner_id", "!=", False),
        ("instant", ">", now - LONGEST_STAY),
        ("instant", "<=", now + CLOCK_LEAD),
        ("device_id.company_id", "=", company.id),
    ]
    query = punches._search(domain, order=None)
    rows = env.execute_query(
        SQL(
            """SELECT * FROM (
                   SELECT DISTINCT ON (p.partner_id)
                          p.partner_id, c.name, p.instant, p.direction, p.device_id,
                          d.site_id
                     FROM biometric_punch p
                     JOIN res_partner c ON c.id = p.partner_id
                     JOIN biometric_device d ON d.id = p.device_id
                    WHERE p.id IN %s
                 ORDER BY p.partner_id, p.instant DESC, p.id DESC) AS last
                WHERE direction IS DISTINCT FROM 'out' ORDER BY name""",
            query.subselect(),
        )
    )
    visitors = [
        {
            "partner": partner_id,
            "name": name,
            "since": instant,
            "exit_unknown": not direction,
            "device": device_id,
            "site": site_id,
        }
        for partner_id, name, instant, direction, device_id, site_id in rows
    ]
    return [each for each in visitors if not site or each["site"] == site.id]


def seconds(instant):
    """Return a naive UTC instant in seconds since 1970, ``False`` for none."""
    if not instant:
        return False
    return int((instant - EPOCH).total_seconds())
