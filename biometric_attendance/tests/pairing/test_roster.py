"""Roster help: odd numbers of punches read with the working schedule."""

from odoo.tests import tagged

from ..common import DAY, IN, row
from ..policy_common import PolicyCase


@tagged("post_install", "-at_install")
class TestRoster(PolicyCase):
    """The schedule of the company: 8 to 12 and 13 to 17 on weekdays, in Paris.

    A check-in that nothing followed is a missing check-out: the day is long past.
    """

    def setUp(self):
        super().setUp()
        self.help = self.policy("With hours", roster=True)
        self.company.biometric_policy_id = self.help

    def push_clocks(self, *clocks, pin="1", day=DAY):
        self.push(*[row(pin, f"{day} {clock}:00") for clock in clocks])
        self.pair()

    def test_single_punch_at_the_end_is_a_missing_check_in(self):
        self.push_clocks("17:04")
        self.assertEqual(self.outcomes(self.ann), ["17:04 missing_check_in"])
        self.assertFalse(self.attendance(self.ann))
        self.assertEqual(
            self.env["biometric.day"].read_day(self.ann.id, DAY)["keys"],
            "Read with the scheduled hours: the number of punches without keys is odd.",
        )

    def test_the_punch_without_a_partner_is_found_by_the_hours(self):
        self.push_clocks("08:00", "13:00", "17:00")
        self.push_clocks("08:00", "12:05", "17:00", pin="00017")
        self.assertEqual(self.sessions(self.ann), ["12:00-16:00"])
        self.assertEqual(
            self.outcomes(self.ann),
            ["08:00 missing_check_out", "13:00 checked_in", "17:00 checked_out"],
        )
        self.assertEqual(self.sessions(self.bob), ["07:00-11:05"])
        self.assertEqual(self.outcomes(self.bob)[-1], "17:00 missing_check_in")

    def test_typing_the_missing_time_completes_the_day(self):
        self.push_clocks("08:00", "12:05", "17:00")
        self.env["biometric.correction"].create(
            {
                "employee_id": self.ann.id,
                "direction": "in",
                "instant": f"{DAY} 12:00:00",
                "note": "Says so",
            }
        )
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-11:05", "12:00-16:00"])

    def test_only_where_the_policy_asks_for_it(self):
        self.ann.biometric_policy_id = self.policy("Without hours")
        self.push_clocks("17:04")
        self.assertEqual(self.outcomes(self.ann), ["17:04 missing_check_out"])

    def test_day_off_and_flexible_hours_alternate(self):
        self.push_clocks("17:04", day="2025-03-08")
        self.assertEqual(self.outcomes(self.ann), ["17:04 missing_check_out"])
        self.bob.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Flexible", "schedule_type": "flexible", "tz": "Europe/Paris"}
        )
        self.push_clocks("17:04", pin="00017")
        self.assertEqual(self.outcomes(self.bob), ["17:04 missing_check_out"])

    def test_night_over_midnight_is_one(self):
        halves = [
            {"name": "Night", "dayofweek": str(day), "hour_from": a, "hour_to": b}
            for day in range(4)
            for a, b in ((22, 24), (0, 6))
        ]
        self.ann.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Nights",
                "tz": "Europe/Paris",
                "attendance_ids": [
                    (5, 0, 0),
                    *[(0, 0, {**half, "day_period": "morning"}) for half in halves],
                ],
            }
        )
        self.push_clocks("22:00")
        self.push_clocks("06:00", day="2025-03-04")
        # Nobody came on Tuesday night, or did not say so.
        self.push_clocks("06:00", day="2025-03-05")
        self.assertEqual(self.sessions(self.ann), ["21:00-05:00"])
        self.assertEqual(
            self.outcomes(self.ann),
            ["22:00 checked_in", "06:00 checked_out", "06:00 missing_check_in"],
        )

    def test_keys_are_not_contradicted(self):
        self.push(row("1", "17:04", IN))
        for day in ("2025-02-24", "2025-02-25", "2025-02-26"):
            self.push(row("1", f"{day} 08:00:00", IN), row("1", f"{day} 17:00:00", 1))
        self.pair()
        self.assertEqual(self.outcomes(self.ann)[-1], "17:04 missing_check_out")

    def test_changing_the_rule_is_previewed(self):
        self.company.biometric_policy_id = plain = self.policy("Plain")
        self.push_clocks("08:00", "13:00", "17:00")
        self.assertEqual(self.sessions(self.ann), ["07:00-12:00"])
        dialog = plain.action_change()
        wizard = self.env["biometric.recompute"].browse(dialog["res_id"])
        self.assertFalse(wizard.roster)
        wizard.write({"roster": True, "since": DAY})
        wizard.action_preview()
        self.assertTrue(wizard.added + wizard.changed + wizard.removed)
        self.assertFalse(plain.roster)
        wizard.action_apply()
        self.pair()
        self.assertTrue(plain.roster)
        self.assertEqual(self.sessions(self.ann), ["12:00-16:00"])

    def test_hours_are_asked_for_once_for_many_people(self):
        people = [
            self.make_employee(f"Many {n}", {self.device: str(700 + n)})
            for n in range(6)
        ]
        self.push(*[row(str(700 + n), "17:04") for n in range(6)])
        self.env.flush_all()
        pairing = self.env["biometric.pairing"].sudo()
        queued = pairing._dequeue([employee.id for employee in people])
        pairing._plans(queued)

        def count(part):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            pairing._plans(part)
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(queued), count(dict(list(queued.items())[:1])))
