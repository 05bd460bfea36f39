"""Finders of terminals that are out of touch, and of those that cannot be read."""

from datetime import timedelta

import pytz

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from ...rules import opening
from ...terminals import BRANDS
from .finding import Finding, select_devices

# Hours of so many days before are looked at: a long weekend and what lies before it.
DAYS_BEFORE = 7
# A polled terminal is late after two rounds and the time a round may take.
ROUNDS, ROUND_MINUTES = 2, 5
# A last contact further ahead was recorded before the server's clock was set back.
MAX_LEAD = timedelta(minutes=10)
ANSWERS_AS_ANOTHER = SQL("coalesce(d.poll_reason->>'code', '') = 'other_terminal'")
COMPANY = SQL("JOIN res_company c ON c.id = d.company_id")
SILENT_AFTER = SQL("make_interval(mins => c.biometric_silent_minutes)")


def find_silent(moment):
    """Find terminals that were not in touch, though nothing says that they failed.

    A terminal that never called counts while somebody expects it; one of a brand that only
    calls when it has something to send does not.
    """
    calling = [key for key, brand in BRANDS.items()
               if brand.push and brand.push.calls_when_idle]  # fmt: skip
    devices = moment.env["biometric.device"]
    polled = devices._search(Domain("polled", "=", True)).subselect()
    contact = SQL("coalesce(d.last_seen, d.create_date)")
    condition = SQL(
        """CASE WHEN d.id IN %(polled)s
                THEN coalesce(d.poll_failures, 0) = 0
                     AND %(contact)s < %(now)s - %(patience)s
                         - make_interval(mins => %(rounds)s * d.poll_minutes + %(round)s)
                ELSE (%(contact)s < %(now)s - %(patience)s OR d.last_seen > %(ahead)s)
                     AND (d.last_seen IS NOT NULL OR d.expected)
                     AND d.brand = ANY(%(calling)s) END
            AND NOT %(bridge)s""",
        bridge=_behind_silent_bridge(moment),
        calling=calling,
        polled=polled,
        contact=contact,
        now=moment.now,
        patience=SILENT_AFTER,
        rounds=ROUNDS,
        round=ROUND_MINUTES,
        ahead=moment.now + MAX_LEAD,
    )
    since = SQL("least(%s, %s)", contact, moment.now)
    return _find(moment, since, condition)


def find_unreadable(moment):
    """Find terminals and gateways that this server could not call for some time."""
    condition = SQL(
        "d.poll_failures > 0 AND d.poll_error_at < %s - %s AND NOT %s AND NOT %s",
        moment.now,
        SILENT_AFTER,
        ANSWERS_AS_ANOTHER,
        _behind_silent_bridge(moment),
    )
    return _find(moment, SQL("d.poll_error_at"), condition)


def find_behind_silent_bridge(moment):
    """Find terminals whose bridge was not heard: nothing is known of them."""
    last_contact = SQL(
        "(SELECT coalesce(b.last_seen, b.paired_at) FROM biometric_bridge b"
        " WHERE b.id = d.bridge_id)"
    )
    since = SQL("coalesce(%s, d.create_date)", last_contact)
    return _find(moment, since, _behind_silent_bridge(moment))


def _behind_silent_bridge(moment):
    """SQL of whether the bridge of a device was paired, and was not heard since."""
    return SQL(
        """EXISTS (SELECT FROM biometric_bridge b
                    WHERE b.id = d.bridge_id AND b.paired_at IS NOT NULL
                          AND coalesce(b.last_seen, b.paired_at) < %s - %s)""",
        moment.now,
        SILENT_AFTER,
    )


def _find(moment, since, condition):
    columns = SQL("d.site_id, c.biometric_silent_minutes, %s", since)
    rows = select_devices(moment, columns, condition, COMPANY)
    hours = _OpeningHours(moment, {site for _device, site, *_ in rows if site})
    return [
        Finding(device, since, due=hours.is_due(site, minutes, since))
        for device, site, minutes, since in rows
    ]


class _OpeningHours:
    """Since when terminals of a site must be silent, worked out once a calendar."""

    def __init__(self, moment, site_ids):
        self._now = moment.now
        sites = moment.env["biometric.site"].browse(sorted(site_ids))
        self._sites = {site.id: site for site in sites}
        self._found = {}

    def is_due(self, site_id, minutes, since):
        """Whether a terminal was silent for some minutes in which its site was open."""
        site = self._sites.get(site_id)
        calendar = site and site.opening_calendar_id
        if not calendar or not calendar.attendance_ids or calendar.flexible_hours:
            return True
        key = (calendar, site.tz, minutes)
        if key not in self._found:
            self._found[key] = self._get_latest(*key)
        return self._found[key] is not None and since <= self._found[key]

    def _get_latest(self, calendar, tz, minutes):
        now, patience = pytz.utc.localize(self._now), timedelta(minutes=minutes)
        begin = now - timedelta(days=DAYS_BEFORE) - patience
        found = calendar._work_intervals_batch(begin, now, tz=pytz.timezone(tz))
        opened = [(_naive(start), _naive(end)) for start, end, _meta in found[False]]
        return opening.silent_from(opened, self._now, patience)


def _naive(moment):
    return fields.Datetime.to_datetime(moment.astimezone(pytz.utc).replace(tzinfo=None))
