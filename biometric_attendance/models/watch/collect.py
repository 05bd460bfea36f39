"""What is wrong now, as the alerts there shall be: by cause, folded where it is many."""

import logging
from collections import defaultdict
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from psycopg2 import OperationalError

from odoo.fields import Domain

from ...rules import alerts
from ..poll.schedule import APPROVED
from .causes import CAUSES
from .finding import Moment
from .people import People

_logger = logging.getLogger(__name__)


class Wanted(NamedTuple):
    """An alert that there shall be.

    :param devices: ids, in order.
    :param user: who is told, an empty recordset for nobody.
    """

    cause: str
    subject: alerts.Subject
    company: Any
    user: Any
    devices: list[int]
    since: datetime
    number: int

    @property
    def key(self):
        """What tells alerts apart."""
        return self.cause, self.company.id, self.subject


def find_causes(env, now):
    """Return what the finders found: ``{cause: findings}``.

    A cause whose finder fails is left out: nothing is known of it, so its alerts stay.
    """
    found, moment = {}, Moment(env, now)
    for key, cause in CAUSES.items():
        try:
            with env.cr.savepoint(flush=False):
                found[key] = cause.find(moment)
        except OperationalError:
            raise
        except Exception:
            _logger.exception("Alerts: looking for %s failed", key)
    return found


class Collection:
    """The alerts there shall be for what was found.

    :param found: ``{cause: findings}``.
    :param open_alerts: the alerts that are open, which decide what stays as it is.
    """

    def __init__(self, env, found, open_alerts):
        self._env, self._found = env, found
        self._people = People(env)
        self._open = defaultdict(set)
        self._held = defaultdict(set)
        for alert in open_alerts:
            self._open[alert.cause].add(alert._get_subject())
            self._held[alert.cause].update(alert.device_ids.ids)

    @cached_property
    def _devices(self):
        """The devices that anything was found at, read at once."""
        ids = {each.device_id for rows in self._found.values() for each in rows}
        devices = self._env["biometric.device"].browse(sorted(ids))
        devices.fetch(["company_id", "site_id", "responsible_id"])
        return {device.id: device for device in devices}

    @cached_property
    def _sites(self):
        """The sites of these devices."""
        devices = self._env["biometric.device"].browse(self._devices)
        return {site.id: site for site in devices.site_id}

    @cached_property
    def _site_sizes(self):
        """How many approved devices each site has."""
        groups = self._env["biometric.device"]._read_group(
            APPROVED & Domain("site_id", "in", sorted(self._sites)),
            ["site_id"],
            ["__count"],
        )
        return {site.id: count for site, count in groups}

    @cached_property
    def _receiving_company(self):
        """The company that is told of terminals without one: the first with a device."""
        devices, order = self._env["biometric.device"], "company_id"
        first = devices.search(APPROVED, order=order, limit=1).company_id
        return first or self._env["res.company"].search([], limit=1)

    def get_wanted(self):
        """Return the alerts there shall be, by their keys."""
        wanted = {}
        for key, rows in self._found.items():
            by_company = defaultdict(list)
            for row in rows:
                if row.due or row.device_id in self._held[key]:
                    device = self._devices[row.device_id]
                    company = device.company_id or self._receiving_company
                    by_company[company].append(row)
            for company, found in by_company.items():
                if key not in get_causes_off(company):
                    for each in self._get_of_company(CAUSES[key], company, found):
                        wanted[each.key] = each
        return wanted

    def _get_of_company(self, cause, company, rows):
        by_device = {row.device_id: row for row in rows}
        troubles = [self._get_trouble(each, company) for each in by_device]
        if cause.approval:
            user = self._people.get_of_company(company)
            subject = alerts.Subject(alerts.PERSON, (company.id, user.id))
            folded = {subject: sorted(by_device)}
        else:
            folded = alerts.fold(troubles, self._site_sizes, self._open[cause.key])
        for subject, devices in folded.items():
            found = [by_device[device] for device in devices]
            pick = max if cause.event else min
            yield Wanted(
                cause.key,
                subject,
                company,
                self._get_user(subject, company),
                devices,
                pick(row.since for row in found),
                sum(row.number for row in found),
            )

    def _get_trouble(self, device_id, company):
        device = self._devices[device_id]
        site = device.site_id
        person = self._people.get_of_device(device, company)
        of_site = self._people.get_of_site(site, company)
        return alerts.Trouble(
            device_id,
            site.id or None,
            (company.id, person.id),
            (company.id, of_site.id),
        )

    def _get_user(self, subject, company):
        if subject.kind == alerts.DEVICE:
            return self._people.get_of_device(self._devices[subject.of], company)
        if subject.kind == alerts.SITE:
            return self._people.get_of_site(self._sites[subject.of], company)
        _company, user_id = subject.of
        return self._env["res.users"].browse(user_id or ())


def get_causes_off(company):
    """Return the causes that nobody of a company is told of."""
    return set(company.biometric_alert_off_ids.mapped("value"))
