"""Listening: punches at once, and nothing that the log would not have told."""

from datetime import timedelta

from odoo import fields

from simulator.zk4370 import FIRMWARES
from simulator.zk4370.codes import Command

from ..live_common import LiveCase


class TestLive(LiveCase):
    def test_what_is_in_the_log_is_read_and_what_happens_is_heard(self):
        server = self.terminal()
        self.pass_by(server, 3)
        device = self.device_of(server)
        seen = []

        def look():
            seen.append((device.listened_to, device in device._get_due(False)))
            return True

        self.listen(
            self.listening(server),
            look,
            self.passing(server, 10),
            self.stored(device, 4),
            self.passing(server, 11, 12),
            self.stored(device, 6),
        )
        routes = self.punches(device=device).mapped("route")
        self.assertEqual(routes, ["poll"] * 3 + ["live"] * 3)
        self.assertEqual(server.connections.most, 1)
        self.assertEqual(seen, [(True, False)])
        self.assertFalse(device.listened_to)
        self.assertFalse(device.poll_error)
        self.assertTrue(device.online)

    def test_what_was_heard_is_no_second_punch_when_the_log_is_read(self):
        """Whatever the rows and the events of a model look like."""
        for firmware in (
            "f19",
            "mb360",
            "speedface",
            "mb560",
            "ta8035",
            "zem560",
            "ma300",
        ):
            server = self.terminal(firmware.upper(), firmware=firmware)
            if FIRMWARES[firmware].user_size == 28:
                del server.terminal.users["00017"]
            device = self.device_of(server)
            self.listen(
                self.listening(server),
                self.passing(server, 1, 2),
                self.stored(device, 2),
            )
            self.pass_by(server, 1, start=30)
            self.poll(device)
            with self.subTest(firmware=firmware):
                punches = self.punches(device=device)
                self.assertEqual(punches.mapped("route"), ["live", "live", "poll"])
                self.assertEqual(set(punches.mapped("pin")), {"1"})
                self.assertFalse(device.poll_error)
                self.assertEqual(device.poll_position["count"], 3)
            device.live = False

    def test_what_nobody_heard_comes_with_the_next_reading(self):
        server = self.terminal()
        device = self.device_of(server)
        self.listen(self.listening(server))
        self.pass_by(server, 2)
        self.listen(self.listening(server))
        self.assertEqual(self.punches(device=device).mapped("route"), ["poll"] * 2)

    def test_a_terminal_that_is_due_is_visited_and_listened_to_again(self):
        server = self.terminal()
        device = self.device_of(server)

        def due():
            device.poll_next = False
            device.flush_recordset()
            return True

        self.listen(
            self.listening(server),
            due,
            lambda: server.connections.accepted == 2,
            self.listening(server),
            self.passing(server, 1),
            self.stored(device, 1),
        )
        self.assertEqual(self.punches(device=device).route, "live")
        self.assertEqual(server.connections.most, 1)

    def test_commands_are_carried_out_meanwhile(self):
        server = self.terminal()
        device = self.device_of(server)

        def order():
            self.env["biometric.command"]._queue(device, "unlock")
            self.env.flush_all()
            return True

        self.listen(
            self.listening(server),
            order,
            lambda: server.endpoint.doors_opened,
            self.listening(server),
        )
        self.assertEqual(device.command_ids.state, "done")

    def test_a_device_no_longer_wanted_is_left_in_peace(self):
        for vals in ({"live": False}, {"active": False}):
            server = self.terminal(str(vals))
            device = self.device_of(server)

            def unwanted(device=device, vals=vals):
                device.write(vals)
                device.flush_recordset()
                return True

            with self.subTest(vals=vals):
                self.listen(
                    self.listening(server),
                    unwanted,
                    lambda server=server: not server.connections.open,
                )
                self.assertEqual(server.connections.accepted, 1)

    def test_a_connection_that_breaks_is_said_and_made_again(self):
        server = self.terminal()
        device = self.device_of(server)

        def rested():
            if device.poll_error:
                sent.append(device.poll_error)
                self.assertLess(
                    device.poll_next, fields.Datetime.now() + timedelta(minutes=2)
                )
                device.poll_next = False
                device.flush_recordset()
            return sent

        sent = []
        self.listen(
            self.listening(server),
            lambda: server.loop.call_soon_threadsafe(server._drop_all) or True,
            rested,
            self.listening(server),
        )
        self.assertIn("closed the connection", sent[0])
        self.assertFalse(device.poll_error)
        self.assertFalse(device.poll_failures)

    def test_a_dead_terminal_does_not_keep_others_from_being_heard(self):
        dead, alive = self.terminal("DEAD"), self.terminal("ALIVE")
        first, second = self.device_of(dead), self.device_of(alive)
        dead.stop()
        self.listen(
            self.listening(alive), self.passing(alive, 1), self.stored(second, 1)
        )
        self.assertIn("refused", first.poll_error)
        self.assertEqual(first.poll_failures, 1)
        self.assertEqual(self.punches(device=second).route, "live")

    def test_an_event_that_makes_no_sense_becomes_a_message(self):
        server = self.terminal()
        device = self.device_of(server)
        ours = [("device_id", "=", device.id)]

        def nonsense():
            server.endpoint.announce(1, b"eleven byte")
            return True

        self.listen(
            self.listening(server),
            nonsense,
            lambda: self.env["biometric.message"].search_count(ours),
            self.passing(server, 1),
            self.stored(device, 1),
        )
        self.assertFalse(device.poll_error)

    def test_attendances_follow(self):
        server = self.terminal()
        device = self.device_of(server)
        self.listen(
            self.listening(server), self.passing(server, 0), self.stored(device, 1)
        )
        self.pair(self.punches(self.ann).instant)
        self.assertEqual(len(self.attendance(self.ann)), 1)


