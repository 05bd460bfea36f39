"""Steps a bridge recorded are processed as those of this server's own sessions."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.bridge import steps
from ...terminals.reasons import Reason
from ...terminals.records import CommandResult
from ...terminals.session import ClockReading, CommandDone, DeviceCommand
from ...terminals.zk4370.codes import Reply
from ..bridge_common import BridgeCase

LOGGER = steps.__name__


@tagged("post_install", "-at_install")
class TestBridgeSteps(BridgeCase):
    def results(self, response):
        self.assertEqual(response.status_code, 200, response.text)
        return {each["id"]: each["result"] for each in response.json()["results"]}

    def test_session_is_stored(self):
        token = self.pair()
        response = self.send_steps(
            token,
            self.item(1, self.connected(firmware="6.60")),
            self.item(2, self.rows("08:00", "17:00")),
            self.item(3, self.end()),
            zipped=True,
        )
        self.assertEqual(set(self.results(response).values()), {"stored"})
        self.assertEqual(len(self.punches(device=self.behind)), 2)
        self.assertEqual(self.behind.poll_position, {"rows": 2, "complete": True})
        self.assertEqual(self.behind.firmware, "6.60")
        self.assertTrue(self.behind.online)

    def test_steps_sent_again_change_nothing(self):
        token = self.pair()
        items = [self.item(2, self.rows("08:00", "17:00")), self.item(3, self.end())]
        for _each in range(2):
            self.assertEqual(
                set(self.results(self.send_steps(token, *items)).values()), {"stored"}
            )
        self.assertEqual(len(self.punches(device=self.behind)), 2)

    def test_step_recorded_days_ago_does_not_make_it_online(self):
        token = self.pair()
        ago = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(days=3)
        self.send_steps(token, self.item(1, self.end(), at=ago))
        self.assertEqual(self.behind.last_seen, ago.replace(tzinfo=None))

    def test_one_item_that_fails_stops_no_other(self):
        token = self.pair()

        def poisoned(device, step, *how):
            if step.upload.punches[0].time.hour == 8:
                raise KeyError("poison")
            return own(device, step, *how)

        own = steps.PROCESS["rows_read"]
        with (
            patch.dict(steps.PROCESS, rows_read=poisoned),
            mute_logger(LOGGER),
        ):
            response = self.send_steps(
                token,
                self.item(1, self.rows("08:00")),
                self.item(2, self.rows("17:00")),
            )
        self.assertEqual(self.results(response), {"1": "refused", "2": "stored"})
        self.assertEqual(response.json()["results"][0]["code"], "not_stored")
        [message] = self.env["biometric.message"].search(
            [("device_id", "=", self.behind.id)]
        )
        self.assertIn("08:00:00", message.line)
        self.assertEqual(len(self.punches(device=self.behind)), 1)

    def test_unreadable_item_is_refused_and_kept(self):
        token = self.pair()
        item = {"id": "1", "device": self.behind.id, "kind": "rows_read", "data": {}}
        response = self.send_steps(token, item, self.item(2, self.rows("17:00")))
        self.assertEqual(self.results(response), {"1": "refused", "2": "stored"})
        self.assertEqual(response.json()["results"][0]["code"], "step_unreadable")
        found = self.env["biometric.message"].search(
            [("device_id", "=", self.behind.id)]
        )
        self.assertEqual(found.reason_code, "step_unreadable")

    def test_clock_of_a_terminal_is_compared_by_odoos_own_however_wrong_the_bridges_is(
        self,
    ):
        self.behind.tz = "UTC"
        token, now = self.pair(), datetime.now(timezone.utc).replace(microsecond=0)
        wall = (now + timedelta(minutes=20)).replace(tzinfo=None)
        ahead = timedelta(days=40)
        self.call("heartbeat", {"now": (now + ahead).isoformat()}, token)
        cases = ((ahead, 1200), (-ahead, 7), (timedelta(0), 7))
        for number, (wrong, expected) in enumerate(cases):
            self.behind.clock_drift = 7
            reading = ClockReading(wall, now + wrong)
            step = replace(self.connected(), clock=reading)
            self.send_steps(token, self.item(number, step, at=now + wrong))
            self.assertAlmostEqual(self.behind.clock_drift, expected, delta=120)

    def test_kind_that_is_no_word_is_refused_and_the_next_item_stored(self):
        token = self.pair()
        for kind in ([], {}, None, 7):
            item = {"id": "1", "device": self.behind.id, "kind": kind, "data": {}}
            response = self.send_steps(token, item, self.item(2, self.rows("17:00")))
            self.assertEqual(self.results(response), {"1": "refused", "2": "stored"})

    def test_terminal_of_no_bridge_is_refused(self):
        other = self.make_device("POLL2", brand="zk4370", host="192.168.7.21")
        token = self.pair()
        response = self.send_steps(
            token,
            self.item(1, self.rows("08:00"), other),
            {"id": "2", "device": "x", "kind": [], "data": None},
        )
        codes = [each["code"] for each in response.json()["results"]]
        self.assertEqual(codes, ["device_unknown", "device_unknown"])
        self.assertFalse(self.punches(device=other))

    def test_rows_of_another_terminal_at_its_address_are_refused(self):
        token = self.pair()
        response = self.send_steps(
            token,
            self.item(1, self.connected("OTHER9")),
            self.item(2, self.rows("08:00")),
            self.item(3, self.rows("17:00"), session="s2"),
        )
        self.assertEqual(
            self.results(response), {"1": "refused", "2": "refused", "3": "stored"}
        )
        self.assertEqual(len(self.punches(device=self.behind)), 1)
        self.assertEqual(self.behind.poll_reason["code"], "other_terminal")

    def test_failed_session_is_shown_on_the_device(self):
        token = self.pair()
        end = self.end(error="Unreachable", reason=Reason("unreachable"))
        self.send_steps(token, self.item(1, end))
        self.assertEqual(self.behind.poll_failures, 1)
        self.assertFalse(self.behind.online)

    def lease(self, token):
        command = self.env["biometric.command"]._queue(self.behind, "query_users")
        self.call(f"commands?devices={self.behind.id}", token=token)
        self.assertEqual(command.state, "sent")
        return command

    def done(self, command, code=Reply.OK):
        number = str(command.id)
        result = CommandResult(number, code, command.kind, {}, "")
        return CommandDone(DeviceCommand(number, command.kind, {}), result)

    def test_result_of_a_command_is_stored_once(self):
        token = self.pair()
        command = self.lease(token)
        self.send_steps(token, self.item(1, self.done(command)))
        self.assertEqual(command.state, "done")
        self.send_steps(token, self.item(2, self.done(command, -1)))
        self.assertEqual(command.state, "done")

    def test_result_of_another_devices_command_counts_for_nothing(self):
        token = self.pair()
        other = self.make_device("POLL2", brand="zk4370", host="192.168.7.21")
        command = self.env["biometric.command"]._queue(other, "query_users")
        command.write({"state": "sent", "attempts": 1})
        self.send_steps(token, self.item(1, self.done(command)))
        self.assertEqual(command.state, "sent")
        self.assertEqual(self.behind.unknown_results, 1)

    def test_command_that_was_not_begun_is_queued_again(self):
        token = self.pair()
        command = self.lease(token)
        end = self.end(unused=(str(command.id),))
        self.send_steps(token, self.item(1, end))
        self.assertEqual((command.state, command.attempts), ("queued", 0))

    def test_list_of_something_else_is_malformed(self):
        token = self.pair()
        for items in (None, {}, ["x"], [{"kind": "rows_read"}], [{}] * 1001):
            response = self.call("steps", {"items": items}, token)
            self.assertError(response, 400, "malformed")
