"""The data of the team view: the punches and attendances of many people on one day."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..people.expected_hours import ExpectedHours
from .biometric_day import MANAGES_ALL, MANAGES_SOME
from .described import describe_attendances, describe_corrections, describe_punches

PEOPLE_PER_PAGE = 60


class BiometricTeamDay(models.AbstractModel):
    """Reads one day of the people of a department or site; nothing is stored."""

    _name = "biometric.team.day"
    _description = "A Team's Day"

    @api.model
    def read_team(self, day=False, department_id=False, site_id=False, offset=0):
        """Return a page of people with their punches and attendances of one workday.

        The workday is the company's: it begins when the company's policy says, on the
        company's clock. All times are strings in UTC.

        :param day: ``"2025-03-03"``; today if empty.
        :param department_id: only its people and those of departments below it.
        :param site_id: only people who are users of a terminal there.
        :param offset: how many people to leave out, in the order of their names.
        :return: ``day``, ``tz``, ``start``, ``end``, ``now``, ``total`` (people in all),
            ``offset``, ``limit``, and ``people``: each with ``id``, ``name``,
            ``department``, ``expected``, ``punches``, ``corrections``, ``sessions``.
        :raises AccessError: if the user manages nobody's attendances.
        """
        people = self._people(department_id, site_id)
        rules = self._get_rules()
        now = fields.Datetime.now()
        try:
            date = fields.Date.to_date(day) or rules.workday(now)
            start, end = rules.begins(date), rules.begins(date + timedelta(days=1))
        except (ValueError, OverflowError):
            raise UserError(self.env._("“%s” is not a day.", day)) from None
        shown = people[offset : offset + PEOPLE_PER_PAGE]
        return {
            "day": str(date),
            "tz": rules.zone.key,
            "start": str(start),
            "end": str(end),
            "now": str(now),
            "total": len(people),
            "offset": offset,
            "limit": PEOPLE_PER_PAGE,
            "people": self._read_people(shown, start, end),
        }

    @api.model
    def _people(self, department_id, site_id):
        """Return the employees the user may see, of a department and at a site."""
        user = self.env.user
        if not user.has_group(MANAGES_SOME):
            raise AccessError(self.env._("You may not see the attendances of others."))
        domain = Domain("company_id", "in", self.env.companies.ids)
        if not user.has_group(MANAGES_ALL):
            domain &= Domain("attendance_manager_id", "=", user.id)
        if department_id:
            domain &= Domain("department_id", "child_of", department_id)
        if site_id:
            site = self.env["biometric.site"].browse(site_id)
            site.check_access("read")
            domain &= Domain("biometric_user_ids.device_id.site_id", "=", site.id)
        # Officers need not be allowed to read more of people than their names.
        return self.env["hr.employee"].sudo().search(domain, order="name, id")

    @api.model
    def _get_rules(self):
        company = self.env.company.sudo()
        company._ensure_biometric_policy()
        zone = company.partner_id.tz or company.resource_calendar_id.tz
        return company.biometric_policy_id._get_rules(zone or self.env.user.tz or "UTC")

    @api.model
    def _read_people(self, people, start, end):
        within = [("instant", ">=", start), ("instant", "<", end)]
        punches = self._read("biometric.punch", people, within, "instant, id")
        added = [*within, ("kind", "=", "add"), ("state", "=", "active")]
        corrections = self._read("biometric.correction", people, added, "instant, id")
        overlapping = [
            *("|", ("check_out", "=", False), ("check_out", ">", start)),
            ("check_in", "<", end),
        ]
        sessions = self._read("hr.attendance", people, overlapping, "check_in")
        expected = ExpectedHours(self.env, people.ids, start, end)
        return [
            {
                "id": person.id,
                "name": person.name,
                "department": person.department_id.name or "",
                "expected": [
                    [str(begin), str(stop)] for begin, stop in expected.of(person.id)
                ],
                "punches": describe_punches(punches[person]),
                "corrections": describe_corrections(corrections[person]),
                "sessions": describe_attendances(sessions[person]),
            }
            for person in people
        ]

    @api.model
    def _read(self, model, people, domain, order):
        """Return records of people under the user's own rights: ``{employee: records}``."""
        found = self.env[model].search(
            [("employee_id", "in", people.ids), *domain], order=order
        )
        grouped = found.grouped("employee_id")
        return defaultdict(
            lambda: self.env[model],
            {person: grouped[person] for person in people if person in grouped},
        )
