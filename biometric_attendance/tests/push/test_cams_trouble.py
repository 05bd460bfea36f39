"""Trouble on the server's side: one message must not stop all that follow."""

from contextlib import contextmanager
from unittest.mock import patch

from psycopg2 import DataError, OperationalError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...terminals import cams
from ..cams_common import CamsCase, punch_v3

SECRET = "business of the server"
CALLBACK = "odoo.addons.biometric_attendance.models.push.device"


@tagged("post_install", "-at_install")
class TestCamsTrouble(CamsCase):
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
    def test_while_the_database_has_trouble_the_gateway_keeps_what_it_has(self):
        with self.failing(OperationalError(SECRET)):
            answer = self.call(punch_v3())
            self.assertKept(answer, 500)
            self.assertNotIn(SECRET, answer.text)
        self.assertFalse(self.messages())
        self.assertDone(self.call(punch_v3()))

    @mute_logger(CALLBACK)
    def test_what_cannot_be_stored_is_kept_and_stops_nothing(self):
        for error in (ZeroDivisionError(SECRET), KeyError(SECRET), DataError(SECRET)):
            with self.subTest(error=error), self.failing(error):
                for _time in range(2):
                    self.assertDone(self.call(punch_v3()))
        self.assertFalse(self.punches(device=self.terminal))
        [message] = self.messages()
        self.assertNotIn(SECRET, f"{message.line}{message.reason}")
        message.action_replay()
        self.assertEqual(message.state, "replayed")
        self.assertEqual(len(self.punches(device=self.terminal)), 1)

    @mute_logger(CALLBACK)
    def test_a_malformed_body_of_a_known_gateway_is_kept_too(self):
        path = self.secret_path()
        fails = patch.object(type(self.terminal), "_store_upload", side_effect=KeyError)
        with fails:
            for _time in range(2):
                self.assertDone(self.call(b"hello", path))
        [message] = self.messages()
        self.assertEqual((message.line, message.reason_code), ("hello", "not_stored"))
        self.assertEqual(self.terminal.refused_reason, "failed")

    @mute_logger("odoo.http")
    def test_while_the_database_has_trouble_a_malformed_body_stays_too(self):
        path, error = self.secret_path(), OperationalError(SECRET)
        with patch.object(type(self.terminal), "_store_upload", side_effect=error):
            self.assertKept(self.call(b"hello", path), 500)
        self.assertFalse(self.messages())

    def test_a_mistake_of_ours_is_in_the_log(self):
        with self.failing(KeyError(SECRET)), self.assertLogs(CALLBACK, "ERROR") as log:
            self.call(punch_v3())
        self.assertIn("KeyError", "".join(log.output))
        self.assertIn("Traceback", "".join(log.output))

    def test_bad_input_leaves_no_trace_back_in_the_log(self):
        path = self.secret_path()
        deep = b'{"RealTime":' * 300
        inner = (
            "x",
            [],
            None,
            7,
            {"UserId": {}, "LogTime": []},
            {"Log": [[], None, 1]},
        )
        bodies = [
            b"",
            b"\0" * 300,
            b"\xff\xfe",
            b"{}",
            b"request_data=",
            deep,
            b"att_time=",
        ]
        bodies += [
            cams.encryption.encrypt_body(b"{}", "k" * 32),
            b"QUFBQUFBQUFBQUFBQUFBQQ==",
        ]
        with self.assertNoLogs(level="WARNING"):
            for body in [*bodies, *(punch_v3(PunchLog=sent) for sent in inner)]:
                for place in (path, "/cams/biometric-api3.0/?stgid=%00"):
                    self.assertLess(self.call(body, place).status_code, 500)
            for tag in ("%00", "x" * 200, "%F0%28", "'; DROP TABLE x"):
                answer = self.call(punch_v3(), f"/cams/biometric-api3.0?stgid={tag}")
                self.assertLess(answer.status_code, 500)
