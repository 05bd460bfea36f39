"""Two terminals that call with one serial number."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import format_date

from ..http_common import AdmsCase

GATE = "~DeviceName=X903,MAC=00:17:61:12:ba:c5,FWVersion=Ver1.0.19"
DOOR = "~DeviceName=F18,MAC=00:17:61:99:99:99,FWVersion=Ver8.0.4"
UPDATED = GATE.replace("1.0.19", "1.0.20")


@tagged("post_install", "-at_install")
class TestAdmsTwoTerminals(AdmsCase):
    def introduce(self, *bodies):
        for body in bodies:
            self.assertAnswer(self.send("cdata", body, table="options"), "OK")

    def what_it_is(self):
        return self.device.model, self.device.mac, self.device.firmware

    def test_two_that_call_in_turn_are_one_anomaly(self):
        self.introduce(GATE, DOOR)
        since = self.device.contradicted_at
        self.assertTrue(since)
        with patch.object(fields.Datetime, "now", lambda: since + timedelta(hours=1)):
            self.introduce(GATE, DOOR, GATE, DOOR)
        self.assertEqual(self.device.contradicted_at, since)
        self.assertEqual(len(self.device.sightings), 2)

    def test_neither_replaces_the_other_and_both_are_shown_with_their_times(self):
        self.introduce(GATE, DOOR, GATE)
        self.assertEqual(self.what_it_is(), ("X903", "00:17:61:12:ba:c5", "Ver1.0.19"))
        device = self.device.with_context(tz="UTC")
        gate, door = device.contradiction.split("\n")
        for value in ("X903", "00:17:61:12:ba:c5", "Ver1.0.19"):
            self.assertIn(value, gate)
        for value in ("F18", "00:17:61:99:99:99", "Ver8.0.4"):
            self.assertIn(value, door)
        today = format_date(device.env, device.contradicted_at)
        self.assertEqual(gate.count(today), 2)

    def test_an_update_of_the_firmware_is_none(self):
        self.introduce(GATE, UPDATED, UPDATED)
        self.assertFalse(self.device.contradicted_at)
        self.assertFalse(self.device.contradiction)
        self.assertEqual(self.device.firmware, "Ver1.0.20")

    def test_firmware_that_alternates_in_polls_is_an_anomaly(self):
        for firmware in ("Ver 1", "Ver 2", "Ver 1"):
            self.poll(INFO=f"{firmware},5,3,42,10.0.0.7")
        self.assertTrue(self.device.contradicted_at)
        self.assertEqual(self.device.firmware, "Ver 2")

    def test_who_says_it_is_one_terminal_has_the_next_values(self):
        self.introduce(GATE, DOOR)
        self.device.action_accept_terminal()
        self.assertFalse(self.device.contradicted_at)
        self.introduce(DOOR, DOOR)
        self.assertFalse(self.device.contradicted_at)
        self.assertEqual(self.device.model, "F18")
        self.introduce(GATE)
        self.assertTrue(self.device.contradicted_at)
        self.assertEqual(self.device.model, "F18")
