"""When people are expected at work: scheduled hours, without public and own leaves."""

from collections import defaultdict
from datetime import date, timezone
from typing import NamedTuple

import pytz

from odoo.fields import Domain
from odoo.tools import SQL

from ...rules.presence import Span, shifts, without


class Version(NamedTuple):
    """What an employee's schedule is from a day on, ``until`` another day, excluded."""

    resource_id: int
    company_id: int
    tz: str
    calendar_id: int | None
    since: date
    until: date


class ExpectedHours:
    """The scheduled hours of many people: read once for all, worked out once a calendar.

    Contracts, two-week schedules, leaves and public holidays count. Nobody is expected at
    an hour of a flexible schedule, of one of which only the length of the days is known,
    or without a schedule.

    :param employee_ids: read without regard to rights.
    :param start: naive UTC, as ``end``: nothing outside is returned.
    """

    def __init__(self, env, employee_ids, start, end):
        self._env = env(su=True)
        self._start, self._end = start, end
        self._versions = self._load_versions(employee_ids)
        self._public, self._own = self._load_leaves()
        self._hours, self._shifts = {}, {}

    def of(self, employee_id):
        """Return when the person is expected: ``[(from, until)]``, naive UTC, in order."""
        found = []
        for version in self._versions[employee_id]:
            hours = self._hours_of_days(version)
            found += [
                (begin, end)
                for day, begin, end in hours
                if version.since <= day < version.until
            ]
        return without(found, self._own_of(employee_id))

    def shifts_of(self, employee_id):
        """Return the :class:`Span` of the person's shifts: hours joined over pauses."""
        versions = self._versions[employee_id]
        if len(versions) == 1 and not self._own_of(employee_id):
            [version] = versions
            key = version[1:]  # the same for all who have no leave
            if key not in self._shifts:
                self._shifts[key] = shifts(self.of(employee_id))
            return self._shifts[key]
        return shifts(self.of(employee_id))

    def leaves_of(self, employee_id, since):
        """Return the :class:`Span` of the person's own leaves that last beyond ``since``."""
        own = self._own_of(employee_id)
        return [Span(begin, end) for begin, end in own if end > since]

    def _own_of(self, employee_id):
        versions = self._versions[employee_id]
        return self._own.get(versions[0].resource_id, ()) if versions else ()

    def _hours_of_days(self, version):
        """Return the hours of a calendar in a zone, without public holidays.

        :return: ``[(day, from, until)]``; the day is that of the zone, the rest naive UTC.
        """
        key = (version.calendar_id, version.tz, version.company_id)
        if key not in self._hours:
            self._hours[key] = list(self._read_hours(*key))
        return self._hours[key]

    def _read_hours(self, calendar_id, tz, company_id):
        calendar = self._env["resource.calendar"].browse(calendar_id or [])
        if not calendar or calendar.flexible_hours or calendar.duration_based:
            return
        start, end = (
            each.replace(tzinfo=timezone.utc) for each in (self._start, self._end)
        )
        zone = pytz.timezone(tz or calendar.tz)
        found = calendar._attendance_intervals_batch(start, end, tz=zone)[False]
        holidays = [
            holiday
            for calendars in (False, calendar_id)
            for companies in (False, company_id)
            for holiday in self._public[calendars, companies]
        ]
        for begin, stop, _line in found:
            for part in without([(_naive(begin), _naive(stop))], holidays):
                yield (begin.astimezone(zone).date(), *part)

    def _load_versions(self, employee_ids):
        """Return the :class:`Version` that may hold within the time, of each employee.

        The first one of a person also holds for the time before it. What has no contract
        holds without an end.
        """
        self._env["hr.version"].flush_model()
        rows = self._env.execute_query(
            SQL(
                """SELECT * FROM (
                       SELECT e.id, e.resource_id, e.company_id, r.tz,
                              v.resource_calendar_id,
                              greatest(v.contract_date_start,
                                       CASE WHEN lag(v.id) OVER w IS NULL
                                            THEN %(first)s ELSE v.date_version END)
                              AS since,
                              least(least(v.contract_date_end, %(last)s - 1) + 1,
                                    lead(v.date_version) OVER w) AS until
                         FROM hr_employee e
                         JOIN resource_resource r ON r.id = e.resource_id
                         JOIN hr_version v ON v.employee_id = e.id AND v.active
                        WHERE e.id = ANY(%(ids)s)
                       WINDOW w AS (PARTITION BY e.id ORDER BY v.date_version, v.id)
                   ) AS versions
                    WHERE since <= %(end)s::date + 1 AND until >= %(start)s::date - 1""",
                ids=list(employee_ids),
                first=date.min,
                last=date.max,
                start=self._start,
                end=self._end,
            )
        )
        found = defaultdict(list)
        for employee_id, *row in rows:
            found[employee_id].append(Version(*row))
        return found

    def _load_leaves(self):
        """Return public holidays by calendar and company, and own leaves by resource."""
        resources = {
            version.resource_id for each in self._versions.values() for version in each
        }
        domain = Domain(
            [
                ("time_type", "=", "leave"),
                ("date_from", "<", self._end),
                ("date_to", ">", self._start),
            ]
        ) & (
            Domain("resource_id", "in", list(resources))
            | Domain("resource_id", "=", False)
        )
        rows = self._env["resource.calendar.leaves"].search_fetch(
            domain,
            ["resource_id", "calendar_id", "company_id", "date_from", "date_to"],
        )
        public, own = defaultdict(list), defaultdict(list)
        for row in rows:
            span = (row.date_from, row.date_to)
            if row.resource_id:
                own[row.resource_id.id].append(span)
            else:
                public[row.calendar_id.id, row.company_id.id].append(span)
        return public, own


def _naive(instant):
    return instant.astimezone(timezone.utc).replace(tzinfo=None)
