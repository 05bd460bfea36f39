"""The data of the screen *Today*: who is in, late, missing or away, and what happened."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from . import activity, terminals, todo
from .activity import seconds
from .people import (
    MANAGES_ALL,
    MANAGES_SOME,
    at_site,
    get_site,
    load_people,
    load_shown,
    today_limits,
    visible_domain,
)
from .photos import load_photos

CONNECTS = "hr_attendance.group_hr_attendance_manager"
# More people than this are read with a whole screen.
MAX_PEOPLE_AT_ONCE = 500


class BiometricToday(models.AbstractModel):
    """Reads the workday of a company as it stands now; nothing is stored."""

    _name = "biometric.today"
    _description = "Today"

    @api.model
    def read_today(self, site_id=False, department_id=False):
        """Return the whole screen, of the people whose attendances the user may see.

        The workday is that of the company the user works in, by its policy and zone.
        Instants are seconds since 1970.

        :param site_id: only people who are users of a device there, and not at another
            site now.
        :param department_id: only people of the department and those below it.
        :return: ``now``, ``tz``, ``day``, ``start``, ``end``, ``company``, ``names`` (whether a
            full screen shows them), ``longest`` (in
            hours), ``sites``, ``departments``, ``people``, ``rights``, ``steps``
            (``False`` once all are done), ``sample`` (whether sample data is ``loaded`` or
            ``offered``) and what :meth:`read_changes` returns.
        :raises AccessError: the user manages nobody's attendances.
        """
        self._check_officer()
        now = fields.Datetime.now()
        limits, zone = today_limits(self.env.company, now)
        return {
            **self._read_activity(now, limits, self._get_site(site_id)),
            "people": self._read_people(now, limits, site_id, department_id),
            "tz": zone,
            "start": seconds(limits.start),
            "end": seconds(limits.end),
            "day": str(limits.start.date()),
            "company": self.env.company.name,
            "names": self.env.company.biometric_full_screen_names,
            "longest": limits.longest.total_seconds() / 3600,
            "sites": self._read_names("biometric.site"),
            "departments": self._read_names("hr.department"),
            "rights": {
                "connect": self.env.user.has_group(CONNECTS),
                "match": self.env.user.has_group(MANAGES_ALL),
            },
            "steps": self._read_steps(),
            "sample": self.env["biometric.sample"]._read_state(),
        }

    @api.model
    def read_changes(self, employee_ids, site_id=False, department_id=False):
        """Return some people anew, with what happened at the terminals.

        :param employee_ids: ids of whom a message said that something changed. Who is not
            in ``people`` of the answer is not, or no longer, to be shown.
        :return: ``now``, ``people``, ``punches`` (the last ones), ``denied`` (how many),
            ``visitors`` (who are inside), ``terminals``, ``todo``.
        :raises AccessError: the user manages nobody's attendances.
        """
        self._check_officer()
        if not isinstance(employee_ids, list) or not all(
            type(each) is int for each in employee_ids
        ):
            raise UserError(self.env._("Employees are named by their ids."))
        now = fields.Datetime.now()
        limits, _zone = today_limits(self.env.company, now)
        some = employee_ids[:MAX_PEOPLE_AT_ONCE]
        people = some and self._read_people(now, limits, site_id, department_id, some)
        return {
            **self._read_activity(now, limits, self._get_site(site_id)),
            "people": people,
        }

    @api.model
    def _check_officer(self):
        if not self.env.user.has_group(MANAGES_SOME):
            raise AccessError(self.env._("You may not see the attendances of others."))

    @api.model
    def _get_site(self, site_id):
        return get_site(self.env, site_id)

    @api.model
    def _get_department_domain(self, department_id):
        if type(department_id) is not int:
            raise UserError(self.env._("Departments are named by their ids."))
        return Domain("department_id", "child_of", department_id)

    @api.model
    def _read_people(self, now, limits, site_id, department_id, employee_ids=None):
        domain = visible_domain(self.env)
        if employee_ids is not None:
            domain &= Domain("id", "in", employee_ids)
        if department_id:
            domain &= self._get_department_domain(department_id)
        site = self._get_site(site_id)
        if site:
            domain &= Domain("biometric_user_ids.device_id.site_id", "=", site.id)
        people = load_people(self.env, domain)
        shown = load_shown(self.env, self.env.company, people, now, limits)
        if site:
            shown = at_site(self.env, shown, site)
        describe = self._get_describer(shown, limits)
        return [describe(each) for each in shown]

    @api.model
    def _get_describer(self, shown, limits):
        """Return a function that makes a dict of a :class:`~.people.Shown`."""
        device_ids = {each.device_id for each in shown} - {None}
        devices = self.env["biometric.device"].sudo().browse(device_ids)
        places = {device.id: device.name for device in devices}
        department_ids = {each.person.department_id for each in shown} - {None}
        found = self.env["hr.department"].sudo().browse(department_ids)
        departments = {department.id: department.name for department in found}
        employee_ids = [each.person.id for each in shown]
        photos = load_photos(self.env, "hr.employee", employee_ids)

        def describe(each):
            person, presence, sessions = each
            return {
                "id": person.id,
                "name": person.name,
                "photo": photos.get(person.id, ""),
                "department": departments.get(person.department_id, ""),
                "status": presence.status,
                "since": seconds(presence.since),
                "expected": seconds(presence.expected),
                "late": presence.late and int(presence.late.total_seconds() // 60),
                "exit_unknown": presence.exit_unknown,
                "place": places.get(each.device_id, ""),
                "sessions": [
                    [seconds(max(session.begin, limits.start)), seconds(session.end)]
                    for session in sessions
                ],
            }

        return describe

    @api.model
    def _read_activity(self, now, limits, site):
        of_today = activity.today_domain(self.env, limits.start, now, site)
        visitors = activity.load_visitors(self.env, self.env.company, now, site)
        return {
            "now": seconds(now),
            "punches": activity.read_last_punches(self.env, of_today),
            "denied": activity.count_denied(self.env, of_today),
            "visitors": [
                {**each, "since": seconds(each["since"])} for each in visitors
            ],
            "terminals": terminals.read_terminals(self.env, now, site),
            "todo": todo.read_todo(self.env),
        }

    @api.model
    def _read_names(self, model):
        """Return the records of the company the user may choose from: dicts."""
        company = Domain("company_id", "in", [self.env.company.id, False])
        found = self.env[model].search(company)
        return [{"id": each.id, "name": each.display_name} for each in found]

    @api.model
    def _read_steps(self):
        """Return which of the three first steps are done, ``False`` once all are."""
        company = ("device_id.company_id", "=", self.env.company.id)
        devices = self.env["biometric.device"].sudo()
        users = self.env["biometric.device.user"].sudo()
        punches = self.env["biometric.punch"].sudo()
        mapped = [
            company,
            "|",
            ("employee_id", "!=", False),
            ("partner_id", "!=", False),
        ]
        steps = {
            "device": devices.search_count(
                [("company_id", "=", self.env.company.id), ("state", "=", "approved")],
                limit=1,
            ),
            "people": users.search_count(mapped, limit=1),
            "punch": punches.search_count([company], limit=1),
        }
        return False if all(steps.values()) else {k: bool(v) for k, v in steps.items()}
