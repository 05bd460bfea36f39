"""What a person who waits for a terminal is shown, while others wait for colleague."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import new_test_user, tagged

from ...models.connect.rate import RATE
from ...models.push.unknown_devices import record_unknown_device
from .test_connect import ConnectCase

MANAGER = "base.group_user,hr_attendance.group_hr_attendance_manager"


@tagged("post_install", "-at_install")
class TestWaiting(ConnectCase):
    def setUp(self):
        super().setUp()
        self.registry_enter_test_mode()
        RATE.clear()
        self.addCleanup(RATE.clear)
        self.env["biometric.contact.attempt"].search([]).unlink()
        self.env["biometric.device"].search([("state", "=", "pending")]).unlink()
        self.other = new_test_user(
            self.env,
            "connect_other",
            MANAGER,
            company_id=self.company.id,
            company_ids=self.company.ids,
        )

    def call(self, serial, brand="adms", kind="unknown", address="192.168.1.50"):
        gateway = self.as_gateway(self.env["biometric.device"]).env
        if kind in ("unknown", "key", "token"):
            record_unknown_device(gateway, brand, serial, address)
        gateway["biometric.contact.attempt"]._record(kind, brand, serial, address, "/x")
        self.env.invalidate_all()

    def find(self, serial):
        return self.env["biometric.device"].search([("serial", "=", serial)])

    def codes(self, found):
        return [miss["code"] for miss in found["misses"]]

    def serials(self, found):
        return [call["serial"] for call in found["calls"]]

    def test_an_unknown_terminal_shows_as_it_calls(self):
        self.assertFalse(self.connect.read_waiting("adms")["calls"])
        self.call("SPK1")
        [shown] = self.connect.read_waiting("adms")["calls"]
        self.assertEqual((shown["serial"], shown["address"]), ("SPK1", "192.168.1.50"))
        self.assertLessEqual(shown["seconds"], 2)
        self.assertFalse(shown["is_other"] or shown["chosen_by"])

    def test_a_terminal_listed_long_ago_shows_when_it_calls_again(self):
        self.call("OLD1")
        week_ago = fields.Datetime.now() - timedelta(days=6)
        self.find("OLD1").sudo().last_seen = week_ago
        self.env["biometric.contact.attempt"].search([]).unlink()
        self.assertFalse(self.connect.read_waiting("adms")["calls"])
        RATE.clear()
        self.call("OLD1")
        self.assertEqual(self.serials(self.connect.read_waiting("adms")), ["OLD1"])

    def test_the_one_that_is_expected_turns_green(self):
        expected = self.connect.expect_device("adms", "SPK1")["id"]
        self.assertFalse(
            self.connect.read_waiting("adms", expected)["device"]["called"]
        )
        self.call("SPK1")
        found = self.connect.read_waiting("adms", expected)
        self.assertTrue(found["device"]["called"])
        self.assertFalse(found["calls"])

    def test_another_serial_than_the_one_typed_is_named(self):
        expected = self.connect.expect_device("adms", "TYPED1")["id"]
        self.call("OTHER1")
        found = self.connect.read_waiting("adms", expected)
        self.assertFalse(found["device"]["called"])
        [miss] = found["misses"]
        self.assertEqual(miss["code"], "foreign")
        self.assertIn(
            "OTHER1 called from 192.168.1.50; you typed TYPED1", miss["sentence"]
        )

    def test_two_people_each_see_their_own(self):
        colleague = self.connect.with_user(self.other)
        mine, other = (
            connect.expect_device("adms", serial)["id"]
            for connect, serial in ((self.connect, "MINE1"), (colleague, "THEIRS1"))
        )
        self.call("MINE1")
        self.call("THEIRS1", address="192.168.2.50")
        for connect, device_id in ((self.connect, mine), (colleague, other)):
            found = connect.read_waiting("adms", device_id)
            self.assertTrue(found["device"]["called"])
            self.assertNotIn("foreign", self.codes(found))
            [call] = found["calls"]
            self.assertTrue(call["chosen_by"])

    def test_a_near_miss_of_somebody_elses_terminal_is_not_shown(self):
        colleague = self.connect.with_user(self.other)
        colleague.expect_device("adms", "THEIRS1", {"communication_key": "x"})
        self.call("THEIRS1", kind="key")
        self.assertFalse(self.connect.read_waiting("adms")["misses"])
        self.assertEqual(self.codes(colleague.read_waiting("adms")), ["key"])

    def test_a_terminal_that_is_renamed_meanwhile_is_the_same(self):
        expected = self.connect.expect_device("adms", "SPK1")["id"]
        self.find("SPK1").with_user(self.other).name = "North gate"
        self.call("SPK1")
        found = self.connect.read_waiting("adms", expected)
        self.assertEqual(found["device"]["name"], "North gate")
        self.assertTrue(found["device"]["called"])

    def test_every_near_miss_has_words_and_advice(self):
        kinds = ("path", "tls", "bypass", "malformed", "full", "key", "token")
        for number, kind in enumerate(kinds):
            self.call(f"S{number}", kind=kind)
        self.call("EB1", brand="ebkn")
        found = self.connect.read_waiting("adms")
        self.assertEqual(sorted(self.codes(found)), sorted([*kinds, "brand"]))
        for miss in found["misses"]:
            self.assertTrue(miss["sentence"] and miss["advice"], miss)
            self.assertNotIn("%(", miss["sentence"])

    def test_a_known_device_that_is_refused_is_named_with_its_reason(self):
        self.find("GATE001").sudo()._record_refusal("address")
        self.call("GATE001", kind="refused")
        [miss] = self.connect.read_waiting("adms")["misses"]
        self.assertIn("From an address that is not allowed", miss["sentence"])

    def test_a_refused_device_of_another_company_is_not_named(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.make_device("FAR1", company_id=elsewhere.id)
        self.call("FAR1", kind="refused")
        connect = self.connect.with_user(self.other)
        self.assertFalse(connect.read_waiting("adms")["misses"])

    def test_what_was_before_is_not_shown(self):
        self.call("SPK1")
        found = self.connect.read_waiting("adms")
        later = fields.Datetime.to_datetime(found["since"]) + timedelta(hours=2)
        with patch.object(fields.Datetime, "now", return_value=later):
            self.assertFalse(self.connect.read_waiting("adms", False, False)["calls"])
