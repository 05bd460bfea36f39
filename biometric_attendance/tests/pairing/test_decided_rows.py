"""What people decided about attendances stands, whatever is paired later."""

from datetime import date

from freezegun import freeze_time

from ...models.people.archiving import date_archivings
from ..common import DAY, IN, OUT, row
from ..fixed_rows_common import FixedRowsCase


def at(day, clock):
    return f"2025-03-{day:02} {clock}:00"


class TestDecidedRows(FixedRowsCase):
    def test_an_end_typed_instead_of_the_automatic_one_stands(self):
        begun = self.systray("07:00")
        self.auto_check_out(f"{DAY} 21:00:00")
        begun.check_out = f"{DAY} 15:00:00"
        self.assertEqual(begun.out_mode, "manual")
        self.push(row("1", "09:00", IN), row("1", "17:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-15:00"])
        self.assertEqual(
            self.outcomes(self.ann), ["09:00 covered", "17:00 missing_check_in"]
        )

    def test_an_automatic_end_stays_one_when_the_beginning_is_typed(self):
        begun = self.systray("07:00")
        self.auto_check_out(f"{DAY} 21:00:00")
        begun.check_in = f"{DAY} 07:30:00"
        self.push(row("1", "17:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:30-16:00"])

    def test_an_end_typed_after_one_was_taken_back_beside_an_open_row_counts(self):
        begun = self.systray("07:00")
        self.push(row("1", "17:00", OUT))
        self.pair()
        self.systray("18:00")
        self.punches(self.ann).action_discard()
        self.pair()
        self.assertEqual(begun.check_out, begun.check_in)
        self.env["biometric.correction"].create(
            {
                "employee_id": self.ann.id,
                "instant": f"{DAY} 15:30:00",
                "direction": "out",
            }
        )
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-15:30", "18:00-"])

    def test_an_automatic_end_behind_another_row_does_not_come_back(self):
        begun = self.systray("07:00")
        self.auto_check_out(f"{DAY} 21:00:00")
        former = begun.check_out
        self.push(row("1", "12:00", OUT))
        self.pair()
        later = self.enter(self.ann, "12:00", "13:00")
        self.assertGreater(former, later.check_out)
        self.punches(self.ann).action_discard()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-07:00", "12:00-13:00"])
        self.push(row("1", "11:30", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-10:30", "12:00-13:00"])

    def automatic_row(self):
        self.push(row("1", "08:00", IN))
        self.pair(f"{DAY} 12:00:00")
        self.auto_check_out(f"{DAY} 21:00:00")
        self.pair()
        self.assertTrue(self.attendance(self.ann).check_out)

    def test_the_automatic_check_out_keeps_no_row_of_a_discarded_punch(self):
        self.automatic_row()
        self.punches(self.ann).action_discard()
        self.pair()
        self.assertFalse(self.sessions(self.ann))
        self.env["biometric.correction"].search(
            [("employee_id", "=", self.ann.id)]
        ).action_withdraw()
        self.pair()
        self.assertEqual(self.outcomes(self.ann), ["08:00 missing_check_out"])

    def test_the_automatic_check_out_keeps_no_row_of_another_persons_punch(self):
        self.automatic_row()
        user = self.env["biometric.device.user"]._with_pins(self.device, ["1"])
        self.assign(user, self.bob)
        self.pair()
        self.assertFalse(self.sessions(self.ann))

    def test_repeats_of_a_deleted_row_that_a_punch_ended_do_not_come_back(self):
        begun = self.systray("07:00")
        clocks = ("08:20:00", IN), ("17:00:00", OUT), ("17:00:20", OUT)
        self.push(*(row("1", f"{DAY} {clock}", key) for clock, key in clocks))
        self.pair()
        before = ["08:20 repeat", "17:00 repeat", "17:00 checked_out"]
        self.assertCountEqual(self.outcomes(self.ann), before)
        self.assertEqual(self.punches(self.ann).attendance_id, begun)
        self.punches(self.ann).action_recompute()
        self.pair()
        self.assertCountEqual(self.outcomes(self.ann), before)
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        begun.unlink()
        self.pair()
        self.assertFalse(self.sessions(self.ann))
        self.assertEqual(set(self.punches(self.ann).mapped("outcome")), {"discarded"})

    def push_days(self, *days):
        for day in days:
            self.push(
                row("1", at(day, "08:00"), IN),
                row("1", at(day, "12:00"), OUT),
                row("1", at(day, "13:00"), IN),
                row("1", at(day, "17:00"), OUT),
            )
            self.pair()

    def test_an_attendance_moved_to_a_former_day_does_not_come_back(self):
        self.push_days(10, 11)
        self.push(row("1", at(12, "08:00"), IN), row("1", at(12, "17:00"), OUT))
        self.pair()
        moved = self.attendance(self.ann).sorted("check_in")[-1]
        moved.write({"check_in": at(6, "07:00"), "check_out": at(6, "16:00")})
        self.pair()
        self.assertEqual(len(self.attendance(self.ann)), 5)
        self.push(row("1", at(13, "08:00"), IN), row("1", at(13, "17:00"), OUT))
        self.pair()
        days = [each.date.day for each in self.attendance(self.ann).sorted("check_in")]
        self.assertEqual(days, [6, 10, 10, 11, 11, 13])
        self.assertEqual(
            self.outcomes(self.ann)[-4:-2], ["08:00 covered", "17:00 covered"]
        )

    def test_a_punch_repeats_a_press_before_the_check_in_that_followed_it(self):
        self.push_days(1, 2)
        self.systray("07:00")
        self.systray("16:00")
        self.push(row("1", f"{DAY} 17:00:10", IN), row("1", f"{DAY} 17:00:40", OUT))
        self.pair(f"{DAY} 17:00:00")
        before = self.outcomes(self.ann)[-2:]
        self.assertEqual(before, ["17:00 checked_in", "17:00 repeat"])
        self.push(row("1", at(4, "06:00"), OUT))
        self.pair()
        self.assertEqual(self.outcomes(self.ann)[-3:-1], before)
        self.assertEqual(self.sessions(self.ann)[-1], "16:00-05:00")

    def test_a_departure_taken_back_counts_from_the_archiving_on(self):
        self.ann.departure_date = date(2025, 3, 14)
        with freeze_time(f"{DAY} 19:00:00"):
            self.ann.active = False
            self.env.flush_all()
        self.push_days(3, 4, 5, 14)
        self.assertEqual(len(self.sessions(self.ann)), 8)
        self.ann.departure_date = False
        self.pair()
        days = {each.date.day for each in self.attendance(self.ann)}
        self.assertEqual(days, {3})

    def test_people_archived_before_the_addon_was_there_are_not_employed(self):
        self.enter(self.ann, "07:00", "11:00")
        self.ann.active = False
        self.ann.biometric_archived_at = False
        self.env.flush_all()
        date_archivings(self.env.cr)
        self.env.invalidate_all()
        self.assertEqual(str(self.ann.biometric_archived_at), f"{DAY} 11:00:01")
        self.push(row("1", at(4, "08:00"), IN), row("1", at(4, "17:00"), OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-11:00"])

    def test_an_archived_version_takes_its_contract_with_it(self):
        self.ann.contract_date_end = "2025-02-28"
        self.ann.create_version(
            {
                "date_version": "2025-03-01",
                "contract_date_start": "2025-03-01",
                "contract_date_end": "2025-03-31",
            }
        )
        self.push_days(3)
        self.assertEqual(len(self.sessions(self.ann)), 2)
        self.ann.version_ids.sorted("date_version")[-1].active = False
        self.pair()
        self.assertFalse(self.sessions(self.ann))

    def test_a_denied_punch_is_denied_again_when_it_is_no_longer_discarded(self):
        self.push(row("1", "08:00", IN))
        self.pair()
        user = self.env["biometric.device.user"]._with_pins(self.device, ["1"])
        user.windows = [["2025-04-01", None]]
        self.env["biometric.punch"]._recompute_denied(user)
        punch = self.punches(self.ann)
        self.assertEqual(punch.outcome, "denied")
        punch.action_discard()
        self.env["biometric.correction"].search(
            [("punch_id", "=", punch.id)]
        ).action_withdraw()
        self.pair()
        self.assertEqual(punch.outcome, "denied")
        self.assertFalse(self.sessions(self.ann))
