"""What terminals answer to commands, late, twice, wrongly or never."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ...models.command.delivery import COMMAND_LEASE
from ...terminals import BRANDS, adms
from ..command_common import CommandCase


class TestCommandAnswers(CommandCase):
    def test_an_unanswered_command_is_sent_again_and_given_up_in_the_end(self):
        command = self.queue("information")
        at = fields.Datetime.now()
        for attempt in range(1, BRANDS["adms"].commands.max_attempts + 1):
            with freeze_time(at):
                self.assertEqual(self.hand_out(), ["INFO"])
                self.assertEqual(command.attempts, attempt)
            at += COMMAND_LEASE + timedelta(seconds=1)
        with freeze_time(at):
            self.assertEqual(self.hand_out(), [])
        self.assertState(command, "failed", "The terminal never answered.")

    def test_a_dangerous_command_is_never_sent_twice(self):
        command = self.queue("restart")
        self.assertEqual(self.hand_out(), ["REBOOT"])
        with freeze_time(fields.Datetime.now() + COMMAND_LEASE * 2):
            self.assertEqual(self.hand_out(), [])
        self.assertState(command, "failed", "No answer. It is not repeated by itself.")
        with self.assertRaisesRegex(UserError, "give the command once more"):
            command.action_retry()

    def test_a_command_nobody_asks_for_expires(self):
        command = self.queue("information")
        with freeze_time(fields.Datetime.now() + timedelta(days=15)):
            self.commands._cron_sweep()
        self.assertState(command, "expired", "The terminal never asked for it.")
        self.assertEqual(self.hand_out(), [])

    def test_a_late_answer_still_counts(self):
        command = self.queue("restart")
        self.hand_out()
        with freeze_time(fields.Datetime.now() + COMMAND_LEASE * 2):
            self.commands._cron_sweep()
            self.assertEqual(command.state, "failed")
            self.answer(command)
        self.assertState(command, "done", "Done.")

    def test_results_of_another_device_change_nothing_and_are_counted(self):
        other = self.make_device("GATE002")
        command = self.queue("information")
        self.hand_out()
        self.answer(command, device=other)
        self.assertState(command, "sent")
        self.assertEqual((other.unknown_results, self.device.unknown_results), (1, 0))

    def test_results_of_what_was_never_sent_change_nothing_and_are_counted(self):
        command = self.queue("information")
        self.say([(str(command.id), 0), ("nonsense", 0), ("9" * 30, 0), ("²", 0)])
        self.assertState(command, "queued")
        self.assertEqual(self.device.unknown_results, 1)

    def test_saying_it_twice_is_known(self):
        command = self.queue("information")
        self.hand_out()
        self.say([(str(command.id), 0), (str(command.id), 0)])
        self.answer(command)
        self.assertEqual(self.device.unknown_results, 0)

    def test_a_done_command_stays_done(self):
        command = self.queue("information")
        self.hand_out()
        self.answer(command)
        self.answer(command, -1)
        self.assertState(command, "done", "Done.")

    def test_return_codes_are_told_in_words(self):
        for code, state, words in (
            (-10, "failed", "The terminal has no user with this PIN."),
            (
                -1001,
                "failed",
                "The terminal is full, or the photo is too large or not upright.",
            ),
            (-4711, "failed", "The terminal refused it with its code -4711."),
            (None, "failed", "The terminal did not say what became of it."),
        ):
            with self.subTest(code=code):
                command = self.queue("set_user", pin="7")
                self.hand_out()
                self.answer(command, code)
                self.assertState(command, state, words)
                self.assertEqual(command.code, code or 0)

    def test_passed_on_is_not_done_yet(self):
        command = self.queue("information")
        self.hand_out()
        self.answer(command, adms.results.PENDING)
        self.assertState(command, "sent")
        self.answer(command)
        self.assertState(command, "done", "Done.")
