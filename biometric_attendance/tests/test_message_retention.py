"""Texts that were dealt with go after thirty days; nothing else goes by itself."""

from datetime import timedelta

from odoo import fields

from .common import BiometricCase


class TestMessageRetention(BiometricCase):
    def test_what_was_dealt_with_goes_after_thirty_days_and_the_rest_stays(self):
        now = fields.Datetime.now()
        rows = [
            {
                "device_id": self.device.id,
                "table": "ATTLOG",
                "line": f"{state} {days}",
                "state": state,
                "received_at": now - timedelta(days=days),
            }
            for state in ("new", "replayed", "discarded")
            for days in (29, 31)
        ]
        self.env["biometric.message"].create(rows)
        self.env["biometric.erasure"]._cron_erase()
        left = self.env["biometric.message"].search([], order="id").mapped("line")
        self.assertEqual(left, ["new 29", "new 31", "replayed 29", "discarded 29"])
