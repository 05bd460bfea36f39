"""Passes that end soon are somebody's activity."""

from datetime import date

from odoo.tests import freeze_time

from ..pass_common import PassCase


class TestReminder(PassCase):
    def remind(self, moment):
        with freeze_time(moment):
            self.env["biometric.access.pass"]._cron_remind()

    def activities(self, access):
        return self.env["mail.activity"].search(
            [("res_model", "=", access._name), ("res_id", "=", access.id)]
        )

    def test_a_pass_that_ends_soon_makes_one_activity(self):
        access = self.grant(self.gym)
        self.remind("2025-03-12 12:00:00")
        self.assertFalse(self.activities(access))
        for moment in ("2025-03-13 12:00:00", "2025-03-14 12:00:00"):
            self.remind(moment)
            activity = self.activities(access)
            self.assertEqual(len(activity), 1)
        self.assertEqual(activity.date_deadline, date(2025, 3, 20))
        self.assertEqual(activity.user_id, self.env.user)

    def test_a_renewed_pass_is_reminded_of_anew(self):
        access = self.grant(self.gym)
        self.remind("2025-03-15 12:00:00")
        access.last_day = "2025-04-20"
        self.remind("2025-04-15 12:00:00")
        self.assertEqual(len(self.activities(access)), 2)

    def test_a_pass_another_one_follows_is_not_reminded_of(self):
        access = self.grant(self.gym)
        self.grant(self.gym, "2025-03-21", "2025-05-20")
        self.remind("2025-03-15 12:00:00")
        self.assertFalse(self.activities(access))

    def test_the_settings_say_when_and_who(self):
        boss = self.env["res.users"].create(
            {
                "name": "Boss",
                "login": "the-boss",
                "company_id": self.company.id,
                "company_ids": self.company.ids,
            }
        )
        self.company.write(
            {"biometric_expiry_days": 2, "biometric_expiry_user_id": boss.id}
        )
        access = self.grant(self.gym)
        self.remind("2025-03-17 12:00:00")
        self.assertFalse(self.activities(access))
        self.remind("2025-03-18 12:00:00")
        self.assertEqual(self.activities(access).user_id, boss)
