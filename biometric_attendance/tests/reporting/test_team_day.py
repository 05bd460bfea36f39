"""The data of the team view, and who may read it."""

from datetime import datetime
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ...models.reporting import biometric_team_day
from ..common import DAY, IN, OUT, BiometricCase, row

GROUP = "hr_attendance.group_hr_attendance_"


@tagged("post_install", "-at_install")
class TestTeamDay(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Europe/Paris"
        cls.sales = cls.env["hr.department"].create(
            {"name": "Sales", "company_id": cls.company.id}
        )
        cls.ann.department_id = cls.sales

    def team(self, user=None, day=DAY, **filters):
        model = self.env["biometric.team.day"].with_user(user or self.env.user)
        return model.read_team(day, **filters)

    def people(self, *args, **filters):
        team = self.team(*args, **filters)
        return {person["name"]: person for person in team["people"]}

    def user(self, login, group):
        return new_test_user(
            self.env,
            login,
            groups=f"base.group_user,{GROUP}{group}",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def test_each_person_has_punches_and_attendances_of_the_companys_workday(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.push(row("00017", "09:00", IN), row("00017", "2025-03-04 05:00:00", IN))
        self.pair()
        team = self.team()
        self.assertEqual(
            (team["start"], team["end"], team["tz"]),
            (f"{DAY} 03:00:00", "2025-03-04 03:00:00", "Europe/Paris"),
        )
        people = self.people()
        self.assertEqual(list(people), ["Ann", "Bob"])
        self.assertEqual(len(people["Ann"]["punches"]), 2)
        (session,) = people["Ann"]["sessions"]
        self.assertEqual(session["check_out"], f"{DAY} 16:00:00")
        self.assertEqual(
            [punch["outcome"] for punch in people["Bob"]["punches"]],
            ["missing_check_out"],
        )
        self.assertFalse(people["Bob"]["sessions"])

    def test_scheduled_hours_leave_out_leaves_and_flexible_schedules(self):
        hours = [
            [f"{DAY} 07:00:00", f"{DAY} 11:00:00"],
            [f"{DAY} 12:00:00", f"{DAY} 16:00:00"],
        ]
        self.assertEqual(self.people()["Ann"]["expected"], hours)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Doctor",
                "calendar_id": self.company.resource_calendar_id.id,
                "resource_id": self.ann.resource_id.id,
                "date_from": f"{DAY} 06:00:00",
                "date_to": f"{DAY} 11:30:00",
            }
        )
        self.bob.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "As one likes", "flexible_hours": True, "tz": "Europe/Paris"}
        )
        people = self.people()
        self.assertEqual(people["Ann"]["expected"], hours[1:])
        self.assertEqual(people["Bob"]["expected"], [])

    def test_scheduled_hours_are_those_of_the_version_and_the_contract_of_the_day(self):
        self.ann.version_id.write(
            {"date_version": "2025-01-01", "contract_date_start": "2025-01-01"}
        )
        mornings = self.company.resource_calendar_id.copy({"tz": "Europe/Paris"})
        mornings.attendance_ids.filtered(lambda line: line.hour_from >= 12).unlink()
        self.ann.create_version(
            {"date_version": "2025-03-04", "resource_calendar_id": mornings.id}
        )
        hours = {
            day: len(self.people(day=day)["Ann"]["expected"])
            for day in (DAY, "2025-03-04")
        }
        self.assertEqual(hours, {DAY: 2, "2025-03-04": 1})
        self.ann.version_ids.write({"contract_date_end": DAY})
        self.assertEqual(len(self.people()["Ann"]["expected"]), 2)
        self.assertEqual(self.people(day="2025-03-04")["Ann"]["expected"], [])

    def test_hours_of_days_whose_length_alone_is_known_are_not_expected(self):
        calendar = self.company.resource_calendar_id.copy()
        calendar.attendance_ids.filtered(
            lambda line: line.day_period == "lunch"
        ).unlink()
        calendar.duration_based = True
        self.ann.resource_calendar_id = calendar
        self.assertEqual(self.people()["Ann"]["expected"], [])

    def test_a_department_with_those_below_it_and_a_site_choose_people(self):
        export = self.env["hr.department"].create(
            {
                "name": "Export",
                "parent_id": self.sales.id,
                "company_id": self.company.id,
            }
        )
        self.bob.department_id = export
        self.assertEqual(list(self.people(department_id=self.sales.id)), ["Ann", "Bob"])
        self.assertEqual(list(self.people(department_id=export.id)), ["Bob"])
        elsewhere = self.env["biometric.site"].create(
            {"name": "Depot", "tz": "Europe/Paris", "company_id": self.company.id}
        )
        self.make_employee("Cid", {self.make_device("D1", site_id=elsewhere.id): "1"})
        self.assertEqual(list(self.people(site_id=self.site.id)), ["Ann", "Bob"])
        self.assertEqual(list(self.people(site_id=elsewhere.id)), ["Cid"])

    def test_people_come_in_pages(self):
        with patch.object(biometric_team_day, "PEOPLE_PER_PAGE", 1):
            first, second = self.team(), self.team(offset=1)
        self.assertEqual((first["total"], first["limit"]), (2, 1))
        self.assertEqual([p["name"] for p in first["people"]], ["Ann"])
        self.assertEqual([p["name"] for p in second["people"]], ["Bob"])

    def test_an_officer_sees_the_people_managed_and_no_other(self):
        officer = self.user("officer", "officer")
        self.assertFalse(self.people(officer))
        self.ann.attendance_manager_id = officer
        self.push(row("1", "08:00", IN), row("00017", "08:00", IN))
        self.pair()
        people = self.people(officer)
        self.assertEqual(list(people), ["Ann"])
        self.assertEqual(len(people["Ann"]["punches"]), 1)
        self.assertEqual(list(self.people(self.user("chief", "user"))), ["Ann", "Bob"])

    def test_people_of_other_companies_are_not_among_them(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["hr.employee"].create({"name": "Zoe", "company_id": other.id})
        self.assertNotIn("Zoe", self.people())

    def test_employees_and_other_companies_see_no_team(self):
        for login, group in (("reader", "own_reader"),):
            with self.assertRaises(AccessError):
                self.team(self.user(login, group))
        other = self.env["res.company"].create({"name": "Other"})
        hidden = self.env["biometric.site"].create(
            {"name": "Depot", "tz": "Europe/Paris", "company_id": other.id}
        )
        with self.assertRaises(AccessError):
            self.team(self.user("chief", "user"), site_id=hidden.id)

    def test_a_day_that_is_none_is_refused_in_words(self):
        for day in ("yesterday", "2025-13-01", "9999-12-31"):
            with self.assertRaisesRegex(UserError, f"“{day}” is not a day"):
                self.team(day=day)

    def test_without_a_day_it_is_the_workday_of_now(self):
        now = datetime(2025, 3, 4, 2, 59)  # 03:59 in Paris: still Monday's workday
        with patch.object(fields.Datetime, "now", lambda: now):
            self.assertEqual(self.team(day=False)["day"], DAY)

    def test_the_number_of_queries_does_not_grow_with_the_people(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.team()
            return self.env.cr.sql_log_count - before

        def attend(first, last):
            for number in range(first, last):
                self.make_employee(f"P{number}", {self.device: str(100 + number)})
                self.push(row(str(100 + number), "08:00", IN))
            self.pair()

        attend(0, 5)
        few = count()
        attend(5, 20)
        self.assertLessEqual(count(), few + 3)
