"""When a terminal is asked, when it is not, and that one client talks to it at a time."""

from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ...models.locks import CONNECTION
from ...models.poll import clock
from ...terminals.reasons import Reason
from ..poll_common import PollCase

SESSIONS = "odoo.addons.biometric_attendance.models.poll.sessions"
NOBODY_ANSWERS = Reason("no_answer_at_address")


class TestLine(PollCase):
    """One client at a time."""

    def test_a_terminal_somebody_talks_to_is_left_alone(self):
        server, other = self.terminal("TAKEN"), self.terminal("FREE")
        device, free = self.device_of(server), self.device_of(other)
        self.pass_by(other, 2)
        self.occupy(device)
        self.poll(device, free)
        self.assertEqual(server.connections.accepted, 0)
        self.assertFalse(device.poll_error)
        self.assertGreater(device.poll_next, fields.Datetime.now())
        self.assertEqual(len(self.punches(device=free)), 2)
        with self.assertRaisesRegex(UserError, "is being polled right now"):
            device.action_test_connection()
        self.assertEqual(server.connections.accepted, 0)

    def assertNobodyTalks(self):
        self.env.cr.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s",
            [CONNECTION],
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_a_request_during_a_session_begins_another_one(self):
        server = self.terminal("ASKED")
        device = self.device_of(server)
        model = type(device)
        process, requests = model._process_step, [1]

        def request(device, *sent):
            answer = process(device, *sent)
            if requests:
                requests.pop()
                device.action_fetch_now()
            return answer

        with patch.object(model, "_process_step", request):
            self.poll(device)
        self.assertEqual(server.connections.accepted, 2)
        self.assertGreater(device.poll_next, fields.Datetime.now())

    def test_a_device_that_is_deleted_in_a_session_stops_no_other(self):
        gone, stays = self.terminal("GONE"), self.terminal("STAYS")
        doomed, kept = self.device_of(gone), self.device_of(stays)
        self.pass_by(stays, 2)

        model = type(doomed)
        received = model._process_step

        def delete(device, *sent):
            answer = received(device, *sent)
            if device == doomed:
                device.env.flush_all()
                device.env.cr.execute(
                    "DELETE FROM biometric_device_user WHERE device_id = %(id)s;"
                    "DELETE FROM biometric_device WHERE id = %(id)s",
                    {"id": device.id},
                )
                device.env.invalidate_all()
            return answer

        with patch.object(model, "_process_step", delete), mute_logger(SESSIONS):
            self.poll(doomed, kept)
        self.assertEqual(len(self.punches(device=kept)), 2)
        self.assertFalse(doomed.exists())
        self.assertNobodyTalks()

    def test_after_a_session_it_is_free_whatever_happened(self):
        well, dead, wild = (self.terminal(name) for name in ("WELL", "DEAD", "WILD"))
        devices = [self.device_of(server) for server in (well, dead, wild)]
        dead.stop()
        compare = clock.compare

        def fail(device, *sent):
            if device == devices[2]:
                raise ZeroDivisionError
            compare(device, *sent)

        with (
            patch.object(clock, "compare", fail),
            mute_logger(SESSIONS),
        ):
            self.poll(*devices)
        self.assertFalse(devices[0].poll_error)
        self.assertIn("refused", devices[1].poll_error)
        self.assertIn("Something went wrong on the server", devices[2].poll_error)
        self.assertNobodyTalks()

    def test_a_person_who_writes_meanwhile_does_not_stop_the_others(self):
        """A device may be changed by somebody while its session is being recorded."""
        servers = [self.terminal(name) for name in ("ONE", "TWO")]
        devices = [self.device_of(server) for server in servers]
        reached, met = type(devices[0])._record_success, []

        def meet(device):
            if not met:
                met.append(device)
                raise SerializationFailure
            reached(device)

        with patch.object(type(devices[0]), "_record_success", meet):
            self.poll(*devices)
        for device in devices:
            self.assertFalse(device.poll_error)
            self.assertTrue(device.poll_next)

    @mute_logger("odoo.addons.base.models.ir_cron")
    def test_a_job_that_breaks_off_holds_nobody(self):
        servers = [self.terminal(name) for name in ("ONE", "TWO")]
        devices = [self.device_of(server) for server in servers]
        broken = patch.object(
            type(devices[0]), "_record_success", side_effect=ZeroDivisionError
        )
        with broken:
            self.poll(*devices)
        self.assertNobodyTalks()
        self.poll(*devices)
        self.assertTrue(all(device.last_seen for device in devices))


