"""Evidence for keys: earlier days of the person, and other people at the terminal."""

import random

from odoo.tests import tagged

from ...models.pairing.biometric_pairing import Change
from ...rules.evidence import Evidence
from ..common import IN, OUT, row
from ..policy_common import PolicyCase

WEEK = [f"2025-03-{number:02}" for number in range(3, 8)]  # Monday to Friday


def both(pin, day):
    """A day with both keys."""
    return [row(pin, f"{day} 08:00:00", IN), row(pin, f"{day} 17:00:00", OUT)]


@tagged("post_install", "-at_install")
class TestKeys(PolicyCase):
    """A check-in that nothing followed is a missing check-out: the week is long past."""

    def became(self, employee, day):
        return [
            f"{punch.device_time[11:16]} {punch.outcome}"
            for punch in self.punches(employee)
            if punch.device_time.startswith(day)
        ]

    def keys_of(self, employee, day):
        return self.env["biometric.day"].read_day(employee.id, day)["keys"]

    def snapshot(self, employee):
        """The rows and outcomes of a person."""
        rows = self.attendance(employee)
        return (
            [(str(p.instant), p.outcome, p.reason) for p in self.punches(employee)],
            sorted((str(r.check_in), str(r.check_out)) for r in rows),
        )

    def plans(self, *employees):
        """``[(Case, Plan)]`` of what is queued, which stays queued."""
        self.env.flush_all()
        queued = self.env["biometric.pairing"].search_fetch(
            [("employee_id", "in", [employee.id for employee in employees])]
        )
        changes = {each.employee_id: Change(each.since) for each in queued}
        return self.env["biometric.pairing"].sudo()._plans(changes)

    def recomputed(self, employee):
        """What pairing everything anew gives."""
        first = self.punches(employee)[0].instant
        self.env["biometric.pairing"].sudo()._queue([(employee, first)])
        self.pair()
        return self.snapshot(employee)

    def test_only_an_out_after_three_days_with_both_keys(self):
        for day in WEEK[:3]:
            self.push(*both("1", day))
            self.pair()
        self.push(row("1", f"{WEEK[3]} 17:00:00", OUT))
        self.pair()
        self.push(row("1", f"{WEEK[4]} 07:00:00", IN))
        self.pair(f"{WEEK[4]} 08:00:00")
        self.assertEqual(self.became(self.ann, WEEK[3]), ["17:00 missing_check_in"])
        friday = self.attendance(self.ann).filtered(lambda a: str(a.date) == WEEK[4])
        self.assertEqual(
            (str(friday.check_in)[11:], friday.check_out), ("06:00:00", False)
        )
        self.assertEqual(len(self.attendance(self.ann)), 4)
        self.assertEqual(
            self.keys_of(self.ann, WEEK[3]),
            "Keys count: both kinds on 3 of the last 3 days worked.",
        )
        self.assertEqual(
            self.keys_of(self.ann, WEEK[0]),
            "Keys count: both kinds were pressed on this day.",
        )

    def test_out_just_before_midnight_of_a_day_without_an_in(self):
        for day in WEEK[:3]:
            self.push(*both("1", day))
        self.push(
            row("1", f"{WEEK[3]} 23:59:00", OUT), row("1", f"{WEEK[4]} 07:00:00", IN)
        )
        self.pair()
        self.assertEqual(self.became(self.ann, WEEK[3]), ["23:59 missing_check_in"])

    def test_keyless_terminal_alternates(self):
        for day in WEEK:
            self.push(row("1", f"{day} 08:00:00", IN), row("1", f"{day} 17:00:00", IN))
            self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"] * 5)
        self.assertEqual(
            self.keys_of(self.ann, WEEK[4]),
            "Keys do not count: only one kind was pressed; both kinds on 0 of the last 4 days "
            "worked.",
        )

    def test_no_keys_are_said_to_be_none(self):
        self.push(row("1", f"{WEEK[0]} 08:00:00"))
        self.pair()
        self.assertEqual(
            self.keys_of(self.ann, WEEK[0]),
            "No keys were pressed: punches are in and out in turn.",
        )
        self.assertEqual(self.keys_of(self.ann, WEEK[1]), "", "nobody punched")

    def test_days_long_before_the_window_are_looked_at(self):
        """A plan begins a day or so before what is new, and knows the days before."""
        for day in ("2024-12-10", "2024-12-11"):
            self.push(*both("1", day))
        for day in ("2025-02-20", "2025-02-21"):
            self.push(*[row("1", f"{day} {clock}:00:00") for clock in ("08", "17")])
        self.pair()
        out = row("1", f"{WEEK[0]} 17:00:00", OUT)
        self.push(out)
        self.pair()
        self.assertEqual(self.became(self.ann, WEEK[0]), ["17:00 missing_check_out"])
        # Late, and as if it had always been there.
        self.push(*both("1", "2024-12-09"))
        self.pair()
        self.assertEqual(self.became(self.ann, WEEK[0]), ["17:00 missing_check_in"])
        self.push(row("1", f"{WEEK[1]} 17:00:00", OUT))
        ((case, _plan),) = self.plans(self.ann)
        self.assertGreater(
            str(case.start), "2025-02-01", "later than the days that tell"
        )
        self.assertIn(Evidence(6, 3), case.evidence.values())
        self.pair()
        self.assertEqual(self.became(self.ann, WEEK[1]), ["17:00 missing_check_in"])

    def test_last_ten_days_only_also_before_the_window(self):
        for number in range(1, 4):
            self.push(*both("1", f"2025-02-{number:02}"))
        for number in range(10, 18):
            self.push(
                *[
                    row("1", f"2025-02-{number} {clock}:00:00", IN)
                    for clock in ("08", "17")
                ]
            )
        self.pair()
        self.push(row("1", f"{WEEK[0]} 17:00:00", OUT))
        self.pair()
        self.assertEqual(self.became(self.ann, WEEK[0]), ["17:00 missing_check_out"])
        self.assertEqual(
            self.keys_of(self.ann, WEEK[0]),
            "Keys do not count: only one kind was pressed; both kinds on 2 of the last 10 days "
            "worked.",
        )

    def colleagues(self, *days_of_each):
        """People who press both keys on so many of the first days of the week."""
        for number, days in enumerate(days_of_each):
            pin = str(100 + number)
            self.make_employee(f"Colleague {pin}", {self.device: pin})
            for place, day in enumerate(WEEK[:3]):
                rows = both(pin, day)
                self.push(*rows[: 2 if place < days else 1])
        self.pair()

    def test_newcomer_where_four_of_five_people_press_both(self):
        self.colleagues(3, 3, 3, 3, 2)
        self.push(
            row("1", f"{WEEK[3]} 17:00:00", OUT), row("1", f"{WEEK[4]} 07:00:00", IN)
        )
        self.pair()
        self.assertEqual(self.became(self.ann, WEEK[3]), ["17:00 missing_check_in"])
        self.assertEqual(
            self.keys_of(self.ann, WEEK[3]),
            "Keys count: 4 of the 5 people at the terminal press both kinds.",
        )

    def test_newcomer_where_too_few_people_do(self):
        self.colleagues(3, 3, 3, 2, 2)
        self.push(row("1", f"{WEEK[3]} 17:00:00", OUT))
        self.pair()
        self.assertEqual(self.became(self.ann, WEEK[3]), ["17:00 missing_check_out"])
        self.assertEqual(
            self.keys_of(self.ann, WEEK[3]),
            "Keys do not count: only one kind was pressed; both kinds on 0 of the last 0 days worked, "
            "and by 3 of the 5 people at the terminal.",
        )

    def test_people_of_another_terminal_say_nothing(self):
        self.colleagues(3, 3, 3, 3)
        other = self.make_device("YARD001")
        self.map_user(other, "1", self.ann)
        self.push(row("1", f"{WEEK[3]} 17:00:00", OUT), device=other)
        self.pair()
        self.assertEqual(self.became(self.ann, WEEK[3]), ["17:00 missing_check_out"])

    def test_punches_of_others_that_come_late_change_the_reading_when_recomputed(self):
        self.push(row("1", f"{WEEK[3]} 17:00:00", OUT))
        self.pair()
        self.colleagues(3, 3, 3, 3)
        self.assertEqual(self.became(self.ann, WEEK[3]), ["17:00 missing_check_out"])
        self.recomputed(self.ann)
        self.assertEqual(self.became(self.ann, WEEK[3]), ["17:00 missing_check_in"])

    def test_preview_shows_what_punches_of_others_changed(self):
        self.push(
            row("1", f"{WEEK[3]} 17:00:00", OUT), row("1", f"{WEEK[4]} 07:00:00", IN)
        )
        self.pair()
        self.colleagues(3, 3, 3, 3)
        wizard = self.env["biometric.recompute"].create(
            {"since": WEEK[3], "employee_ids": [(6, 0, self.ann.ids)]}
        )
        wizard.action_preview()
        self.assertEqual((wizard.removed, wizard.added), (1, 0), "the night goes")

    def test_any_order_of_arrival_gives_what_all_at_once_gives(self):
        """Recomputing then changes nothing."""
        lines = [line for day in WEEK[:3] for line in both("{}", day)]
        lines += [
            row("{}", f"{WEEK[3]} 17:00:00", OUT),
            row("{}", f"{WEEK[4]} 07:00:00", IN),
        ]
        chance = random.Random(20250303)
        expected = None
        for number in range(12):
            pin = str(500 + number)
            employee = self.make_employee(
                f"Late {number}", {self.make_device(f"L{pin}"): pin}
            )
            device = employee.biometric_user_ids.device_id
            arriving = [line.format(pin) for line in lines]
            if number:
                chance.shuffle(arriving)
            size = chance.randint(1, 3) if number else len(arriving)
            for first in range(0, len(arriving), size):
                self.push(*arriving[first : first + size], device=device)
                self.pair()
            found = self.snapshot(employee)
            expected = expected or found
            self.assertEqual(found, expected, arriving)
            self.assertEqual(self.recomputed(employee), expected)
        self.assertIn(
            "missing_check_in", [outcome for _at, outcome, _why in expected[0]]
        )

    def test_more_people_need_no_more_queries(self):
        people = [
            self.make_employee(f"Many {n}", {self.device: str(700 + n)})
            for n in range(6)
        ]
        for number in range(6):
            for day in WEEK[:3]:
                self.push(both(str(700 + number), day)[0])
        self.pair()
        for number in range(6):
            self.push(row(str(700 + number), f"{WEEK[3]} 17:00:00", OUT))

        def count(employees):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            planned = self.plans(*employees)
            self.assertTrue(all(case.start and case.evidence for case, _ in planned))
            return self.env.cr.sql_log_count - before

        count(people[:1])
        self.assertEqual(count(people), count(people[:1]))

    def test_evidence_of_a_case(self):
        self.colleagues(3)
        for day in WEEK[:2]:
            self.push(both("1", day)[0])
        self.pair()
        self.push(row("1", f"{WEEK[3]} 17:00:00", OUT))
        ((case, _plan),) = self.plans(self.ann)
        (found,) = (case.evidence[day] for day in case.evidence if str(day) == WEEK[3])
        self.assertEqual(found, Evidence(2, 0, 2, 1))
