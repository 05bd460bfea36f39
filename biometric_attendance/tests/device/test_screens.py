"""What the screens say beside the stored fields."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ...models.device import connection_guide
from ..common import BiometricCase, row


@tagged("post_install", "-at_install")
class TestScreens(BiometricCase):
    def setUp(self):
        super().setUp()
        # A listener of this machine would be named instead of Odoo.
        self.patch(connection_guide, "listeners", lambda *_: [])

    def test_contact_tells_online_offline_and_never_apart(self):
        now = fields.Datetime.now()
        for last_seen, contact in (
            (False, "never"),
            (now, "online"),
            (now - timedelta(hours=1), "offline"),
        ):
            self.device.last_seen = last_seen
            self.assertEqual(self.device.contact, contact)

    def test_a_clock_is_warned_of_beyond_a_minute_and_by_its_direction(self):
        for drift, warning in (
            (60, False),
            (-60, False),
            (61, "61 seconds ahead"),
            (-61, "61 seconds behind"),
            (3599, "60 minutes ahead"),
            (-7205, "2 hours behind"),
            (86_400 * 365, "365 days ahead"),
        ):
            self.device.clock_drift = drift
            self.assertEqual(self.device.clock_warning, warning)

    def test_what_could_not_be_stored_is_no_call_of_somebody_else(self):
        self.device.last_seen = self.device.refused_at = fields.Datetime.now()
        for reason in dict(self.device._fields["refused_reason"].selection):
            self.device.refused_reason = reason
            stored = reason not in ("failed", "full", "large")
            with self.subTest(reason=reason):
                shown = self.device.troubles[0]
                self.assertEqual(shown["key"], "refused" if stored else "not_stored")

    def test_a_refusal_is_shown_for_a_day(self):
        now = fields.Datetime.now()
        for hours, shown in ((1, True), (25, False)):
            self.device.refused_at = now - timedelta(hours=hours)
            self.assertEqual(self.device.refused_lately, shown)

    def test_the_server_is_named_as_a_terminal_asks_for_it(self):
        for url, server in (
            ("https://hr.example.com", ("hr.example.com", 443, True)),
            ("http://hr.example.com", ("hr.example.com", 80, False)),
            ("http://192.0.2.7:8069", ("192.0.2.7", 8069, False)),
        ):
            self.env["ir.config_parameter"].set_param("web.base.url", url)
            self.device.invalidate_recordset()
            device = self.device
            self.assertEqual(
                (device.server_host, device.server_port, device.server_https), server
            )

    def test_the_empty_screen_of_devices_names_this_server(self):
        self.env["ir.config_parameter"].set_param(
            "web.base.url", "https://hr.example.com:8443"
        )
        action = self.env.ref("biometric_attendance.biometric_device_action")
        received = action.read(["help", "res_model"])[0]["help"]
        self.assertIn("<b>hr.example.com</b>", received)
        self.assertIn("<b>8443</b>", received)
        self.assertIn("<b>on</b>", received)
        self.assertNotIn("SERVER_", received)

    def test_an_unmapped_punch_leads_to_its_device_user(self):
        self.push(row("4711", "08:00"))
        punch = self.env["biometric.punch"].search([("pin", "=", "4711")])
        self.assertEqual(punch.outcome, "unmapped")
        action = punch.action_open_device_user()
        user = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((user.device_id, user.pin), (self.device, "4711"))

    def test_a_punch_says_what_was_shown(self):
        self.push(row("1", "08:00", verify=15), row("1", "09:00", verify=2))
        received = self.punches(self.ann).mapped("verified_by")
        self.assertEqual(received, ["Face", "PIN"])
