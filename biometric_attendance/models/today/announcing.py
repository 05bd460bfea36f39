"""Telling open screens after a commit whose day changed, at most once a second a company.

The job that pairs punches sends the messages, since it is woken by each arrival and knows
whom it paired. A request of a terminal sends none, so it costs what it did.
"""

import time
from collections import defaultdict

from odoo import api, models
from odoo.fields import Datetime
from odoo.tools import SQL

CHANNEL = "biometric_attendance.today"
# Sent on the same channel when somebody ticks a person of an evacuation.
EVACUATION = "biometric_attendance.evacuation"
# Screens are told no more often.
INTERVAL_SECONDS = 1.0
# When more people changed, screens read everybody.
MAX_EMPLOYEES = 200
# A transaction may commit after one that began later: punches with lower ids than the last
# one are looked for, too.
OVERLAP = 200


class _Changes:
    """What a company's screens are to be told."""

    def __init__(self):
        self.employees, self.devices = set(), set()


class Announcer:
    """What one worker has to tell the screens of a database, and when it last did."""

    def __init__(self):
        self._last_id = None
        self._known = set()
        self._waiting = defaultdict(_Changes)
        self._sent = {}

    def add_employees(self, rows):
        """Note people whose attendances changed.

        :param rows: ``(employee id, company id)``.
        """
        for employee_id, company_id in rows:
            self._waiting[company_id].employees.add(employee_id)

    def add_punches(self, env):
        """Note the punches that were stored since the last call."""
        if self._last_id is None:
            [(last,)] = env.execute_query(
                SQL("SELECT coalesce(max(id), 0) FROM biometric_punch")
            )
            self._last_id = last
        rows = env.execute_query(
            SQL(
                """SELECT p.id, p.device_id, d.company_id, p.employee_id, e.company_id
                     FROM biometric_punch p
                     JOIN biometric_device d ON d.id = p.device_id
                LEFT JOIN hr_employee e ON e.id = p.employee_id
                    WHERE p.id > %s AND p.id <> ALL(%s)
                      AND p.received_at > now() AT TIME ZONE 'UTC' - interval '1 minute'""",
                self._last_id - OVERLAP,
                list(self._known),
            )
        )
        for _id, device_id, company_id, employee_id, own_company_id in rows:
            for company in {company_id, own_company_id} - {None}:
                self._waiting[company].devices.add(device_id)
                if employee_id:
                    self._waiting[company].employees.add(employee_id)
        self._last_id = max([self._last_id, *(row[0] for row in rows)])
        known = self._known | {row[0] for row in rows}
        self._known = {each for each in known if each > self._last_id - OVERLAP}

    def take_due(self, now, immediately=False):
        """Return what is to be sent now: ``{company id: _Changes}``.

        :param now: monotonic seconds.
        :param immediately: also of companies that were told less than a second ago.
        """
        due = [
            company
            for company in self._waiting
            if immediately
            or now - self._sent.get(company, -INTERVAL_SECONDS) >= INTERVAL_SECONDS
        ]
        self._sent.update(dict.fromkeys(due, now))
        return {company: self._waiting.pop(company) for company in due}


# Of this worker: {database: Announcer}.
_announcers = defaultdict(Announcer)


class BiometricToday(models.AbstractModel):
    _inherit = "biometric.today"

    @api.model
    def _note_changed(self, employees):
        """Remember people whose attendances changed, until :meth:`_announce`."""
        _announcers[self.env.cr.dbname].add_employees(
            (each.id, each.company_id.id) for each in employees
        )

    @api.model
    def _announce(self, immediately=False):
        """Send what changed to the screens of each company, once this is committed.

        A message has ids and a day, neither names nor times: who receives it reads the
        rest by own rights.

        :param immediately: see :meth:`Announcer.take_due`.
        """
        announcer = _announcers[self.env.cr.dbname]
        announcer.add_punches(self.env)
        due = announcer.take_due(time.monotonic(), immediately)
        companies = self.env["res.company"].sudo()
        for company_id, changes in due.items():
            everybody = len(changes.employees) > MAX_EMPLOYEES
            message = {
                "company": company_id,
                "employees": [] if everybody else sorted(changes.employees),
                "everybody": everybody,
                "devices": sorted(changes.devices),
                "day": str(Datetime.now().date()),
            }
            self._send(companies.browse(company_id), CHANNEL, message)

    @api.model
    def _send(self, company, kind, message):
        """Send a message to the officers of a company who listen, after the commit."""
        self.env["bus.bus"]._sendone((company, CHANNEL), kind, message)
