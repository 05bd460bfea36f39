"""*Test Connection* says in words what is wrong."""

import socket
import threading
from contextlib import closing
from socketserver import BaseRequestHandler, TCPServer

from freezegun import freeze_time

from odoo.exceptions import UserError

from ...terminals.reasons import Reason
from ..poll_common import PollCase


def free_port():
    """A port nobody listens at."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class TestTried(PollCase):
    def received_commands(self, device):
        device.action_test_connection()
        return device.test_kind, device.test_result

    def assertTestSays(self, device, kind, words):
        found, message = self.received_commands(device)
        self.assertEqual(found, kind)
        self.assertIn(words, message)

    def test_all_is_well_and_the_serial_number_is_filled_in(self):
        device = self.device_of(self.terminal())
        self.assertRegex(device.serial, r"^@127\.0\.0\.1:\d+$")
        self.assertTestSays(device, "success", "its serial number is HALL4370")
        self.assertEqual(device.serial, "HALL4370")

    def test_after_that_it_is_asked_at_once(self):
        device = self.device_of(self.terminal())
        device._record_failure(Reason("no_answer_at_address"))
        with self.capture_triggers(self.cron.id) as capture:
            self.received_commands(device)
        self.assertTrue(device.poll_requested)
        self.assertTrue(capture.records)

    def test_a_device_not_approved_yet_can_be_tried(self):
        device = self.device_of(self.terminal(), state="pending")
        self.assertTestSays(device, "success", "HALL4370")

    def test_another_terminal(self):
        device = self.device_of(self.terminal("OTHER"))
        device.serial = "MINE"
        self.assertTestSays(device, "danger", "its serial number is OTHER")
        self.assertEqual(device.serial, "MINE")

    def test_a_terminal_that_is_here_already(self):
        server = self.terminal()
        first = self.device_of(server)
        self.make_device("HALL4370", brand="zk4370", host="10.0.0.9")
        self.assertTestSays(first, "danger", "its serial number is HALL4370")
        self.assertRegex(first.serial, "^@")

    def test_what_was_found_stays_on_the_device_until_its_address_changes(self):
        device = self.device_of(self.terminal())
        device.port = free_port()
        self.assertFalse(device.tested_at)
        with freeze_time("2025-03-03 08:00:00"):
            device.action_test_connection()
        device.invalidate_recordset()
        self.assertEqual(str(device.tested_at), "2025-03-03 08:00:00")
        self.assertEqual(device.test_kind, "danger")
        self.assertIn("nothing listens", device.test_result)
        self.assertIn("End other software", device.test_advice)
        device.port = free_port()
        self.assertFalse(device.tested_at or device.test_result or device.test_advice)

    def test_what_a_test_turned_on_is_kept_with_its_result(self):
        device = self.device_of(self.terminal(firmware="u160"))
        device.action_test_connection()
        self.assertEqual((device.udp, device.test_kind), (True, "warning"))

    def test_nothing_listens(self):
        device = self.device_of(self.terminal())
        device.port = free_port()
        self.assertTestSays(device, "danger", "nothing listens on this port")

    def test_nobody_is_there(self):
        device = self.device_of(self.terminal())
        device.host = "terminal.invalid"
        self.assertTestSays(device, "danger", "No host of this name is known.")

    def test_a_wrong_key_and_a_missing_one(self):
        server = self.terminal(key=1234)
        device = self.device_of(server)
        self.assertTestSays(device, "danger", "wants another communication key")
        device.connection_key = "4321"
        self.assertTestSays(device, "danger", "wants another communication key")
        device.connection_key = "1234"
        self.assertTestSays(device, "success", "HALL4370")

    def test_udp_alone_is_turned_on(self):
        server = self.terminal(firmware="u160")
        device = self.device_of(server)
        self.assertTestSays(device, "warning", "over UDP only")
        self.assertTrue(device.udp)
        self.assertTestSays(device, "success", "HALL4370")

    def test_a_web_server(self):
        class Web(BaseRequestHandler):
            def handle(self):
                self.request.recv(1024)
                self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        web = TCPServer(("127.0.0.1", 0), Web)
        threading.Thread(target=web.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(web.server_close)
        self.addCleanup(web.shutdown)
        device = self.device_of(self.terminal())
        device.port = web.server_address[1]
        self.assertTestSays(
            device, "danger", "is a web server, not a terminal's port 4370"
        )

    def test_without_an_address_there_is_nothing_to_try(self):
        device = self.env["biometric.device"].create(
            {"name": "Hall", "serial": "HALL", "brand": "zk4370"}
        )
        with self.assertRaisesRegex(UserError, "Type the Network Address"):
            device.action_test_connection()
