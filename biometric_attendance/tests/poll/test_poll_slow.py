"""Terminals that answer slowly, and a cron that has little time."""

from unittest.mock import patch

from odoo import fields

from simulator.zk4370.codes import Command

from ...models.poll import sessions
from ..poll_common import PollCase

# Where Odoo says how many seconds a job may take at a time.
SECONDS = "odoo.addons.base.models.ir_cron.MIN_TIME_PER_JOB"


class TestPollSlow(PollCase):
    def slow(self, punches, *stages):
        """A terminal that takes longer for these requests than the cron has time."""
        server = self.terminal()
        self.pass_by(server, punches)
        for stage in stages:
            server.faults.arm("latency", stage, times=-1, amount=0.3)
        return server, self.device_of(server)

    def poll_briefly(self, device, times=1):
        with patch(SECONDS, 0.2):
            for _ in range(times):
                self.poll(device)

    def test_it_gets_somewhere_on_every_visit(self):
        _server, device = self.slow(60, Command.SIZES)
        self.poll_briefly(device, 2)
        self.assertEqual(len(self.punches(device=device)), 60)
        self.assertTrue(device.poll_position["complete"])
        self.assertFalse(device.poll_error)

    def test_what_was_cut_short_is_due_at_once(self):
        _server, device = self.slow(60, Command.SIZES)
        self.poll_briefly(device)
        self.assertFalse(self.punches(device=device))
        self.assertLessEqual(device.poll_next, fields.Datetime.now())
        self.assertTrue(device.last_seen)

    def test_a_session_ends_long_before_the_worker_would_be(self):
        _server, device = self.slow(60, Command.SIZES)
        with patch.object(sessions, "POLL_DEADLINE_SECONDS", 0.2):
            self.poll(device)
        self.assertFalse(self.punches(device=device))
        self.assertIn("did not answer in time", device.poll_error)
