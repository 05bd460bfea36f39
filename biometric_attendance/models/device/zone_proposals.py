"""Zones whose clock shows a time, those nearest to a device first."""

from datetime import timezone

import pytz

from odoo.addons.base.models.res_partner import _tz_get

from ...rules import clock

MAX_PROPOSALS = 5


def propose_zones(device, seconds, now):
    """Return names of zones that are so far east of UTC now.

    First those of sites, other devices and companies, then those of the companies'
    countries, then the one that is nothing but this offset.

    :param seconds: east of UTC.
    :param now: naive UTC.
    """
    env = device.sudo().env
    companies = device.sudo().company_id or env.companies
    own = [
        *env["biometric.site"]
        .search([("company_id", "in", companies.ids)])
        .mapped("tz"),
        *env["biometric.device"].search([("state", "=", "approved")]).mapped("tz"),
        *companies.partner_id.mapped("tz"),
        *env["biometric.site"].search([]).mapped("tz"),
    ]
    countries = (companies | env["res.company"].search([])).country_id.mapped("code")
    for code in countries:
        own += pytz.country_timezones.get(code, [])
    hours, rest = divmod(-seconds, 3600)
    if not rest:
        own.append(f"Etc/GMT{hours:+d}" if hours else "Etc/GMT")
    selectable = {name for name, _label in _tz_get(device)}
    found = [
        name
        for name in dict.fromkeys(filter(None, own))
        if name in selectable and get_offset(name, now) == seconds
    ]
    if not found:
        found = sorted(name for name in selectable if get_offset(name, now) == seconds)
    return found[:MAX_PROPOSALS]


def get_offset(name, now):
    """Return how many seconds a zone is east of UTC, ``None`` for an unknown one."""
    try:
        zone = clock.zone(name)
    except ValueError:
        return None
    offset = now.replace(tzinfo=timezone.utc).astimezone(zone).utcoffset()
    return (offset and int(offset.total_seconds())) or 0
