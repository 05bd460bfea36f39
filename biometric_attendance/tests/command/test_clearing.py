"""A terminal's punches are cleared only when every one of them is proven stored."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time

from ...terminals.records import DeviceInfo
from ..common import IN, OUT, BiometricCase, row


class TestClearing(BiometricCase):
    def setUp(self):
        super().setUp()
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.device.resent_at = fields.Datetime.now()
        self.count(2)

    def count(self, punches):
        """The terminal tells how many punches it has."""
        self.device._update_info(DeviceInfo(punches=punches))

    def clear(self):
        return self.env["biometric.command"]._queue(self.device, "clear_punches")

    def assertRefused(self, words):
        with self.assertRaisesRegex(ValidationError, words):
            self.clear()

    def hand_out(self):
        commands = self.as_gateway(self.env["biometric.command"])
        leased = commands._lease(self.as_gateway(self.device))
        self.env.invalidate_all()
        return [text for _number, text in leased]

    def test_it_is_cleared_when_everything_is_here(self):
        self.clear()
        self.assertEqual(self.hand_out(), ["CLEAR LOG"])

    def test_not_when_the_terminal_has_more(self):
        self.count(3)
        self.assertRefused("GATE001 has 3 punches, but only 2 are stored here.")

    def test_not_when_its_count_is_old_or_unknown(self):
        for counted_at in (False, fields.Datetime.now() - timedelta(days=2)):
            self.device.counted_at = counted_at
            self.assertRefused("has not told within a day how many")

    def test_not_without_a_whole_upload_since(self):
        for resent_at in (False, fields.Datetime.now() - timedelta(days=2)):
            self.device.resent_at = resent_at
            self.assertRefused("has not sent its whole memory")

    def test_not_while_it_is_still_to_send_everything(self):
        self.device.action_send_everything_again()
        self.assertRefused("has not sent its whole memory")

    def test_not_while_a_punch_could_not_be_read(self):
        self.push("1\tno time\t0\t1")
        self.assertRefused("could not be read")
        self.env["biometric.message"].search([]).action_discard()
        self.clear()

    def test_what_has_changed_before_it_is_sent_counts(self):
        command = self.clear()
        self.count(3)
        self.assertEqual(self.hand_out(), [])
        self.assertEqual(command.state, "failed")
        self.assertIn("only 2 are stored", command.result)

    def test_it_is_not_cleared_long_after_it_was_asked_for(self):
        command = self.clear()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=16)):
            self.assertEqual(self.hand_out(), [])
        self.assertEqual(command.state, "expired")
