"""Every cause is found, says what is wrong and what to do, and ends by itself."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from ...models.messages import MESSAGES
from ...models.watch.causes import CAUSES
from ...terminals.reasons import Reason
from ...terminals.records import DeviceInfo, Refused
from ..common import row
from ..watch_common import WatchCase, muted


@tagged("post_install", "-at_install")
class TestCauses(WatchCase):
    def causes(self):
        return set(self.open_alerts().mapped("cause"))

    def check_begins_and_ends(self, cause, begin, end):
        """Whether something makes one alert of the device, and another thing ends it."""
        self.watch()
        self.assertEqual(self.causes(), set(), cause)
        begin()
        self.watch()
        self.assertEqual(self.causes(), {cause})
        [activity] = self.activities(self.boss)
        self.watch()
        self.assertEqual(self.activities(), activity)
        self.assertTrue(activity.note)
        note = activity.note
        end()
        self.watch()
        self.assertEqual(self.causes(), set(), cause)
        self.assertFalse(self.activities())
        return note

    def test_every_cause_has_its_sentences(self):
        labels = dict(self.alerts._fields["cause"]._description_selection(self.env))
        self.assertEqual(set(labels), set(CAUSES))
        for key, cause in CAUSES.items():
            with self.subTest(cause=key):
                self.assertTrue(labels[key])
                for prefix in ("alert", "advice"):
                    sentence = MESSAGES[f"{prefix}_{key}"]
                    self.assertTrue(sentence.endswith("."))
                    self.assertTrue(sentence % {"number": 5, "since": "today"})
                for name in cause.details:
                    self.assertIn(name, self.device._fields)

    def test_every_cause_of_the_table_is_tested_here(self):
        missing = [key for key in CAUSES if not hasattr(self, f"test_{key}")]
        # See test_silence and test_silent_bridge.
        self.assertEqual(missing, ["silent", "unreadable", "bridge"])

    def test_refused(self):
        note = self.check_begins_and_ends(
            "refused",
            lambda: self.device.write(
                {"refused_at": self.now, "refused_reason": "path"}
            ),
            lambda: self.device.write({"refused_at": self.now - timedelta(hours=2)}),
        )
        self.assertIn("Not on its secret address", note)

    def test_replaced(self):
        self.check_begins_and_ends(
            "replaced",
            lambda: self.device.write({"contradicted_at": self.now}),
            self.device.action_accept_terminal,
        )

    def test_another_terminal_that_answers_is_no_failed_poll(self):
        polled = {"brand": "zk4370", "host": "192.0.2.1", "last_seen": self.now}
        device = self.make_device("POLL", **polled)
        reason = {"code": "other_terminal", "values": {"serial": "X"}}
        self.check_begins_and_ends(
            "replaced",
            lambda: device.write(
                {
                    "poll_failures": 1,
                    "poll_error_at": self.now - timedelta(hours=1),
                    "poll_reason": reason,
                }
            ),
            lambda: device.write({"poll_failures": 0, "poll_reason": False}),
        )

    def test_clock(self):
        note = self.check_begins_and_ends(
            "clock",
            lambda: self.device.write({"clock_drift": -7205}),
            lambda: self.device.write({"clock_drift": 3}),
        )
        self.assertIn("2 hours behind", note)

    def test_a_doubt_is_told_in_the_words_of_the_device(self):
        since = self.now - timedelta(hours=3)
        doubt = {"clock_doubt": "summer_off", "clock_doubt_since": since}
        note = self.check_begins_and_ends(
            "clock",
            lambda: self.device.write({**doubt, "clock_drift": -3600}),
            lambda: self.device.write({"clock_doubt": False, "clock_drift": 0}),
        )
        self.assertIn("daylight saving of Europe/Paris is switched off", note)
        self.assertEqual(self.alerts.search([("cause", "=", "clock")]).since, since)

    def test_a_clock_near_the_limit_does_not_come_and_go(self):
        for drift, is_open in ((90, False), (121, True), (90, True), (60, False)):
            self.device.clock_drift = drift
            self.watch()
            with self.subTest(drift=drift):
                self.assertEqual(bool(self.open_alerts("clock")), is_open)

    def test_memory(self):
        note = self.check_begins_and_ends(
            "memory",
            lambda: self.device.write({"finger_capacity": 1000, "fingers": 930}),
            lambda: self.device.write({"fingers": 10}),
        )
        self.assertIn("93 percent", note)

    def test_each_memory_counts_and_a_little_less_is_not_over(self):
        for used, capacity in (
            ("users", "user_capacity"),
            ("fingers", "finger_capacity"),
            ("faces", "face_capacity"),
            ("punches", "punch_capacity"),
        ):
            for value, is_open in ((80, False), (81, True), (76, True), (75, False)):
                self.device.write({used: value, capacity: 100})
                self.device.flush_recordset()
                self.watch(hours=2)
                self.seen(self.device)
                self.watch()
                with self.subTest(used=used, value=value):
                    self.assertEqual(bool(self.open_alerts("memory")), is_open)
            self.device.write({used: 0, capacity: 0})

    def lose_punches(self):
        with patch("odoo.fields.Datetime.now", lambda: self.now):
            self.device._update_info(DeviceInfo(punches=500))
            self.device._update_info(DeviceInfo(punches=20))

    def test_shrunk(self):
        note = self.check_begins_and_ends(
            "shrunk", self.lose_punches, lambda: self.device.write({"shrunk_at": False})
        )
        self.assertIn("480 punches fewer", note)

    def test_a_log_that_this_server_cleared_did_not_shrink(self):
        self.env["biometric.command"].create(
            {
                "device_id": self.device.id,
                "kind": "clear_punches",
                "state": "done",
                "sent_at": self.now - timedelta(minutes=2),
            }
        )
        self.lose_punches()
        self.watch()
        self.assertFalse(self.open_alerts())

    def test_whoever_is_done_with_an_event_is_not_told_again(self):
        self.lose_punches()
        self.watch()
        self.activities().action_feedback("It was I.")
        for _ in range(3):
            self.watch(days=1)
            self.seen(self.device)
        self.watch()
        self.assertFalse(self.activities())
        self.assertEqual(self.open_alerts().cause, "shrunk")
        self.lose_punches()
        self.watch()
        self.assertTrue(self.activities())

    def test_commands(self):
        commands = self.env["biometric.command"]
        values = {"device_id": self.device.id, "kind": "query_users", "target": "users"}

        def give(state):
            commands.create({**values, "state": state, "finished_at": self.now})

        note = self.check_begins_and_ends(
            "commands",
            lambda: (give("failed"), give("expired")),
            lambda: give("done"),
        )
        self.assertIn("Commands that failed: 1,", note)

    def test_encrypted(self):
        messages = self.env["biometric.message"]
        refused = Refused("c2VhbGVk" * 8, Reason("no_key_opens_it"))
        self.check_begins_and_ends(
            "encrypted",
            lambda: messages._keep_encrypted(self.device, refused),
            lambda: messages.search([]).action_discard(),
        )

    def test_messages(self):
        note = self.check_begins_and_ends(
            "messages",
            lambda: self.push("no row", "nor this"),
            lambda: self.env["biometric.message"].search([]).action_discard(),
        )
        self.assertIn("Unreadable lines: 2", note)

    def map_all(self):
        users = self.device.user_ids.filtered(lambda user: not user.employee_id)
        users.employee_id = self.ann

    def test_unmapped(self):
        self.env["biometric.device.user"].create(
            {"device_id": self.device.id, "pin": "5"}  # without punches
        )
        note = self.check_begins_and_ends(
            "unmapped",
            lambda: self.push(row("77", "08:00"), row("77", "09:00")),
            self.map_all,
        )
        self.assertIn("not matched to a person: 1.", note)

    def test_failed(self):
        note = self.check_begins_and_ends(
            "failed",
            lambda: self.device._record_failed_work("sync_failed"),
            lambda: self.device._record_done_work("sync_failed"),
        )
        self.assertIn("Who belongs on this terminal", note)

    def make_pending(self, count, **vals):
        values = {"state": "pending", "last_seen": self.now, "expected": False}
        return self.env["biometric.device"].create(
            [
                {"name": f"N{n}", "serial": f"N{n}", **values, **vals}
                for n in range(count)
            ]
        )

    def test_pending(self):
        self.env["biometric.device"].search([("state", "=", "approved")]).filtered(
            lambda device: device.company_id != self.company
        ).action_archive()
        [activity] = self.check_flood()
        self.assertIn("1000 terminals", activity.note)
        self.assertIn("wait for approval", activity.note)
        self.env["biometric.device"].search([("state", "=", "pending")]).unlink()
        self.watch()
        self.assertFalse(self.activities())

    def check_flood(self):
        """A thousand invented serial numbers, of which each run sees more."""
        for part in range(10):
            values = {"state": "pending", "last_seen": self.now, "expected": False}
            self.env["biometric.device"].create(
                [
                    {"name": f"N{n}", "serial": f"N{n}", **values}
                    for n in range(100 * part, 100 * (part + 1))
                ]
            )
            self.seen(self.device)
            self.watch(minutes=1)
            self.assertEqual(len(self.activities()), 1)
        return self.activities()

    def test_a_terminal_that_never_called_waits_for_nobody(self):
        self.make_pending(1, last_seen=False)
        self.watch()
        self.assertFalse(self.open_alerts())

    def test_what_is_turned_off_makes_no_alert(self):
        self.push("no row")
        self.device.clock_drift = 5000
        self.watch()
        self.assertEqual(self.causes(), {"messages", "clock"})
        off = self.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", "biometric.alert"),
                ("field_id.name", "=", "cause"),
                ("value", "=", "messages"),
            ]
        )
        self.company.biometric_alert_off_ids = off
        self.watch()
        self.assertEqual(self.causes(), {"clock"})
        self.assertEqual(len(self.activities()), 1)

    def test_settings_offer_every_cause_and_keep_what_is_turned_off(self):
        settings = self.env["res.config.settings"].create({})
        causes = settings.biometric_alert_cause_ids
        self.assertEqual(set(causes.mapped("value")), set(CAUSES))
        self.assertEqual(len(set(causes.mapped("display_name"))), len(CAUSES))
        kept = causes.filtered(lambda cause: cause.value != "memory")
        settings = self.env["res.config.settings"].create(
            {"biometric_alert_cause_ids": kept.ids}
        )
        settings.set_values()
        self.assertEqual(
            self.company.biometric_alert_off_ids.mapped("value"), ["memory"]
        )
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.biometric_alert_cause_ids, kept)

    def test_a_cause_that_cannot_be_looked_for_stops_no_other(self):
        self.push("no row")
        self.watch()
        poisoned = CAUSES["messages"]._replace(find=lambda moment: 1 / 0)
        self.device.clock_drift = 5000
        with patch.dict(CAUSES, {"messages": poisoned}), muted():
            self.watch()
        self.assertEqual(self.causes(), {"messages", "clock"})
