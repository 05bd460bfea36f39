"""Commands of the queue, carried out on visits to simulated terminals."""

import time
from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form

from simulator.zk4370 import FIRMWARES
from simulator.zk4370.codes import Command

from ..poll_common import MONDAY, PollCase
from ..wizard_common import WizardCase


class CommandsCase(PollCase):
    def setUp(self):
        super().setUp()
        self.server = self.terminal()
        self.hall = self.device_of(self.server)
        self.pass_by(self.server, 4)
        self.poll(self.hall)

    def order(self, what, /, device=None, **payload):
        """Ask for a command, and have the terminal visited."""
        command = self.env["biometric.command"]._queue(
            device or self.hall, what, payload
        )
        self.run_cron()
        return command

    def assertDone(self, command):
        self.assertEqual((command.state, command.result), ("done", "Done."))


class TestPollCommands(CommandsCase):
    def test_a_command_is_carried_out_at_once_though_nothing_else_is_new(self):
        command = self.env["biometric.command"]._queue(self.hall, "unlock", {})
        self.assertTrue(self.hall.poll_requested)
        self.asked(self.server)
        self.run_cron()
        self.assertDone(command)
        self.assertEqual(self.server.endpoint.doors_opened, [3.0])
        self.assertNotIn("PREPARE_BUFFER", self.asked(self.server))

    def test_a_door_stays_open_as_long_as_said(self):
        self.order("unlock", door=1, seconds=7)
        self.assertEqual(self.server.endpoint.doors_opened, [7.0])

    def test_a_message_is_shown(self):
        self.assertDone(self.order("show_message", text="Fire drill at eleven today"))
        self.assertEqual(
            self.server.endpoint.screen, {0: "Fire drill at", 1: "eleven today"}
        )

    def test_what_the_terminal_cannot_do_is_said_in_words(self):
        long = self.order("show_message", text="A" * 65)
        self.assertEqual(long.state, "failed")
        self.assertIn("64 characters at the most", long.result)
        with self.assertRaisesRegex(ValidationError, "HALL4370 cannot do that"):
            self.order("introduce")

    def test_a_terminal_that_says_no_is_quoted(self):
        self.server.faults.arm("error", Command.UNLOCK, amount=4989)
        command = self.order("unlock")
        self.assertEqual(command.state, "failed")
        self.assertEqual(command.result, "The terminal refused it with its code 4989.")
        self.assertFalse(self.hall.poll_error)

    def test_it_tells_of_itself(self):
        self.hall.firmware = False
        command = self.order("information")
        self.assertDone(command)
        self.assertEqual(self.hall.firmware, FIRMWARES["f19"].version)
        self.assertEqual(self.hall.model, "F19")
        self.assertEqual(self.hall.algorithms["finger"], 10)

    def test_after_a_restart_the_rest_is_done_on_the_next_visit(self):
        self.server.boot = 0.2
        queue = self.env["biometric.command"]._queue
        restart = queue(self.hall, "restart")
        unlock = queue(self.hall, "unlock")
        self.run_cron()
        self.assertDone(restart)
        while self.server.is_down:
            time.sleep(0.05)
        self.poll(self.hall)
        self.assertDone(unlock)
        self.assertEqual(unlock.attempts, 1)

    def test_another_terminal_at_the_address_gets_no_orders(self):
        self.server.terminal.serial = "OTHER"
        command = self.order("unlock")
        self.assertEqual(self.server.endpoint.doors_opened, [])
        self.assertEqual((command.state, command.attempts), ("queued", 0))
        self.assertIn("OTHER", self.hall.poll_error)

    def test_many_commands_need_no_waiting(self):
        queue = self.env["biometric.command"]._queue
        for number in range(120):
            queue(self.hall, "set_user", {"pin": str(5000 + number), "name": "New"})
        self.run_cron()
        self.assertEqual(len(self.server.terminal.users), 122)


class TestPollPunchesBetween(CommandsCase, WizardCase):
    def test_the_dialog_fetches_the_days_typed_the_last_included(self):
        for day in range(1, 6):
            self.server.terminal.punch("1", MONDAY + timedelta(days=day))
        self.env["biometric.punch"].sudo().search([]).unlink()
        wizards = self.as_boss("biometric.command.wizard").with_context(
            active_model="biometric.device", active_ids=self.hall.ids
        )
        wizard = Form(
            wizards, "biometric_attendance.biometric_command_wizard_view_form"
        )
        wizard.kind = "query_punches"
        wizard.since, wizard.until = "2025-03-04", "2025-03-06"
        wizard.save().action_queue()
        self.hall.resent_at = fields.Datetime.now()
        self.run_cron()
        fetched = self.punches(device=self.hall)
        self.assertLessEqual(
            {"2025-03-04", "2025-03-05", "2025-03-06"},
            {punch.device_time[:10] for punch in fetched},
        )
        self.assertNotIn("2025-03-03", {punch.device_time[:10] for punch in fetched})

    def test_the_buttons_of_the_dialog_are_those_the_terminal_knows(self):
        wizards = self.as_boss("biometric.command.wizard").with_context(
            active_model="biometric.device", active_ids=self.hall.ids
        )
        offered = Form(wizards).kinds
        self.assertIn("unlock", offered)
        self.assertNotIn("introduce", offered)


