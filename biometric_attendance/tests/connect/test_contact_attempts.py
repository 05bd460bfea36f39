"""Calls that are not received are written down: few of them, and nothing secret."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.connect import rate, tls
from ...models.connect.rate import RATE
from ..common import IN, row
from ..ebkn_common import EbknCase
from ..http_common import AdmsCase

TOKEN = "tokenthatnobodymayread"
HELLO = '10.0.0.9 - - [03/Mar/2025 08:00:00] "\\x16\\x03\\x01\\x02" 400 -'


class AttemptCase(AdmsCase):
    def setUp(self):
        super().setUp()
        RATE.clear()
        self.addCleanup(RATE.clear)
        self.attempts = self.env["biometric.contact.attempt"]
        self.attempts.search([]).unlink()

    def noted(self):
        self.env.invalidate_all()
        return {(each.kind, each.serial) for each in self.attempts.search([])}


@tagged("post_install", "-at_install")
class TestContactAttempts(AttemptCase):
    def test_a_call_that_is_received_is_not_noted(self):
        self.handshake()
        self.post_rows(row("1", "08:00", IN))
        self.poll()
        self.assertFalse(self.noted())

    def test_an_unknown_device_is_noted_each_time_it_calls_but_seconds_apart(self):
        for _time in range(3):
            self.handshake("NEW1")
        self.assertEqual(self.noted(), {("unknown", "NEW1")})
        self.assertEqual(self.attempts.search([]).calls, 1)
        with patch.object(rate, "INTERVAL_SECONDS", 0):
            self.handshake("NEW1")
        self.env.invalidate_all()
        self.assertEqual(self.attempts.search([]).calls, 2)

    @mute_logger("odoo.http")
    def test_other_paths_are_noted_with_the_serial_number(self):
        for path in ("/cdata?SN=LOST1", "/adms/getrequest.aspx?sn=LOST2"):
            self.assertEqual(self.url_open(path).status_code, 404)
        self.ask("somewhere", "LOST3")
        self.assertEqual(
            self.noted(), {("path", "LOST1"), ("path", "LOST2"), ("path", "LOST3")}
        )
        shown = set(self.attempts.search([]).mapped("path"))
        self.assertEqual(
            shown, {"/cdata", "/adms/getrequest.aspx", "/iclock/somewhere"}
        )

    @mute_logger("odoo.http")
    def test_calls_of_no_terminal_are_not_noted(self):
        for path in ("/nothing", "/robots.txt?SN=X", "/web/nothing"):
            self.url_open(path)
        self.assertFalse(self.noted())

    def test_a_wrong_secret_address_is_noted_and_kept_from_the_row(self):
        pending = self.env["biometric.device"].create({"serial": "HIDDEN1"})
        pending.action_new_secret_path()
        self.device.action_new_secret_path()
        for serial in ("HIDDEN1", self.device.serial):
            self.handshake(serial, prefix=f"/biometric/{TOKEN}")
        self.assertEqual(
            self.noted(), {("token", "HIDDEN1"), ("token", self.device.serial)}
        )
        self.assertFalse(
            [p for p in self.attempts.search([]).mapped("path") if TOKEN in p]
        )

    def test_a_wrong_key_of_a_pending_device_is_noted_and_not_kept(self):
        self.env["biometric.device"].create(
            {"serial": "KEYED1", "communication_key": "right"}
        )
        self.handshake("KEYED1", pushcommkey=TOKEN)
        self.assertEqual(self.noted(), {("key", "KEYED1")})
        [values] = self.attempts.search([]).read()
        self.assertNotIn(TOKEN, str(values))
        RATE.clear()
        self.handshake("KEYED1", pushcommkey="right")
        self.assertIn(("unknown", "KEYED1"), self.noted())

    def test_a_known_device_that_is_refused_is_noted(self):
        self.device.allowed_networks = "203.0.113.0/24"
        self.handshake()
        self.assertEqual(self.noted(), {("refused", self.device.serial)})

    def test_a_serial_that_finds_no_room_is_noted(self):
        name = "odoo.addons.biometric_attendance.models.push.unknown_devices._make_room"
        with patch(name, return_value=False):
            self.handshake("NOROOM1")
        self.assertEqual(self.noted(), {("full", "NOROOM1")})

    def test_a_call_that_cannot_be_read_is_noted(self):
        self.assertEqual(self.handshake("").status_code, 400)
        self.assertEqual(self.noted(), {("malformed", "")})

    def test_a_greeting_of_tls_is_noted(self):
        """Odoo logs the bytes as they are, werkzeug alone escapes them."""
        raw = HELLO.replace("\\x16\\x03\\x01\\x02", "\x16\x03\x01\x02")
        self.assertNotEqual(raw, HELLO)
        for line in (raw, HELLO):
            RATE.clear()
            self.attempts.search([]).unlink()
            tls.TlsGreetings().filter(
                tls.logging.LogRecord("werkzeug", 20, "", 0, line, (), None)
            )
            self.assertEqual(self.noted(), {("tls", "")})
            self.assertEqual(self.attempts.search([]).address, "10.0.0.9")

    def test_lines_of_other_requests_are_no_greetings(self):
        for line in ("nothing", HELLO.replace("\\x16\\x03", "GET / HTTP/1.1"), ""):
            tls.TlsGreetings().filter(
                tls.logging.LogRecord("werkzeug", 20, "", 0, line, (), None)
            )
        self.assertFalse(self.noted())

    def test_a_flood_writes_little_and_hides_no_other_network(self):
        record = self.attempts._record
        for number in range(200):
            record("unknown", "adms", f"FLOOD{number}", "203.0.113.7")
        record("unknown", "adms", "HONEST", "192.168.1.50")
        noted = self.noted()
        self.assertIn(("unknown", "HONEST"), noted)
        self.assertLessEqual(len(noted), rate.MAX_OF_NETWORK + 1)

    def test_the_table_holds_few_of_one_network(self):
        module = "odoo.addons.biometric_attendance.models.connect"
        with (
            patch(f"{module}.rate.MAX_OF_NETWORK", 1000),
            patch(f"{module}.rate.MAX_IN_ALL", 1000),
            patch(f"{module}.biometric_contact_attempt.MAX_OF_NETWORK", 3),
        ):
            for number in range(9):
                self.attempts._record("path", "adms", f"S{number}", "203.0.113.7")
            RATE.clear()
            self.attempts._record("path", "adms", "S1", "203.0.113.7")
        found = self.attempts.search([])
        self.assertEqual(set(found.mapped("serial")), {"S0", "S1", "S2"})
        self.assertEqual(found.filtered(lambda a: a.serial == "S1").calls, 2)

    def test_old_ones_are_deleted(self):
        self.attempts._record("tls", "", "", "203.0.113.7")
        self.attempts._record("tls", "", "", "192.168.1.50")
        old = self.attempts.search([("address", "=", "192.168.1.50")])
        self.env.cr.execute(
            "UPDATE biometric_contact_attempt SET last_at = %s WHERE id = %s",
            (fields.Datetime.subtract(fields.Datetime.now(), hours=25), old.id),
        )
        self.env.invalidate_all()
        self.attempts._gc_old()
        self.assertEqual(self.attempts.search([]).mapped("address"), ["203.0.113.7"])


@tagged("post_install", "-at_install")
class TestWithoutListener(EbknCase, AttemptCase):
    @mute_logger("odoo.http")
    def test_terminals_that_call_the_server_itself_are_noted(self):
        binary = {"Content-Type": "application/octet-stream"}
        for path in ("/", "/hdata.aspx", "/fkwebserver/", "/biometric/ebkn"):
            RATE.clear()
            self.url_open(path, data=b"\0" * 9, headers=binary, allow_redirects=False)
            self.env.invalidate_all()
            self.assertEqual(self.noted(), {("bypass", "")}, path)
            self.attempts.search([]).unlink()
