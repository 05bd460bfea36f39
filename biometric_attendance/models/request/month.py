"""The data of an employee's month, and what a request for a correction begins with."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..people.expected_hours import ExpectedHours
from ..punch.anomaly import ANOMALIES
from ..punch.review import MISSING_DIRECTIONS
from ..reporting.biometric_day import within

HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


class BiometricDay(models.AbstractModel):
    _inherit = "biometric.day"

    @api.model
    def read_month(self, month=False):
        """Return the days of a month of the user's own attendance.

        :param month: any day of it, ``"2025-03-03"``; the present one if empty.
        :return: ``employee``, ``first`` and ``last`` day, ``today``, ``tz``, and ``days``:
            each with ``day``, ``worked`` and ``expected`` (hours), ``punches`` (how many),
            ``wrong`` (how many of them need somebody), ``waiting`` (requests not decided),
            ``leave``; only ``employee: False`` for a user who is none.
        """
        employee = self._person(False)
        if not employee:
            return {"employee": False}
        rules = employee._get_pairing_rules()
        today = rules.workday(fields.Datetime.now())
        try:
            first = (fields.Date.to_date(month) or today).replace(day=1)
            after = first + relativedelta(months=1)
            start, end = rules.begins(first), rules.begins(after)
        except (ValueError, OverflowError):
            raise UserError(self.env._("“%s” is not a day.", month)) from None
        days = _count_days(employee, rules, start, end)
        return {
            "employee": {"id": employee.id, "name": employee.sudo().name},
            "first": str(first),
            "last": str(after - A_DAY),
            "today": str(today),
            "tz": rules.zone.key,
            "days": [{"day": str(day), **days[day]} for day in _days(first, after)],
        }

    @api.model
    def prepare_request(self, day=False, punch_id=False):
        """Return what a request for a correction begins with, as defaults of its fields.

        :param day: a day of the user's own: what is missing on it is proposed, at the
            scheduled time.
        :param punch_id: a punch of the user's own that is wrong.
        """
        employee = self._person(False)
        if not employee:
            raise UserError(self.env._("Your user is not linked to an employee."))
        values = {"default_employee_id": employee.id}
        if punch_id:
            punch = self.env["biometric.punch"].browse(punch_id)
            punch.check_access("read")
            return {**values, **_about_punch(punch)}
        return {**values, **self._about_day(employee, fields.Date.to_date(day))}

    @api.model
    def _about_day(self, employee, day):
        rules = employee._get_pairing_rules()
        day = day or rules.workday(fields.Datetime.now())
        start, end = rules.begins(day), rules.begins(day + A_DAY)
        domain = [
            *within(employee, "instant", start, end),
            ("outcome", "in", list(MISSING_DIRECTIONS)),
        ]
        punch = self.env["biometric.punch"].search(domain, order="instant", limit=1)
        direction = MISSING_DIRECTIONS.get(punch.outcome, "in")
        hours = ExpectedHours(self.env, employee.ids, start, end).of(employee.id)
        edges = [begin for begin, _end in hours[:1]]
        if direction == "out":
            edges = [stop for _begin, stop in hours[-1:]]
        instant = edges[0] if edges else punch.instant or start + (end - start) / 2
        return {
            "default_kind": "add",
            "default_direction": direction,
            "default_instant": str(min(instant, fields.Datetime.now())),
        }


def _about_punch(punch):
    """Return the defaults of a request about a punch."""
    turned = {"in": "out", "out": "in"}.get(punch.direction)
    return {
        "default_kind": "direction" if turned else "discard",
        "default_punch_id": punch.id,
        "default_instant": str(punch.instant),
        "default_direction": turned,
    }


def _days(first, after):
    """Return the days from one to another, which is excluded."""
    return [first + timedelta(days=number) for number in range((after - first).days)]


def _count_days(employee, rules, start, end):
    """Return what is known of each workday: ``{day: {...}}``, read in five queries.

    Punches, attendances and requests are read with the user's own rights.
    """
    env = employee.env
    days: dict[date, dict] = defaultdict(
        lambda: {
            **dict.fromkeys(("worked", "expected"), 0.0),
            **dict.fromkeys(("punches", "wrong", "waiting"), 0),
            "leave": False,
        }
    )
    punches = env["biometric.punch"].search_fetch(
        within(employee, "instant", start, end), ["instant"]
    )
    wrong = punches.filtered_domain(ANOMALIES)
    requests = env["biometric.correction.request"].search(
        [*within(employee, "instant", start, end), ("state", "=", "requested")]
    )
    for name, records in (
        ("punches", punches),
        ("wrong", wrong),
        ("waiting", requests),
    ):
        counted = Counter(rules.workday(record.instant) for record in records)
        for day, number in counted.items():
            days[day][name] = number
    for row in env["hr.attendance"].search(within(employee, "check_in", start, end)):
        days[rules.workday(row.check_in)]["worked"] += row.worked_hours
    hours = ExpectedHours(env, employee.ids, start, end)
    for begin, stop in hours.of(employee.id):
        days[rules.workday(begin)]["expected"] += (stop - begin) / HOUR
    for span in hours.leaves_of(employee.id, start):
        _mark_leave(days, rules, max(span.begin, start), min(span.end, end))
    return days


def _mark_leave(days, rules, begin, end):
    """Mark the workdays that a leave touches."""
    for day in _days(rules.workday(begin), rules.workday(end - MOMENT) + A_DAY):
        days[day]["leave"] = True
