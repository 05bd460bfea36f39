"""The clock of a terminal is set by the rule, and by command."""

from datetime import datetime, timedelta, timezone

from simulator.clock import Clock

from ...models.poll import clock
from ..poll_common import PollCase


class TestPollClock(PollCase):
    def setUp(self):
        super().setUp()
        # A zone in which it is about noon: near midnight no clock is set.
        ahead = (12 - datetime.now(timezone.utc).hour) % 24
        ahead -= 24 * (ahead > 12)
        self.zone = f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"

    def wrong(self, seconds):
        server = self.terminal(f"OFF{seconds}", clock=Clock(self.zone, seconds))
        server.terminal.zone = self.zone
        return server, self.device_of(server, tz=self.zone)

    def error(self, server):
        """Seconds its clock is ahead by now."""
        now = datetime.now(timezone.utc)
        right = now.astimezone(Clock(self.zone).zone).replace(tzinfo=None)
        return (server.terminal.clock.wall(now) - right).total_seconds()

    def test_a_clock_that_is_wrong_is_set(self):
        for seconds in (-3600, -90, 90, 3600):
            server, device = self.wrong(seconds)
            self.poll(device)
            with self.subTest(seconds=seconds):
                self.assertAlmostEqual(self.error(server), 0, delta=5)
                self.assertAlmostEqual(device.clock_drift, seconds, delta=5)
                command = device.command_ids
                self.assertEqual((command.kind, command.state), ("set_clock", "done"))
                # Looked at again although nothing is new; then no more.
                self.poll(device)
                self.assertAlmostEqual(device.clock_drift, 0, delta=5)
                self.asked(server)
                self.poll(device)
                self.assertEqual(self.asked(server), ["SIZES"])

    def test_a_clock_that_is_nearly_right_is_not(self):
        _server, device = self.wrong(-40)
        self.poll(device)
        self.assertFalse(device.command_ids)
        self.assertAlmostEqual(device.clock_drift, -40, delta=5)

    def test_only_where_that_is_wanted(self):
        server, device = self.wrong(-600)
        device.correct_clock = False
        self.poll(device)
        self.assertFalse(device.command_ids)
        command = self.env["biometric.command"]._queue(
            device, "set_clock", {"time": "2020-01-01 00:00:00"}
        )
        self.poll(device)
        self.assertEqual(command.state, "done")
        self.assertAlmostEqual(self.error(server), 0, delta=5)

    def test_not_while_punches_of_the_future_are_stored(self):
        server, device = self.wrong(7200)
        server.terminal.punch("1", datetime.now(timezone.utc))
        device.correct_clock = False
        self.poll(device)
        self.assertEqual(self.punches(device=device).outcome, "clock_error")
        device.correct_clock = True
        server.terminal.punch("1", datetime.now(timezone.utc) + timedelta(minutes=1))
        self.poll(device)
        self.assertFalse(device.command_ids)

    def test_not_near_midnight(self):
        device = self.make_device("HALL4370", brand="zk4370", host="10.0.0.9")
        device.tz = "UTC"
        for now, kinds in (
            ("2025-03-03 23:50:00", []),
            ("2025-03-04 00:10:00", []),
            ("2025-03-04 00:20:00", ["set_clock"]),
        ):
            now = datetime.fromisoformat(now)
            clock.compare(device, now - timedelta(minutes=5), now)
            with self.subTest(now=now):
                self.assertEqual(device.clock_drift, -300)
                self.assertEqual(device.command_ids.mapped("kind"), kinds)
