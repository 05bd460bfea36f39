"""The queue of commands: order, leases, answers, and what is never done twice."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user

from ..models import biometric_command_delivery as delivery
from ..protocols import adms
from ..protocols.records import CommandResult
from .common import BiometricCase

MANAGER = "hr_attendance.group_hr_attendance_manager"


class TestCommand(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.commands = cls.env["biometric.command"]

    def queue(self, what, /, device=None, **payload):
        return self.commands._queue(device or self.device, what, payload)

    def hand_out(self, device=None):
        """What the terminal gets when it asks: ``["1:REBOOT", ...]``."""
        device = self.as_gateway(device or self.device)
        commands = self.as_gateway(self.commands)
        leased = commands._lease_for(device) if commands._any_for(device) else []
        self.env.invalidate_all()
        return [text for _id, text in leased]

    def answer(self, command, code=0, device=None):
        self.say([(str(command.id), code)], device)

    def say(self, results, device=None):
        """Results of a terminal, as the user it reports them as."""
        self.as_gateway(self.commands)._answered(
            self.as_gateway(device or self.device),
            [CommandResult(number, code, "DATA", {}, "") for number, code in results],
        )
        self.env.invalidate_all()

    def assertState(self, command, state, result=None):
        self.assertEqual((command.state, command.result or None), (state, result))

    def test_a_command_is_queued_handed_out_once_and_done(self):
        command = self.queue("set_user", pin="7", name="Ada")
        self.assertState(command, "queued")
        text = "DATA UPDATE USERINFO PIN=7\tName=Ada"
        self.assertEqual(self.hand_out(), [text])
        self.assertState(command, "sent")
        self.assertEqual(self.hand_out(), [])
        self.answer(command)
        self.assertState(command, "done", "Done.")
        self.assertEqual(self.hand_out(), [])

    def test_commands_keep_their_order(self):
        self.queue("set_user", pin="7")
        self.queue("delete_user", pin="8")
        self.queue("information")
        self.assertEqual(
            self.hand_out(),
            ["DATA UPDATE USERINFO PIN=7", "DATA DELETE USERINFO PIN=8", "INFO"],
        )

    def test_nothing_is_sent_while_an_answer_is_due(self):
        first = self.queue("information")
        self.hand_out()
        self.queue("query_users")
        self.assertEqual(self.hand_out(), [])
        self.answer(first)
        self.assertEqual(self.hand_out(), ["DATA QUERY USERINFO"])

    def test_one_at_a_time_for_firmware_that_wants_it(self):
        self.device.one_command = True
        first = self.queue("information")
        self.queue("query_users")
        self.assertEqual(self.hand_out(), ["INFO"])
        self.answer(first)
        self.assertEqual(self.hand_out(), ["DATA QUERY USERINFO"])

    def test_an_answer_holds_no_more_bytes_than_a_terminal_takes(self):
        for pin in "6789":
            self.queue("set_user", pin=pin)
        with patch.object(adms, "ANSWER_BYTES", 130):  # two of 58, but not three
            self.assertEqual(
                self.hand_out(),
                ["DATA UPDATE USERINFO PIN=6", "DATA UPDATE USERINFO PIN=7"],
            )

    def test_what_fits_no_answer_fails_and_does_not_hold_up_the_rest(self):
        large = self.queue("set_user", pin="7")
        self.queue("information")
        with patch.object(adms, "COMMAND_BYTES", 50):
            self.assertEqual(self.hand_out(), ["INFO"])
        self.assertState(large, "failed", "This is more than a terminal takes at once.")

    def test_the_same_thing_asked_twice_is_one_command_with_the_newer_values(self):
        first = self.queue("set_user", pin="7", name="Ada", card="12")
        self.queue("information")
        self.assertEqual(self.queue("set_user", pin="7", name="Ada L"), first)
        self.assertEqual(
            self.hand_out(), ["DATA UPDATE USERINFO PIN=7\tName=Ada L\tCard=12", "INFO"]
        )

    def test_what_is_about_nobody_is_queued_once_too(self):
        self.assertEqual(self.queue("query_users"), self.queue("query_users"))
        self.assertNotEqual(self.queue("information"), self.queue("query_users"))

    def test_a_change_of_mind_in_one_breath_ends_with_the_last_word(self):
        old = self.queue("set_user", pin="7", name="Old")
        pin = {"pin": "7"}
        self.commands._queue_all(
            [(self.device, "delete_user", pin, {}), (self.device, "set_user", pin, {})]
        )
        self.assertState(old, "cancelled", "Not wanted any more.")
        self.assertEqual(
            self.hand_out(),
            ["DATA DELETE USERINFO PIN=7", "DATA UPDATE USERINFO PIN=7"],
        )

    def test_another_period_is_another_thing(self):
        self.queue("query_punches", since="2025-03-01", until="2025-03-02")
        self.queue("query_punches", since="2025-03-05", until="2025-03-06")
        self.assertEqual(len(self.hand_out()), 2)

    def test_a_new_command_cancels_what_it_undoes(self):
        new = self.queue("set_user", pin="7")
        other = self.queue("set_user", pin="8")
        gone = self.queue("delete_user", pin="7")
        self.assertState(new, "cancelled", "Not wanted any more.")
        self.assertState(other, "queued")
        self.queue("set_user", pin="7")
        self.assertState(gone, "cancelled", "Not wanted any more.")

    def test_what_was_sent_is_not_undone_but_followed(self):
        new = self.queue("set_user", pin="7")
        self.hand_out()
        self.queue("delete_user", pin="7")
        self.assertState(new, "sent")
        self.answer(new)
        self.assertEqual(self.hand_out(), ["DATA DELETE USERINFO PIN=7"])

    def test_an_unanswered_command_is_sent_again_and_given_up_in_the_end(self):
        command = self.queue("information")
        at = fields.Datetime.now()
        for attempt in range(1, delivery.TRIES + 1):
            with freeze_time(at):
                self.assertEqual(self.hand_out(), ["INFO"])
                self.assertEqual(command.attempts, attempt)
            at += delivery.LEASE + timedelta(seconds=1)
        with freeze_time(at):
            self.assertEqual(self.hand_out(), [])
        self.assertState(command, "failed", "The terminal never answered.")

    def test_a_dangerous_command_is_never_sent_twice(self):
        command = self.queue("restart")
        self.assertEqual(self.hand_out(), ["REBOOT"])
        with freeze_time(fields.Datetime.now() + delivery.LEASE * 2):
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
        with freeze_time(fields.Datetime.now() + delivery.LEASE * 2):
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
        self.assertEqual((other.stray_results, self.device.stray_results), (1, 0))

    def test_results_of_what_was_never_sent_change_nothing_and_are_counted(self):
        command = self.queue("information")
        self.say([(str(command.id), 0), ("nonsense", 0), ("9" * 30, 0), ("²", 0)])
        self.assertState(command, "queued")
        self.assertEqual(self.device.stray_results, 1)

    def test_saying_it_twice_is_no_stray(self):
        command = self.queue("information")
        self.hand_out()
        self.say([(str(command.id), 0), (str(command.id), 0)])
        self.answer(command)
        self.assertEqual(self.device.stray_results, 0)

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
        self.answer(command, adms.PENDING)
        self.assertState(command, "sent")
        self.answer(command)
        self.assertState(command, "done", "Done.")

    def test_a_person_cancels_and_retries(self):
        boss = new_test_user(self.env, "boss", MANAGER, company_id=self.company.id)
        command = self.queue("information")
        command.with_user(boss).action_cancel()
        self.assertState(
            command,
            "cancelled",
            "Cancelled by boss (hr_attendance.group_hr_attendance_manager).",
        )
        command.with_user(boss).action_retry()
        self.assertEqual(self.hand_out(), ["INFO"])
        again = self.commands.search([("state", "=", "sent")])
        with self.assertRaisesRegex(UserError, "Only a command that failed"):
            again.with_user(boss).action_retry()

    def test_only_administrators_cancel_and_retry(self):
        officer = new_test_user(
            self.env,
            "officer",
            "hr_attendance.group_hr_attendance_user",
            company_id=self.company.id,
        )
        command = self.queue("information").with_user(officer)
        for action in (command.action_cancel, command.action_retry):
            with self.assertRaises(AccessError):
                action()

    def test_nobody_makes_commands_past_the_queue(self):
        boss = new_test_user(self.env, "boss", MANAGER, company_id=self.company.id)
        values = {"device_id": self.device.id, "kind": "restart"}
        with self.assertRaises(AccessError):
            self.commands.with_user(boss).create(values)
        with self.assertRaises(AccessError):
            self.queue("information").with_user(boss).write({"state": "done"})

    def test_what_a_device_cannot_do_is_refused_with_a_sentence(self):
        with self.assertRaisesRegex(ValidationError, "GATE001 cannot do that"):
            self.queue("let_in", pin="7")
        self.device.action_archive_device()
        with self.assertRaisesRegex(ValidationError, "Approve GATE001"):
            self.queue("information")

    def test_control_characters_are_refused_with_a_sentence(self):
        for hostile in ("Ada\tPri=14", "Ada\nC:9:REBOOT", "A\0", "A\u2028"):
            with (
                self.subTest(hostile=hostile),
                self.assertRaisesRegex(ValidationError, "control character"),
            ):
                self.queue("set_user", pin="7", name=hostile)

    def test_a_clock_is_set_to_the_time_it_is_when_it_is_told(self):
        self.queue("set_clock", time="2025-01-01 00:00:00")
        with freeze_time(datetime(2025, 7, 1, 10, 0)):
            told = self.hand_out()
        self.assertEqual(told, ["SET OPTION DateTime=2025-07-01 12:00:00"])

    def test_the_security_dialect_lets_people_in_by_a_command_of_its_own(self):
        device = self.make_device("DOOR001", dialect="security")
        self.queue("set_user", device=device, pin="7", name="Ada")
        self.assertEqual(
            self.hand_out(device),
            [
                "DATA UPDATE user Pin=7\tName=Ada",
                "DATA UPDATE userauthorize Pin=7\tAuthorizeTimezoneId=1"
                "\tAuthorizeDoorId=1",
            ],
        )

    def test_a_device_counts_what_it_has_not_done(self):
        done = self.queue("information")
        self.hand_out()
        self.answer(done)
        self.queue("query_users")
        self.queue("delete_user", pin="7")
        self.assertEqual(self.device.pending_command_count, 2)