class TestPollClear(CommandsCase):
    def test_nothing_is_cleared_that_is_not_stored(self):
        self.pass_by(self.server, 1, start=10)
        command = self.order("clear_punches")
        self.assertEqual(command.state, "failed")
        self.assertIn("has 5 punches, but only 4 are stored here", command.result)
        self.assertEqual(len(self.server.terminal.punches.entries), 5)
        self.poll(self.hall)
        self.assertEqual(len(self.punches(device=self.hall)), 5)

    def test_nor_is_what_comes_in_the_very_last_moment(self):
        self.server.faults.arm("punch", Command.DISABLE, amount=1)
        command = self.order("clear_punches")
        self.assertEqual(command.state, "failed")
        self.assertIn("punches that are not stored yet", command.result)
        self.assertEqual(len(self.server.terminal.punches.entries), 5)

    def test_what_is_stored_is_cleared_and_the_next_log_read_right(self):
        self.assertDone(self.order("clear_punches"))
        self.assertFalse(self.server.terminal.punches.entries)
        self.assertIsNone(self.server.terminal.shut_until)
        self.pass_by(self.server, 3, start=20)
        self.poll(self.hall)
        self.assertEqual(len(self.punches(device=self.hall)), 7)
        self.assertEqual(self.hall.poll_position["count"], 3)
        self.pass_by(self.server, 1, start=30)  # as many as before
        self.poll(self.hall)
        self.assertEqual(len(self.punches(device=self.hall)), 8)

    def test_a_log_that_is_unread_for_a_day_is_refused_where_it_is_asked_for(self):
        self.hall.resent_at = fields.Datetime.now() - timedelta(days=2)
        with self.assertRaisesRegex(ValidationError, "whole memory"):
            self.order("clear_punches")


class TestPollDies(CommandsCase):
    """The terminal dies in the middle of a command."""

    def die(self, kind="unlock", stage=Command.UNLOCK, **payload):
        self.server.faults.arm("close", stage)
        queue = self.env["biometric.command"]._queue
        first = queue(self.hall, kind, payload)
        second = queue(self.hall, "show_message", {"text": "Hello"})
        self.run_cron()
        return first, second

    def test_what_was_begun_waits_for_its_lease_what_was_not_does_not(self):
        first, second = self.die()
        self.assertEqual((first.state, first.attempts), ("sent", 1))
        self.assertEqual((second.state, second.attempts), ("queued", 0))
        self.assertIn("closed the connection", self.hall.poll_error)

    def test_meanwhile_nothing_overtakes_it(self):
        first, second = self.die()
        self.poll(self.hall)
        self.assertFalse(self.hall.poll_error)
        self.assertEqual((first.state, second.state), ("sent", "queued"))

    def test_what_opens_doors_is_not_repeated_and_a_person_sees_that(self):
        first, second = self.die()
        first.lease_until = fields.Datetime.now() - timedelta(minutes=1)
        self.poll(self.hall)
        self.assertEqual(first.state, "failed")
        self.assertEqual(first.result, "No answer. It is not repeated by itself.")
        self.assertDone(second)
        self.assertEqual(
            self.server.endpoint.doors_opened, [3.0]
        )  # the answer was lost

    def test_what_does_no_harm_is_repeated(self):
        user = {"pin": "77", "name": "Cy"}
        first, second = self.die("set_user", Command.WRITE_USER, **user)
        first.lease_until = fields.Datetime.now() - timedelta(minutes=1)
        self.poll(self.hall)
        self.assertDone(first)
        self.assertDone(second)
        self.assertEqual(self.server.terminal.users["77"].name, "Cy")
        self.assertEqual((first.attempts, second.attempts), (2, 1))

    def test_a_terminal_that_breaks_off_at_its_people_is_read_all_the_same(self):
        self.server.terminal.register("99", MONDAY, name="New")
        self.pass_by(self.server, 2, start=10)
        self.server.faults.arm("close", Command.PREPARE_BUFFER, times=1)
        self.poll(self.hall)
        self.assertTrue(self.hall.poll_error)
        self.assertTrue(self.hall.users_outdated)
        self.poll(self.hall)
        self.assertFalse(self.hall.poll_error)
        self.assertEqual(len(self.punches(device=self.hall)), 6)
        self.assertIn("99", self.hall.user_ids.mapped("pin"))
        self.assertFalse(self.hall.users_outdated)
