"""What a device may be asked to prove besides its serial."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import config

from ..common import IN, row
from ..http_common import AdmsCase


@tagged("post_install", "-at_install")
class TestAdmsFactors(AdmsCase):
    def assertRefused(self, answer, reason):
        self.assertGreeted(answer)
        self.assertFalse(self.punches())
        self.assertEqual(self.device.refused_reason, reason)
        self.assertTrue(self.device.refused_at)
        self.assertEqual(self.device.refused_count, 1)
        self.assertFalse(self.device.last_seen)

    def assertGreeted(self, answer):
        """As a stranger is: its rows it has to keep."""
        if answer.request.method == "GET":
            self.assertAnswer(answer, "OK")
        else:
            self.assertEqual(answer.status_code, 503)

    def send_command(self, kind):
        self.env["biometric.command"]._queue(self.device, kind)

    def secret_prefix(self):
        shown = self.device.action_new_secret_path()["params"]["message"]
        return shown.removeprefix(self.device.get_base_url())

    def test_on_its_secret_path_a_terminal_is_believed(self):
        prefix = self.secret_prefix()
        self.assertTrue(self.device.has_secret_path)
        self.assertIn("ATTLOGStamp", self.options(self.handshake(prefix=prefix)))
        answer = self.post_rows(row("1", "08:00", IN), prefix=prefix)
        self.assertAnswer(answer, "OK: 1")

    def test_a_slash_at_the_end_of_its_secret_address_does_no_harm(self):
        prefix = self.secret_prefix()
        for end in ("/", "/iclock/"):
            with self.subTest(end=end):
                self.env.cr.execute("DELETE FROM biometric_punch")
                answer = self.post_rows(row("1", "08:00", IN), prefix=prefix + end)
                self.assertAnswer(answer, "OK: 1")

    def test_off_its_secret_path_a_terminal_is_refused(self):
        self.secret_prefix()
        self.assertRefused(self.post_rows(row("1", "08:00", IN)), "path")

    def test_on_a_wrong_secret_path_a_terminal_is_refused(self):
        self.secret_prefix()
        answer = self.post_rows(row("1", "08:00", IN), prefix="/biometric/guess")
        self.assertRefused(answer, "path")

    def test_every_kind_of_request_is_refused_off_the_secret_path(self):
        self.secret_prefix()
        self.send_command("information")
        for answer in (self.handshake(), self.poll(), self.ask("ping")):
            self.assertGreeted(answer)

    def test_a_new_secret_path_ends_the_old_one(self):
        old, new = self.secret_prefix(), self.secret_prefix()
        self.assertGreeted(self.handshake(prefix=old))
        self.assertIn("ATTLOGStamp", self.options(self.handshake(prefix=new)))
        self.device.action_drop_secret_path()
        self.assertIn("ATTLOGStamp", self.options(self.handshake()))

    def test_with_its_key_a_terminal_is_believed(self):
        self.device.communication_key = "s3cret"
        self.assertIn("Delay", self.options(self.handshake(pushcommkey="s3cret")))
        self.assertIn("Delay", self.options(self.handshake(PushCommKey="s3cret")))

    def test_with_a_wrong_or_no_key_a_terminal_is_refused(self):
        self.device.communication_key = "s3cret"
        self.assertRefused(self.handshake(pushcommkey="guess"), "key")
        self.assertGreeted(self.handshake())

    def test_the_key_is_never_shown_or_stored_again(self):
        self.device.communication_key = "s3cret"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.device.communication_key)
        self.assertTrue(self.device.has_communication_key)
        self.env.cr.execute("SELECT d::text FROM biometric_device d")
        self.assertNotIn("s3cret", str(self.env.cr.fetchall()))

    def test_from_an_allowed_address_a_terminal_is_believed(self):
        self.device.allowed_networks = "10.1.2.3\n127.0.0.0/8"
        self.assertAnswer(self.poll(), "OK")

    def test_from_another_address_a_terminal_is_refused(self):
        self.device.allowed_networks = "10.1.2.3, 192.168.0.0/16"
        self.assertRefused(self.post_rows(row("1", "08:00", IN)), "address")

    def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(self):
        self.device.allowed_networks = "203.0.113.7"
        forwarded = {
            "X-Forwarded-For": "203.0.113.7",
            "X-Forwarded-Host": "odoo.example.com",
        }
        self.poll(headers=forwarded)
        self.assertEqual(self.device.refused_reason, "address")
        self.patch(config, "options", {**config.options, "proxy_mode": True})
        self.poll(headers=forwarded)
        self.assertEqual(self.device.address, "203.0.113.7")

    def test_addresses_that_are_none_are_refused_when_typed(self):
        with self.assertRaisesRegex(ValidationError, "300.1.1.1"):
            self.device.allowed_networks = "300.1.1.1"

    def test_refusals_are_counted_by_the_minute(self):
        self.secret_prefix()
        for _time in range(3):
            self.poll()
        self.assertEqual(self.device.refused_count, 1)
