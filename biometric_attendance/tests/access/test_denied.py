"""Punches on days without access: denied, listed, and never paired."""

from ..common import OUT
from ..pass_common import LAST, PassCase, row


class TestDenied(PassCase):
    def test_punches_outside_the_days_are_denied_and_never_paired(self):
        self.grant(self.ann)
        self.sync_at("2025-03-15 12:00:00")
        self.push(
            row("1", "2025-03-09 23:59"),
            row("1", "2025-03-10 00:00"),
            row("1", "2025-03-20 23:59", OUT),
            row("1", "2025-03-21 00:00", OUT),
            device=self.north,
        )
        self.pair()
        self.assertEqual(
            [
                (punch.outcome, punch.reason, punch.detail)
                for punch in self.punches(self.ann)
            ][::3],
            [
                ("denied", "access_begins", "2025-03-10"),
                ("denied", "access_ended", "2025-03-20"),
            ],
        )
        self.assertNotIn("denied", self.punches(self.ann)[1:3].mapped("outcome"))
        for punch in self.punches(self.ann)[::3]:
            self.assertFalse(punch.attendance_id)

    def test_a_renewal_makes_attendances_of_what_was_denied(self):
        access = self.grant(self.ann)
        self.sync_at("2025-03-15 12:00:00")
        day = "2025-03-24"
        self.push(
            row("1", f"{day} 08:00"), row("1", f"{day} 17:00", OUT), device=self.north
        )
        self.pair()
        self.assertEqual(self.sessions(self.ann), [])
        access.last_day = "2025-03-31"
        self.sync_at("2025-03-24 18:00:00")
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        access.last_day = LAST
        self.sync_at("2025-03-24 19:00:00")
        self.pair()
        self.assertEqual(self.sessions(self.ann), [])
        self.assertEqual(set(self.punches(self.ann).mapped("outcome")), {"denied"})

    def test_what_payroll_is_done_for_is_not_denied_afterwards(self):
        access = self.grant(self.ann)
        self.sync_at("2025-03-15 12:00:00")
        self.push(
            row("1", "2025-03-11 08:00"),
            row("1", "2025-03-11 17:00", OUT),
            device=self.north,
        )
        self.pair()
        self.company.biometric_closed_until = "2025-03-12"
        access.first_day = "2025-03-14"
        self.sync_at("2025-03-15 13:00:00")
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertNotIn("denied", self.punches(self.ann).mapped("outcome"))

    def test_visits_of_contacts_are_kept_and_make_no_attendance(self):
        self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        pin = self.gym.biometric_pin
        self.push(
            row(pin, "2025-03-15 12:00"),
            row(pin, "2025-03-22 12:00"),
            device=self.north,
        )
        self.pair()
        self.assertRecordValues(
            self.punches(device=self.north),
            [
                {"outcome": "visit", "partner_id": self.gym.id, "employee_id": False},
                {"outcome": "denied", "partner_id": self.gym.id, "employee_id": False},
            ],
        )

    def test_a_contact_linked_later_gets_the_visits(self):
        self.push(row("77", "2025-03-15 12:00"))
        punch = self.punches()
        user = self.env["biometric.device.user"].search([("pin", "=", "77")])
        self.assertEqual(punch.outcome, "unmapped")
        user.partner_id = self.gym
        self.assertEqual((punch.outcome, punch.partner_id), ("visit", self.gym))
        self.device.import_since = "2026-01-01"
        self.assertEqual(punch.outcome, "before_start")
        self.device.import_since = "2020-01-01"
        self.assertEqual(punch.outcome, "visit")
        user.partner_id = False
        self.assertEqual((punch.outcome, punch.partner_id), ("visit", self.gym))
        self.assign(user)
        self.assertEqual((punch.outcome, bool(punch.partner_id)), ("unmapped", False))

    def test_without_passes_and_contracts_nobody_is_denied(self):
        self.grant(self.ann)
        self.sync_at("2025-03-15 12:00:00")
        self.push(row("1", "2025-05-01 08:00"))  # another terminal, no group of hers
        self.assertEqual(self.punches(self.ann).outcome, "waiting")

    def test_a_denied_punch_leads_to_the_passes_of_the_person(self):
        access = self.grant(self.gym)
        self.grant(self.ann)
        self.sync_at("2025-03-15 12:00:00")
        self.push(row(self.gym.biometric_pin, "2025-03-22 12:00"), device=self.north)
        action = self.punches(device=self.north).action_open_passes()
        passes = self.env["biometric.access.pass"]
        self.assertEqual(passes.search(action["domain"]), access)
        self.assertEqual(action["context"], {"default_partner_id": self.gym.id})
        self.assertEqual(self.gym.biometric_pass_count, 1)
        self.assertEqual(self.ann.biometric_pass_count, 1)
        self.assertEqual(self.bob.biometric_pass_count, 0)
