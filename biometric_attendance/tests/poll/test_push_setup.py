"""Telling a terminal where to push, and what becomes of it."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ...models.push.device_cache import digest
from ...terminals import BRANDS
from ...terminals.poll import SET_PUSH
from ...terminals.reasons import Reason
from ...terminals.records import CommandResult
from ...terminals.session import CommandDone, Connected
from .. import toy_brand
from ..poll_common import PollCase


class AskedPoll(toy_brand.ToyPoll):
    """A terminal that can be told where to push.

    :ivar targets: where it was told to push.
    :ivar differs: names of what it does not keep.
    :ivar problem: why it could not be told.
    """

    questions = frozenset({SET_PUSH})
    stops_after = frozenset[str]()

    def __init__(self):
        self.targets, self.differs, self.problem = [], "", None

    def session(self, values, plan, limits):
        connected = Connected(toy_brand.DeviceInfo(), False, values["serial"])
        for command in (yield connected) or ():
            self.targets.append(values["push"])
            result = CommandResult("", 0, command.kind, {"differs": self.differs}, "")
            yield CommandDone(command, result, problem=self.problem)


class TestPushSetup(PollCase):
    def setUp(self):
        super().setUp()
        self.asking = AskedPoll()
        brand = replace(toy_brand.BRAND, poll=self.asking)
        self.startPatcher(patch.dict(BRANDS, {"toy": brand}))
        self.toy = self.make_device(
            "T1", brand="toy", host="toybox", resent_at=fields.Datetime.now()
        )
        self.toy.resend_all = False

    def lights(self):
        toy = self.toy
        return bool(toy.push_asked_at), toy.push_kept, bool(toy.push_received_at)

    def push(self):
        with patch("time.monotonic", lambda: 10.0**9):
            self.as_gateway(self.toy)._record_pushed()
        self.env.invalidate_all()

    def test_button_has_it_told_its_secret_address_and_the_lights_go_on(self):
        self.poll(self.toy)
        self.assertEqual(self.asking.targets, [])
        self.toy.action_set_push()
        self.assertTrue(self.toy.poll_requested)
        self.assertEqual(self.lights(), (False, False, False))
        self.poll(self.toy)
        [target] = self.asking.targets
        token = target["path"].split("/")[2]
        self.assertEqual(target["path"], f"/biometric/{token}/toy")
        self.assertEqual(digest(token), self.toy.sudo().path_digest)
        self.assertEqual(target["host"], self.toy.server_host)
        self.assertEqual(target["port"], self.toy.server_port)
        self.assertEqual(self.lights(), (True, True, False))
        self.push()
        self.assertEqual(self.lights(), (True, True, True))
        self.poll(self.toy)
        self.assertEqual(len(self.asking.targets), 1)

    def test_what_it_does_not_keep_is_named(self):
        self.asking.differs = "url"
        self.toy.action_set_push()
        self.poll(self.toy)
        self.assertEqual(self.lights(), (True, False, False))
        self.assertIn("(url)", self.toy.push_problem)
        self.assertFalse(self.toy.poll_failures)

    def test_what_it_refuses_is_said(self):
        self.asking.problem = Reason("refused")
        self.toy.action_set_push()
        self.poll(self.toy)
        self.assertEqual(self.toy.push_problem, "The terminal refused it.")
        self.assertEqual(self.lights(), (True, False, False))

    def test_it_is_told_again_after_a_silence_and_less_and_less_often(self):
        self.toy.action_set_push()
        self.poll(self.toy)
        start, asked_hours = fields.Datetime.now(), []
        for hour in range(1, 40):
            with freeze_time(start + timedelta(hours=hour, minutes=1)):
                before = len(self.asking.targets)
                self.poll(self.toy)
                asked_hours += [hour] * (len(self.asking.targets) - before)
        self.assertEqual(asked_hours, [1, 3, 7, 15, 31])
        self.assertEqual(len({t["path"] for t in self.asking.targets}), 1)

    def test_it_is_not_told_while_it_pushes_but_soon_once_it_stops(self):
        self.toy.action_set_push()
        self.poll(self.toy)
        self.push()
        self.assertFalse(self.toy._wants_push_set())
        self.assertEqual(self.toy.push_attempts, 0)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=70)):
            self.assertTrue(self.toy._wants_push_set())

    def test_another_secret_address_ends_it(self):
        self.toy.action_set_push()
        self.toy.action_new_secret_path()
        self.assertFalse(self.toy.is_push_set)
        self.poll(self.toy)
        self.assertEqual(self.asking.targets, [])

    def test_behind_a_bridge_it_pushes_to_the_bridge(self):
        bridge = self.env["biometric.bridge"].create(
            {"name": "B", "company_id": self.company.id}
        )
        self.toy.bridge_id = bridge
        with self.assertRaisesRegex(UserError, "port for terminals"):
            self.toy.action_set_push()
        bridge.relay_port = 8070
        self.toy.action_set_push()
        config, _etag = bridge._prepare_config()
        [device] = config["devices"]
        self.assertEqual(device["plan"]["questions"], [SET_PUSH])
        target = device["values"]["push"]
        self.assertEqual((target["host"], target["port"]), ("", 8070))
        [calling] = config["relay"]["devices"]
        self.assertEqual(calling["path_digest"], self.toy.sudo().path_digest)

    def test_terminals_that_cannot_be_told_have_no_such_button(self):
        self.assertFalse(self.device.can_set_push)
        with self.assertRaises(UserError):
            self.device.action_set_push()

    def test_who_may_not_write_devices_may_not_have_it_told(self):
        officer = self.env.ref("hr_attendance.group_hr_attendance_officer")
        user = self.env["res.users"].create(
            {
                "name": "Olga",
                "login": "olga",
                "group_ids": [(6, 0, officer.ids)],
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
            }
        )
        with self.assertRaises(AccessError):
            self.toy.with_user(user).action_set_push()
