"""Last contact, punches today, and gauges of a device."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..common import BiometricCase, row


@tagged("post_install", "-at_install")
class TestSummary(BiometricCase):
    def test_gauges_say_how_full_each_memory_is(self):
        self.device.write(
            {
                "users": 85,
                "user_capacity": 100,
                "fingers": 99,
                "finger_capacity": 100,
                "faces": 12,
                "punches": 0,
                "punch_capacity": 100_000,
            }
        )
        received = [
            (each["key"], each["percent"], each["level"]) for each in self.device.gauges
        ]
        self.assertEqual(
            received,
            [
                ("users", 85, "warning"),
                ("fingers", 99, "danger"),
                ("faces", False, "unknown"),
                ("punches", 0, "success"),
            ],
        )

    def test_a_memory_that_is_more_than_full_is_full(self):
        self.device.write({"users": 120, "user_capacity": 100})
        self.assertEqual(self.device.gauges[0]["percent"], 100)

    def test_a_terminal_that_told_nothing_has_no_gauges(self):
        self.assertFalse(self.device.gauges)

    def test_the_last_contact_is_told_as_time_ago(self):
        now = fields.Datetime.now()
        for ago, text in (
            (timedelta(minutes=2), "2 min. ago"),
            (timedelta(hours=3), "3 hr. ago"),
            (timedelta(0), "1 sec. ago"),
        ):
            with freeze_time(now):
                self.device.last_seen = now - ago
                self.assertEqual(self.device.seen_ago.replace("min ", "min. "), text)
        self.device.last_seen = False
        self.assertFalse(self.device.seen_ago)

    def test_punches_today_begin_at_midnight_of_the_terminal(self):
        self.push(row("1", "2025-03-02 23:59:00"), row("1", "00:01"), row("1", "08:00"))
        with freeze_time("2025-03-03 12:00:00"):
            self.device.invalidate_recordset()
            self.assertEqual(self.device.punches_today, 2)
