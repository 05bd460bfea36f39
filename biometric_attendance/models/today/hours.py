"""The shifts and leaves of many people around one workday, as Odoo schedules them."""

from collections import defaultdict
from datetime import timedelta, timezone

import pytz

from odoo.fields import Domain

from ...rules.presence import Span, shifts, without


class Hours:
    """The shifts and leaves of people: read once for all, worked out once a calendar.

    :param people: :class:`~.people.Person` of one company.
    :param start: when the workday began, naive UTC; ``end``: when the next one begins.
    """

    def __init__(self, env, company, people, start, end):
        self._env = env(su=True)
        # A night shift that began the evening before may last still.
        self._start, self._end = start - timedelta(days=1), end
        calendar_ids = {each.calendar_id for each in people} - {None}
        self._calendars = self._env["resource.calendar"].browse(calendar_ids)
        self._public, self._own = self._load_leaves(company, people)
        self._shifts = {}

    def shifts_of(self, person):
        """Return the :class:`Span` of the person's shifts, without leaves.

        Nobody is expected at an hour of a flexible schedule, or of one of which only the
        length of the days is known.
        """
        if not person.calendar_id or not person.is_employed:
            return []
        key = (person.calendar_id, person.tz)
        if key not in self._shifts:
            hours = self._load_hours(*key)
            self._shifts[key] = hours, shifts(hours)
        hours, of_calendar = self._shifts[key]
        own = self._own.get(person.resource_id)
        return shifts(without(hours, own)) if own else of_calendar

    def leaves_of(self, person, start):
        """Return the :class:`Span` of the person's own leaves that last beyond ``start``."""
        own = self._own.get(person.resource_id, ())
        return [Span(begin, end) for begin, end in own if end > start]

    def _load_hours(self, calendar_id, tz):
        calendar = self._calendars.browse(calendar_id)
        if calendar.flexible_hours or calendar.duration_based:
            return []
        start, end = (
            each.replace(tzinfo=timezone.utc) for each in (self._start, self._end)
        )
        found = calendar._attendance_intervals_batch(
            start, end, tz=pytz.timezone(tz or calendar.tz)
        )[False]
        hours = [(_naive(begin), _naive(stop)) for begin, stop, _line in found]
        return without(hours, self._public[False] + self._public[calendar_id])

    def _load_leaves(self, company, people):
        """Return public holidays by calendar, and people's own leaves by resource."""
        resources = [each.resource_id for each in people]
        domain = Domain(
            [
                ("time_type", "=", "leave"),
                ("date_from", "<", self._end),
                ("date_to", ">", self._start),
            ]
        ) & (Domain("resource_id", "in", resources) | Domain("resource_id", "=", False))
        rows = self._env["resource.calendar.leaves"].search_fetch(
            domain,
            ["resource_id", "calendar_id", "company_id", "date_from", "date_to"],
        )
        public, own = defaultdict(list), defaultdict(list)
        for row in rows:
            span = (row.date_from, row.date_to)
            if row.resource_id:
                own[row.resource_id.id].append(span)
            elif not row.company_id or row.company_id == company:
                public[row.calendar_id.id].append(span)
        return public, own


def _naive(instant):
    return instant.astimezone(timezone.utc).replace(tzinfo=None)
