"""What becomes of a punch on arrival, and that it arrives once."""

from datetime import timedelta

from odoo import fields

from ..common import IN, NONE, OUT, BiometricCase, row


class TestIngest(BiometricCase):
    def test_a_punch_keeps_its_line_its_clock_and_its_instant(self):
        line = row("1", "08:00", IN, verify=15)
        self.push(line)
        self.assertRecordValues(
            self.punches(),
            [
                {
                    "pin": "1",
                    "employee_id": self.ann.id,
                    "device_time": "2025-03-03 08:00:00",
                    "instant": fields.Datetime.to_datetime("2025-03-03 07:00:00"),
                    "direction": "in",
                    "status": 0,
                    "verify": 15,
                    "line": line,
                    "route": "push",
                    "outcome": "waiting",
                }
            ],
        )
        self.assertTrue(self.punches().received_at)

    def test_a_pin_keeps_its_leading_zeros(self):
        self.push(row("00017", "08:00"), row("17", "08:00"))
        self.assertEqual(
            [(p.pin, p.employee_id, p.outcome) for p in self.punches().sorted("pin")],
            [
                ("00017", self.bob, "waiting"),
                ("17", self.env["hr.employee"], "unmapped"),
            ],
        )

    def test_the_same_pin_on_two_devices_may_be_two_people(self):
        other = self.make_device("GATE002")
        self.map_user(other, "1", self.bob)
        self.push(row("1", "08:00"))
        self.push(row("1", "08:00"), device=other)
        self.assertEqual(self.punches().employee_id, self.ann)
        self.assertEqual(self.punches(device=other).employee_id, self.bob)

    def test_an_unknown_pin_is_noted_once_for_somebody_to_map(self):
        self.push(row("99", "08:00"), row("99", "17:00"))
        self.push(row("99", "18:00"))
        user = self.device.user_ids.filtered(lambda user: user.pin == "99")
        self.assertEqual(len(user), 1)
        self.assertFalse(user.employee_id)
        self.assertEqual(set(self.punches().mapped("outcome")), {"unmapped"})
        self.assertEqual(self.device.unmapped_count, 1)

    def test_a_clock_that_runs_ahead_is_not_believed(self):
        now = fields.Datetime.now().replace(microsecond=0)
        self.device.tz = "UTC"
        ahead = now + timedelta(minutes=7)
        within = now + timedelta(minutes=3)
        self.push(
            row("1", str(ahead)), row("1", str(within)), row("1", "2070-01-01 00:00:00")
        )
        self.assertEqual(
            self.punches().mapped("outcome"), ["waiting", "clock_error", "clock_error"]
        )
        self.pair()
        self.assertEqual(len(self.attendance(self.ann)), 1)

    def test_what_came_before_the_start_waits_for_the_start(self):
        self.device.import_since = "2025-03-03 07:30:00"
        self.push(
            row("1", "08:00", IN),
            row("1", "09:00", IN),
            row("1", "2000-01-01 00:00:00"),
        )
        self.assertEqual(
            self.punches().mapped("outcome"),
            ["before_start", "before_start", "waiting"],
        )

    def test_a_device_counts_ninety_days_before_its_approval(self):
        device = self.make_device("NEW", import_since=False)
        ninety_days_ago = fields.Datetime.now() - timedelta(days=90)
        self.assertAlmostEqual(
            device.import_since, ninety_days_ago, delta=timedelta(minutes=5)
        )

    def test_known_punches_stay_known_after_the_zone_is_corrected(self):
        rows = [row("1", "08:00", IN), row("1", "17:00", OUT)]
        self.push(*rows)
        self.device.tz = "Asia/Kathmandu"
        self.push(*rows)
        self.assertEqual(len(self.punches()), 2)

    def test_another_key_in_the_same_second_is_another_punch(self):
        self.push(row("1", "08:00", IN), row("1", "08:00", OUT), row("1", "08:00", IN))
        self.assertEqual(len(self.punches()), 2)

    def test_a_punch_without_a_state_key_is_stored_once(self):
        line = "1\t2025-03-03 08:00:00\t\t1"
        self.push(line, line)
        self.push(line)
        self.assertEqual(self.punches().mapped("status"), [-1])

    def test_the_hour_that_happens_twice_is_resolved_by_the_order(self):
        self.push(
            row("1", "2025-10-26 02:10:00"),
            row("1", "2025-10-26 02:50:00"),
            row("1", "2025-10-26 02:15:00"),
            row("1", "2025-10-26 03:30:00"),
        )
        instants = {p.device_time[11:16]: str(p.instant)[11:16] for p in self.punches()}
        self.assertEqual(
            instants,
            {"02:10": "00:10", "02:50": "00:50", "02:15": "01:15", "03:30": "02:30"},
        )

    def test_the_hour_that_is_skipped_moves_on(self):
        self.push(row("1", "2025-03-30 02:30:00"))
        self.assertEqual(str(self.punches().instant), "2025-03-30 01:30:00")

    def test_zones_of_half_and_quarter_hours(self):
        self.device.tz = "Asia/Kathmandu"
        self.push(row("1", "08:00"))
        self.assertEqual(str(self.punches().instant), "2025-03-03 02:15:00")

    def test_entry_and_exit_devices_decide_the_direction(self):
        for source, direction in (("entry", "in"), ("exit", "out"), ("none", False)):
            with self.subTest(source=source):
                device = self.make_device(source, direction_source=source)
                self.push(row("5", "08:00", OUT), device=device)
                self.assertEqual(self.punches(device=device).direction, direction)

    def test_keys_mean_what_the_device_says_they_mean(self):
        self.device.direction_codes = "1=in; 7=break_out"
        self.push(row("1", "08:00", 1), row("1", "09:00", 7), row("1", "10:00", NONE))
        self.assertEqual(self.punches().mapped("direction"), ["in", "break_out", False])

    def test_the_work_of_an_ingest_does_not_grow_with_its_rows(self):
        def rows(count, day):
            return [row("1", f"2025-03-{day:02d} 08:{n:02d}:00") for n in range(count)]

        self.push(*rows(1, 1))  # caches
        counts = []
        for count, day in ((1, 2), (50, 3)):
            self.env["ir.cron.trigger"].flush_model()
            before = self.env.cr.sql_log_count
            self.push(*rows(count, day))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLess(counts[0], 10)

    def test_a_live_punch_measures_the_clock_of_the_terminal(self):
        self.device.tz = "UTC"
        now = fields.Datetime.now().replace(microsecond=0)
        self.push(row("1", str(now - timedelta(seconds=130))))
        self.env.invalidate_all()
        self.assertAlmostEqual(self.device.clock_drift, -130, delta=10)
