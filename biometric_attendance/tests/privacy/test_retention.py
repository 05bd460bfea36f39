"""What was dealt with is not kept for good: messages, and commands."""

from datetime import timedelta

from odoo import fields

from ..common import BiometricCase


class TestRetention(BiometricCase):
    def test_messages_dealt_with_go_after_thirty_days_and_the_rest_stays(self):
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

    def test_commands_go_ninety_days_after_their_end_but_for_dangerous_ones(self):
        commands = self.env["biometric.command"]
        for kind in ("information", "restart", "query_users", "set_clock"):
            payload = {"time": "2025-01-01 00:00:00"} if kind == "set_clock" else {}
            commands |= commands._queue(self.device, kind, payload)
        done, dangerous, young, waiting = commands.sudo()
        now = fields.Datetime.now()
        (done | dangerous | young)._finish("done")
        (done | dangerous).finished_at = now - timedelta(days=91)
        young.finished_at = now - timedelta(days=89)
        waiting.expires_at = now + timedelta(days=1)
        self.env["biometric.erasure"]._cron_erase()
        self.assertEqual(commands.exists(), dangerous | young | waiting)
