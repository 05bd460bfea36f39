"""A serial nobody approved: seen, greeted, and neither believed nor lost."""

from unittest.mock import patch
from xmlrpc.client import dumps

from odoo import fields
from odoo.tests import tagged

from ...models.push import unknown_devices
from ..common import IN, OUT, row
from ..http_common import AdmsCase


@tagged("post_install", "-at_install")
class TestAdmsUnknownDevices(AdmsCase):
    def setUp(self):
        super().setUp()
        self.env["biometric.device"].search([("state", "=", "pending")]).unlink()

    def pending(self):
        return self.env["biometric.device"].search([("state", "=", "pending")])

    def test_an_unknown_device_is_greeted_but_told_nothing(self):
        for request in (self.handshake, self.poll):
            self.assertAnswer(request("NEW1"), "OK")
        self.assertAnswer(self.ask("ping", "NEW1"), "OK")

    def test_an_unknown_device_keeps_its_punches(self):
        answer = self.post_rows(row("1", "08:00", IN), serial="NEW1")
        self.assertEqual(answer.status_code, 503)
        self.assertNotIn("OK", answer.text)
        self.assertFalse(self.env["biometric.punch"].search([]))
        self.assertFalse(self.env["biometric.message"].search([]))

    def test_an_unknown_device_waits_in_the_list_once(self):
        for _time in range(3):
            self.poll("NEW1")
            self.handshake("NEW1")
        device = self.pending()
        self.assertRecordValues(
            device,
            [
                {
                    "name": "NEW1",
                    "serial": "NEW1",
                    "brand": "adms",
                    "address": "127.0.0.1",
                    "company_id": False,
                }
            ],
        )
        self.assertTrue(device.last_seen)

    def test_a_flood_of_unknown_devices_is_one_line_of_its_network(self):
        with patch.object(unknown_devices, "MAX_PENDING_OF_NETWORK", 3):
            for number in range(6):
                self.assertAnswer(self.poll(f"FLOOD{number}"), "OK")
        self.assertEqual(
            self.pending().mapped("serial"), ["FLOOD0", "FLOOD1", "FLOOD2"]
        )
        self.assertRecordValues(
            self.env["biometric.unknown.network"].search([]),
            [{"network": "127.0.0.0/24", "calls": 1, "serial": "FLOOD3"}],
        )

    def test_absurd_serials_are_not_recorded(self):
        for serial in ("<script>", "a b", "'; DROP TABLE x", "x" * 65):
            with self.subTest(serial=serial):
                self.poll(serial)
                self.assertFalse(self.pending())

    def test_a_request_without_a_serial_is_refused_in_one_sentence(self):
        answer = self.url_open("/iclock/cdata?options=all")
        self.assertAnswer(answer, "Bad request\n", 400)

    def test_approval_starts_a_full_upload(self):
        self.poll("NEW1")
        device = self.pending()
        device.tz = "Asia/Kolkata"
        # Over XML-RPC, which carries no None.
        dumps((device.action_approve(), device.action_unarchive()))
        self.assertEqual(device.company_id, self.company)
        self.assertAnswer(self.poll("NEW1"), "C:1:CHECK\n")
        options = self.options(self.handshake("NEW1"))
        self.assertEqual((options["ATTLOGStamp"], options["TimeZone"]), ("0", "330"))
        today = fields.Date.to_string(fields.Date.today())
        rows = [row("7", f"{today} 00:01:00", IN), row("7", f"{today} 00:02:00", OUT)]
        self.assertAnswer(self.post_rows(*rows, serial="NEW1"), "OK: 2")
        self.assertEqual(self.punches(device=device).mapped("pin"), ["7", "7"])

    def test_an_unknown_device_that_still_calls_is_not_forgotten(self):
        self.poll("NEW1")
        device = self.pending()
        long_ago = fields.Datetime.subtract(fields.Datetime.now(), days=8)
        device.last_seen = long_ago
        unknown_devices._lately.clear()  # a minute passes
        self.poll("NEW1")
        self.env["biometric.device"]._gc_unknown_devices()
        self.assertEqual(self.pending(), device)
        device.last_seen = long_ago
        self.env["biometric.device"]._gc_unknown_devices()
        self.assertFalse(self.pending())
