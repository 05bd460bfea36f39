"""A terminal that is polled is tested on the page, and what is wrong stays there."""

import socket

from odoo.tests import tagged

from ..poll_common import PollCase


@tagged("post_install", "-at_install")
class TestPolled(PollCase):
    def press(self, server=None, port=0, device_id=False, **values):
        port = server.port if server else port
        values = {"host": "127.0.0.1", "port": port, "udp": False, **values}
        connect = self.env["biometric.connect"]
        return connect.test_device("zk4370", values, device_id)

    def test_a_terminal_that_answers_gets_its_serial_number(self):
        server = self.terminal("HALL1")
        found = self.press(server)
        self.assertEqual((found["kind"], found["serial"]), ("success", "HALL1"))
        device = self.env["biometric.device"].browse(found["id"])
        self.assertEqual((device.serial, device.state), ("HALL1", "pending"))
        answer = self.env["biometric.connect"].approve_device(
            device.id, {"name": "Hall", "tz": "Europe/Paris"}
        )
        self.assertEqual(answer["state"], "approved")

    def test_a_wrong_key_is_named_and_the_right_one_mends_it(self):
        server = self.terminal("HALL2", key=4711)
        found = self.press(server)
        self.assertEqual((found["kind"], found["code"]), ("danger", "wrong_key"))
        self.assertTrue(found["advice"])
        again = self.press(server, device_id=found["id"], connection_key="4711")
        self.assertEqual((again["id"], again["kind"]), (found["id"], "success"))

    def test_a_closed_port_is_named_and_makes_one_device(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        first, second = self.press(port=port), self.press(port=port)
        self.assertEqual(first["code"], "connection_refused")
        self.assertIn("other software", first["advice"])
        self.assertEqual(first["id"], second["id"])

    def test_another_terminal_at_the_address_is_named(self):
        server = self.terminal("HALL3")
        found = self.press(server)
        other = self.terminal("HALL4")
        again = self.press(other, device_id=found["id"])
        self.assertEqual((again["kind"], again["code"]), ("danger", "other_terminal"))
