"""Calls a bridge passes on: its terminals come from its network, others from anywhere."""

from odoo.tests import tagged

from ...models.push.unknown_devices import MAX_PENDING_OF_NETWORK as ROOM
from ..bridge_common import INSTANCE, OTHER_INSTANCE, BridgeCase
from ..common import row
from ..http_common import AdmsCase

TERMINAL = "192.168.7.30"
REFUSED = 503  # the terminal keeps what it has


@tagged("post_install", "-at_install")
class TestRelayProof(BridgeCase, AdmsCase):
    def setUp(self):
        super().setUp()
        self.token = self.pair()
        self.device.allowed_networks = "10.9.8.0/24"

    def headers(self, token=None, caller=TERMINAL, instance=INSTANCE):
        return {
            "Biometric-Bridge": token or self.token,
            "Biometric-Caller": caller,
            "Biometric-Instance": instance,
        }

    def test_its_own_terminal_is_received_from_its_network(self):
        self.device.bridge_id = self.bridge
        answer = self.post_rows(row("1", "08:00"), headers=self.headers())
        self.assertEqual(answer.text, "OK: 1")
        self.assertEqual(answer.headers["Biometric-Answer"], "1")
        self.assertEqual(self.device.address, TERMINAL)

    def test_another_terminal_is_asked_for_its_own_network(self):
        answer = self.post_rows(
            row("1", "08:00"), headers=self.headers(caller="10.9.8.7")
        )
        self.assertEqual(answer.status_code, REFUSED)
        self.assertEqual(self.device.refused_reason, "address")

    def test_wrong_token_proves_nothing(self):
        self.device.bridge_id = self.bridge
        answer = self.post_rows(row("1", "08:00"), headers=self.headers("bmt_x"))
        self.assertEqual(answer.status_code, REFUSED)
        self.bridge.action_revoke()
        answer = self.post_rows(row("1", "08:00"), headers=self.headers())
        self.assertEqual(answer.status_code, REFUSED)

    def test_token_of_a_reader_proves_nothing(self):
        self.device.bridge_id = self.bridge
        token = self.env["biometric.api.token"].create(
            {"name": "Door", "company_id": self.company.id}
        )
        text = token.action_new_token()["params"]["message"]
        answer = self.post_rows(row("1", "08:00"), headers=self.headers(text))
        self.assertEqual(answer.status_code, REFUSED)

    def test_unknown_terminal_is_listed_with_its_bridge(self):
        self.handshake("NEW0001", headers=self.headers())
        device = self.env["biometric.device"].search([("serial", "=", "NEW0001")])
        self.assertEqual((device.state, device.bridge_id), ("pending", self.bridge))
        self.assertEqual(device.address, TERMINAL)

    def test_second_program_with_the_token_proves_nothing(self):
        self.device.bridge_id = self.bridge
        self.call("heartbeat", {"instance": INSTANCE}, self.token)
        for instance in (OTHER_INSTANCE, ""):
            answer = self.post_rows(
                row("1", "08:00"), headers=self.headers(instance=instance)
            )
            self.assertEqual(answer.status_code, REFUSED)

    def test_callers_that_a_bridge_invents_have_the_room_of_one_network(self):
        for number in range(ROOM + 3):
            caller = f"10.{number}.0.1"
            self.handshake(f"NEW{number:04}", headers=self.headers(caller=caller))
        pending = self.env["biometric.device"].search([("state", "=", "pending")])
        found = pending.filtered(lambda device: device.bridge_id == self.bridge)
        name = f"bridge {self.bridge.id}"
        self.assertEqual(set(found.mapped("network")), {name})
        self.assertEqual(len(found), ROOM)
        counted = self.env["biometric.unknown.network"].search([])
        self.assertEqual(counted.mapped("network"), [name])

    def test_key_of_its_own_terminal_is_still_asked_for(self):
        self.device.bridge_id = self.bridge
        self.device.action_new_secret_path()
        answer = self.post_rows(row("1", "08:00"), headers=self.headers())
        self.assertEqual(answer.status_code, REFUSED)
