"""Trouble on the server's side: no yes, and nothing of its insides for a terminal."""

from contextlib import contextmanager
from unittest.mock import patch

from psycopg2 import OperationalError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import IN, row
from ..http_common import AdmsCase

SECRET = "business of the server"
INSIDES = (SECRET, "Traceback", "odoo/addons", "psycopg2")


@tagged("post_install", "-at_install")
class TestAdmsTrouble(AdmsCase):
    @contextmanager
    def failing(self, error):
        """Have the storing of punches fail when it is nearly done."""
        model = type(self.env["biometric.punch"])
        original = model._ingest

        def _ingest(punches, *args, **kwargs):
            original(punches, *args, **kwargs)
            raise error

        with patch.object(model, "_ingest", _ingest):
            yield

    @mute_logger("odoo.http")
    def test_trouble_of_the_database_is_not_acknowledged(self):
        line = row("1", "08:00", IN)
        with self.failing(OperationalError(SECRET)):
            answer = self.post_rows(line)
        self.assertEqual(answer.status_code, 500)
        self.assertNotIn("OK", answer.text)
        for inside in INSIDES:
            self.assertNotIn(inside, answer.text)
        self.assertFalse(self.punches())
        self.assertAnswer(self.post_rows(line), "OK: 1")

    @mute_logger("odoo.addons.biometric_attendance.models.push.device")
    def test_a_mistake_of_this_program_keeps_the_rows_as_a_message(self):
        lines = [row("1", "08:00", IN), row("2", "08:01", IN)]
        with self.failing(KeyError(SECRET)):
            self.assertAnswer(self.post_rows(*lines), "OK: 2")
        self.assertFalse(self.punches())
        self.assertEqual(self.device.refused_reason, "failed")
        message = self.env["biometric.message"].search([])
        self.assertEqual((message.table, message.reason_code), ("ATTLOG", "not_stored"))
        message.action_replay()
        self.assertEqual(self.punches().mapped("pin"), ["1", "2"])

    @mute_logger("odoo.http")
    def test_a_contact_that_was_rolled_back_is_written_at_the_next_call(self):
        with self.failing(OperationalError(SECRET)):
            self.assertEqual(self.post_rows(row("1", "08:00", IN)).status_code, 500)
        self.assertFalse(self.device.last_seen)
        self.assertAnswer(self.poll(), "OK")
        self.assertTrue(self.device.last_seen)

    def test_bad_input_leaves_no_trace_back_in_the_log(self):
        bodies = (b"", b"\0" * 300, b"\xff\xfe\x81", b"a\tb\tc\td\n" * 50, b"\n\r\n")
        with self.assertNoLogs(level="WARNING"):
            for table in ("ATTLOG", "OPERLOG", "options", "ATTPHOTO", "", "\0"):
                for body in bodies:
                    answer = self.send("cdata", body, table=table)
                    self.assertLess(answer.status_code, 500, (table, body))
            for endpoint in ("cdata", "getrequest", "devicecmd", "fdata", "ping", "x"):
                self.assertLess(self.ask(endpoint, INFO="\0,,,,").status_code, 500)
                self.assertLess(self.send(endpoint, b"\0\xff").status_code, 500)
