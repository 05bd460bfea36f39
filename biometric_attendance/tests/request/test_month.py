"""An employee's own month, and what a request begins with."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import DAY, IN, OUT, row
from .test_correction_request import RequestCase


@tagged("post_install", "-at_install")
class TestMonth(RequestCase):
    def read_month(self, month=DAY, user=None):
        days = self.env["biometric.day"].with_user(user or self.ann_user)
        return days.read_month(month)

    def day(self, day=DAY):
        return next(each for each in self.read_month()["days"] if each["day"] == day)

    def prepare(self, **arguments):
        days = self.env["biometric.day"].with_user(self.ann_user)
        return days.prepare_request(**arguments)

    def test_a_month_has_all_its_days(self):
        month = self.read_month()
        self.assertEqual((month["first"], month["last"]), ("2025-03-01", "2025-03-31"))
        self.assertEqual(len(month["days"]), 31)
        self.assertEqual(month["employee"]["id"], self.ann.id)
        self.assertEqual(len(self.read_month("2024-02-10")["days"]), 29)

    def test_a_day_has_its_hours_and_what_is_wrong(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT), row("1", "21:00", IN))
        self.push(row("1", "2025-03-04 23:00:00", IN))
        self.pair()
        day = self.day()
        self.assertEqual((day["worked"], day["expected"]), (8.0, 8.0))
        self.assertEqual((day["punches"], day["wrong"], day["waiting"]), (3, 1, 0))
        self.assertEqual(self.day("2025-03-09")["expected"], 0)

    def test_a_request_that_waits_is_on_its_day(self):
        self.ask()
        self.assertEqual(self.day()["waiting"], 1)

    def test_a_leave_marks_the_days_it_touches(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": self.ann.resource_id.id,
                "calendar_id": self.ann.resource_calendar_id.id,
                "date_from": f"{DAY} 07:00:00",
                "date_to": "2025-03-04 16:00:00",
            }
        )
        marked = [day["day"] for day in self.read_month()["days"] if day["leave"]]
        self.assertEqual(marked, [DAY, "2025-03-04"])

    def test_a_user_without_an_employee_has_no_month(self):
        self.assertEqual(self.read_month(user=self.mia), {"employee": False})

    def test_what_is_no_day_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "“soon” is not a day"):
            self.read_month("soon")

    def test_a_missing_check_out_is_proposed_at_the_scheduled_end(self):
        self.push(row("1", "08:00", IN))
        self.push(row("1", "2025-03-04 08:00:00", IN))
        self.pair()
        values = self.prepare(day=DAY)
        self.assertEqual(
            (values["default_direction"], values["default_instant"]),
            ("out", f"{DAY} 16:00:00"),
        )

    def test_a_day_without_punches_begins_with_the_scheduled_coming(self):
        values = self.prepare(day=DAY)
        self.assertEqual(
            (values["default_direction"], values["default_instant"]),
            ("in", f"{DAY} 07:00:00"),
        )

    def test_a_punch_is_proposed_the_other_way_round(self):
        self.push(row("1", "08:00", IN), row("00017", "08:00", IN))
        self.pair()
        values = self.prepare(punch_id=self.punches(self.ann).id)
        self.assertEqual(
            (values["default_kind"], values["default_direction"]), ("direction", "out")
        )
        with self.assertRaises(AccessError):
            self.prepare(punch_id=self.punches(self.bob).id)
