"""The routes of a bridge: pairing, configuration, heartbeat, commands, the program."""

import json
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ...models.bridge import program
from ..bridge_common import INSTANCE, OTHER_INSTANCE, BridgeCase


@tagged("post_install", "-at_install")
class TestBridgeApi(BridgeCase):
    def test_code_is_exchanged_for_a_token_once(self):
        code = self.make_code()
        self.assertEqual(self.bridge.state, "unpaired")
        body = {"code": code.lower().replace("-", ""), "name": "laptop"}
        response = self.call("pair", {**body, "instance": INSTANCE, "system": "Linux"})
        self.assertEqual(response.status_code, 200)
        token = response.json()["token"]
        self.assertTrue(token.startswith("bmt_"))
        self.assertEqual(response.json()["bridge"]["id"], self.bridge.id)
        self.assertEqual(self.bridge.host_name, "laptop")
        self.assertError(self.call("pair", body), 401, "code")
        self.assertEqual(self.call("config", token=token).status_code, 200)
        self.assertEqual(self.bridge.state, "online")

    def test_code_ends_after_ten_minutes(self):
        with freeze_time("2030-01-01 08:00:00"):
            code = self.make_code()
            self.env.flush_all()
        with freeze_time("2030-01-01 08:10:01"):
            self.assertError(self.call("pair", {"code": code}), 401, "code")

    def test_who_guesses_codes_is_slowed_down(self):
        for _each in range(6):
            self.call("pair", {"code": "AAA-AAA"})
        response = self.call("pair", {"code": self.make_code()})
        self.assertError(response, 429, "pace")
        self.assertTrue(response.headers["Retry-After"])

    def test_code_that_is_no_text_is_malformed(self):
        for body in ({}, {"code": 7}, {"code": None}):
            self.assertError(self.call("pair", body), 400, "malformed")

    def test_pairing_again_takes_the_token_before_back(self):
        first = self.pair()
        second = self.pair()
        self.assertError(self.call("config", token=first), 401, "token")
        self.assertEqual(self.call("config", token=second).status_code, 200)

    def test_revoked_bridge_is_refused(self):
        token = self.pair()
        self.bridge.action_revoke()
        self.assertEqual(self.bridge.state, "revoked")
        self.assertError(self.call("config", token=token), 401, "token")

    def test_no_token_opens_nothing(self):
        self.assertError(self.call("config"), 401, "token")
        self.assertError(self.call("steps", {"items": []}), 401, "token")
        self.assertError(self.call("config", token="bmt_" + "x" * 43), 401, "token")

    def test_other_protocol_is_answered_what_to_do(self):
        token = self.pair()
        response = self.call("config", token=token, headers={"Biometric-Protocol": "2"})
        self.assertError(response, 426, "protocol")

    def test_config_names_the_terminals_and_what_they_are_called_with(self):
        self.behind.connection_key = "1234"
        self.make_device("POLL2", brand="zk4370", host="192.168.7.21")
        response = self.call("config", token=self.pair())
        config = response.json()
        self.assertEqual([each["id"] for each in config["devices"]], self.behind.ids)
        [device] = config["devices"]
        self.assertEqual(device["values"]["host"], "192.168.7.20")
        self.assertEqual(device["values"]["connection_key"], "1234")
        self.assertTrue(device["plan"]["read_whole_log"])
        self.assertTrue(device["polled"])

    def test_config_that_did_not_change_is_not_sent_again(self):
        token = self.pair()
        first = self.call("config", token=token)
        tag = {"If-None-Match": first.headers["ETag"]}
        self.assertEqual(self.call("config", token=token, headers=tag).status_code, 304)
        self.behind.poll_position = {"rows": 5}
        self.assertEqual(self.call("config", token=token, headers=tag).status_code, 304)
        self.behind.host = "192.168.7.22"
        self.assertEqual(self.call("config", token=token, headers=tag).status_code, 200)

    def test_push_terminals_behind_it_are_named_too(self):
        self.device.bridge_id = self.bridge
        config = self.call("config", token=self.pair()).json()
        self.assertEqual([each["id"] for each in config["devices"]], self.behind.ids)
        [calling] = config["relay"]["devices"]
        self.assertEqual(
            (calling["id"], calling["serial"]), (self.device.id, "GATE001")
        )

    def test_heartbeat_is_shown(self):
        token = self.pair()
        spool = {"waiting": 7, "quarantined": 1, "oldest": "2025-03-03T08:00:00Z"}
        body = {
            "instance": INSTANCE,
            "version": "1.1",
            "now": "2001-01-01T00:00:00Z",
            "spool": spool,
            "devices": [{"id": self.behind.id, "reachable": True}],
            "disk_full": True,
        }
        answer = self.call("heartbeat", body, token)
        etag = self.call("config", token=token).headers["ETag"].strip('"')
        self.assertEqual(answer.json()["config"], etag)
        bridge = self.bridge
        self.assertEqual((bridge.spool_waiting, bridge.spool_quarantined), (7, 1))
        self.assertEqual(str(bridge.spool_oldest), "2025-03-03 08:00:00")
        self.assertTrue(bridge.disk_full and bridge.clock_is_wrong)
        self.assertEqual(bridge.version, "1.1")

    def test_bridge_that_does_not_say_which_program_it_is_is_refused(self):
        token = self.pair()
        for named in ({}, {"Biometric-Instance": ""}):
            response = self.call("config", token=token, headers=named, instance=None)
            self.assertError(response, 400, "instance")
        self.assertError(
            self.call("heartbeat", {"instance": [1]}, token, instance=None),
            *(400, "instance"),
        )

    def test_heartbeat_without_a_spool_leaves_what_was_known_of_it(self):
        token = self.pair()
        self.call("heartbeat", {"spool": {"waiting": 7, "quarantined": 1}}, token)
        self.call("heartbeat", {"disk_full": True}, token)
        bridge = self.bridge
        self.assertEqual((bridge.spool_waiting, bridge.spool_quarantined), (7, 1))
        self.assertTrue(bridge.disk_full)

    def test_heartbeat_of_nonsense_is_taken_for_what_it_is_worth(self):
        token = self.pair()
        for spool in ([], {"waiting": 1e300}, None, {"waiting": "x", "oldest": 1e300}):
            body = {
                "spool": spool,
                "now": 5e20,
                "devices": [3, {"id": "x"}, {"id": []}],
            }
            self.assertEqual(self.call("heartbeat", body, token).status_code, 200)
        for devices in (5, "x", {"id": 1}, [[1]]):
            body = {"devices": devices}
            self.assertEqual(self.call("heartbeat", body, token).status_code, 200)
        self.assertEqual(self.bridge.spool_waiting, 0)

    def test_second_program_with_the_token_is_refused(self):
        token = self.pair()
        self.call("heartbeat", {"instance": INSTANCE}, token)
        other = self.call("heartbeat", {"instance": OTHER_INSTANCE}, token)
        self.assertError(other, 403, "lease")
        refused = self.send_steps(token, instance=OTHER_INSTANCE)
        self.assertError(refused, 403, "lease")
        late = fields.Datetime.subtract(fields.Datetime.now(), minutes=6)
        self.bridge.last_seen = late
        again = self.call("heartbeat", {"instance": OTHER_INSTANCE}, token)
        self.assertEqual(again.status_code, 200)
        first = self.call("heartbeat", {"instance": INSTANCE}, token)
        self.assertError(first, 403, "lease")

    def test_command_is_leased_once_to_the_terminal_that_answers(self):
        token = self.pair()
        self.env["biometric.command"]._queue(self.behind, "query_users")
        path = f"commands?devices={self.behind.id}"
        self.assertEqual(self.call("commands", token=token).json()["commands"], [])
        found = self.call(path, token=token).json()
        [command] = found["commands"]
        self.assertEqual(command["device"], self.behind.id)
        self.assertEqual(command["kind"], "query_users")
        again = self.call(path, token=token).json()
        self.assertEqual((again["commands"], again["poll"]), ([], []))

    def test_poll_that_was_asked_for_is_handed_over_once(self):
        token = self.pair()
        self.call("commands", token=token)
        self.behind.action_fetch_now()
        found = self.call("commands", token=token).json()
        self.assertEqual(found["poll"], self.behind.ids)
        self.assertEqual(self.call("commands", token=token).json()["poll"], [])

    def test_own_polling_leaves_it_alone(self):
        devices = self.env["biometric.device"]
        self.assertNotIn(self.behind, devices._get_due())
        self.behind.bridge_id = False
        self.assertIn(self.behind, devices._get_due())

    def test_program_is_handed_out_as_it_is(self):
        token = self.pair()
        with patch.object(program, "find", return_value=None):
            self.assertError(self.call("bridge.pyz", token=token), 404, "not_built")
        built = program.Program(b"PK...", "1.2", "ab" * 32)
        with patch.object(program, "find", return_value=built):
            response = self.call("bridge.pyz", token=token)
            self.assertEqual(response.content, b"PK...")
            self.assertEqual(response.headers["ETag"].strip('"'), "ab" * 32)
            config = self.call("config", token=token).json()
            self.assertEqual(self.url_open(program.PUBLIC_PATH).content, b"PK...")
        self.assertEqual(config["update"]["sha256"], "ab" * 32)
        self.assertError(self.call("bridge.pyz"), 401, "token")

    def test_token_of_a_bridge_sends_no_punches_of_readers(self):
        token = self.pair()
        self.assertNotIn(
            "may_send_punches", json.dumps(self.call("config", token=token).json())
        )
        self.assertFalse(self.bridge.token_ids.may_send_punches)
