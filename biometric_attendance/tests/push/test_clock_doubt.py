"""A wrong clock or zone is doubted at the first or second live punch, a backlog never."""

from contextlib import nullcontext
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ...models.push import clock_doubt, contact
from ...rules import clock
from ..common import row
from ..http_common import AdmsCase

PARIS = clock.zone("Europe/Paris")
NOON = fields.Datetime.to_datetime("2025-07-07 10:00:00")  # summer, 12:00 in Paris
HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestClockDoubt(AdmsCase):
    def setUp(self):
        super().setUp()
        clock_doubt._last_looks.clear()
        self.now = NOON
        self.device.clock_drift = 0

    def contact(self, minutes):
        """Have the terminal call for some minutes and send nothing."""
        for _minute in range(minutes):
            self.now += timedelta(minutes=1)
            with freeze_time(self.now):
                contact._last_written.clear()
                self.poll()

    def upload(self, *times, pin="1"):
        with freeze_time(self.now):
            contact._last_written.clear()
            answer = self.post_rows(*(row(pin, str(at)) for at in times))
            self.assertEqual(answer.status_code, 200)
        return self.punches().sorted("id")[-1:]

    def assertDoubt(self, doubt, drift=None):
        self.env.invalidate_all()
        self.assertEqual(self.device.clock_doubt, doubt)
        if drift is not None:
            self.assertAlmostEqual(self.device.clock_drift, drift, delta=5)

    def punch(self, error=timedelta(), pin="1", minutes=5):
        """Make a live punch by a clock that is ahead by ``error``; return it."""
        self.contact(minutes)
        self.now += timedelta(seconds=2)
        wall = clock.wall(self.now, PARIS) + error - timedelta(seconds=2)
        return self.upload(wall, pin=pin)

    def test_three_hours_behind_are_doubted_at_the_second_punch(self):
        first = self.punch(-3 * HOUR)
        self.assertDoubt(False, 0)
        second = self.punch(-3 * HOUR, minutes=7)
        self.assertDoubt("zone", -3 * 3600)
        with freeze_time(self.now):
            self.assertEqual(
                self.device.clock_doubt_text,
                "looks like UTC-01:00; the device is set to Europe/Paris.",
            )
        self.assertEqual(self.device.clock_doubt_since, first.received_at)
        self.assertEqual((first + second).mapped("doubted_time"), [True, True])
        self.assertTrue(self.punch(-3 * HOUR).doubted_time)
        self.pair()
        outcomes = set(self.punches().mapped("outcome"))
        self.assertNotIn("waiting", outcomes)
        self.assertIn("doubtful", self.device.message_ids[:1].body)

    def test_three_hours_ahead_are_doubted_at_the_first(self):
        self.device.clock_drift = -720
        punch = self.punch(3 * HOUR)
        self.assertDoubt("zone", 3 * 3600)
        self.assertEqual((punch.outcome, punch.doubted_time), ("clock_error", True))

    def test_daylight_saving_that_is_off_is_called_by_its_name(self):
        self.punch(-HOUR)
        self.punch(-HOUR)
        self.assertDoubt("summer_off", -3600)
        self.assertIn("60 minutes behind: daylight", self.device.clock_doubt_text)
        self.now = fields.Datetime.to_datetime("2025-11-03 10:00:00")
        self.punch()
        self.assertDoubt(False, 0)

    def test_a_clock_of_another_century_is_doubted(self):
        error = fields.Datetime.to_datetime("2000-01-01 00:00:00") - NOON
        self.punch(error)
        self.punch(error)
        winter = 3600  # its calendar is not in summer time
        self.assertDoubt("clock", error.total_seconds() + winter)
        self.assertEqual(self.punches().mapped("doubted_time"), [True, True])

    def test_twelve_minutes_are_a_wrong_clock(self):
        self.punch(timedelta(minutes=-12))
        self.punch(timedelta(minutes=-12))
        self.assertDoubt("clock", -720)

    def test_three_days_of_backlog_raise_no_doubt_however_they_come(self):
        self.contact(5)
        made = clock.wall(self.now, PARIS)
        rows = [made + timedelta(minutes=37 * n) for n in range(116)]
        self.now += timedelta(days=3)
        for at in rows[:40]:
            self.now += timedelta(seconds=50)
            self.upload(at)
            self.assertDoubt(False, 0)
        for start in range(40, 116, 9):
            self.now += timedelta(seconds=2)
            self.upload(*rows[start : start + 9])
        self.assertDoubt(False, 0)
        self.assertFalse(any(self.punches().mapped("doubted_time")))
        self.punch()
        self.assertDoubt(False, 0)

    def test_a_punch_that_waited_exactly_three_hours_raises_none(self):
        self.contact(5)
        made = self.now + timedelta(seconds=90)
        for pin, seconds in (("1", 0), ("2", 11)):
            self.now = made + 3 * HOUR + timedelta(seconds=seconds)
            self.upload(clock.wall(made + timedelta(seconds=seconds), PARIS), pin=pin)
        self.assertDoubt(False, 0)

    def test_what_is_sent_once_more_raises_no_doubt(self):
        self.contact(5)
        made = clock.wall(self.now, PARIS)
        times = [made + timedelta(seconds=20 * n) for n in range(6)]
        for at in times:
            self.upload(at)
        self.now += timedelta(days=30)
        self.contact(10)
        for at in times:
            self.now += timedelta(seconds=15)
            self.upload(at)
            self.assertDoubt(False)
        self.assertEqual(len(self.punches()), 6)
        self.punch(-3 * HOUR)
        self.punch(-3 * HOUR)
        self.assertDoubt("zone", -3 * 3600)

    def test_what_waited_because_it_was_refused_raises_no_doubt(self):
        self.contact(5)
        made = clock.wall(self.now, PARIS)
        self.contact(20)
        self.device.write({"refused_at": self.now, "refused_reason": "full"})
        for number in range(4):
            self.now += timedelta(seconds=2)
            self.upload(made + timedelta(seconds=10 * number))
            self.assertDoubt(False)

    def test_a_contradiction_drops_a_young_doubt_with_its_marks(self):
        self.punch(-3 * HOUR)
        self.punch(-3 * HOUR)
        self.assertDoubt("zone")
        punch = self.punch()
        self.assertDoubt(False, 0)
        self.assertFalse(self.device.clock_doubt_since)
        self.assertFalse(punch.doubted_time)
        self.assertFalse(any(self.punches().mapped("doubted_time")))

    def test_the_marks_stay_where_the_server_had_the_clock_set(self):
        self.punch(timedelta(minutes=-12))
        self.punch(timedelta(minutes=-12))
        self.assertDoubt("clock", -720)
        command = (
            self.env["biometric.command"]
            .sudo()
            ._queue(self.device, "set_clock", {"time": str(self.now)})
        )
        command.write({"state": "done", "sent_at": self.now, "finished_at": self.now})
        self.punch()
        self.assertDoubt(False, 0)
        marks = self.punches().sorted("id").mapped("doubted_time")
        self.assertEqual(marks, [True, True, False])

    def test_the_marks_of_a_clock_that_was_put_right_stay(self):
        for _time in range(3):
            self.punch(-3 * HOUR)
        self.punch()
        self.assertDoubt(False, 0)
        marks = self.punches().sorted("id").mapped("doubted_time")
        self.assertEqual(marks, [True, True, True, False])
        self.assertEqual(self.device.doubted_count, 3)

    def test_an_offset_the_terminal_sends_is_noted(self):
        self.punch()
        self.assertFalse(self.punches().own_offset)

    def test_within_a_minute_a_live_punch_costs_its_statement_alone(self):
        self.contact(5)
        cache = self.as_gateway(self.env["biometric.device.cache"])
        with freeze_time(self.now):
            body = f"{row('1', str(clock.wall(self.now, PARIS)))}\n".encode()
            for queries in (None, 1):
                caller = cache._browse(cache._find("adms", self.SERIAL))
                with self.assertQueryCount(queries) if queries else nullcontext():
                    caller._receive("ATTLOG", body)
                self.env.flush_all()
                self.env.invalidate_all()
        self.assertEqual(len(self.punches()), 1)

    def test_a_call_is_noted_with_one_update_a_minute(self):
        device = self.as_gateway(self.device)
        self.env.flush_all()
        with self.assertQueryCount(3):  # with a savepoint around it
            device._record_contact("10.0.0.7")
        with self.assertQueryCount(0):
            device._record_contact("10.0.0.7")
        self.assertEqual(self.device.contact_since, self.device.last_seen)
