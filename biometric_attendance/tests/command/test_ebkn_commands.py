"""What EBKN terminals are told, and what their word is worth."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from ...models.command.delivery import COMMAND_LEASE
from ...terminals.ebkn.frames import encode_frame
from ..ebkn_common import NOW, EbknCase

RIGHT = "2025-03-03 08:14:17"  # UTC, when the terminals' clocks show 09:14:17


@tagged("post_install", "-at_install")
class TestEbknCommands(EbknCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(RIGHT))

    def queue(self, kind, **payload):
        commands = self.env["biometric.command"]
        return commands._queue(self.door, kind, payload).sorted("id")

    def answer(self, number, document=None, blocks=(), code="OK", **how):
        body = encode_frame(document, blocks) if document else b""
        sent = {"trans_id": str(number), "cmd_return_code": code}
        return self.call("send_cmd_result", body, **sent, **how)

    def commands(self):
        found = self.door.command_ids.sorted("id")
        return [f"{command.kind} {command.state}" for command in found]

    def assertResult(self, command, state, words):
        self.assertEqual(command.state, state, command.result)
        self.assertIn(words, command.result)

    def test_without_a_command_a_poll_is_told_so(self):
        answer = self.poll()
        self.assertCode(answer, "ERROR_NO_CMD")
        self.assertEqual(
            (answer.headers["trans_id"], answer.headers["cmd_code"]), ("", "")
        )
        self.assertEqual(answer.content, b"")

    def test_a_poll_tells_of_the_terminal_itself(self):
        about = {
            "firmware": "A102 v1.14",
            "fk_bin_data_lib": "FKDataHS103",
            "fp_data_ver": 128,
            "face_data_ver": 528,
        }
        self.poll({"fk_info": about})
        self.assertEqual(self.door.firmware, "A102 v1.14")
        self.assertEqual(self.door.algorithms, {"finger": 128, "face": 528})
        self.assertEqual(self.door.options["fk_bin_data_lib"], "FKDataHS103")
        self.assertEqual(self.door.clock_drift, 0)

    def test_a_poll_that_cannot_be_read_is_answered_all_the_same(self):
        for body in (b"", b"\xff" * 50, b'{"fk_time":', encode_frame({"fk_info": 7})):
            self.assertCode(self.call("receive_cmd", body), "ERROR_NO_CMD")
        self.assertFalse(self.messages())

    def test_one_command_is_handed_out_and_no_other_until_it_is_answered(self):
        first, second = self.queue("information"), self.queue("query_users")
        answer = self.poll()
        self.assertCode(answer, "OK")
        self.assertEqual(answer.headers["cmd_code"], "GET_DEVICE_STATUS")
        for name in ("trans_id", "cmd_id"):
            self.assertEqual(answer.headers[name], str(first.id))
        self.assertCode(self.poll(), "ERROR_NO_CMD")
        counts = {"total_user_count": "3", "fp_count": "2"}
        self.assertCode(self.answer(first.id, counts), "OK")
        self.assertResult(first, "done", "Done.")
        self.assertEqual((self.door.users, self.door.fingers), (3, 2))
        self.assertEqual(self.poll().headers["trans_id"], str(second.id))

    def test_a_wrong_clock_is_set_to_the_time_when_it_asks(self):
        self.poll({"fk_time": "20000101000000"})
        [command] = self.door.command_ids
        self.assertEqual((command.kind, command.state), ("set_clock", "sent"))
        self.door.command_ids.unlink()
        with freeze_time("2025-03-03 11:00:00"):
            self.queue("set_clock", time="2025-03-03 09:00:00")
        with freeze_time("2025-03-05 12:00:30"):
            answer = self.poll({"fk_time": "20250305130030"})
        self.assertEqual(answer.headers["cmd_code"], "SET_TIME")
        self.assertEqual(self.received_commands(answer), {"time": "20250305130030"})

    def test_a_clock_that_is_nearly_right_is_left_alone(self):
        self.poll({"fk_time": "20250303091510"})
        self.assertFalse(self.door.command_ids)
        self.assertEqual(self.door.clock_drift, 53)

    def test_a_clock_lost_with_the_power_is_set_by_the_terminal_itself(self):
        endpoint = self.terminal()
        endpoint.lose_power()
        self.live(endpoint)
        self.assertEqual(self.commands(), ["set_clock done"])
        wall = endpoint.terminal.clock.wall(NOW)
        self.assertLess(
            abs(wall - datetime(2025, 3, 3, 9, 14, 17)), timedelta(minutes=1)
        )

    def test_punches_between_two_days_are_read_from_its_log(self):
        for firmware in ("hs103", "hs102", "hs101"):
            with self.subTest(firmware=firmware):
                self.env.cr.execute("DELETE FROM biometric_punch")
                endpoint = self.terminal(firmware)
                for days in range(4):
                    endpoint.terminal.punch("1", NOW - timedelta(days=days), 0)
                endpoint.terminal.punches.acknowledge(
                    list(endpoint.terminal.punches.pending)
                )
                command = self.queue(
                    "query_punches", since="2025-03-01", until="2025-03-02"
                )
                self.live(endpoint)
                self.assertResult(command, "done", "Done.")
                self.assertEqual(
                    self.punches(device=self.door).mapped("device_time"),
                    ["2025-03-01 09:14:17", "2025-03-02 09:14:17"],
                )
                route = set(self.punches(device=self.door).mapped("route"))
                self.assertEqual(route, {"poll"})

    def test_a_log_read_again_counts_nothing_twice(self):
        endpoint = self.terminal("hs102")
        for status in range(4):
            endpoint.terminal.punch("1", NOW - timedelta(hours=status), status)
        self.queue("query_punches", since="2025-03-01", until="2025-03-04")
        self.live(endpoint)
        self.assertEqual(len(self.punches(device=self.door)), 4)
        self.assertFalse(endpoint.terminal.punches.pending)

    def test_a_command_without_a_result_times_out(self):
        self.door.correct_clock = False
        command = self.queue("query_users", pin="99")
        now = fields.Datetime.now()
        for attempt in (1, 2):
            self.assertEqual(self.poll().headers["trans_id"], str(command.id))
            self.assertEqual(command.attempts, attempt)
            self.assertCode(self.poll(), "ERROR_NO_CMD")
            now += COMMAND_LEASE + timedelta(seconds=1)
            self.startPatcher(freeze_time(now))
        self.assertCode(self.poll(), "ERROR_NO_CMD")
        self.assertResult(command, "failed", "never answered")

    def test_a_restart_has_no_result(self):
        command = self.queue("restart")
        endpoint = self.terminal()
        endpoint.run()
        self.live(endpoint, polls=2)
        self.assertResult(command, "done", "without an answer")
        self.assertEqual(command.attempts, 1)

    def test_a_part_of_a_result_renews_the_lease(self):
        command = self.queue("query_punches", since="2025-03-01", until="2025-03-02")
        self.poll()
        with freeze_time(fields.Datetime.now() + COMMAND_LEASE - timedelta(seconds=5)):
            self.answer(command.id, {"log_count": 1, "one_log_size": 48}, blk_no=1)
        with freeze_time(fields.Datetime.now() + COMMAND_LEASE + timedelta(seconds=5)):
            self.assertCode(self.poll(), "ERROR_NO_CMD")
        self.assertEqual(command.attempts, 1)

    def test_a_result_of_a_command_it_was_never_sent_is_not_believed(self):
        other = self.make_device("DOOR02", brand="ebkn")
        example = self.env["biometric.command"]._queue(other, "query_users", {})
        waiting = self.queue("query_users")
        for number in (example.id, waiting.id, 10**12, "no number", ""):
            with self.subTest(number=number):
                answer = self.answer(number, {"user_id": "66", "user_name": "Mallory"})
                self.assertCode(answer, "OK")
        self.assertNotIn("66", self.door.user_ids.mapped("pin"))
        self.assertEqual((example | waiting).mapped("state"), ["queued"] * 2)
        self.assertEqual(self.door.unknown_results, 1)

    def test_a_result_that_cannot_be_read_is_kept_and_the_command_failed(self):
        command = self.queue("query_users")
        self.poll()
        sent = {"trans_id": str(command.id), "cmd_return_code": "OK"}
        answer = self.call("send_cmd_result", b"\x40\0\0\0" + b'{"user_id":', **sent)
        self.assertCode(answer, "OK")
        self.assertResult(command, "failed", "does not end")
        self.assertEqual(self.messages().table, "send_cmd_result")

    def test_what_was_decided_stays_so_whatever_comes_later(self):
        command = self.queue("query_users", pin="1")
        self.poll()
        self.answer(command.id, {"user_id": "1", "user_name": "Ann"})
        self.assertEqual(command.state, "done")
        sent = {"trans_id": str(command.id), "cmd_return_code": "OK"}
        self.call("send_cmd_result", b"\x40\0\0\0" + b'{"user_id":', **sent)
        self.assertEqual(command.state, "done")

    def test_a_failure_is_said_in_words(self):
        command = self.queue("set_clock", time="2025-03-03 09:00:00")
        self.poll()
        self.answer(command.id, code="ERROR_NO_MEM")
        self.assertEqual(command.state, "failed")
        self.assertTrue(command.result)

    def test_a_result_may_be_empty_and_come_under_either_id(self):
        command = self.queue("set_clock", time="2025-03-03 09:00:00")
        self.poll()
        sent = {"cmd_id": str(command.id), "cmd_return_code": "OK"}
        self.assertCode(self.call("send_cmd_result", b"", **sent), "OK")
        self.assertResult(command, "done", "Done.")

    def test_destructive_commands_do_not_exist(self):
        kinds = self.door._capabilities()
        self.assertFalse(kinds & {"clear_punches", "unlock", "delete_template"})
