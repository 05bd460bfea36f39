"""The dialog for telling terminals what to do."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user

from ..common import IN, row
from ..wizard_common import WizardCase


class TestCommandWizard(WizardCase):
    def wizard(self, devices=None):
        """The dialog as the device's form or list opens it."""
        devices = devices or self.device
        wizards = self.as_boss("biometric.command.wizard").with_context(
            active_model="biometric.device", active_ids=devices.ids
        )
        return Form(wizards, "biometric_attendance.biometric_command_wizard_view_form")

    def commands(self):
        return self.env["biometric.command"].search([], order="id")

    def test_the_dialog_begins_with_the_chosen_devices_that_are_approved(self):
        self.other.action_archive()
        wizard = self.wizard(self.device | self.other)
        self.assertEqual(wizard.device_ids.ids, self.device.ids)

    def test_only_what_all_chosen_terminals_can_do_is_offered(self):
        self.assertIn("introduce", self.wizard().kinds)
        self.other.dialect = "security"
        offered = self.wizard(self.device | self.other).kinds
        self.assertNotIn("introduce", offered)  # attendance alone
        self.assertIn("query_users", offered)
        self.assertNotIn("restart", offered)  # dangerous: one at a time

    def test_punches_of_some_days_are_asked_for(self):
        wizard = self.wizard()
        wizard.kind = "query_punches"
        wizard.since, wizard.until = "2025-03-01", "2025-03-03"
        action = wizard.save().action_queue()
        command = self.commands()
        self.assertEqual(action["domain"], [("id", "in", command.ids)])
        self.assertEqual(command.kind, "query_punches")
        self.assertEqual(
            command.payload, '{"since": "2025-03-01", "until": "2025-03-03"}'
        )
        self.assertEqual(command.create_uid, self.boss)

    def test_days_in_the_wrong_order_are_refused(self):
        wizard = self.wizard()
        wizard.kind = "query_punches"
        wizard.since, wizard.until = "2025-03-03", "2025-03-01"
        with self.assertRaisesRegex(UserError, "first day is after the last"):
            wizard.save().action_queue()

    def test_a_dangerous_command_needs_the_name_typed(self):
        wizard = self.wizard()
        wizard.kind = "restart"
        self.assertTrue(wizard.dangerous)
        wizard.confirmation = "gate001"
        saved = wizard.save()
        with self.assertRaisesRegex(UserError, "Type the name of the device, GATE001"):
            saved.action_queue()
        self.assertFalse(self.commands())
        saved.confirmation = " GATE001 "
        saved.action_queue()
        self.assertEqual(self.commands().kind, "restart")

    def test_a_dangerous_command_for_several_is_refused_past_the_screen_too(self):
        saved = self.as_boss("biometric.command.wizard").create(
            {
                "device_ids": [fields.Command.set((self.device | self.other).ids)],
                "kind": "restart",
                "confirmation": "GATE001",
            }
        )
        with self.assertRaisesRegex(UserError, "Not all of these terminals"):
            saved.action_queue()

    def test_clearing_without_proof_is_refused_with_the_reason(self):
        self.push(row("1", "08:00", IN))
        wizard = self.wizard()
        wizard.kind = "clear_punches"
        self.assertIn("has not told within a day", wizard.notice)
        wizard.confirmation = "GATE001"
        with self.assertRaisesRegex(ValidationError, "has not told within a day"):
            wizard.save().action_queue()

    def test_a_person_is_found_on_each_terminal_under_the_pin_there(self):
        self.map_user(self.other, "77", self.ann)
        wizard = self.wizard(self.device | self.other)
        wizard.kind = "enroll"
        wizard.user_id = self.ann.biometric_user_ids[0]
        wizard.save().action_queue()
        self.assertEqual(
            {command.device_id: command.pin for command in self.commands()},
            {self.device: "1", self.other: "77"},
        )

    def test_who_is_not_on_a_terminal_is_named(self):
        wizard = self.wizard(self.device | self.other)
        wizard.kind = "delete_user"
        wizard.user_id = self.ann.biometric_user_ids
        with self.assertRaisesRegex(UserError, "Ann is not on DOOR001"):
            wizard.save().action_queue()
        self.assertFalse(self.commands())

    def test_a_user_is_written_as_known(self):
        user = self.ann.biometric_user_ids
        user.write({"card": "123", "privilege": "manager"})
        wizard = self.wizard()
        wizard.kind = "set_user"
        wizard.user_id = user
        wizard.save().action_queue()
        leased = self.as_gateway(self.env["biometric.command"])._lease(
            self.as_gateway(self.device)
        )
        self.assertEqual(
            leased[0][1], "DATA UPDATE USERINFO PIN=1\tName=Ann\tPri=6\tCard=123"
        )

    def test_a_message_is_shown_to_everybody_or_to_one(self):
        for user in (self.env["biometric.device.user"], self.ann.biometric_user_ids):
            wizard = self.wizard()
            wizard.kind = "show_message"
            wizard.text = "Fire drill at 11"
            wizard.user_id = user
            wizard.save().action_queue()
        self.assertEqual(
            self.commands().mapped("kind"),
            ["show_message", "show_message", "address_message"],
        )

    def test_a_hostile_message_is_refused_with_a_sentence(self):
        wizard = self.wizard()
        wizard.kind = "show_message"
        wizard.text = "Hello\tTAG=254"
        with self.assertRaisesRegex(ValidationError, "control character"):
            wizard.save().action_queue()

    def test_only_administrators_have_the_dialog(self):
        officer = new_test_user(
            self.env,
            "officer",
            "base.group_user,hr_attendance.group_hr_attendance_user",
        )
        with self.assertRaises(AccessError):
            self.env["biometric.command.wizard"].with_user(officer).create({})
        with self.assertRaises(AccessError):
            self.device.with_user(officer).action_refill()
        with self.assertRaises(AccessError):
            self.device.with_user(officer).action_import_users()

    def test_many_commands_are_counted_by_state(self):
        for count, context in ((3, {}), (21, {"search_default_group_state": 1})):
            devices = self.env["biometric.device"].union(
                *(self.make_device(f"MANY{count}{n:02}") for n in range(count))
            )
            wizard = self.wizard(devices)
            wizard.kind = "information"
            self.assertEqual(wizard.save().action_queue()["context"], context)
