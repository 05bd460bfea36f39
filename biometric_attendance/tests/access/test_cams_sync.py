"""Who belongs where, on terminals behind a CAMS gateway as on all others."""

from datetime import datetime, timezone

from odoo.fields import Command
from odoo.tests import tagged

from simulator.people import Place

from ..cams_call_common import CallCase
from ..cams_common import TAG, TOKEN
from ..template_common import FINGER, TemplateCase, template


@tagged("post_install", "-at_install")
class TestCamsSync(TemplateCase, CallCase):
    def setUp(self):
        super().setUp()
        self.terminal.user_ids.unlink()
        self.group = self.env["biometric.device.group"].create(
            {
                "name": "Hall",
                "company_id": self.company.id,
                "device_ids": [Command.set(self.terminal.ids)],
                "employee_ids": [Command.set(self.ann.ids)],
            }
        )

    def settle(self, endpoint):
        """Until everything wanted is done."""
        for _turn in range(10):
            self.sync_devices()
            self.call_gateways()
            self.receive(endpoint)
            if not self.terminal.pending_command_count:
                return
        self.fail(self.terminal.command_ids.mapped("result"))

    def user(self):
        return self.terminal.user_ids.filtered(lambda u: u.employee_id == self.ann)

    def test_who_comes_to_a_group_is_written_and_who_goes_is_deleted(self):
        for generation in ("v2", "v3"):
            with self.subTest(generation=generation):
                endpoint = self.gateway_of(generation)
                self.group.employee_ids = self.ann
                endpoint.terminal.users.clear()
                self.settle(endpoint)
                pin = self.user().pin
                self.assertEqual(endpoint.terminal.users[pin].name, "Ann")
                self.assertEqual(self.user().sync_state, "present")
                self.group.employee_ids = False
                self.settle(endpoint)
                self.assertNotIn(pin, endpoint.terminal.users)
                self.assertEqual(self.user().sync_state, "absent")

    def test_who_was_deleted_at_the_terminal_comes_back(self):
        endpoint = self.gateway_of("v2")
        self.settle(endpoint)
        pin = self.user().pin
        endpoint.terminal.remove(pin, datetime.now(timezone.utc))
        self.receive(endpoint)
        self.assertEqual(self.user().sync_state, "absent")
        self.settle(endpoint)
        self.assertIn(pin, endpoint.terminal.users)
        self.assertEqual(self.user().sync_state, "present")

    def test_a_finger_enrolled_at_one_terminal_gets_to_another(self):
        endpoint = self.gateway_of("v2")
        second = self.make_device(
            "ST-2", brand="cams", communication_key=TOKEN, connection_key=TOKEN
        )
        self.map_user(second, "44", self.ann)
        self.settle(endpoint)
        self.send(template("44", FINGER, slot=6, major=None), device=second)
        self.settle(endpoint)
        pin = self.user().pin
        stored = endpoint.terminal.templates[Place(pin, "finger", 6)]
        self.assertEqual(stored.blob, FINGER)

    def test_a_finger_is_enrolled_from_afar(self):
        endpoint = self.gateway_of("v2")
        self.settle(endpoint)
        pin = self.user().pin
        command = self.queue("enroll", pin=pin, kind="finger", slot=6)
        self.settle(endpoint)
        self.receive(endpoint, now=datetime(2027, 1, 1, tzinfo=timezone.utc))
        self.assertEqual(command.state, "done")
        self.assertTrue(self.stored())

    def test_what_a_gateway_cannot_do_fails_in_words(self):
        endpoint = self.gateway_of("v3")
        self.terminal.enforcement = "dates"
        self.group.employee_ids = False
        self.env["biometric.access.pass"].create(
            {
                "employee_id": self.ann.id,
                "first_day": "2020-01-01",
                "last_day": "2099-01-01",
                "reason": "Contract",
                "company_id": self.company.id,
                "group_ids": [Command.set(self.group.ids)],
            }
        )
        self.settle(endpoint)
        self.assertEqual(self.user().sync_state, "failed")
        self.assertIn("limit", self.user().problem)

    def test_without_an_address_nobody_is_written_and_it_says_why(self):
        self.gateway_of("v3", url=False)
        self.sync_devices()
        self.assertEqual(self.user().sync_state, "failed")
        self.assertIn("Gateway Address", self.user().problem)
        self.assertFalse(self.terminal.command_ids)
        self.assertEqual(self.terminal.serial, TAG)
