"""The run is cheap, alone, and goes on where one record fails."""

from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ...models import locks
from ...models.watch import run
from ..rights.poison import failing
from ..watch_common import WatchCase, muted


@tagged("post_install", "-at_install")
class TestWatchCron(WatchCase):
    def count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        run.run(self.alerts.sudo().with_context(tracking_disable=True), self.now)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_a_run_costs_the_same_for_one_terminal_and_two_hundred(self):
        self.watch()
        few = self.count_queries()
        self.make_devices(200, self.site)
        many = self.count_queries()
        self.assertEqual(few, many)
        self.assertLess(many, 60)

    def test_a_run_in_which_nothing_changed_costs_the_same_however_much_is_wrong(self):
        plants = [
            self.env["biometric.site"].create(
                {
                    "name": f"Plant {n}",
                    "tz": "Europe/Paris",
                    "company_id": self.company.id,
                }
            )
            for n in range(5)
        ]
        for plant in plants[:1]:
            self.make_devices(40, plant)
        self.watch(minutes=20)
        few = self.count_queries()
        for plant in plants[1:]:
            self.make_devices(40, plant, last_seen=False)
        self.env.cr.execute(
            SQL("UPDATE biometric_device SET last_seen = %s", self.device.last_seen)
        )
        self.env.invalidate_all()
        self.watch()
        self.assertEqual(
            self.open_alerts("silent").mapped("device_count"), [40] * 5 + [1]
        )
        self.assertEqual(self.count_queries(), few)

    def test_a_run_beside_another_does_nothing(self):
        self.later(minutes=20)
        with self.registry.cursor() as other:
            env = self.env(cr=other)
            self.assertTrue(locks.try_lock_in_transaction(env, locks.WATCH, run.ONLY))
            with patch.object(locks, "try_lock_in_transaction", return_value=False):
                self.watch()
        self.assertFalse(self.open_alerts())
        self.watch()
        self.assertTrue(self.open_alerts())

    def test_the_key_of_an_alert_is_unique(self):
        values = {
            "cause": "silent",
            "company_id": self.company.id,
            "user_id": self.boss.id,
            "since": self.now,
        }
        self.alerts.create(values)
        self.alerts.create({**values, "device_id": self.device.id})
        other = self.make_user("other", "manager")
        self.alerts.create({**values, "user_id": other.id})
        for again in (values, {**values, "device_id": self.device.id}):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.alerts.create(again)

    def test_a_poisoned_device_stops_no_other(self):
        good, bad = self.make_devices(2)
        self.later(minutes=20)
        cls = type(self.alerts)
        poisoned = {"silent"}
        get_summary = cls._get_summary

        def fail(alert):
            if poisoned and alert.device_id == bad:
                raise KeyError("poison")
            return get_summary(alert)

        with patch.object(cls, "_get_summary", fail), muted():
            self.watch()
        notified = {activity.res_id for activity in self.activities()}
        self.assertEqual(notified, {good.id, self.device.id})
        alert = self.open_alerts().filtered(lambda each: each.device_id == bad)
        self.assertTrue(alert.not_notified)
        self.watch()
        self.assertFalse(alert.not_notified)
        self.assertEqual(len(self.activities()), 3)

    def test_an_alert_that_cannot_be_closed_stops_no_other(self):
        devices = self.make_devices(2)
        self.watch(minutes=20)
        bad = self.activities().filtered(lambda each: each.res_id == devices[0].id)
        cls = type(self.env["mail.activity"])
        self.seen(devices | self.device)
        poisoned = failing(cls.action_feedback, bad)
        with patch.object(cls, "action_feedback", poisoned), muted():
            self.watch()
        self.assertEqual(self.open_alerts().device_id, devices[0])
        self.watch()
        self.assertFalse(self.open_alerts())

    def test_a_mail_server_that_is_down_changes_nothing(self):
        """The mail of an activity waits in the queue, and the queue alone notes it."""
        self.watch(minutes=20)
        self.assertTrue(self.activities())
        mails = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.boss.partner_id.ids)]
        )
        self.assertEqual(mails.mapped("state"), ["outgoing"])
        server = type(self.env["ir.mail_server"])
        with patch.object(server, "_connect__", side_effect=OSError("down")):
            mails.send()
        self.assertEqual(mails.mapped("state"), ["exception"])
        self.watch(minutes=5)
        self.assertEqual(len(self.activities()), 1)
        self.assertEqual(mails.mapped("state"), ["exception"])
