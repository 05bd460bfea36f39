"""Trouble on the server's side: an EBKN terminal is not told OK, and keeps what it has."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from psycopg2 import OperationalError

from odoo.tests import tagged
from odoo.tools import mute_logger

from simulator.ebkn import EbknFaults

from ..ebkn_common import NOW, EbknCase, glog

SECRET = "business of the server"


@tagged("post_install", "-at_install")
class TestEbknTrouble(EbknCase):
    @contextmanager
    def failing(self, model, method, error):
        """Have something fail when it is nearly done."""
        kind = type(self.env[model])
        original = getattr(kind, method)

        def fail(records, *args, **kwargs):
            original(records, *args, **kwargs)
            raise error

        with patch.object(kind, method, fail):
            yield

    @mute_logger("odoo.http")
    def test_trouble_of_the_database_is_not_acknowledged(self):
        with self.failing("biometric.punch", "_ingest", OperationalError(SECRET)):
            answer = self.call("realtime_glog", glog())
        self.assertEqual(answer.status_code, 500)
        self.assertNotIn("response_code", answer.headers)
        self.assertNotIn(SECRET, answer.text)
        self.assertFalse(self.punches(device=self.door))
        self.pass_by(glog())

    @mute_logger("odoo.addons.biometric_attendance.models.push.device")
    def test_a_mistake_of_this_program_keeps_the_message(self):
        with self.failing("biometric.punch", "_ingest", KeyError(SECRET)):
            self.pass_by(glog())
        self.assertFalse(self.punches(device=self.door))
        self.assertEqual(self.door.refused_reason, "failed")
        message = self.env["biometric.message"].search([])
        self.assertEqual(message.reason_code, "not_stored")
        message.action_replay()
        self.assertEqual(len(self.punches(device=self.door)), 1)

    @mute_logger("odoo.http")
    def test_a_terminal_sends_again_what_was_not_taken(self):
        endpoint = self.terminal()
        for minute in range(3):
            endpoint.terminal.punch("1", NOW + timedelta(minutes=minute), 0)
        with self.failing("biometric.punch", "_ingest", OperationalError(SECRET)):
            self.live(endpoint)
        self.assertEqual(len(endpoint.terminal.punches.pending), 3)
        self.live(endpoint)
        self.assertFalse(endpoint.terminal.punches.pending)
        self.assertEqual(len(self.punches(device=self.door)), 3)

    def test_faults_on_the_way_change_nothing(self):
        """Lost answers, doubled punches, garbage, disorder: the punches are the same."""
        faults = EbknFaults(EbknFaults.KINDS, seed=3)
        endpoint = self.terminal(order=faults.order, answers=faults.answers)
        for minute in range(30):
            endpoint.terminal.punch("1", NOW + timedelta(minutes=minute), minute % 2)
        for _time in range(20):
            if endpoint.terminal.punches.pending:
                self.live(endpoint, deliveries=faults.deliveries)
        self.assertFalse(endpoint.terminal.punches.pending)
        self.assertEqual(len(self.punches(device=self.door)), 30)

    def test_bad_input_leaves_no_trace_back_in_the_log(self):
        codes = ("realtime_glog", "realtime_enroll_data", "send_cmd_result", "x", "")
        bodies = (b"", b"\0" * 300, b"\xff\xfe\x81", b"[" * 9000, b"\x02\0\0\0{}BIN_1")
        with self.assertNoLogs(level="WARNING"):
            for code in (*codes, "receive_cmd", "realtime_operation"):
                for body in bodies:
                    for block in ("0", "1", "2", "-7", "999999999", "x"):
                        sent = {"trans_id": "9", "cmd_return_code": "OK"}
                        answer = self.call(code, body, blk_no=block, **sent)
                        self.assertEqual(answer.status_code, 200, (code, body, block))
