"""From pushed rows to attendances, whatever the order, and nothing written in vain."""

import random
from contextlib import contextmanager

from ..common import DAY, IN, NONE, OUT, BiometricCase, row

WEEK = [
    row(pin, f"2025-03-{day:02d} {clock}", status)
    for pin in ("1", "00017")
    for day in range(3, 8)
    for clock, status in (
        ("08:00:00", IN),
        ("08:00:30", IN),  # double tap
        ("12:01:00", OUT),
        ("12:58:00", IN),
        ("17:03:00", OUT),
    )
]


class TestPairingFlow(BiometricCase):
    def test_a_day_becomes_one_attendance_of_the_device(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        attendance = self.attendance(self.ann)
        self.assertRecordValues(
            attendance,
            [
                {
                    "in_mode": "biometric",
                    "out_mode": "biometric",
                    "in_device_id": self.device.id,
                    "out_device_id": self.device.id,
                    "biometric_managed": True,
                }
            ],
        )
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(attendance.punch_ids, self.punches(self.ann))
        self.assertEqual(
            self.outcomes(self.ann), ["08:00 checked_in", "17:00 checked_out"]
        )
        self.assertTrue(all(self.punches(self.ann).mapped("reason")))

    def test_without_keys_punches_alternate(self):
        self.push(*(row("1", clock) for clock in ("08:00", "12:00", "13:00", "17:00")))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-11:00", "12:00-16:00"])

    def test_a_night_is_one_attendance(self):
        self.push(row("1", "2025-03-03 22:00:00"), row("1", "2025-03-04 06:00:00"))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["21:00-05:00"])

    def test_a_check_in_is_open_until_the_check_out_comes(self):
        self.push(row("1", "08:00", IN))
        self.pair(f"{DAY} 12:00:00")
        self.assertEqual(self.sessions(self.ann), ["07:00-"])
        opened = self.attendance(self.ann)
        self.push(row("1", "17:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(self.attendance(self.ann), opened)

    def test_a_double_tap_belongs_to_its_attendance(self):
        self.push(row("1", "08:00"), row("1", "17:00"), row("1", f"{DAY} 17:00:30"))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(self.attendance(self.ann).punch_ids, self.punches(self.ann))

    def test_two_devices_one_delayed(self):
        other = self.make_device("GATE002")
        self.map_user(other, "A1", self.ann)
        self.push(row("A1", "17:00", OUT), device=other)
        self.pair()
        self.assertEqual(self.outcomes(self.ann), ["17:00 missing_check_out"])
        self.push(row("1", "08:00", IN))
        self.pair()
        attendance = self.attendance(self.ann)
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(attendance.in_device_id, self.device)
        self.assertEqual(attendance.out_device_id, other)

    def state(self):
        """Everything pairing decided, without ids of rows."""
        rows = self.env["hr.attendance"].search(
            [("employee_id", "in", (self.ann + self.bob).ids)]
        )
        return {
            "rows": sorted(
                (
                    r.employee_id.name,
                    str(r.check_in),
                    str(r.check_out),
                    r.in_mode,
                    r.out_mode,
                )
                for r in rows
            ),
            "punches": sorted(
                (
                    p.pin,
                    p.device_time,
                    p.status,
                    p.outcome,
                    p.reason,
                    str(p.attendance_id.check_in),
                )
                for p in self.punches()
            ),
        }

    def reset(self):
        for model in ("hr.attendance", "biometric.punch", "biometric.pairing"):
            self.env.cr.execute(f"DELETE FROM {self.env[model]._table}")
        self.env.invalidate_all()

    def test_late_and_reordered_batches_give_the_rows_of_punctual_ones(self):
        for line in WEEK:  # punctual: one by one, in time order
            self.push(line)
        self.pair()
        punctual = self.state()
        self.assertEqual(len(punctual["rows"]), 20)
        for seed in range(8):
            with self.subTest(seed=seed):
                self.reset()
                chance = random.Random(seed)
                lines = WEEK + chance.sample(WEEK, 10)
                chance.shuffle(lines)
                while lines:
                    size = chance.randint(1, 12)
                    self.push(*lines[:size])
                    del lines[:size]
                    self.pair()
                self.assertEqual(self.state(), punctual)

    @contextmanager
    def counted_writes(self):
        """Which methods of attendances that write were called, in order."""
        attendance = type(self.env["hr.attendance"])
        calls = []
        for name in ("create", "write", "unlink"):
            original = getattr(attendance, name)

            def spy(rows, *args, _name=name, _original=original):
                if _name != "create" or args[0]:
                    calls.extend([_name] * bool(rows or _name == "create"))
                return _original(rows, *args)

            spy._api_model = getattr(original, "_api_model", False)
            self.patch(attendance, name, spy)
        yield calls

    def test_a_replay_writes_nothing(self):
        self.push(*WEEK)
        self.pair()
        before = self.state()
        with self.counted_writes() as calls:
            self.push(*WEEK)
            self.assertFalse(self.env["biometric.pairing"].search([]))
            self.punches().action_recompute()
            self.assertTrue(self.env["biometric.pairing"].search([]))
            self.pair()
        self.assertEqual(calls, [])
        self.assertEqual(self.state(), before)

    def test_only_the_row_that_changes_is_written(self):
        self.push(*WEEK)
        self.pair()
        others = self.attendance(self.bob)
        with self.counted_writes() as calls:
            self.push(row("1", "2025-03-05 17:30:00", OUT))
            self.pair()
        self.assertEqual(calls, ["write"])
        self.assertEqual(self.attendance(self.bob), others)
        self.assertIn("11:58-16:30", self.sessions(self.ann))

    def test_a_forgotten_check_out_invents_no_hours(self):
        self.push(row("1", "2025-03-03 08:00:00", IN))
        self.push(
            row("1", "2025-03-04 08:00:00", IN), row("1", "2025-03-04 17:00:00", OUT)
        )
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(self.punches(self.ann)[0].outcome, "missing_check_out")

    def test_a_day_with_keys_of_one_kind_alternates(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", IN))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_a_punch_with_none_of_the_keys_closes_what_a_key_opened(self):
        self.push(row("1", "08:00", IN), row("1", "12:00", OUT))
        self.push(row("1", "13:00", NONE), row("1", "17:00", NONE))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-11:00", "12:00-16:00"])
