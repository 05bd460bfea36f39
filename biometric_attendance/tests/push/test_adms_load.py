"""What one request may cost: bytes, rows, and queries a row."""

from contextlib import nullcontext
from unittest.mock import patch

from odoo.tests import tagged

from ...models.push import storing
from ...models.push.ir_http import MAX_UPLOAD_PARAMETER
from ...terminals.adms.push import PUSH, AdmsPush
from ..common import row
from ..http_common import AdmsCase

LIMIT = PUSH.max_body_bytes("/iclock/cdata", {"table": "ATTLOG"})


@tagged("post_install", "-at_install")
class TestAdmsLoad(AdmsCase):
    def post_bytes(self, size, **query):
        return self.send("cdata", b"\n" * size, **{"table": "ATTLOG", **query})

    def test_more_rows_than_terminals_are_told_are_refused_and_the_device_says_so(self):
        self.assertAnswer(self.post_bytes(LIMIT), "Too large\n", 413)
        self.assertEqual(self.device.refused_reason, "large")
        self.assertAnswer(self.post_bytes(LIMIT - 1), "OK")

    def test_a_setting_lets_odd_firmware_send_more_or_less(self):
        for mebibytes, size in ((1, 2**20 + 1), (3, 3 * 2**20 + 1)):
            with self.subTest(mebibytes=mebibytes):
                parameters = self.env["ir.config_parameter"]
                parameters.set_param(MAX_UPLOAD_PARAMETER, mebibytes)
                self.assertAnswer(self.post_bytes(size - 1), "OK")
                self.assertEqual(self.post_bytes(size).status_code, 413)

    def test_known_rows_cost_one_statement_and_nothing_is_read_of_the_device(self):
        cache = self.as_gateway(self.env["biometric.device.cache"])
        body = f"{row('1', '08:00')}\n{row('2', '08:00')}\n".encode()
        for queries in (None, 1):
            device = cache._browse(cache._find("adms", self.device.serial))
            with self.assertQueryCount(queries) if queries else nullcontext():
                device._receive("ATTLOG", body)
            self.env.flush_all()
            self.env.invalidate_all()
        self.assertEqual(len(self.punches()), 2)

    def test_photos_may_be_longer_than_rows(self):
        answer = self.post_bytes(LIMIT, table="ATTPHOTO")
        self.assertEqual(answer.status_code, 200)

    def post_limited(self, rows, table="ATTLOG"):
        """Post with room for two records a piece, and two new ones a request."""
        with (
            patch.object(AdmsPush, "max_new_rows", 2),
            patch.object(storing, "RECORDS_PER_PIECE", 2),
        ):
            return self.post_rows(*rows, table=table)

    def test_more_new_punches_than_a_request_stores_are_sent_again_and_stored_once(
        self,
    ):
        rows = [row(str(pin), "08:00") for pin in range(1, 6)]
        for stored in (2, 4):
            self.assertAnswer(self.post_limited(rows), "Try again later\n", 503)
            self.assertEqual(len(self.punches()), stored)
        self.assertAnswer(self.post_limited(rows), "OK: 5")
        self.assertEqual(sorted(self.punches().mapped("pin")), list("12345"))
        self.assertAnswer(self.post_limited(rows), "OK: 5")

    def test_more_new_users_than_a_request_stores_are_sent_again(self):
        rows = [f"USER PIN={pin}\tName=N{pin}" for pin in range(70, 75)]
        answers = [self.post_limited(rows, "OPERLOG").status_code for _time in range(3)]
        self.assertEqual(answers, [503, 503, 200])
        users = self.env["biometric.device.user"]._with_pins(
            self.device, [str(pin) for pin in range(70, 75)]
        )
        self.assertEqual(sorted(users.mapped("name")), [f"N{n}" for n in range(70, 75)])

    def test_refused_rows_do_not_keep_the_others_waiting(self):
        rows = [*[row(str(pin), "08:00") for pin in range(1, 4)], "x", "y"]
        answers = [self.post_limited(rows).status_code for _time in range(2)]
        self.assertEqual(answers, [503, 200])
        messages = self.env["biometric.message"].search([])
        self.assertEqual(sorted(messages.mapped("line")), ["x", "y"])

    def test_options_of_several_posts_stop_growing_and_the_rest_is_a_message(self):
        for post in range(4):
            options = ",".join(f"o{post}x{n}={'v ' * 450}" for n in range(20))
            self.assertAnswer(self.send("cdata", options, table="options"), "OK")
        stored = self.device.options
        self.assertLess(len(str(stored)), 45_000)
        self.assertEqual(stored["o0x0"], "v " * 449 + "v")
        (message, *_more) = self.env["biometric.message"].search([])
        self.assertEqual(message.reason_code, "options_too_long")
        self.assertIn("o3x19=", message.line)

    def test_a_firmware_of_megabytes_is_not_a_field_of_the_device(self):
        self.send("cdata", f"FWVersion={'9 ' * 500_000}", table="options")
        self.assertFalse(self.device.firmware)

    def test_a_row_too_long_for_an_index_is_a_message_and_the_others_are_stored(self):
        rows = [f"{row('1', '08:00')}\t{'é' * 3000}", row("2", "08:00")]
        rows[0] = rows[0].replace("\t0\t0\t0", f"\t{'é' * 3000}\t0\t0", 1)
        self.assertAnswer(self.post_rows(*rows), "OK: 2")
        self.assertEqual(self.punches().mapped("pin"), ["2"])
        (message,) = self.env["biometric.message"].search([])
        self.assertEqual(
            (message.line, message.reason_code), (rows[0], "record_too_long")
        )
        log = f"ERRORLOG ErrCode=1\tErrMsg={'é ' * 3000}"
        self.assertAnswer(self.post_rows(log, table="ERRORLOG"), "OK")
        self.assertFalse(self.env["biometric.device.event"].search([]))
