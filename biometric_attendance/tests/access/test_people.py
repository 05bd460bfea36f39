"""Who somebody is and when they belong to the company decides whose rows there are."""

from datetime import date

from freezegun import freeze_time

from ..common import IN, OUT, BiometricCase, row


class TestEmployment(BiometricCase):
    def work(self, *days, pin="1"):
        for day in days:
            self.push(
                row(pin, f"2025-03-{day:02d} 08:00:00", IN),
                row(pin, f"2025-03-{day:02d} 17:00:00", OUT),
            )
        self.pair()

    def days(self, employee):
        return [
            row.check_in.day for row in self.attendance(employee).sorted("check_in")
        ]

    def inactive(self, employee):
        found = self.punches(employee).filtered(
            lambda p: p.outcome == "inactive_employee"
        )
        self.assertFalse(found.attendance_id)
        return sorted({punch.instant.day for punch in found})

    def depart(self, employee, day):
        """Odoo's own dialog, as archiving a person opens it."""
        wizard = self.env["hr.departure.wizard"].with_context(
            active_ids=employee.ids, employee_termination=True
        )
        wizard.create({"departure_date": day}).action_register_departure()

    def test_after_the_departure_punches_make_no_attendance(self):
        self.depart(self.ann, date(2025, 3, 4))
        self.assertFalse(self.ann.active)
        self.work(3, 4, 5)
        self.assertEqual(self.days(self.ann), [3, 4])
        self.assertEqual(self.inactive(self.ann), [5])

    def test_a_departure_entered_late_takes_the_rows_after_it_away(self):
        self.work(3, 4, 5)
        self.assertEqual(self.days(self.ann), [3, 4, 5])
        self.depart(self.ann, date(2025, 3, 4))
        self.pair()
        self.assertEqual(self.days(self.ann), [3, 4])
        self.assertEqual(self.inactive(self.ann), [5])

    def test_who_comes_back_gets_the_attendances_back(self):
        self.depart(self.ann, date(2025, 3, 4))
        self.work(3, 4, 5)
        self.ann.action_unarchive()
        self.pair()
        self.assertEqual(self.days(self.ann), [3, 4, 5])
        self.assertFalse(self.inactive(self.ann))

    def test_who_is_archived_without_a_date_keeps_what_was_paired(self):
        self.work(3)
        with freeze_time("2025-03-03 19:00:00"):
            self.ann.active = False
            self.env.flush_all()
        self.work(4)
        self.punches(self.ann).action_recompute()
        self.pair()
        self.assertEqual(self.days(self.ann), [3])
        self.assertEqual(self.inactive(self.ann), [4])
        self.ann.active = True
        self.pair()
        self.assertEqual(self.days(self.ann), [3, 4])

    def test_before_the_first_contract_punches_make_no_attendance(self):
        self.ann.write(
            {"date_version": "2025-03-05", "contract_date_start": "2025-03-05"}
        )
        self.work(3, 4, 5, 6)
        self.assertEqual(self.days(self.ann), [5, 6])
        self.assertEqual(self.inactive(self.ann), [3, 4])
        self.assertEqual(
            set(self.punches(self.ann).mapped("reason")),
            {"employment_begins", "begins", "ends"},
        )

    def test_a_contract_moved_forward_brings_the_earlier_punches(self):
        self.ann.write(
            {"date_version": "2025-03-05", "contract_date_start": "2025-03-05"}
        )
        self.work(3, 4, 5)
        self.ann.version_id.contract_date_start = "2025-03-04"
        self.pair()
        self.assertEqual(self.days(self.ann), [4, 5])
        self.ann.version_id.contract_date_start = False
        self.pair()
        self.assertEqual(self.days(self.ann), [3, 4, 5], "nothing is known any more")

    def test_a_second_contract_does_not_hide_the_first(self):
        self.ann.write(
            {
                "date_version": "2025-01-01",
                "contract_date_start": "2025-01-01",
                "contract_date_end": "2025-03-04",
            }
        )
        self.ann.create_version(
            {
                "date_version": "2025-03-05",
                "contract_date_start": "2025-03-05",
                "contract_date_end": False,
            }
        )
        self.work(3, 4, 5, 6)
        self.assertEqual(self.days(self.ann), [3, 4, 5, 6])

    def test_a_night_on_the_last_day_ends_in_the_morning_after(self):
        self.depart(self.ann, date(2025, 3, 4))
        self.push(
            row("1", "2025-03-04 22:00:00", IN), row("1", "2025-03-05 03:30:00", OUT)
        )
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["21:00-02:30"])


class TestIdentity(BiometricCase):
    def test_leading_zeros_tell_people_apart(self):
        carl = self.make_employee("Carl", {self.device: "17"})
        self.push(row("00017", "08:00", IN), row("00017", "17:00", OUT))
        self.push(row("17", "09:00", IN), row("17", "15:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.bob), ["07:00-16:00"])
        self.assertEqual(self.sessions(carl), ["08:00-14:00"])

    def test_one_pin_on_two_devices_may_be_two_people(self):
        other = self.make_device("GATE002")
        self.map_user(other, "1", self.bob)
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.push(row("1", "09:00", IN), row("1", "15:00", OUT), device=other)
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(self.sessions(self.bob), ["08:00-14:00"])

    def test_a_person_with_two_pins_has_one_day(self):
        self.map_user(self.device, "2", self.ann)
        self.push(row("1", "08:00", IN), row("2", "17:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_mapped_late_amid_other_punches_the_day_is_one(self):
        other = self.make_device("GATE002")
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.push(row("9", "12:00", OUT), row("9", "13:00", IN), device=other)
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        other.user_ids.employee_id = self.ann
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-11:00", "12:00-16:00"])
        self.assign(other.user_ids, self.bob)
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_a_zone_the_server_lacks_stops_nobody_else(self):
        self.env.cr.execute(
            "UPDATE resource_calendar SET tz = 'Mars/Olympus' WHERE id = %s",
            [self.ann.resource_calendar_id.copy().id],
        )
        self.env.invalidate_all()
        self.ann.resource_calendar_id = self.env["resource.calendar"].search(
            [("tz", "=", "Mars/Olympus")]
        )
        for pin in ("1", "00017"):
            self.push(row(pin, "08:00", IN), row(pin, "17:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.bob), ["07:00-16:00"])
        self.assertFalse(self.sessions(self.ann))
        waiting = self.punches(self.ann)
        self.assertEqual(set(waiting.mapped("reason")), {"refused"})
        self.assertIn("'Mars/Olympus' is not the name", waiting[0].detail)
        self.ann.resource_calendar_id.tz = "Europe/Paris"
        waiting.action_recompute()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_an_employee_of_another_company_is_paired_by_his_own_rules(self):
        other = self.env["res.company"].create({"name": "Other Works"})
        self.env.user.company_ids |= other
        other.biometric_policy_id.mode = "first_last"
        guest = self.make_employee("Gus", {self.device: "G1"}, company_id=other.id)
        for clock in ("08:00", "12:00", "13:00", "17:00"):
            self.push(row("G1", clock), row("1", clock))
        self.company.biometric_closed_until = "2025-12-31"
        self.pair()
        self.assertEqual(self.sessions(guest), ["07:00-16:00"])
        self.assertEqual(self.attendance(guest).sudo().employee_id.company_id, other)
        self.assertFalse(self.sessions(self.ann), "her company's period is closed")
