"""The data of the day view, and who may read it."""

from datetime import datetime
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import DAY, IN, OUT, BiometricCase, row

GROUP = "hr_attendance.group_hr_attendance_"


@tagged("post_install", "-at_install")
class TestDay(BiometricCase):
    def day_of(self, employee=None, day=DAY, user=None):
        model = self.env["biometric.day"].with_user(user or self.env.user)
        return model.read_day((employee or self.ann).id, day)

    def user(self, login, group):
        return new_test_user(
            self.env,
            login,
            groups=f"base.group_user,{GROUP}{group}",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def test_the_day_begins_when_the_policy_says_on_the_persons_clock(self):
        day = self.day_of()
        self.assertEqual(day["tz"], "Europe/Paris")
        self.assertEqual(
            (day["start"], day["end"]), (f"{DAY} 03:00:00", "2025-03-04 03:00:00")
        )
        self.company.biometric_policy_id.day_start = 0
        self.assertEqual(self.day_of()["start"], "2025-03-02 23:00:00")

    def test_a_day_on_which_the_clock_changes_has_23_or_25_hours(self):
        for date, hours in (("2025-03-29", 23), ("2025-10-25", 25), ("2025-03-03", 24)):
            day = self.day_of(day=date)
            length = fields.Datetime.to_datetime(
                day["end"]
            ) - fields.Datetime.to_datetime(day["start"])
            self.assertEqual(length.total_seconds() / 3600, hours, date)

    def test_punches_have_their_outcome_and_rows_their_origin(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT), row("1", "21:00", IN))
        self.push(row("1", "2025-03-04 20:00:00", IN))
        self.pair()
        day = self.day_of()
        self.assertEqual(
            [(p["instant"], p["outcome"], p["outcome_label"]) for p in day["punches"]],
            [
                (f"{DAY} 07:00:00", "checked_in", "Checked in"),
                (f"{DAY} 16:00:00", "checked_out", "Checked out"),
                (f"{DAY} 20:00:00", *("missing_check_out", "Missing check-out")),
            ],
        )
        self.assertEqual({p["device"] for p in day["punches"]}, {"GATE001"})
        self.assertTrue(all(p["reason"] for p in day["punches"]))
        (session,) = day["sessions"]
        self.assertEqual(
            (session["check_in"], session["check_out"], session["managed"]),
            (f"{DAY} 07:00:00", f"{DAY} 16:00:00", True),
        )

    def test_a_night_is_shown_on_both_days_it_touches(self):
        self.push(row("1", "22:00", IN), row("1", "2025-03-04 06:00:00", OUT))
        self.pair()
        first, second = self.day_of(), self.day_of(day="2025-03-04")
        self.assertEqual(len(first["punches"]), 1)
        self.assertEqual(len(second["punches"]), 1)
        self.assertEqual(first["sessions"], second["sessions"])
        self.assertEqual(len(first["sessions"]), 1)
        self.assertFalse(self.day_of(day="2025-03-05")["sessions"])

    def test_an_open_attendance_has_no_end(self):
        self.enter(self.ann, "07:00")
        (session,) = self.day_of()["sessions"]
        self.assertFalse(session["check_out"])
        self.assertFalse(session["managed"])
        self.assertEqual(session["origin"], "Manual")

    def test_a_row_changed_by_hand_says_so(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        self.assertEqual(self.day_of()["sessions"][0]["origin"], "Kept by the devices")
        self.attendance(self.ann).check_out = f"{DAY} 15:00:00"
        self.pair()
        self.assertEqual(self.day_of()["sessions"][0]["origin"], "Changed by hand")

    def test_added_punches_name_their_author_until_they_are_withdrawn(self):
        self.push(row("1", "08:00", IN))
        self.pair()
        correction = self.env["biometric.correction"].create(
            {
                "employee_id": self.ann.id,
                "direction": "out",
                "instant": f"{DAY} 16:00:00",
                "note": "Says the foreman",
            }
        )
        self.pair()
        (shown,) = self.day_of()["corrections"]
        self.assertEqual(
            (
                shown["author"],
                shown["note"],
                shown["outcome"],
                shown["direction_label"],
            ),
            (self.env.user.name, "Says the foreman", "checked_out", "Out"),
        )
        self.assertEqual(self.day_of()["sessions"][0]["check_out"], f"{DAY} 16:00:00")
        correction.action_withdraw()
        self.assertFalse(self.day_of()["corrections"])

    def test_other_peoples_punches_are_not_among_them(self):
        self.push(row("1", "08:00", IN), row("00017", "08:05", IN))
        self.pair()
        self.assertEqual(len(self.day_of()["punches"]), 1)
        self.assertEqual(len(self.day_of(self.bob)["punches"]), 1)

    def test_without_a_day_it_is_the_workday_of_now(self):
        now = datetime(2025, 3, 4, 2, 59)  # 03:59 in Paris: still Monday's workday
        with patch.object(fields.Datetime, "now", lambda: now):
            day = self.day_of(day=False)
        self.assertEqual((day["day"], day["now"]), (DAY, str(now)))

    def test_a_day_that_is_none_is_refused_in_words(self):
        for day in ("yesterday", "2025-13-01", "9999-12-31"):
            with self.assertRaisesRegex(UserError, f"“{day}” is not a day"):
                self.day_of(day=day)

    def test_an_employee_that_is_gone_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "does not exist any more"):
            self.env["biometric.day"].read_day(self.ann.id + 10_000_000, DAY)

    def test_a_user_without_an_employee_is_asked_to_choose(self):
        clerk = self.user("clerk", "officer")
        day = self.env["biometric.day"].with_user(clerk).read_day(False)
        self.assertEqual(day, {"employee": False})

    def test_people_see_their_own_day_and_no_other(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        ann = self.user("ann", "own_reader")
        self.ann.user_id = ann
        own = self.env["biometric.day"].with_user(ann).read_day(False, DAY)
        self.assertEqual(own["employee"], {"id": self.ann.id, "name": "Ann"})
        self.assertEqual(len(own["punches"]), 2)
        self.assertEqual(len(own["sessions"]), 1)
        with self.assertRaisesRegex(AccessError, "may not see the attendances of Bob"):
            self.day_of(self.bob, user=ann)

    def test_an_officer_sees_the_people_managed_and_no_other(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        officer = self.user("officer", "officer")
        self.ann.attendance_manager_id = officer
        day = self.day_of(user=officer)
        self.assertEqual((len(day["punches"]), len(day["sessions"])), (2, 1))
        with self.assertRaises(AccessError):
            self.day_of(self.bob, user=officer)

    def test_an_officer_for_all_sees_everybody(self):
        self.push(row("00017", "08:00", IN))
        self.pair()
        day = self.day_of(self.bob, user=self.user("chief", "user"))
        self.assertEqual(len(day["punches"]), 1)

    def test_who_reads_no_attendances_sees_no_day(self):
        nobody = new_test_user(
            self.env,
            "nobody",
            groups="base.group_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.day_of(user=nobody)

    def test_punch_attendance_and_employee_open_the_right_day(self):
        # 02:00 of Tuesday belongs to Monday's workday
        self.push(row("1", "22:00", IN), row("1", "2025-03-04 02:00:00", OUT))
        self.pair()
        monday = {"employee_id": self.ann.id, "day": DAY}
        for record in (*self.punches(self.ann), self.attendance(self.ann)):
            action = record.action_open_day()
            self.assertEqual(action["tag"], "biometric_attendance.day")
            self.assertEqual(action["params"], monday)
        with patch.object(fields.Datetime, "now", lambda: datetime(2025, 3, 4, 2, 59)):
            self.assertEqual(self.ann.action_open_biometric_day()["params"], monday)
