"""Erasure: gone here at once, on terminals when they confirm, and provable."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ..template_common import TemplateCase, photo, template


class TestErasure(TemplateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.devices = cls.device | cls.yard
        for number in range(3):
            device = cls.make_device(f"HALL00{number}")
            cls.map_user(device, f"90{number}", cls.ann)
            device.allowed_networks = "127.0.0.0/8"
            cls.devices |= device
        cls.ann.biometric_user_ids.sync_state = "present"

    def enrol(self):
        """Ten fingers and a photo of Ann."""
        self.send(
            *(template("1", b"finger %d" % slot, slot=slot) for slot in range(10)),
            photo("1", datetime(2025, 3, 3, 8)),
        )

    def erase(self, reason="request"):
        return self.env["biometric.erasure"]._begin(self.ann, reason)

    def test_ten_templates_on_five_terminals_two_of_them_offline(self):
        self.enrol()
        erasure = self.erase()
        self.assertEqual((erasure.template_count, erasure.photo_count), (10, 1))
        self.assertFalse(self.stored())
        self.assertFalse(self.env["biometric.photo"].search([]))
        self.assertEqual(erasure.line_ids.device_id, self.devices)
        for device in self.devices[:3]:
            self.deliver(device)
        states = erasure.line_ids.mapped("state")
        self.assertEqual(sorted(states), ["confirmed"] * 3 + ["pending"] * 2)
        self.assertEqual(erasure.state, "pending")
        for device in self.devices[3:]:
            self.deliver(device)
        self.assertEqual(erasure.state, "confirmed")
        self.assertTrue(all(erasure.line_ids.mapped("settled_at")))

    def test_what_was_about_to_be_written_is_not(self):
        self.enrol()
        self.assertIn("set_template 501", self.queued(self.yard))
        self.erase("departure")
        self.assertEqual(self.queued(self.yard), ["delete_user 501"])

    def test_who_goes_on_working_keeps_pin_and_card(self):
        self.enrol()
        user = self.ann.biometric_user_ids.filtered(lambda u: u.device_id == self.yard)
        user.card = "4711"
        self.erase("withdrawal")
        deleted, _read, written = self.deliver(self.yard)
        self.assertIn("DATA DELETE USERINFO", deleted)
        self.assertIn("Card=4711", written)
        self.assertEqual(user.sync_state, "present")

    def test_who_came_by_a_group_comes_back_by_it_without_templates(self):
        self.join(self.ann, self.yard)
        self.send(template("1"))
        self.erase("withdrawal")
        deleted, _read = self.deliver(self.yard)
        self.assertIn("DATA DELETE USERINFO", deleted)
        self.sync_devices()
        self.assertEqual(self.queued(self.yard), ["set_user 501"])

    def test_a_refusal_needs_a_person(self):
        erasure = self.erase()
        self.deliver(self.yard, code=-3)
        line = erasure.line_ids.filtered(lambda each: each.device_id == self.yard)
        self.assertEqual((line.state, erasure.state), ("failed", "failed"))
        self.assertIn("memory", line.result)
        erasure.action_try_again()
        self.assertEqual(line.state, "pending")
        self.deliver(self.yard)
        self.assertEqual(line.state, "confirmed")

    def test_a_terminal_that_never_had_the_user_confirms(self):
        erasure = self.erase()
        self.deliver(self.yard, code=-10)
        line = erasure.line_ids.filtered(lambda each: each.device_id == self.yard)
        self.assertEqual(line.state, "confirmed")

    def test_a_terminal_offline_longer_than_a_command_waits_is_asked_again(self):
        erasure = self.erase()
        commands = self.env["biometric.command"]
        commands.search([]).expires_at = fields.Datetime.now() - timedelta(days=1)
        commands._sweep()
        self.assertEqual(self.queued(self.yard), [])
        self.assertEqual(erasure.state, "pending")
        self.env["biometric.erasure"]._cron_erase()
        self.assertEqual(self.queued(self.yard)[0], "delete_user 501")

    def test_a_command_somebody_cancelled_is_asked_again(self):
        erasure = self.erase()
        commands = self.env["biometric.command"]
        example = [("device_id", "=", self.yard.id), ("kind", "=", "delete_user")]
        commands.search(example).action_cancel()
        self.assertEqual(erasure.state, "pending")
        self.assertEqual(self.queued(self.yard), [])
        self.env["biometric.erasure"]._cron_erase()
        self.assertEqual(self.queued(self.yard), ["delete_user 501"])

    def test_an_archived_terminal_is_left_to_a_person(self):
        self.yard.action_archive()
        erasure = self.erase()
        line = erasure.line_ids.filtered(lambda each: each.device_id == self.yard)
        self.assertEqual(line.state, "failed")
        line.action_confirm()
        self.assertEqual((line.state, line.user_id), ("confirmed", self.env.user))

    def test_only_administrators_erase_and_confirm(self):
        erasure = self.erase()
        user = new_test_user(
            self.env,
            "biometric_no_boss",
            "hr.group_hr_user,hr_attendance.group_hr_attendance_user",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        for action in (
            self.ann.with_user(user).action_erase_biometrics,
            erasure.with_user(user).action_try_again,
            erasure.line_ids.with_user(user).action_confirm,
        ):
            with self.assertRaises(AccessError):
                action()

    def test_who_left_is_erased_within_the_hour(self):
        self.enrol()
        self.ann.active = False
        self.env["biometric.erasure"]._cron_erase()
        self.assertFalse(self.templates.search([]))
        erasure = self.env["biometric.erasure"].search([])
        self.assertEqual(erasure.reason, "departure")
        for device in self.devices:
            deleted, _read = self.deliver(device)
            self.assertIn("DATA DELETE USERINFO", deleted)
        self.assertEqual(erasure.state, "confirmed")
        self.env["biometric.erasure"]._cron_erase()
        self.assertEqual(self.env["biometric.erasure"].search([]), erasure)

    def test_a_departure_date_counts_from_the_day_after(self):
        self.enrol()
        today = fields.Date.today()
        self.ann.departure_date = today
        self.env["biometric.erasure"]._cron_erase()
        self.assertTrue(self.stored())
        self.ann.departure_date = today - timedelta(days=2)
        self.env["biometric.erasure"]._cron_erase()
        self.assertFalse(self.stored())

    def test_an_employee_deleted_leaves_the_terminals_too(self):
        self.enrol()
        number = self.ann.id
        self.ann.unlink()
        erasure = self.env["biometric.erasure"].search([])
        self.assertEqual(erasure.subject, f"Employee {number}")
        self.assertFalse(erasure.employee_id)
        self.assertEqual(self.queued(self.yard), ["delete_user 501"])
        self.deliver(self.yard)
        line = erasure.line_ids.filtered(lambda each: each.device_id == self.yard)
        self.assertEqual(line.state, "confirmed")

    def test_an_employee_no_terminal_knows_is_deleted_without_ado(self):
        self.make_employee("Carl").unlink()
        self.assertFalse(self.env["biometric.erasure"].search([]))

    def test_a_privacy_lookup_finds_the_templates_and_erases_them_everywhere(self):
        if "privacy.lookup.wizard" not in self.env:
            self.skipTest("Odoo's privacy lookup is not installed")
        self.ann.work_contact_id.email = "ann@example.com"
        self.enrol()
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": "Ann", "email": "ann@example.com"}
        )
        wizard.action_lookup()
        found = wizard.line_ids.filtered(lambda x: x.res_model == "biometric.template")
        self.assertEqual(set(found.mapped("res_id")), set(self.stored().ids))
        found.action_unlink_all()
        self.assertFalse(self.stored())
        self.assertEqual(self.queued(self.yard)[0], "delete_user 501")