class TestPace(PollCase):
    """When a device is asked, and when it is not."""

    def test_fetch_now_does_not_wait_for_the_back_off(self):
        server = self.terminal()
        self.pass_by(server, 2)
        device = self.device_of(server)
        for _ in range(5):
            device._record_failure(NOBODY_ANSWERS)
        self.assertGreater(
            device.poll_next, fields.Datetime.now() + timedelta(minutes=50)
        )
        with self.capture_triggers(self.cron.id) as capture:
            device.action_fetch_now()
        self.assertTrue(capture.records)
        self.run_cron()
        self.assertEqual(len(self.punches(device=device)), 2)
        self.assertFalse(device.poll_error)
        self.assertFalse(device.poll_failures)

    def test_a_corrected_address_is_tried_at_once(self):
        device = self.device_of(self.terminal())
        for vals in (
            {"host": "localhost"},
            {"port": 4371},
            {"udp": True},
            {"connection_key": "12"},
        ):
            device._record_failure(NOBODY_ANSWERS)
            with self.subTest(vals=vals), self.capture_triggers(self.cron.id) as seen:
                device.write(vals)
                self.assertTrue(device.poll_requested)
                self.assertTrue(seen.records)

    def test_an_archived_device_is_never_asked(self):
        server = self.terminal()
        device = self.device_of(server)
        device.action_archive()
        self.poll(device)
        self.assertEqual(server.connections.accepted, 0)
        with self.assertRaisesRegex(UserError, "Approve"):
            device.action_fetch_now()
        device.action_unarchive()
        self.run_cron()
        self.assertEqual(server.connections.accepted, 1)

    def test_an_unarchived_device_does_not_wait_for_its_old_back_off(self):
        device = self.device_of(self.terminal())
        for _ in range(5):
            device._record_failure(NOBODY_ANSWERS)
        device.action_archive()
        device.action_unarchive()
        self.assertTrue(device.poll_requested)

    def test_a_device_that_calls_by_itself_is_not_asked(self):
        self.assertNotIn(
            self.device, self.env["biometric.device"]._get_due(on_demand=False)
        )

    def test_devices_of_every_company_are_asked(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        servers = self.terminal("HERE"), self.terminal("THERE")
        here, there = (self.device_of(server) for server in servers)
        there.company_id = elsewhere
        self.poll(here, there)
        self.assertEqual((here.serial, there.serial), ("HERE", "THERE"))
        boss = new_test_user(
            self.env,
            "boss",
            "hr_attendance.group_hr_attendance_manager",
            company_id=self.company.id,
        )
        with self.assertRaises(AccessError):
            there.with_user(boss).with_context(
                allowed_company_ids=None
            ).action_fetch_now()

    def test_a_device_asked_at_its_pace_is_online_all_the_time(self):
        device = self.device_of(self.terminal(), poll_minutes=30)
        self.poll(device)
        devices = self.env["biometric.device"]
        for minutes, online in ((29, True), (34, True), (36, False)):
            then = fields.Datetime.now() - timedelta(minutes=minutes)
            device.write({"last_seen": then, "poll_next": then + timedelta(minutes=30)})
            with self.subTest(minutes=minutes):
                self.assertEqual(device.online, online)
                self.assertEqual(
                    device in devices.search([("online", "=", True)]), online
                )
                self.assertEqual(
                    device in devices.search([("online", "=", False)]), not online
                )
        self.poll(device)
        self.assertTrue(device.online)
        device._record_failure(NOBODY_ANSWERS)
        self.assertFalse(device.online)
