"""A device is approved by a zone that somebody confirmed, with the proof of its clock."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user

from ...models.push.unknown_devices import record_unknown_device
from ...rules import clock
from ..common import BiometricCase

NOW = fields.Datetime.to_datetime("2025-07-07 06:12:14")  # 08:12:14 in Brussels
BRUSSELS = "Europe/Brussels"


class TestApproval(BiometricCase):
    def setUp(self):
        super().setUp()
        self.env.user.tz = "Asia/Tokyo"
        frozen = freeze_time(NOW)
        frozen.start()
        self.addCleanup(frozen.stop)

    def called(self, serial, shown=None):
        """Return the pending device of a terminal that called."""
        record_unknown_device(
            self.env, "adms", serial, "10.0.0.7", read_clock=lambda: shown
        )
        return self.env["biometric.device"].search([("serial", "=", serial)])

    def ask(self, devices):
        action = devices.action_approve()
        self.assertEqual(action["res_model"], "biometric.approval")
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_a_zone_nobody_chose_is_asked_for(self):
        device = self.called("NEW1")
        self.assertFalse(device.tz)
        dialog = self.ask(device)
        self.assertEqual((device.state, device.tz), ("pending", False))
        self.assertEqual(dialog.company_id, self.company)
        dialog.tz = BRUSSELS
        self.assertEqual(dialog.verdict, "unknown")
        self.assertIn("In Europe/Brussels it is 08:12 now", dialog.proof)
        dialog.action_apply()
        self.assertEqual((device.state, device.tz), ("approved", BRUSSELS))
        self.assertEqual(device.company_id, self.company)
        self.assertTrue(device.tz_confirmed and device.resend_all)

    def test_the_zone_of_the_site_or_company_is_proposed_not_taken(self):
        self.company.partner_id.tz = BRUSSELS
        device = self.called("NEW1")
        device.company_id = self.company
        self.assertFalse(device.tz)
        self.assertEqual(self.ask(device).tz, BRUSSELS)
        device.site_id = self.site
        self.assertEqual(device.tz, "Europe/Paris")
        self.assertFalse(device.tz_confirmed)
        self.assertEqual(self.ask(device).tz, "Europe/Paris")
        self.assertEqual(device.state, "pending")

    def test_the_zone_of_the_other_devices_is_proposed_before_the_users_own(self):
        self.company.partner_id.tz = False
        device = self.called("NEW1")
        device.company_id = self.company
        self.assertEqual(self.ask(device).tz, self.device.tz)

    def test_the_clock_that_the_terminal_sent_proves_the_zone(self):
        shown = clock.wall(NOW, clock.zone(BRUSSELS)) + timedelta(seconds=2)
        device = self.called("NEW1", shown)
        self.assertEqual(device.clock_seen_at, NOW)
        self.company.partner_id.tz = BRUSSELS
        dialog = self.ask(device)
        self.assertEqual(dialog.tz, BRUSSELS)
        self.assertEqual(
            (dialog.verdict, dialog.proof),
            (
                "right",
                "The terminal said 08:12:16; in Europe/Brussels it was 08:12:14: right.",
            ),
        )
        with Form(dialog) as form:
            form.tz = "UTC"
            self.assertEqual(form.verdict, "wrong")
            self.assertIn("2 hours ahead", form.proof)
            form.tz = "Europe/Madrid"
            self.assertEqual(form.verdict, "right")

    def test_a_zone_that_fits_its_clock_is_proposed_where_no_known_one_does(self):
        self.company.country_id = self.env.ref("base.in")
        shown = NOW + timedelta(hours=5, minutes=30)
        self.assertEqual(self.ask(self.called("NEW1", shown)).tz, "Asia/Kolkata")
        self.assertEqual(self.ask(self.called("NEW2", NOW)).verdict, "right")

    def test_a_last_punch_is_a_proof_too(self):
        device = self.make_device("OLD1", state="pending", tz=False)
        device.tz_confirmed = False
        self.env.flush_all()
        self.env["biometric.punch"].create(
            {
                "device_id": device.id,
                "pin": "1",
                "device_time": "2025-07-07 08:10:00",
                "instant": NOW,
                "received_at": NOW - timedelta(minutes=2),
            }
        )
        dialog = self.ask(device)
        dialog.tz = BRUSSELS
        self.assertEqual(dialog.verdict, "right")

    def test_many_devices_are_a_list(self):
        devices = self.called("NEW1") | self.called("NEW2")
        dialog = self.ask(devices)
        self.assertEqual(dialog.line_ids.device_id, devices)
        dialog.line_ids[0].tz = BRUSSELS
        dialog.line_ids[1].tz = False
        with self.assertRaisesRegex(UserError, "time zone of NEW2"):
            dialog.action_apply()
        self.assertEqual(set(devices.mapped("state")), {"pending"})
        dialog.line_ids[1].tz = "Asia/Kolkata"
        dialog.action_apply()
        self.assertEqual(devices.mapped("tz"), [BRUSSELS, "Asia/Kolkata"])
        self.assertEqual(set(devices.mapped("state")), {"approved"})

    def test_a_zone_that_is_written_is_confirmed(self):
        device = self.called("NEW1")
        device.tz = BRUSSELS
        self.assertTrue(device.action_approve() is True)
        self.assertEqual(device.state, "approved")
        made = self.env["biometric.device"].create(
            {"serial": "NEW3", "tz": BRUSSELS, "brand": "adms"}
        )
        self.assertTrue(made.action_approve() is True)

    def test_only_managers_approve(self):
        officer = new_test_user(
            self.env,
            "approval_officer",
            "hr_attendance.group_hr_attendance_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.called("NEW1").with_user(officer).action_approve()
