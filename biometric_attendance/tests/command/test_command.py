"""The queue of commands: its order, and what is asked twice or undone."""

from datetime import datetime

from odoo.tests import freeze_time

from ...models.command.queueing import CommandRequest
from ..command_common import CommandCase


class TestCommand(CommandCase):
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
        with self.limits(answer_bytes=130):  # two of 58, but not three
            self.assertEqual(
                self.hand_out(),
                ["DATA UPDATE USERINFO PIN=6", "DATA UPDATE USERINFO PIN=7"],
            )

    def test_what_fits_no_answer_fails_and_does_not_hold_up_the_rest(self):
        large = self.queue("set_user", pin="7")
        self.queue("information")
        with self.limits(command_bytes=50):
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
        kinds = ("delete_user", "set_user")
        self.commands._queue_all(CommandRequest(self.device, k, pin) for k in kinds)
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

    def test_a_clock_is_set_to_the_time_it_is_when_it_is_told(self):
        self.queue("set_clock", time="2025-01-01 00:00:00")
        with freeze_time(datetime(2025, 7, 1, 10, 0)):
            received = self.hand_out()
        self.assertEqual(received, ["SET OPTION DateTime=2025-07-01 12:00:00"])

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

    def test_a_command_names_what_is_done_where_and_about_whom(self):
        about = self.queue("delete_user", pin="00017")
        unknown = self.queue("delete_user", pin="4711")
        everything = self.queue("information")
        self.assertEqual(about.display_name, "Delete user · GATE001")
        self.assertEqual(
            (about | unknown | everything).mapped("person"), ["Bob", False, False]
        )
