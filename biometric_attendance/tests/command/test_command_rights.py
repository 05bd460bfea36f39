"""Who may tell terminals what to do, and what is refused to everybody."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from ..command_common import CommandCase

MANAGER = "hr_attendance.group_hr_attendance_manager"


class TestCommandRights(CommandCase):
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
            self.queue("grant_access", pin="7")
        self.device.action_archive()
        with self.assertRaisesRegex(ValidationError, "Approve GATE001"):
            self.queue("information")

    def test_control_characters_are_refused_with_a_sentence(self):
        for hostile in ("Ada\tPri=14", "Ada\nC:9:REBOOT", "A\0", "A\u2028"):
            with (
                self.subTest(hostile=hostile),
                self.assertRaisesRegex(ValidationError, "control character"),
            ):
                self.queue("set_user", pin="7", name=hostile)
