"""Whose PIN, from when: a PIN that is reused leaves the former person's days alone."""

import random
from importlib import util
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import new_test_user

from ...rules.assignments import BEGINNING
from ..common import IN, OUT, BiometricCase, row

MIGRATION = Path(__file__).parents[2] / "migrations/19.0.1.1.0/post-assignments.py"
# Ann's last days, and those of Cy, who gets her PIN.
BEFORE = ("2025-03-03", "2025-03-04")
AFTER = ("2025-03-10", "2025-03-11")


class TestAssignment(BiometricCase):
    def setUp(self):
        super().setUp()
        self.cy = self.make_employee("Cy")
        self.user = self.device.user_ids.filtered(lambda user: user.pin == "1")

    def push_days(self, *days, pin="1"):
        for day in days:
            self.push(row(pin, f"{day} 08:00:00", IN), row(pin, f"{day} 17:00:00", OUT))
        self.pair()

    def days(self, employee):
        rows = self.attendance(employee).sorted("check_in")
        return tuple(str(row.check_in.date()) for row in rows)

    def begin(self, person, day):
        person.version_id.write({"date_version": day, "contract_date_start": day})

    def history(self, user=None):
        return [
            (row.employee_id or row.partner_id, str(row.since))
            for row in (user or self.user).assignment_ids.sorted("since")
        ]

    def test_a_reused_pin_is_the_newcomers_from_the_first_day_of_the_contract(self):
        self.push_days(*BEFORE, *AFTER)
        rows = self.attendance(self.ann)
        self.begin(self.cy, "2025-03-10")
        self.user.employee_id = self.cy
        self.pair()
        self.assertEqual(self.days(self.ann), BEFORE)
        self.assertEqual(self.days(self.cy), AFTER)
        self.assertEqual(self.attendance(self.ann), rows.exists(), "the same rows")
        self.assertEqual(
            self.history(),
            [(self.ann, str(BEGINNING)), (self.cy, "2025-03-10 03:00:00")],
        )
        self.assertEqual(self.user.employee_id, self.cy)

    def test_a_reused_pin_without_a_contract_is_the_newcomers_from_now_on(self):
        self.push_days(*BEFORE)
        with freeze_time("2025-03-09 12:00:00"):
            self.user.employee_id = self.cy
        self.push_days(*AFTER)
        self.assertEqual(self.days(self.ann), BEFORE)
        self.assertEqual(self.days(self.cy), AFTER)

    def test_who_left_later_than_the_newcomer_came_has_it_until_then(self):
        self.push_days(*BEFORE, *AFTER)
        self.begin(self.cy, "2025-03-01")
        self.ann.departure_date = "2025-03-05"
        self.user.employee_id = self.cy
        self.pair()
        self.assertEqual(self.days(self.ann), BEFORE)
        self.assertEqual(self.days(self.cy), AFTER)

    def test_whoever_is_no_newcomer_gets_it_from_now_on(self):
        self.begin(self.bob, "2020-01-01")
        self.env.cr.execute(
            "UPDATE biometric_assignment SET create_date = '2020-01-01'"
            " WHERE employee_id = %s",
            [self.bob.id],
        )
        self.push_days(*BEFORE)
        self.user.employee_id = self.bob
        self.pair()
        self.assertEqual(self.days(self.ann), BEFORE)

    def test_late_punches_of_before_go_to_the_former(self):
        self.begin(self.cy, "2025-03-10")
        self.user.employee_id = self.cy
        self.push_days(*AFTER, *BEFORE)
        self.assertEqual(self.days(self.ann), BEFORE)
        self.assertEqual(self.days(self.cy), AFTER)

    def test_the_whole_log_again_changes_nothing(self):
        self.push_days(*BEFORE, *AFTER)
        self.begin(self.cy, "2025-03-10")
        self.user.employee_id = self.cy
        self.pair()
        fields = ["employee_id", "outcome", "reason", "attendance_id"]
        before = self.punches().read(fields)
        self.push_days(*BEFORE, *AFTER)
        self.assertEqual(self.punches().read(fields), before)

    def test_a_device_user_deleted_and_made_again_leaves_the_former_days(self):
        self.push_days(*BEFORE)
        with freeze_time("2025-03-09 12:00:00"):
            self.user.unlink()
        self.assertEqual(self.days(self.ann), BEFORE)
        self.map_user(self.device, "1", self.cy)
        self.push_days(*BEFORE, *AFTER)
        self.assertEqual(self.days(self.ann), BEFORE)
        self.assertEqual(self.days(self.cy), AFTER)

    def test_a_deleted_device_user_finds_its_history_when_it_punches_again(self):
        with freeze_time("2025-03-09 12:00:00"):
            self.user.unlink()
        self.push_days(*BEFORE, *AFTER)
        self.assertEqual(self.days(self.ann), BEFORE)
        user = self.device.user_ids.filtered(lambda user: user.pin == "1")
        self.assertFalse(user.employee_id)
        self.assertEqual(str(user.assigned_since), "2025-03-09 12:00:00")
        user.employee_id = self.cy
        self.pair()
        self.assertEqual(self.days(self.ann), BEFORE)
        self.assertEqual(self.days(self.cy), AFTER)

    def test_a_pin_somebody_had_is_nobodys_next_free_one(self):
        self.map_user(self.device, "900", self.bob).unlink()
        self.assertEqual(self.cy._ensure_pin(), "901")

    def test_unlinking_by_mistake_is_put_right_without_a_gap(self):
        with freeze_time("2025-03-09 12:00:00"):
            self.user.employee_id = False
        self.push_days(*BEFORE, *AFTER)
        self.assertEqual(self.days(self.ann), BEFORE)
        self.user.employee_id = self.ann
        self.pair()
        self.assertEqual(self.days(self.ann), BEFORE + AFTER)
        self.assertEqual(self.history(), [(self.ann, str(BEGINNING))])

    def test_a_person_deleted_leaves_nothing_to_the_next(self):
        self.push_days(*BEFORE)
        with freeze_time("2025-03-09 12:00:00"):
            self.ann.unlink()
        self.push_days(*AFTER)
        self.user.employee_id = self.cy
        self.pair()
        self.assertEqual(self.days(self.cy), AFTER)

    def test_a_change_that_is_planned_holds_when_its_time_comes(self):
        self.begin(self.cy, "2025-03-10")
        with freeze_time("2025-03-05 12:00:00"):
            self.user.employee_id = self.cy
            self.assertEqual(self.user.employee_id, self.ann)
            self.assertEqual(str(self.user.assigned_until), "2025-03-10 03:00:00")
        self.push_days(*BEFORE, *AFTER)
        self.assertEqual(self.days(self.ann), BEFORE)
        self.assertEqual(self.days(self.cy), AFTER)
        with freeze_time("2025-03-10 02:59:00"):
            self.env["biometric.device.user"]._change_hands()
            self.assertEqual(self.user.employee_id, self.ann)
        with freeze_time("2025-03-10 03:00:00"):
            self.env["biometric.device.user"]._change_hands()
            self.assertEqual(self.user.employee_id, self.cy)
        self.assertFalse(self.user.assigned_until)

    def test_days_of_access_are_the_present_owners_alone(self):
        self.push_days(*BEFORE)
        self.begin(self.cy, "2025-03-10")
        self.user.employee_id = self.cy
        self.user.sudo().windows = [["2025-03-11", None]]
        self.env["biometric.punch"]._recompute_denied(self.user)
        self.push_days("2025-03-05", *AFTER)
        self.assertEqual(self.days(self.ann), (*BEFORE, "2025-03-05"))
        self.assertEqual(self.days(self.cy), AFTER[1:])
        denied = self.punches(self.cy).filtered(lambda p: p.outcome == "denied")
        self.assertEqual({p.device_time[:10] for p in denied}, {AFTER[0]})

    def test_moving_the_start_of_a_device_keeps_owners(self):
        self.push_days(*BEFORE, *AFTER)
        self.begin(self.cy, "2025-03-10")
        self.user.employee_id = self.cy
        for since in ("2025-06-01", "2020-01-01"):
            self.device.import_since = f"{since} 00:00:00"
        self.pair()
        self.assertEqual(self.days(self.ann), BEFORE)
        self.assertEqual(self.days(self.cy), AFTER)

    def test_a_closed_period_keeps_its_owner(self):
        self.push_days(*BEFORE, *AFTER)
        self.company.biometric_closed_until = "2025-03-10"
        self.begin(self.cy, "2025-03-10")
        self.user.employee_id = self.cy
        self.pair()
        self.assertEqual(self.days(self.ann), (*BEFORE, AFTER[0]))
        self.assertEqual(self.days(self.cy), AFTER[1:])
        self.assertEqual(str(self.user.assigned_since), "2025-03-10 23:00:00")

    def test_the_policy_of_the_device_still_holds_for_the_former(self):
        policy = self.env["biometric.policy"].create(
            {"name": "Turns", "company_id": self.company.id, "mode": "alternate"}
        )
        self.device.policy_id = policy
        self.user.employee_id = self.cy
        self.assertEqual(self.ann._biometric_policies()[self.ann], policy)

    def test_any_order_of_punches_and_changes_gives_the_same_owners(self):
        lines = [
            row("1", f"2025-03-{day:02} {hour:02}:00:00")
            for day in range(3, 12)
            for hour in (8, 17)
        ]
        spans = [
            (self.cy, "2025-03-05 12:00:00", "2025-03-07 12:00:00"),
            (self.bob, "2025-03-09 00:00:00", False),
        ]
        seen = set()
        for seed in range(6):
            chance, punched = random.Random(seed), list(lines)
            chance.shuffle(punched)
            device = self.make_device(f"ORDER{seed}")
            user = self.map_user(device, "1", self.ann)
            cuts = sorted(chance.sample(range(len(punched)), 2))
            parts = punched[: cuts[0]], punched[cuts[0] : cuts[1]], punched[cuts[1] :]
            chosen = list(spans)
            chance.shuffle(chosen)
            for part, span in zip(parts, [*chosen, None], strict=True):
                self.push(*part, device=device)
                if span:
                    person, since, until = span
                    self.assign(user, person, "time", since=since, until=until)
            self.push(*punched, device=device)
            found = self.punches(device=device)
            seen.add(tuple((p.device_time, p.employee_id.name) for p in found))
        [owners] = seen
        self.assertEqual(len(owners), len(lines))
        self.assertEqual({name for _time, name in owners}, {"Ann", "Bob", "Cy"})

    def test_databases_of_before_get_a_history(self):
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM biometric_assignment")
        self.env.invalidate_all()
        spec = util.spec_from_file_location("migration", MIGRATION)
        migration = util.module_from_spec(spec)
        spec.loader.exec_module(migration)
        for _time in range(2):
            migration.migrate(self.env.cr, "19.0.1.0.0")
        self.assertEqual(self.history(), [(self.ann, str(BEGINNING))])
        self.push_days(*BEFORE)
        self.user.employee_id = self.cy
        self.pair()
        self.assertEqual(self.days(self.ann), BEFORE)

    def test_assignments_are_seen_by_those_who_see_the_person(self):
        self.user.employee_id = self.cy
        officer = new_test_user(
            self.env,
            "officer_of_ann",
            "base.group_user,hr_attendance.group_hr_attendance_officer",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        self.ann.attendance_manager_id = officer
        assignments = self.env(user=officer, context={})["biometric.assignment"]
        self.assertEqual(assignments.search([]).employee_id, self.ann)