class TestLiveAndCron(LiveCase):
    """One client at a time: whoever has the lock."""

    def test_the_cron_leaves_alone_who_is_listened_to(self):
        server, other = self.terminal("LIVE"), self.terminal("OTHER")
        device, asked = self.device_of(server), self.device_of(other)
        asked.live = False
        self.occupy(device)  # the process
        self.assertTrue(device.listened_to)
        self.poll(device, asked)
        self.assertEqual(server.connections.accepted, 0)
        self.assertFalse(device.poll_next)  # whoever listens sees that it is due
        self.assertTrue(asked.last_seen)

    def test_without_the_process_the_cron_asks_as_usual(self):
        server = self.terminal()
        self.pass_by(server, 2)
        device = self.device_of(server)
        self.poll(device)
        self.assertEqual(self.punches(device=device).mapped("route"), ["poll"] * 2)

    def test_a_cron_that_was_first_is_no_reason_not_to_listen(self):
        server = self.terminal()
        device = self.device_of(server)
        self.poll(device)
        self.assertGreater(device.poll_next, fields.Datetime.now())
        self.listen(self.listening(server))
        self.assertEqual(server.connections.accepted, 2)

    def test_testing_the_connection_disturbs_nobody(self):
        server = self.terminal()
        device = self.device_of(server)
        self.occupy(device)
        device.action_test_connection()
        self.assertEqual(device.test_kind, "success")
        self.assertIn("being listened to", device.test_result)
        self.assertEqual(server.connections.accepted, 0)

    def test_looking_in_once(self):
        alive, dead, taken = (self.terminal(name) for name in ("A", "B", "C"))
        devices = [self.device_of(server) for server in (alive, dead, taken)]
        dead.stop()
        self.occupy(devices[2])
        self.pass_by(alive, 2)
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.env.registry.cursor() as cr:
            asked = self.env(cr=cr)["biometric.device"]._poll_once()
        self.env.invalidate_all()
        self.assertEqual(set(asked.ids), {devices[0].id, devices[1].id})
        self.assertEqual(len(self.punches(device=devices[0])), 2)
        self.assertIn("refused", devices[1].poll_error)
        self.assertNotIn(Command.REGISTER_EVENTS, alive.log)
