"""A brand registered from here alone runs through everything there is."""

from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import Form, HttpCase, tagged

from ...listener.configuration import Settings, server_text, urls
from ...terminals import BRANDS, listener_rules
from ...terminals.calls import Done
from .. import toy_brand
from ..poll_common import PollCase


@tagged("post_install", "-at_install")
class TestToyBrand(PollCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.dict(BRANDS, {"toy": toy_brand.BRAND}))
        self.startPatcher(patch.dict(toy_brand.MEMORY, {"toybox": []}))
        self.env.registry.clear_cache("routing")
        self.addCleanup(self.env.registry.clear_cache, "routing")

    def toy(self, **vals):
        device = self.make_device("T1", brand="toy", **vals)
        self.map_user(device, "1", self.ann)
        return device

    def call(self, action, body=None, **query):
        answer = self.url_open(
            f"/toy/{action}",
            method="GET" if body is None else "POST",
            data=body,
            params={"sn": "T1", **query},
        )
        self.env.invalidate_all()
        return answer

    def test_an_unknown_toy_becomes_a_pending_device(self):
        self.assertEqual(self.call("rows", b"").text, "unknown_device")
        device = self.env["biometric.device"].search([("serial", "=", "T1")])
        self.assertEqual((device.brand, device.state), ("toy", "pending"))

    def test_rows_it_pushes_are_punches_and_what_is_none_a_message(self):
        device = self.toy()
        rows = b"1 2025-03-03T08:00:00 0\n1 2025-03-03T17:00:00 1\nnonsense\n"
        self.assertEqual(self.call("rows", rows).text, "stored 3")
        self.assertEqual(self.punches(device=device).mapped("direction"), ["in", "out"])
        message = self.env["biometric.message"].search([("device_id", "=", device.id)])
        self.assertEqual(message.reason, "No row of a toy: nonsense.")

    def test_it_is_handed_a_command_and_says_what_became_of_it(self):
        device = self.toy()
        command = self.env["biometric.command"]._queue(device, "query_users", {})
        device.resend_all = False
        self.assertEqual(self.call("next").text, f"{command.id} {{}}\n")
        self.call("done", f"{command.id} 0".encode())
        self.assertEqual(command.state, "done")

    def test_its_log_is_polled_and_goes_on_where_it_was(self):
        device = self.toy(host="toybox")
        memory = toy_brand.MEMORY["toybox"]
        memory.append("1 2025-03-03T08:00:00 0")
        self.poll(device)
        memory.append("1 2025-03-03T17:00:00 1")
        self.poll(device)
        self.assertEqual(self.punches(device=device).mapped("direction"), ["in", "out"])
        self.assertEqual(device.punches, 2)

    def test_one_that_has_no_address_only_calls_and_is_not_polled(self):
        device = self.toy()
        self.call("rows", b"1 2025-03-03T08:00:00 0\n")
        self.poll(device)
        self.assertFalse(device.poll_failures)
        self.assertFalse(device.polled)
        self.assertTrue(device.online)
        devices = self.env["biometric.device"]
        self.assertNotIn(device, devices.search([("polled", "=", True)]))
        self.assertIn(device, devices.search([("polled", "=", False)]))
        device.host = "toybox"
        self.assertTrue(device.polled)
        self.assertIn(device, devices.search([("polled", "=", True)]))
        self.assertNotIn(device, devices.search([("polled", "=", False)]))

    def test_it_calls_at_a_secret_address(self):
        device = self.toy()
        device.action_new_secret_path()
        self.assertEqual(self.call("rows", b"").text, "path")

    def test_the_form_offers_it_with_the_fields_of_its_connection(self):
        with Form(self.env["biometric.device"]) as form:
            form.name, form.brand, form.serial = "Toy", "toy", "T2"
            form.host = "toybox"
        device = form.record
        self.assertEqual(device.connection_fields, ["host"])
        self.assertEqual(device.guide_menu, "Turn the key at its back.")
        with self.assertRaisesRegex(ValidationError, "No toy lives"):
            device.host = "toy box"

    def test_a_listener_passes_its_calls_on(self):
        brands = listener_rules()
        settings = Settings(host="example.com", brands=brands)
        text = server_text(settings, "s")
        self.assertIn("|toy/.+|biometric/.+)$", text)
        # Another brand has its serial numbers in the same place.
        [serials] = [line for line in text.splitlines() if line.startswith('map "$arg')]
        self.assertEqual(serials.count("$arg_sn"), 1)
        self.assertEqual(urls(settings, brands)["toy"], "http://example.com:8998/toy")

    def test_another_addon_processes_a_kind_of_call_itself(self):
        self.toy()
        processed = []

        def _process_upload(device, call, body, route="push"):
            processed.append((device.serial, body))
            return Done()

        model = type(self.env["biometric.device"])
        with patch.object(model, "_process_upload", _process_upload):
            self.assertEqual(self.call("rows", b"x").text, "stored")
        self.assertEqual(processed, [("T1", b"x")])
