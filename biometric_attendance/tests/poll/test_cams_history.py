"""Punches of the past, read page by page from a CAMS gateway."""

from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.poll import schedule
from ..cams_call_common import CallCase
from ..cams_common import KEY

SPAN = {"since": "2025-03-01", "until": "2025-03-04"}


@tagged("post_install", "-at_install")
class TestCamsHistory(CallCase):
    def test_punches_between_two_days_are_read(self):
        for generation in ("v2", "v3"):
            with self.subTest(generation=generation):
                endpoint = self.gateway_of(generation, 120, key=KEY)
                command = self.queue("query_punches", **SPAN)
                self.call_gateways()
                self.assertEqual(
                    (command.state, command.result), ("done", "120 punches read.")
                )
                punches = self.punches(device=self.terminal)
                self.assertEqual(len(punches), 120)
                self.assertEqual(set(punches.mapped("route")), {"poll"})
                self.receive(endpoint)
                self.assertEqual(len(self.punches(device=self.terminal)), 120)
                self.assertGreaterEqual(len(self.rest.calls), 3)

    def test_reading_goes_on_where_the_time_was_up(self):
        self.gateway_of("v3", 120)
        command = self.queue("query_punches", **SPAN)
        asked = len(self.rest.calls)
        self.interrupt_after(1)
        self.assertEqual((command.state, command.attempts), ("queued", 0))
        self.assertEqual(command.result, "50 punches read so far.")
        self.assertEqual(len(self.punches(device=self.terminal)), 50)
        self.call_gateways()
        self.assertEqual((command.state, command.result), ("done", "120 punches read."))
        self.assertEqual(len(self.punches(device=self.terminal)), 120)
        self.assertEqual(len(self.rest.calls) - asked, 3)

    def interrupt_after(self, pages):
        """A turn that has the time for so many pages."""
        original = schedule.run_sessions

        def run_sessions(env, waiting, commit, time_left, **limits):
            steps = []

            def counted(done=0):
                commit(done)
                steps.append(done)

            # One step to be told the order, one for each page.
            enough = lambda: len(steps) <= pages  # noqa: E731
            return original(env, waiting, counted, enough, **limits)

        with patch.object(schedule, "run_sessions", run_sessions):
            cron = type(self.env["ir.cron"])
            progress = cron._commit_progress

            def once(model, processed=0, *, remaining=None, **rest):
                return progress(
                    model, processed, remaining=0 if remaining else remaining
                )

            with patch.object(cron, "_commit_progress", once):
                self.call_gateways()

    def test_a_person_may_stop_it(self):
        self.gateway_of("v3", 120)
        command = self.queue("query_punches", **SPAN)
        model = type(command)
        record = model._record_progress

        def cancelled(commands, position, count):
            going_on = record(commands, position, count)
            commands.action_cancel()
            return going_on

        self.patch(model, "_record_progress", cancelled)
        self.call_gateways()
        self.assertEqual(command.state, "cancelled")
        self.assertEqual(len(self.rest.calls), 2)

    def test_reading_that_is_not_allowed_says_so(self):
        self.gateway_of("v3", 3, loads_punches=False)
        command = self.queue("query_punches", **SPAN)
        self.call_gateways()
        self.assertEqual(command.state, "failed")
        self.assertIn("not allowed", command.result)
        self.assertFalse(self.punches(device=self.terminal))

    def test_days_far_apart_are_read_month_by_month(self):
        self.gateway_of("v3", 3)
        command = self.queue("query_punches", since="2024-01-01", until="2025-12-31")
        self.call_gateways()
        self.assertEqual((command.state, command.result), ("done", "3 punches read."))
        self.assertGreater(len(self.rest.calls), 24)

    def test_the_nightly_look_is_an_option(self):
        self.gateway_of("v3")
        devices = self.env["biometric.device"]
        devices._cron_gap_check()
        self.assertFalse(self.terminal.command_ids)
        self.terminal.gap_check = True
        for _night in range(2):
            devices._cron_gap_check()
        self.assertEqual(self.terminal.command_ids.mapped("kind"), ["query_punches"])
        self.call_gateways()
        self.assertEqual(self.terminal.command_ids.state, "done")
        self.terminal.dialect = "v1"
        devices._cron_gap_check()
        self.assertEqual(len(self.terminal.command_ids), 1)

    def test_a_punch_the_gateway_lost_is_found_at_night(self):
        endpoint = self.gateway_of("v3")
        self.terminal.gap_check = True
        lost = endpoint.terminal.punch("1", self.now_there())
        self.env["biometric.device"]._cron_gap_check()
        self.call_gateways()
        [punch] = self.punches(device=self.terminal)
        self.assertEqual(punch.device_time, str(lost.local))

    def now_there(self):
        now = datetime.now(timezone.utc).replace(microsecond=0)
        return now - timedelta(hours=1)

    def test_everything_since_its_approval_is_read_again(self):
        self.gateway_of("v3", 10)
        self.terminal.action_send_everything_again()
        self.assertFalse(self.terminal.resend_all)
        self.call_gateways()
        self.assertEqual(len(self.punches(device=self.terminal)), 10)
        self.terminal.gateway_url = False
        with self.assertRaisesRegex(UserError, "Resend all attendance"):
            self.terminal.action_send_everything_again()
