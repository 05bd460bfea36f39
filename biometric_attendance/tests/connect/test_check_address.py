"""Whether a terminal's call would arrive is found out by making one."""

import socket
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...models.connect import addresses, own_call
from ...models.connect.addresses import Address
from ...models.connect.check import check_address
from ...models.connect.rate import RATE
from ...terminals import BRANDS
from ..common import BiometricCase


@contextmanager
def answering(status, **headers):
    """Yield the URL of a server that answers everything alike."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            for name, text in headers.items():
                self.send_header(name, text)
            self.end_headers()

        def log_message(self, *words):
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@tagged("post_install", "-at_install")
class TestCheckAddress(BiometricCase, HttpCase):
    def setUp(self):
        super().setUp()
        RATE.clear()

    def check(self, url, brand="adms"):
        found = check_address(self.env, BRANDS[brand], Address(url, "base"))
        self.assertNotIn("%(", found["sentence"])
        return found["kind"], found["code"]

    def test_a_call_that_arrives_here_is_found_and_lists_no_device(self):
        devices = self.env["biometric.device"].search_count([])
        with self.allow_requests(all_requests=True):
            self.assertEqual(self.check(self.base_url()), ("success", "arrived"))
        self.assertEqual(self.env["biometric.device"].search_count([]), devices)

    def test_redirects_are_named(self):
        for location, code in (
            ("https://hr.example.com/iclock/cdata", "to_https"),
            ("http://hr.example.com/elsewhere", "redirected"),
        ):
            with answering(301, Location=location) as url:
                self.assertEqual(self.check(url), ("danger", code))

    def test_other_answers_are_named(self):
        for status, code in (
            (404, "no_database"),
            (200, "other_database"),
            (502, "server_error"),
        ):
            with answering(status) as url:
                self.assertEqual(self.check(url), ("danger", code))

    def test_no_answer_is_named(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        self.assertEqual(self.check(f"http://127.0.0.1:{port}")[1], "refused_here")
        self.assertEqual(self.check("http://name.invalid")[1], "unknown_name")
        self.assertEqual(self.check("http://169.254.169.254")[1], "forbidden")
        with answering(200) as url:
            https = url.replace("http://", "https://")
            self.assertEqual(self.check(https)[1], "tls_missing")

    def test_an_address_with_a_problem_is_not_called(self):
        found = check_address(
            self.env, BRANDS["adms"], Address("http://localhost:1", "base", "loopback")
        )
        self.assertEqual(found["code"], "loopback")

    def test_nobody_else_makes_such_a_serial_number(self):
        serial = own_call.new_serial(self.env)
        self.assertTrue(own_call.is_own(self.env, serial))
        forged = serial[:-1] + ("0" if serial[-1] != "0" else "1")
        for each in (forged, own_call.PREFIX, f"{own_call.PREFIX}-", "CHECK-zz-yy-xx"):
            self.assertFalse(own_call.is_own(self.env, each), each)
        self.patch(own_call, "VALID_SECONDS", -1)
        self.assertFalse(own_call.is_own(self.env, serial))

    @mute_logger("odoo.http")
    def test_a_forged_one_is_an_unknown_device_like_any_other(self):
        self.url_open("/iclock/cdata?SN=CHECK-1-2-3&options=all")
        self.env.invalidate_all()
        found = self.env["biometric.device"].search([("serial", "=", "CHECK-1-2-3")])
        self.assertEqual(found.state, "pending")

    def test_interfaces_are_those_odoo_listens_at(self):
        self.patch(addresses, "config", {"http_interface": "127.0.0.1", "http_port": 1})
        self.assertFalse(addresses._interfaces())
