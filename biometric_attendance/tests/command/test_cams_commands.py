"""Commands through a CAMS gateway: the same queue, one call at a time."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from ...models import locks
from ..cams_call_common import CallCase
from ..cams_common import KEY

BOTH = ("v2", "v3")


@tagged("post_install", "-at_install")
class TestCamsCommands(CallCase):
    def test_a_user_is_written_and_deleted(self):
        for generation in BOTH:
            for key in ("", KEY):
                with self.subTest(generation=generation, key=key):
                    endpoint = self.gateway_of(generation, key=key)
                    self.queue("set_user", pin="8", name="Cleo Clark", card="77")
                    self.settle(endpoint)
                    user = endpoint.terminal.users["8"]
                    self.assertEqual((user.name, user.card), ("Cleo Clark", "77"))
                    self.queue("delete_user", pin="8")
                    self.settle(endpoint)
                    self.assertNotIn("8", endpoint.terminal.users)
                    commands = self.terminal.command_ids
                    self.assertEqual(set(commands.mapped("state")), {"done"})
                    self.assertFalse(self.terminal.poll_error)
                    self.terminal.action_drop_encryption_keys()
                    commands.unlink()

    def settle(self, endpoint):
        """Until nothing is queued any more."""
        for _turn in range(10):
            self.call_gateways()
            self.receive(endpoint)
            if not self.terminal.pending_command_count:
                return
        self.fail(self.terminal.command_ids.mapped("state"))

    def test_what_v2_takes_is_done_when_its_terminal_says_so(self):
        endpoint = self.gateway_of("v2")
        first = self.queue("set_user", pin="8", name="Cleo")
        second = self.queue("set_user", pin="9", name="Dan")
        self.call_gateways()
        self.assertRecordValues(
            first | second,
            [
                {"state": "sent", "answer_pending": True, "attempts": 1},
                {"state": "queued", "answer_pending": False, "attempts": 0},
            ],
        )
        self.assertIn("will say", first.result)
        self.assertEqual(len(self.rest.calls), 1)
        with self.capture_triggers("biometric_attendance.cron_call") as woken:
            self.receive(endpoint)
        self.assertTrue(woken.records)
        self.assertEqual((first.state, second.state), ("done", "queued"))
        self.call_gateways()
        self.assertEqual(second.state, "sent")

    def test_an_answer_of_v2_that_never_comes_is_asked_for_again(self):
        self.gateway_of("v2")
        command = self.queue("set_user", pin="8", name="Cleo")
        for attempt in range(1, 6):
            self.call_gateways()
            self.assertEqual((command.state, command.attempts), ("sent", attempt))
            command.lease_until = fields.Datetime.now() - timedelta(seconds=1)
            self.env["biometric.command"]._sweep()
        self.assertEqual(command.state, "failed")
        self.assertIn("never answered", command.result)

    def test_an_answer_that_comes_very_late_still_counts(self):
        endpoint = self.gateway_of("v2")
        command = self.queue("set_user", pin="8", name="Cleo")
        self.call_gateways()
        command.sudo()._finish("failed", reason="The terminal never answered.")
        self.receive(endpoint)
        self.assertEqual(command.state, "done")

    def test_answers_of_another_terminal_count_for_nobody(self):
        endpoint = self.gateway_of("v2")
        other = self.make_device(
            "ST-2", brand="cams", communication_key="x", connection_key="x"
        )
        command = self.queue("set_user", pin="8", name="Cleo")
        self.call_gateways()
        command.sudo().device_id = other
        self.receive(endpoint)
        self.assertEqual(command.state, "sent")
        self.assertTrue(self.terminal.unknown_results)

    def test_refusals_are_told_in_words(self):
        for own, words in (
            ({"token": "another"}, "token"),
            ({"addresses": frozenset({"203.0.113.7"})}, "address of this server"),
            ({"manages": False}, "not allowed"),
        ):
            with self.subTest(words=words):
                self.gateway_of("v3", **own)
                command = self.queue("set_user", pin="8", name="Cleo")
                self.call_gateways()
                self.assertEqual(command.state, "failed")
                self.assertIn(words, command.result)

    def test_a_plain_call_where_a_key_is_set_is_refused_in_words(self):
        self.gateway_of("v3", key=KEY)
        self.terminal.action_drop_encryption_keys()
        command = self.queue("set_user", pin="8", name="Cleo")
        self.call_gateways()
        self.assertIn("encrypted", command.result)

    def test_a_busy_gateway_is_called_again_later(self):
        endpoint = self.gateway_of("v3")
        endpoint.connect(False)  # answers with the code for what may be otherwise later
        command = self.queue("set_user", pin="8", name="Cleo")
        self.call_gateways()
        self.assertEqual((command.state, command.attempts), ("queued", 0))
        self.assertTrue(self.terminal.poll_error)
        self.assertGreater(self.terminal.poll_next, fields.Datetime.now())
        self.assertFalse(self.env["biometric.device"]._get_due(on_demand=True))
        rest = fields.Datetime.now() + timedelta(minutes=2)
        with freeze_time(rest):
            self.assertIn(
                self.terminal, self.env["biometric.device"]._get_due(on_demand=True)
            )
        endpoint.connect(True)
        self.call_gateways()
        self.assertEqual(command.state, "done")
        self.assertFalse(self.terminal.poll_error)
        self.assertFalse(self.terminal.poll_next)

    def test_a_gateway_that_is_not_there_fails_nothing(self):
        self.gateway_of("v3")
        self.terminal.gateway_url = "http://127.0.0.1:9/api"
        command = self.queue("set_user", pin="8", name="Cleo")
        for _time in range(7):
            self.call_gateways()
        self.assertEqual(command.state, "queued")
        self.assertEqual(self.terminal.poll_failures, 7)
        self.assertIn("cannot be reached", self.terminal.poll_error)
        longest = fields.Datetime.now() + timedelta(minutes=61)
        self.assertLess(self.terminal.poll_next, longest)

    def test_what_is_dangerous_is_never_asked_for_twice(self):
        self.gateway_of("v2")
        self.rest.broken = True
        self.patch(type(self.terminal), "_get_clearing_problem", lambda device: None)
        command = (
            self.env["biometric.command"]
            .sudo()
            .create(
                {
                    "device_id": self.terminal.id,
                    "kind": "clear_punches",
                    "payload": "{}",
                }
            )
        )
        for _time in range(2):
            self.call_gateways()
        self.assertEqual(command.state, "failed")
        self.assertIn("not repeated", command.result)
        self.assertEqual(len(self.rest.calls), 1)

    def test_one_call_at_a_time(self):
        self.gateway_of("v3")
        command = self.queue("set_user", pin="8", name="Cleo")
        self.patch(locks, "try_lock", lambda *_args: False)
        self.call_gateways()
        self.assertEqual(command.state, "queued")
        self.assertFalse(self.rest.calls)

    def test_what_a_gateway_has_no_words_for_is_refused_when_asked_for(self):
        self.gateway_of("v3")
        with self.assertRaisesRegex(ValidationError, "cannot do that"):
            self.queue("unlock", door=1)
        self.terminal.gateway_url = False
        with self.assertRaisesRegex(ValidationError, "Gateway Address"):
            self.queue("set_user", pin="8", name="Cleo")
        self.terminal.dialect = "v1"
        with self.assertRaisesRegex(ValidationError, "cannot do that"):
            self.queue("set_user", pin="8", name="Cleo")

    def test_users_are_asked_for(self):
        for generation in BOTH:
            with self.subTest(generation=generation):
                endpoint = self.gateway_of(generation)
                endpoint.terminal.set_user("5", name="Cleo Clark")
                command = self.queue("query_users")
                self.settle(endpoint)
                self.assertEqual(command.state, "done")
                user = self.terminal.user_ids.filtered(lambda u: u.pin == "5")
                self.assertEqual(
                    (user.name, user.sync_state), ("Cleo Clark", "present")
                )
                user.unlink()

    def test_the_terminal_is_described(self):
        for generation in BOTH:
            self.gateway_of(generation)
            self.terminal.model = False
            self.queue("information")
            self.call_gateways()
            self.assertEqual(self.terminal.model, "F38+")

    def test_trying_the_connection_says_what_is_wrong(self):
        self.gateway_of("v3")
        self.terminal.action_test_connection()
        self.assertEqual(self.terminal.test_kind, "success")
        self.gateway_of("v3", token="another")
        self.terminal.action_test_connection()
        self.assertEqual(self.terminal.test_kind, "danger")
        self.assertIn("token", self.terminal.test_result)
        self.terminal.gateway_url = "http://127.0.0.1:9/api"
        self.terminal.action_test_connection()
        self.assertIn("cannot be reached", self.terminal.test_result)
