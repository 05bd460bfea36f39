"""The screen Today: who is in, expected, late, missing, away, and what happened."""

from odoo.exceptions import UserError

from ..common import IN, OUT, row
from ..today_common import HOURS, TodayCase

NIGHT = ((0, 6), (22, 24))


class TestToday(TodayCase):
    def test_people_come_late_stay_away_and_leave(self):
        self.assertEqual(self.statuses("06:00"), {"Ann": "later", "Bob": "later"})
        self.assertEqual(self.statuses("07:05"), {"Ann": "due", "Bob": "due"})
        self.assertEqual(self.statuses("07:15"), {"Ann": "late", "Bob": "late"})
        self.push(row("1", "08:20", IN))
        self.pair(at="2025-03-03 07:21:00")
        self.assertEqual(self.statuses("07:21"), {"Ann": "in", "Bob": "late"})
        self.assertEqual(self.statuses("10:00"), {"Ann": "in", "Bob": "missing"})
        self.push(row("1", "12:00", OUT))
        self.pair(at="2025-03-03 11:01:00")
        self.assertEqual(self.statuses("12:30"), {"Ann": "left", "Bob": "missing"})

    def test_what_is_shown_of_a_person(self):
        self.push(row("1", "08:20", IN))
        self.pair(at="2025-03-03 07:21:00")
        found = self.read_today("07:30")
        [ann] = [each for each in found["people"] if each["name"] == "Ann"]
        came = found["now"] - 600
        self.assertEqual(ann["since"], came)
        self.assertEqual(ann["late"], 20)
        self.assertEqual(ann["place"], "GATE001")
        self.assertEqual(ann["sessions"], [[came, False]])
        self.assertEqual(found["tz"], "Europe/Paris")
        # From four in the morning until the next, in Paris.
        self.assertEqual(
            (found["end"] - found["start"], found["day"]), (86_400, "2025-03-03")
        )
        self.assertEqual(found["start"], found["now"] - int(4.5 * 3600))

    def test_the_grace_is_a_setting_of_the_company(self):
        self.company.biometric_grace_minutes = 30
        self.assertEqual(self.statuses("07:25")["Ann"], "due")

    def test_an_own_leave_and_a_public_holiday(self):
        leaves = self.env["resource.calendar.leaves"]
        vals = {"date_from": "2025-03-03 06:00:00", "date_to": "2025-03-03 20:00:00"}
        leave = leaves.create(
            {**vals, "resource_id": self.ann.resource_id.id, "name": "Holiday"}
        )
        self.assertEqual(self.statuses("10:00"), {"Ann": "leave", "Bob": "missing"})
        leave.unlink()
        leaves.create({**vals, "company_id": self.company.id, "name": "Carnival"})
        self.assertEqual(self.statuses("10:00"), {"Ann": "off", "Bob": "off"})

    def test_a_holiday_of_another_company_is_none(self):
        other = self.env["res.company"].create({"name": "Abroad"})
        calendar = other.resource_calendar_id
        self.env["resource.calendar.leaves"].create(
            {
                "date_from": "2025-03-03 00:00:00",
                "date_to": "2025-03-03 23:00:00",
                "company_id": other.id,
                "calendar_id": calendar.id,
            }
        )
        self.assertEqual(self.statuses("10:00")["Ann"], "missing")

    def test_who_has_no_hours_is_never_missing(self):
        self.ann.resource_calendar_id = False
        self.bob.resource_calendar_id = self.make_calendar(
            "Free", HOURS, flexible_hours=True
        )
        self.assertEqual(self.statuses("12:00"), {"Ann": "off", "Bob": "off"})
        self.push(row("1", "08:20", IN))
        self.pair(at="2025-03-03 07:21:00")
        self.assertEqual(self.statuses("12:00"), {"Ann": "in", "Bob": "off"})

    def test_a_night_belongs_to_the_evening_it_began_on(self):
        self.ann.resource_calendar_id = self.make_calendar("Nights", NIGHT, "0123456")
        self.push(row("1", "2025-03-02 21:55:00", IN))
        self.pair(at="2025-03-02 21:00:00")
        self.assertEqual(self.statuses("04:00")["Ann"], "in")
        self.push(row("1", "06:05", OUT))
        self.pair(at="2025-03-03 05:06:00")
        self.assertEqual(self.statuses("10:00")["Ann"], "left")
        self.assertEqual(self.statuses("21:05")["Ann"], "due")
        self.assertEqual(self.statuses("21:30")["Ann"], "late")

    def test_hours_are_of_the_persons_own_zone(self):
        self.ann.resource_calendar_id = self.make_calendar(
            "Tokyo", HOURS, tz="Asia/Tokyo"
        )
        self.ann.tz = "Asia/Tokyo"
        # 08:00 in Tokyo is 23:00 UTC of the day before.
        self.assertEqual(self.statuses("2025-03-02 23:30:00")["Ann"], "late")
        self.assertEqual(self.statuses("07:30")["Bob"], "late")

    def test_a_contract_that_is_over(self):
        self.ann.version_id.write(
            {"contract_date_start": "2024-01-01", "contract_date_end": "2025-03-02"}
        )
        self.assertEqual(self.statuses("10:00"), {"Ann": "off", "Bob": "missing"})

    def test_presence_without_an_exit_ends_with_the_longest_session(self):
        self.enter(self.ann, "00:30")
        self.assertEqual(self.statuses("16:00")["Ann"], "in")
        found = self.read_today("17:00")
        [ann] = [each for each in found["people"] if each["name"] == "Ann"]
        self.assertEqual((ann["status"], ann["exit_unknown"]), ("left", True))
        self.assertEqual(found["longest"], 16)

    def test_the_policy_of_the_person_says_how_long(self):
        policy = self.env["biometric.policy"].create(
            {"name": "Watch", "company_id": self.company.id, "longest": 24}
        )
        self.ann.biometric_policy_id = policy
        self.enter(self.ann, "00:30")
        self.enter(self.bob, "00:30")
        self.assertEqual(self.statuses("17:00"), {"Ann": "in", "Bob": "left"})

    def test_odoos_rows_for_absences_are_no_presence(self):
        self.enter(self.ann, "07:00", "07:01", in_mode="technical")
        self.assertEqual(self.statuses("12:00")["Ann"], "missing")

    def test_a_person_of_two_sites_is_at_one_of_them(self):
        other = self.env["biometric.site"].create(
            {"name": "Yard", "tz": "Europe/Paris", "company_id": self.company.id}
        )
        yard = self.make_device("YARD001", site_id=other.id)
        self.map_user(yard, "1", self.ann)
        gate = {"site_id": self.site.id}
        self.assertEqual(
            self.statuses("10:00", **gate), {"Ann": "missing", "Bob": "missing"}
        )
        self.assertEqual(self.statuses("10:00", site_id=other.id), {"Ann": "missing"})
        self.push(row("1", "08:00", IN), device=yard)
        self.pair(at="2025-03-03 07:01:00")
        self.assertEqual(self.statuses("10:00", **gate), {"Bob": "missing"})
        self.assertEqual(self.statuses("10:00", site_id=other.id), {"Ann": "in"})
        punches = self.read_today("10:00", **gate)["punches"]
        self.assertEqual(punches, [])

    def test_a_department_with_those_below_it(self):
        top, other = self.env["hr.department"].create(
            [
                {"name": name, "company_id": self.company.id}
                for name in ("Works", "Sales")
            ]
        )
        below = top.create(
            {"name": "Paint", "parent_id": top.id, "company_id": self.company.id}
        )
        self.ann.department_id, self.bob.department_id = below, other
        self.assertEqual(list(self.statuses("10:00", department_id=top.id)), ["Ann"])
        [ann] = self.read_today("10:00", department_id=top.id)["people"]
        self.assertEqual(ann["department"], "Paint")

    def test_only_people_who_changed_are_read_again(self):
        self.push(row("1", "08:00", IN))
        self.pair(at="2025-03-03 07:01:00")
        with self.at("07:30"):
            changes = self.as_user().read_changes(self.ann.ids)
        self.assertEqual([each["name"] for each in changes["people"]], ["Ann"])
        self.assertEqual(len(changes["punches"]), 1)
        with self.at("07:30"):
            self.assertEqual(self.as_user().read_changes([])["people"], [])

    def test_ids_that_are_none_are_refused(self):
        for wrong in ("1", ["1"], [[1]], {"a": 1}, [True]):
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                self.as_user().read_changes(wrong)
        for wrong in (
            {"site_id": 2_000_000},
            {"site_id": "x"},
            {"site_id": [1]},
            {"department_id": "x"},
        ):
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                self.as_user().read_today(**wrong)

    def test_more_people_take_no_more_queries(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self.at("10:00"):
                self.as_user().read_today()
            return self.env.cr.sql_log_count - before

        def add(numbers):
            for number in numbers:
                pin = str(100 + number)
                person = self.make_employee(f"P{number}", {self.device: pin})
                person.resource_calendar_id = self.calendar
                self.enter(person, "06:00")
                self.push(row(pin, f"07:{number + 10}", IN))

        add(range(8))  # more than there is room for among what is to do
        count()
        few = count()
        add(range(8, 38))
        count()  # Odoo keeps what it knows of the user until somebody is hired
        self.assertEqual(count(), few)
