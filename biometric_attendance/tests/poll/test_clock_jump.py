"""A server whose clock was set back goes on, instead of waiting until it is there again."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..common import BiometricCase

NOW = "2026-03-02 08:00:00"
AHEAD = "2026-03-02 20:00:00"


@tagged("post_install", "-at_install")
class TestClockJump(BiometricCase):
    def test_a_polled_terminal_is_due_when_the_clock_is_set_back(self):
        polled = self.make_device("POLLED1", brand="zk4370", host="192.0.2.7")
        with freeze_time(AHEAD):
            polled.poll_next = fields.Datetime.now() + timedelta(minutes=5)
            self.assertNotIn(polled, polled._get_due())
        with freeze_time(NOW):
            self.assertIn(polled, polled._get_due())

    def test_a_terminal_that_rests_after_a_failure_is_not_due(self):
        polled = self.make_device("POLLED1", brand="zk4370", host="192.0.2.7")
        with freeze_time(NOW):
            polled.poll_next = fields.Datetime.now() + timedelta(hours=1)
            self.assertNotIn(polled, polled._get_due())

    def test_a_command_sent_before_the_clock_was_set_back_is_sent_again(self):
        with freeze_time(AHEAD):
            command = self.env["biometric.command"]._queue(
                self.device, "query_users", {}
            )
            self.env["biometric.command"]._lease(self.device)
            self.assertEqual(command.state, "sent")
        with freeze_time(NOW):
            self.env["biometric.command"]._sweep()
            self.assertEqual(command.state, "queued")

    def test_a_terminal_last_seen_in_the_future_is_not_online(self):
        with freeze_time(AHEAD):
            self.device.last_seen = fields.Datetime.now()
            self.assertTrue(self.device.online)
        with freeze_time(NOW):
            self.device.invalidate_recordset(["online"])
            self.assertFalse(self.device.online)
            online = self.env["biometric.device"].search([("online", "=", True)])
            self.assertNotIn(self.device, online)
