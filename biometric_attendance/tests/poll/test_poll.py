"""Terminals that wait to be asked: what is read, when, and what it costs."""

from unittest.mock import patch

from odoo import fields

from ...terminals import BRANDS
from ...terminals.session import RowsRead
from ...terminals.zk4370.client import poll_terminal
from ..poll_common import MONDAY, PollCase


class TestPoll(PollCase):
    def test_a_log_is_read_and_then_only_what_is_new(self):
        server = self.terminal()
        self.pass_by(server, 60)
        device = self.device_of(server)
        self.poll(device)
        self.assertEqual(len(self.punches(device=device)), 60)
        self.assertEqual(set(self.punches(device=device).mapped("route")), {"poll"})
        self.assertEqual(device.serial, "HALL4370")
        self.assertTrue(device.last_seen)
        self.assertFalse(device.poll_error)

        self.asked(server)
        self.poll(device)
        self.assertEqual(self.asked(server), ["SIZES"])

        self.pass_by(server, 3, start=60)
        self.poll(device)
        self.assertEqual(len(self.punches(device=device)), 63)
        self.assertEqual(device.poll_position["count"], 63)

    def test_punches_become_attendances(self):
        server = self.terminal()
        server.terminal.punch("1", MONDAY, 0)
        device = self.device_of(server)
        self.poll(device)
        self.pair(self.punches(self.ann).instant)
        self.assertEqual(len(self.attendance(self.ann)), 1)

    def test_everything_is_read_once_a_day(self):
        server = self.terminal()
        self.pass_by(server, 5)
        device = self.device_of(server)
        self.poll(device)
        self.assertFalse(device.resend_all)
        device.resent_at = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self.asked(server)
        self.poll(device)
        self.assertIn("PREPARE_BUFFER", self.asked(server))
        self.assertEqual(len(self.punches(device=device)), 5)

    def test_a_long_log_is_gone_on_with(self):
        server = self.terminal()
        self.pass_by(server, 250)
        device = self.device_of(server)
        poll = type(BRANDS["zk4370"].poll)

        def one_window(poll, values, plan, limits):
            steps = poll_terminal(poll._address(values, limits), plan, window=100)
            step = next(steps)
            while not isinstance(step, RowsRead):
                step = steps.send((yield step))
            yield step
            steps.close()

        with patch.object(poll, "session", one_window):
            self.poll(device)
        self.assertEqual(server.connections.accepted, 3)
        self.assertEqual(len(self.punches(device=device)), 250)
        self.assertTrue(device.poll_position["complete"])

    def test_a_row_that_is_no_day_becomes_a_message(self):
        server = self.terminal()
        self.pass_by(server, 4)
        server.endpoint.log.spoilt = {2}
        device = self.device_of(server)
        self.poll(device)
        messages = self.env["biometric.message"].search([("device_id", "=", device.id)])
        self.assertEqual(len(messages), 1)
        self.assertEqual(len(self.punches(device=device)), 3)
        self.assertFalse(device.poll_error)

    def test_other_terminals_do_not_wait_for_a_dead_one(self):
        dead, alive = self.terminal("DEAD"), self.terminal("ALIVE")
        self.pass_by(dead, 2)
        self.pass_by(alive, 2)
        first, second = self.device_of(dead), self.device_of(alive)
        dead.stop()
        self.poll(first, second)
        self.assertEqual(len(self.punches(device=second)), 2)
        self.assertFalse(self.punches(device=first))
        self.assertTrue(first.poll_error)
        self.assertEqual(first.poll_failures, 1)
        self.assertGreater(first.poll_next, fields.Datetime.now())

    def test_a_terminal_that_fails_is_asked_less_and_less_often(self):
        server = self.terminal()
        device = self.device_of(server)
        server.stop()
        pauses = []
        for _ in range(5):
            self.poll(device)
            pauses.append(device.poll_next - fields.Datetime.now())
        self.assertEqual(pauses, sorted(pauses))
        self.assertLessEqual(pauses[-1].total_seconds(), 3600)
        self.assertEqual(device.poll_failures, 5)

    def test_another_terminal_at_the_address_is_not_read(self):
        server = self.terminal("OTHER")
        self.pass_by(server, 2)
        device = self.device_of(server)
        device.serial = "MINE"
        self.poll(device)
        self.assertFalse(self.punches(device=device))
        self.assertIn("OTHER", device.poll_error)

    def test_a_wrong_key_is_said_in_words(self):
        server = self.terminal(key=1234)
        self.pass_by(server, 2)
        device = self.device_of(server, connection_key="4321")
        self.poll(device)
        self.assertIn("key", device.poll_error)
        device.connection_key = "1234"
        self.poll(device)
        self.assertEqual(len(self.punches(device=device)), 2)
        self.assertFalse(device.poll_error)

    def test_who_is_on_the_terminal_is_known(self):
        server = self.terminal()
        device = self.device_of(server)
        self.poll(device)
        self.assertEqual(set(device.user_ids.mapped("pin")), {"1", "00017"})
        self.assertEqual(set(device.user_ids.mapped("sync_state")), {"present"})
        server.terminal.register("99", MONDAY, name="New")
        self.poll(device)
        self.assertIn("99", device.user_ids.mapped("pin"))

    def test_rows_that_name_places_are_read_with_the_list_of_users(self):
        for firmware in ("zem560", "ma300"):
            server = self.terminal(firmware.upper(), firmware=firmware)
            self.pass_by(server, 40)
            device = self.device_of(server)
            self.poll(device)
            self.assertEqual(set(self.punches(device=device).mapped("pin")), {"1"})
            self.assertEqual(len(self.punches(device=device)), 40)
