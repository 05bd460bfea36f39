"""Who is notified, in which hours, and what a person may do about it."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..watch_common import WatchCase


@tagged("post_install", "-at_install")
class TestResponsible(WatchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guard = cls.make_user("guard", "officer")
        cls.host = cls.make_user("host", "user")

    def notified(self):
        return self.activities().user_id

    def fall_silent(self):
        self.watch(minutes=20)

    def test_the_device_comes_before_the_site_and_the_site_before_the_company(self):
        self.fall_silent()
        self.assertEqual(self.notified(), self.boss)
        self.site.responsible_id = self.host
        self.watch(minutes=5)
        self.assertEqual(self.notified(), self.host)
        self.device.responsible_id = self.guard
        self.watch(minutes=5)
        self.assertEqual(self.notified(), self.guard)
        self.assertEqual(len(self.activities()), 1)

    def test_whoever_has_no_address_or_has_left_is_passed_over(self):
        self.device.responsible_id = self.guard
        self.site.responsible_id = self.host
        self.guard.email = False
        self.fall_silent()
        self.assertEqual(self.notified(), self.host)
        self.host.active = False
        self.watch(minutes=5)
        self.assertEqual(self.notified(), self.boss)

    def test_whoever_may_not_read_devices_any_more_is_passed_over(self):
        self.device.responsible_id = self.guard
        self.guard.group_ids = self.env.ref("base.group_user")
        self.fall_silent()
        self.assertEqual(self.notified(), self.boss)

    def test_without_a_setting_the_first_administrator_is_told(self):
        self.company.biometric_alert_user_id = False
        self.boss.email = False
        second = self.make_user("second", "manager")
        admins = self.env.ref("hr_attendance.group_hr_attendance_manager").all_user_ids
        others = admins - self.boss - second
        others.filtered(lambda user: self.company in user.company_ids).active = False
        self.fall_silent()
        self.assertEqual(self.notified(), second)
        second.active = False
        self.watch(minutes=5)
        self.assertEqual(self.notified(), self.boss)  # better than nobody

    def test_nobody_to_tell_is_an_alert_without_an_activity(self):
        self.company.biometric_alert_user_id = False
        admins = self.env.ref("hr_attendance.group_hr_attendance_manager").all_user_ids
        admins.filtered(lambda user: self.company in user.company_ids).active = False
        self.fall_silent()
        self.assertFalse(self.activities())
        self.assertTrue(self.open_alerts("silent"))

    def test_nobody_is_named_who_may_not_read_the_device(self):
        clerk = self.make_user("clerk", "employee")
        other = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self.make_user(
            "foreign", "manager", company_id=other.id, company_ids=other.ids
        )
        for user in (clerk, foreign):
            for record, name in (
                (self.device, "responsible_id"),
                (self.site, "responsible_id"),
                (self.company, "biometric_alert_user_id"),
            ):
                with (
                    self.subTest(user=user.login, record=record),
                    self.assertRaises(ValidationError),
                ):
                    record[name] = user

    def test_the_note_is_in_the_language_of_who_is_told(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        alert_field = self.env.ref(
            "biometric_attendance.selection__biometric_alert__cause__silent"
        )
        alert_field.with_context(lang="fr_FR").name = "Muet"
        self.boss.lang = "fr_FR"
        self.fall_silent()
        self.assertEqual(self.activities().summary, "GATE001: Muet")

    def test_it_is_due_today_where_the_person_is(self):
        for tz, day in (("Pacific/Auckland", 4), ("America/New_York", 3), (False, 3)):
            self.boss.tz = tz
            self.activities().unlink()
            self.alerts.search([]).unlink()
            type(self).now = self.now.replace(hour=12)
            self.fall_silent()
            with self.subTest(tz=tz):
                self.assertEqual(self.activities().date_deadline.day, day)

    def test_its_text_names_the_zone_which_no_screen_around_it_tells(self):
        for tz, time in (("America/New_York", "5:00:00"), (False, "11:00:00")):
            self.boss.tz = tz
            self.activities().unlink()
            self.alerts.search([]).unlink()
            type(self).now = self.now.replace(hour=10, minute=0)
            self.fall_silent()
            with self.subTest(tz=tz):
                note = self.activities().note
                self.assertIn(f"({tz or 'Europe/Paris'})", note)
                self.assertIn(time, note)
                alert = self.open_alerts("silent")
                self.assertNotIn("(", alert.description)

    def set_quiet(self, begin, end):
        self.company.write(
            {"biometric_quiet_from": begin, "biometric_quiet_until": end}
        )

    def test_in_quiet_hours_nobody_is_told_until_they_end(self):
        self.set_quiet(11, 12)  # 10:00 to 11:00 in UTC
        self.fall_silent()
        self.assertTrue(self.open_alerts("silent"))
        self.assertFalse(self.activities())
        self.watch(minutes=39)
        self.assertFalse(self.activities())
        self.watch(minutes=1)
        self.assertEqual(len(self.activities()), 1)

    def test_what_is_over_before_quiet_hours_end_is_never_told(self):
        self.set_quiet(11, 12)
        self.fall_silent()
        self.seen(self.device)
        self.watch(minutes=5)
        self.later(hours=1)
        self.seen(self.device)
        self.watch()
        self.assertFalse(self.activities())
        self.assertFalse(self.open_alerts())

    def test_an_hour_of_the_day_is_one(self):
        for name in ("biometric_quiet_from", "biometric_digest_hour"):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.company.write({name: 24})
                self.company.flush_recordset()

    def test_a_muted_alert_tells_nobody_until_the_day_is_over(self):
        self.fall_silent()
        alert = self.open_alerts("silent")
        alert.muted_until = self.now.date() + timedelta(days=1)
        self.env.flush_all()
        self.watch(minutes=5)
        self.assertFalse(self.activities())
        self.assertTrue(self.open_alerts("silent"))
        # It may even end and be back meanwhile.
        self.seen(self.device)
        self.watch(minutes=5)
        self.watch(hours=12)
        self.assertFalse(self.activities())
        self.watch(days=2)
        self.assertEqual(len(self.activities()), 1)

    def test_unmuted_it_tells_again(self):
        self.fall_silent()
        alert = self.open_alerts("silent")
        alert.with_user(self.boss).action_mute_week()
        self.watch(minutes=5)
        alert.with_user(self.boss).action_unmute()
        self.watch(minutes=5)
        self.assertEqual(len(self.activities()), 1)

    def test_who_is_told_may_mute_and_administrators_may(self):
        self.device.responsible_id = self.guard
        self.fall_silent()
        alert = self.open_alerts("silent")
        for user in (self.guard, self.boss):
            alert.with_user(user).action_mute_week()
            alert.with_user(user).action_unmute()
        for user in (self.host, self.make_user("clerk", "employee")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                alert.with_user(user).action_mute_week()

    def test_who_is_done_while_it_lasts_is_told_again_after_a_day(self):
        self.fall_silent()
        self.activities().with_user(self.boss).action_feedback("Ordered a new one.")
        self.watch(minutes=5)
        for _ in range(3):
            self.watch(hours=7, minutes=30)
            self.assertFalse(self.activities())
        self.watch(hours=2)
        self.assertEqual(len(self.activities()), 1)

    def test_who_is_done_is_told_when_it_becomes_more(self):
        devices = self.make_devices(3, self.site)
        self.fall_silent()
        self.assertEqual(self.activities().summary, "Gate: Silent (4)")
        self.activities().action_feedback()
        self.watch(minutes=5)
        self.seen(devices[0])
        self.watch(minutes=5)
        self.watch(minutes=30)
        self.assertFalse(self.activities())  # no more than there were
        self.make_devices(1, self.site, serial="X", last_seen=self.now)
        self.watch(minutes=30)
        self.assertEqual(self.activities().summary, "Gate: Silent (5)")

    def test_a_deleted_activity_counts_as_done(self):
        self.fall_silent()
        self.activities().unlink()
        self.watch(minutes=5)
        self.assertFalse(self.activities())
        self.watch(hours=25)
        self.assertEqual(len(self.activities()), 1)

    def test_alerts_open_what_they_are_about(self):
        self.fall_silent()
        alert = self.open_alerts("silent").with_user(self.boss)
        action = alert.action_open_record()
        self.assertEqual((action["res_model"], action["res_id"]),
                         ("biometric.device", self.device.id))  # fmt: skip
        self.assertEqual(self.device.alert_count, 1)
        self.assertEqual(self.site.alert_count, 0)
        found = self.env["biometric.alert"].search(
            self.device.action_open_alerts()["domain"]
        )
        self.assertEqual(found, alert.sudo())
