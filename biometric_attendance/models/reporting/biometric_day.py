"""The data of the day view: one person's punches and attendances of a day."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .described import describe_attendances, describe_corrections, describe_punches
from .keys import explain_keys

MANAGES_ALL = "hr_attendance.group_hr_attendance_user"
MANAGES_SOME = "hr_attendance.group_hr_attendance_officer"


class BiometricDay(models.AbstractModel):
    """Reads one workday of a person for the day view; nothing is stored."""

    _name = "biometric.day"
    _description = "One Person's Day"

    @api.model
    def read_day(self, employee_id, day=False):
        """Return the punches, corrections and attendances of one workday of one person.

        Times are strings in UTC, as everywhere in the web client. The workday begins
        when the person's pairing policy says, on the person's own clock.

        :param employee_id: whose day; ``False`` for the user's own.
        :param day: ``"2025-03-03"``; today if empty.
        :return: ``employee``, ``day``, ``tz``, ``start``, ``end``, ``now``, ``keys``
            (why the keys of the day count), ``punches``, ``corrections``, ``sessions``;
            only ``employee: False`` for a user who is none.
        :raises AccessError: if the user may not see the person's attendances.
        """
        employee = self._person(employee_id)
        if not employee:
            return {"employee": False}
        now = fields.Datetime.now()
        rules = employee._get_pairing_rules()
        try:
            date = fields.Date.to_date(day) or rules.workday(now)
            start, end = rules.begins(date), rules.begins(date + timedelta(days=1))
        except (ValueError, OverflowError):
            raise UserError(self.env._("“%s” is not a day.", day)) from None
        return {
            "employee": {"id": employee.id, "name": employee.sudo().name},
            "day": str(date),
            "tz": rules.zone.key,
            "start": str(start),
            "end": str(end),
            "now": str(now),
            "keys": explain_keys(self.env, employee, rules, date),
            "punches": self._punches(employee, start, end),
            "corrections": self._corrections(employee, start, end),
            "sessions": self._sessions(employee, start, end),
        }

    @api.model
    def _open(self, employee, instant=None):
        """Return the action that opens the day view.

        :param instant: naive UTC; its workday is shown, today's without it.
        """
        rules = employee._get_pairing_rules()
        return {
            "type": "ir.actions.client",
            "tag": "biometric_attendance.day",
            "name": self.env._("Day"),
            "params": {
                "employee_id": employee.id,
                "day": str(rules.workday(instant or fields.Datetime.now())),
            },
        }

    @api.model
    def _person(self, employee_id):
        if not employee_id:
            return self.env.user.employee_id
        employee = self.env["hr.employee"].browse(employee_id).exists()
        if not employee:
            raise UserError(self.env._("This employee does not exist any more."))
        # Officers need not be allowed to read more of people than is public.
        self.env["hr.employee.public"].browse(employee_id).check_access("read")
        user, private = self.env.user, employee.sudo()
        manages = private.attendance_manager_id == user and user.has_group(MANAGES_SOME)
        if not (user.has_group(MANAGES_ALL) or manages or private.user_id == user):
            raise AccessError(
                self.env._("You may not see the attendances of %s.", private.name)
            )
        return employee

    @api.model
    def _punches(self, employee, start, end):
        return describe_punches(
            self.env["biometric.punch"].search(
                within(employee, "instant", start, end), order="instant, id"
            )
        )

    @api.model
    def _corrections(self, employee, start, end):
        """Return the missing punches people added, if the user may read corrections."""
        corrections = self.env["biometric.correction"]
        if not corrections.has_access("read"):
            return []
        return describe_corrections(
            corrections.search(
                [
                    *within(employee, "instant", start, end),
                    ("kind", "=", "add"),
                    ("state", "=", "active"),
                ],
                order="instant, id",
            )
        )

    @api.model
    def _sessions(self, employee, start, end):
        return describe_attendances(
            self.env["hr.attendance"].search(
                [
                    ("employee_id", "=", employee.id),
                    ("check_in", "<", end),
                    "|",
                    ("check_out", "=", False),
                    ("check_out", ">", start),
                ],
                order="check_in",
            )
        )


def within(employee, field, start, end):
    """Return the domain of an employee's records of a time: naive UTC, without its end."""
    return [("employee_id", "=", employee.id), (field, ">=", start), (field, "<", end)]
