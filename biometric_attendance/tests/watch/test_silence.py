"""A terminal that falls silent is told of once, and the activity ends by itself."""

from datetime import timedelta

from odoo.tests import tagged

from ..watch_common import WatchCase


@tagged("post_install", "-at_install")
class TestSilence(WatchCase):
    def test_who_is_in_touch_is_no_alert(self):
        self.watch()
        self.watch(minutes=14)
        self.assertFalse(self.open_alerts())

    def test_a_terminal_that_stops_is_told_of_within_six_minutes_of_its_patience(self):
        self.company.biometric_silent_minutes = 1
        self.watch()
        self.assertFalse(self.activities())
        self.watch(minutes=6)
        [activity] = self.activities(self.boss)
        self.assertEqual((activity.res_model, activity.res_id),
                         ("biometric.device", self.device.id))  # fmt: skip
        self.assertEqual(activity.summary, "GATE001: Silent")
        self.assertIn("No contact since", activity.note)
        self.assertIn("power and network", activity.note)

    def test_it_ends_by_itself_when_the_terminal_calls(self):
        self.watch(minutes=20)
        [activity] = self.activities(self.boss)
        self.seen(self.device)
        self.watch(minutes=1)
        self.assertFalse(self.activities())
        self.assertFalse(activity.active)
        self.assertEqual(activity.feedback, "Over by itself.")
        self.assertFalse(self.open_alerts())
        self.assertEqual(self.alerts.search([]).closed_at, self.now)

    def test_every_further_run_writes_nothing(self):
        self.watch(minutes=20)
        alert = self.open_alerts()
        before = (alert.write_date, len(self.device.message_ids))
        for _ in range(20):
            self.watch(minutes=5)
        self.assertEqual(len(self.activities()), 1)
        self.assertEqual(before, (alert.write_date, len(self.device.message_ids)))
        self.assertEqual(alert.since, self.device.last_seen)

    def test_two_hundred_terminals_of_a_site_are_one_activity_that_names_it(self):
        plant = self.env["biometric.site"].create(
            {"name": "Plant", "tz": "Europe/Paris", "company_id": self.company.id}
        )
        devices = self.make_devices(200, plant)
        self.later(minutes=20)
        self.seen(self.device)
        self.watch()
        [activity] = self.activities()
        self.assertEqual((activity.res_model, activity.res_id),
                         ("biometric.site", plant.id))  # fmt: skip
        self.assertEqual(activity.summary, "Plant: Silent (200)")
        self.assertIn("200 terminals", activity.note)
        self.assertIn("190 more", activity.note)
        # Most are back: it stays one, with fewer.
        self.seen(devices[:150] | self.device)
        self.watch(minutes=1)
        self.assertEqual(self.activities(), activity)
        self.assertEqual(activity.summary, "Plant: Silent (50)")
        # Two are left: they are named.
        self.seen(devices[:198] | self.device)
        self.watch(minutes=1)
        self.assertEqual(set(self.activities().mapped("summary")),
                         {"Door 198: Silent", "Door 199: Silent"})  # fmt: skip
        self.seen(devices | self.device)
        self.watch(minutes=1)
        self.assertFalse(self.activities())

    def test_single_alerts_are_folded_into_that_of_the_site(self):
        devices = self.make_devices(4, self.site)
        self.seen(devices[:1] | devices[1:2], minutes=20)
        self.watch()
        self.assertEqual(len(self.activities()), 2)
        self.seen(devices[2], minutes=20)
        self.watch()
        [activity] = self.activities()
        self.assertEqual(activity.summary, "Gate: Silent (3)")
        folded = self.alerts.search([("folded", "=", True)])
        self.assertEqual(len(folded), 2)
        self.assertTrue(all(folded.mapped("closed_at")))

    def test_many_places_of_one_person_are_one_activity(self):
        self.make_devices(11)
        self.later(minutes=20)
        self.seen(self.device)
        self.watch()
        [activity] = self.activities()
        self.assertEqual(activity.res_model, "biometric.alert")
        self.assertEqual(activity.summary, "Bell Works: Silent (11)")

    def test_outside_of_opening_hours_nobody_is_told(self):
        self.site.opening_calendar_id = self.make_calendar((8, 12), (13, 17))
        for clock, expected in (
            ("06:50", 0),  # before it opens: 7:50 in Paris
            ("07:10", 0),
            ("07:15", 1),
            ("12:00", 1),  # an open alert stays while it is closed
            ("16:30", 1),
        ):
            moment = self.now.fromisoformat(f"2025-03-03 {clock}:00")
            self.device.last_seen = moment.replace(hour=5)
            type(self).now = moment
            self.watch()
            with self.subTest(clock=clock):
                self.assertEqual(len(self.activities()), expected)

    def test_a_calendar_without_hours_is_always_open(self):
        self.site.opening_calendar_id = self.make_calendar()
        self.assertFalse(self.site.opening_calendar_id.attendance_ids)
        self.watch(hours=12)
        self.assertTrue(self.activities())

    def test_a_terminal_nobody_has_seen_counts_while_somebody_expects_it(self):
        device = self.make_device("NEVER", last_seen=False)
        device.flush_recordset()
        self.env.cr.execute(
            "UPDATE biometric_device SET create_date = %s WHERE id = %s",
            [self.now, device.id],
        )
        self.later(minutes=20)
        self.seen(self.device)
        self.watch()
        self.assertEqual(self.open_alerts("silent").device_id, device)
        device.expected = False
        self.watch()
        self.assertFalse(self.open_alerts("silent"))

    def test_a_gateway_that_calls_for_punches_alone_is_not_missed(self):
        self.make_device("ST-1", brand="cams", last_seen=self.now)
        self.later(days=2)
        self.seen(self.device)
        self.watch()
        self.assertFalse(self.open_alerts())

    def test_an_archived_terminal_is_not_missed(self):
        self.watch(minutes=20)
        self.device.action_archive()
        self.watch(minutes=5)
        self.assertFalse(self.open_alerts())
        self.assertFalse(self.activities())

    def polled(self, **vals):
        return self.make_device(
            "POLL", brand="zk4370", host="192.0.2.1", last_seen=self.now, **vals
        )

    def test_a_hundred_failed_polls_are_one_activity(self):
        device = self.polled()
        for failures in range(1, 101):
            self.later(minutes=5)
            self.seen(self.device)
            device.write(
                {
                    "poll_failures": failures,
                    "poll_error_at": device.poll_error_at or self.now,
                    "poll_reason": {"code": "server_error"},
                }
            )
            self.watch()
        self.assertEqual(self.open_alerts().mapped("cause"), ["unreadable"])
        [activity] = self.activities()
        self.assertIn("Something went wrong on the server", activity.note)
        self.assertEqual(len(device.message_ids), 0)
        device.write(
            {"poll_failures": 0, "poll_error_at": False, "last_seen": self.now}
        )
        self.watch()
        self.assertFalse(self.open_alerts())

    def test_a_polled_terminal_that_nobody_polls_is_silent(self):
        self.polled(poll_minutes=10)
        self.later(minutes=39)
        self.seen(self.device)
        self.watch()
        self.assertFalse(self.open_alerts())
        self.watch(minutes=2)
        self.assertEqual(self.open_alerts().mapped("cause"), ["silent"])

    def test_what_comes_and_goes_does_not_spam(self):
        """Twelve hours of a line that fails every half hour are two activities."""
        kind = self.env.ref("biometric_attendance.activity_type_alert")
        everything = self.env["mail.activity"].with_context(active_test=False)
        for _ in range(24):
            self.watch(minutes=20)
            self.seen(self.device)
            self.watch(minutes=5)
            self.watch(minutes=5)
        made = everything.search([("activity_type_id", "=", kind.id)])
        self.assertEqual(len(made), 2)
        [alert] = self.open_alerts()
        self.assertTrue(alert.returning)
        self.assertTrue(alert.gone_at)
        for _ in range(7):
            self.later(minutes=10)
            self.seen(self.device)
            self.watch()
        self.assertFalse(self.open_alerts())
        self.assertEqual(alert.times, 2)
        self.assertFalse(self.activities())
        self.watch(minutes=16, hours=2)
        self.assertEqual((alert.times, alert.returning), (3, False))

    def test_a_last_contact_in_the_future_is_none(self):
        self.device.last_seen = self.now + timedelta(hours=2)
        self.watch()
        self.assertEqual(self.open_alerts().since, self.now)
