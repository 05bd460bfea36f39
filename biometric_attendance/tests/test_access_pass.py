"""Access from one day to another: on terminals, in punches, in reminders."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import IN, OUT
from .test_device_group import PeopleCase

FIRST, LAST = "2025-03-10", "2025-03-20"


def row(pin, moment, status=IN):
    return f"{pin}\t{moment}:00\t{status}\t1\t0\t0\t0"


class PassCase(PeopleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gym = cls.env["res.partner"].create({"name": "Mia Member"})

    def grant(self, person, first=FIRST, last=LAST, **vals):
        name = "partner_id" if person._name == "res.partner" else "employee_id"
        return self.env["biometric.access.pass"].create(
            {
                name: person.id,
                "group_ids": [Command.set(self.group.ids)],
                "first_day": first,
                "last_day": last,
                "reason": "Membership",
                "company_id": self.company.id,
                **vals,
            }
        )

    def sync_at(self, moment):
        """Sync at a moment in UTC, and let the terminal do what it is told."""
        with freeze_time(moment):
            self.sync()
            return self.told(self.north)


class TestAccessPass(PassCase):
    def test_a_contact_is_written_on_the_first_day_and_deleted_after_the_last(self):
        self.grant(self.gym)
        self.assertEqual(self.sync_at("2025-03-09 22:30:00"), [])
        told = self.sync_at("2025-03-09 23:30:00")  # past midnight in Paris
        pin = self.gym.biometric_pin
        self.assertEqual(
            told,
            [
                f"UPDATE USERINFO PIN={pin}\tName=Mia Member"
                "\tStartDatetime=2025-03-10T00:00:00\tEndDatetime=2025-03-20T23:59:59"
                "\tExpires=1"
            ],
        )
        self.assertEqual(self.sync_at("2025-03-20 22:30:00"), [])
        told = self.sync_at("2025-03-20 23:30:00")
        self.assertEqual(told, [f"DELETE USERINFO PIN={pin}"])
        self.assertEqual(self.sync_at("2025-03-25 00:00:00"), [])

    def test_a_renewed_pass_brings_the_person_back_at_once(self):
        access = self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        self.sync_at("2025-03-22 12:00:00")
        access.last_day = "2025-04-20"
        told = self.sync_at("2025-03-22 12:01:00")
        self.assertIn("EndDatetime=2025-04-20T23:59:59", told[0])
        self.assertEqual(self.sync_at("2025-03-22 12:02:00"), [])

    def test_a_pass_renewed_in_time_only_moves_the_last_day(self):
        self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        self.grant(self.gym, "2025-03-21", "2025-04-20")
        told = self.sync_at("2025-03-16 12:00:00")
        self.assertEqual(len(told), 1)
        self.assertIn("StartDatetime=2025-03-10T00:00:00", told[0])
        self.assertIn("EndDatetime=2025-04-20T23:59:59", told[0])
        self.assertEqual(self.sync_at("2025-03-22 12:00:00"), [])

    def test_a_terminal_that_heeds_dates_knows_them_in_advance_and_keeps_people(self):
        self.north.enforcement = "dates"
        self.grant(self.gym)
        told = self.sync_at("2025-03-01 12:00:00")
        self.assertIn("StartDatetime=2025-03-10T00:00:00", told[0])
        user = self.identity(self.gym, self.north)
        self.assertTrue(user.blocked)
        self.assertEqual(self.sync_at("2025-03-15 12:00:00"), [])
        self.assertFalse(user.blocked)
        self.assertEqual(self.sync_at("2025-03-25 12:00:00"), [])
        self.assertTrue(user.blocked)
        self.assertEqual(user.presence, "present")

    def test_a_terminal_that_decides_by_group_is_told_another(self):
        self.north.enforcement = "group"
        self.grant(self.gym, last=False)
        self.assertIn("\tGrp=100", self.sync_at("2025-03-01 12:00:00")[0])
        self.assertIn("\tGrp=1\t", self.sync_at("2025-03-10 12:00:00")[0])

    def test_a_door_of_the_security_dialect_heeds_dates(self):
        door = self.make_device("DOOR001", dialect="security")
        self.assertEqual(door.enforcement, "dates")
        self.group.device_ids = door
        self.grant(self.gym)
        with freeze_time("2025-03-15 12:00:00"):
            self.sync()
            pin = self.gym.biometric_pin
            self.assertEqual(
                self.told(door),
                [
                    f"UPDATE user Pin={pin}\tStartTime=20250310\tEndTime=20250320"
                    "\tName=Mia Member",
                    f"UPDATE userauthorize Pin={pin}\tAuthorizeTimezoneId=1"
                    "\tAuthorizeDoorId=1",
                ],
            )
            self.assertEqual(self.identity(self.gym, door).presence, "present")

    def test_lifting_the_limit_lifts_it_on_the_terminal(self):
        self.north.enforcement = "dates"
        self.grant(self.ann)
        self.sync_at("2025-03-15 12:00:00")
        self.group.employee_ids = self.ann
        self.assertEqual(
            self.sync_at("2025-03-15 12:05:00"),
            [
                "UPDATE USERINFO PIN=1\tName=Ann\tStartDatetime=0\tEndDatetime=0"
                "\tExpires=0"
            ],
        )
        self.assertFalse(self.identity(self.ann, self.north).windows)
        self.assertEqual(self.sync_at("2025-03-15 12:10:00"), [])

    def test_ending_a_pass_ends_access_today(self):
        access = self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        with freeze_time("2025-03-15 13:00:00"):
            access.action_end()
            self.assertEqual(access.state, "expired")
        told = self.sync_at("2025-03-15 13:01:00")
        self.assertEqual(told, [f"DELETE USERINFO PIN={self.gym.biometric_pin}"])

    def test_a_pass_ended_on_its_first_day_holds_no_day(self):
        access = self.grant(self.gym)
        self.sync_at("2025-03-10 12:00:00")
        with freeze_time("2025-03-10 13:00:00"):
            access.action_end()
        self.assertEqual(len(self.sync_at("2025-03-10 13:01:00")), 1)
        self.push(row(self.gym.biometric_pin, "2025-03-09 12:00"), device=self.north)
        punch = self.punches(device=self.north)
        self.assertEqual(punch.fate, "denied")

    @mute_logger("odoo.sql_db")
    def test_a_pass_is_for_one_person_and_in_order(self):
        for wrong in (
            {"employee_id": self.ann.id},
            {"partner_id": False},
            {"last_day": "2025-03-01"},
        ):
            with (
                self.subTest(wrong=wrong),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.grant(self.gym, **{"last": LAST, **_renamed(wrong)})

    def test_a_pass_tells_its_state_and_is_found_by_it(self):
        access = self.grant(self.gym)
        for day, state in (
            ("2025-03-09", "upcoming"),
            ("2025-03-10", "valid"),
            ("2025-03-20", "valid"),
            ("2025-03-21", "expired"),
        ):
            with freeze_time(f"{day} 12:00:00"):
                access.invalidate_recordset()
                self.assertEqual(access.state, state)
                found = access.search([("state", "=", state)])
                self.assertIn(access, found)
                others = access.search([("state", "!=", state)])
                self.assertNotIn(access, others)

    def test_a_pass_that_begun_is_kept_and_one_that_holds_not_archived(self):
        access = self.grant(self.gym)
        with freeze_time("2025-03-15 12:00:00"):
            with self.assertRaisesRegex(UserError, "end it instead"):
                access.unlink()
            with self.assertRaisesRegex(ValidationError, "End the pass first"):
                access.active = False
        access.invalidate_recordset()
        with freeze_time("2025-03-09 12:00:00"):
            access.unlink()

    def test_the_pass_warns_where_fingers_are_lost(self):
        access = self.grant(self.gym)
        self.assertIn("NORTH01, SOUTH01", access.warning)
        (self.north | self.south).enforcement = "dates"
        access.invalidate_recordset()
        self.assertFalse(access.warning)

    def test_an_archived_contact_leaves(self):
        self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        self.gym.action_archive()
        told = self.sync_at("2025-03-15 13:00:00")
        self.assertEqual(told, [f"DELETE USERINFO PIN={self.gym.biometric_pin}"])


def _renamed(vals):
    """``last_day`` is :meth:`PassCase.grant`'s ``last``."""
    return {"last" if name == "last_day" else name: vals[name] for name in vals}


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
                (punch.fate, punch.reason, punch.detail)
                for punch in self.punches(self.ann)
            ][::3],
            [
                ("denied", "access_begins", "2025-03-10"),
                ("denied", "access_ended", "2025-03-20"),
            ],
        )
        self.assertNotIn("denied", self.punches(self.ann)[1:3].mapped("fate"))
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
        self.assertEqual(set(self.punches(self.ann).mapped("fate")), {"denied"})

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
        self.assertNotIn("denied", self.punches(self.ann).mapped("fate"))

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
                {"fate": "visit", "partner_id": self.gym.id, "employee_id": False},
                {"fate": "denied", "partner_id": self.gym.id, "employee_id": False},
            ],
        )

    def test_a_contact_linked_later_gets_the_visits(self):
        self.push(row("77", "2025-03-15 12:00"))
        punch = self.punches()
        user = self.env["biometric.device.user"].search([("pin", "=", "77")])
        self.assertEqual(punch.fate, "unmapped")
        user.partner_id = self.gym
        self.assertEqual((punch.fate, punch.partner_id), ("visit", self.gym))
        self.device.import_since = "2026-01-01"
        self.assertEqual(punch.fate, "before_start")
        self.device.import_since = "2020-01-01"
        self.assertEqual(punch.fate, "visit")
        user.partner_id = False
        self.assertEqual((punch.fate, bool(punch.partner_id)), ("unmapped", False))

    def test_without_passes_and_contracts_nobody_is_denied(self):
        self.grant(self.ann)
        self.sync_at("2025-03-15 12:00:00")
        self.push(row("1", "2025-05-01 08:00"))  # another terminal, no group of hers
        self.assertEqual(self.punches(self.ann).fate, "waiting")


class TestContractAccess(PassCase):
    def setUp(self):
        super().setUp()
        self.company.biometric_contract_access = True
        self.group.employee_ids = self.ann | self.bob

    def test_access_lasts_as_long_as_the_contract(self):
        self.ann.write(
            {"contract_date_start": "2025-03-10", "contract_date_end": "2025-03-20"}
        )
        self.assertEqual(
            self.sync_at("2025-03-01 12:00:00"), ["UPDATE USERINFO PIN=00017\tName=Bob"]
        )
        self.assertEqual(len(self.sync_at("2025-03-10 12:00:00")), 1)
        told = self.sync_at("2025-03-21 12:00:00")
        self.assertEqual(told, ["DELETE USERINFO PIN=1"])

    def test_whoever_enrolled_at_a_terminal_leaves_with_the_contract_too(self):
        self.group.employee_ids = False
        self.ann.write(
            {"contract_date_start": "2025-03-10", "contract_date_end": "2025-03-20"}
        )
        with freeze_time("2025-03-21 12:00:00"):
            self.sync()
            self.assertEqual(self.told(self.device), ["DELETE USERINFO PIN=1"])

    def test_a_company_that_does_not_want_it_does_not_get_it(self):
        self.company.biometric_contract_access = False
        self.ann.write(
            {"contract_date_start": "2025-03-10", "contract_date_end": "2025-03-20"}
        )
        self.assertEqual(len(self.sync_at("2025-04-01 12:00:00")), 2)


class TestShutOut(PassCase):
    def report_of(self, person):
        users = self.env["biometric.device.user"]
        users.invalidate_model(["let_in_still"])
        found = users.search([("let_in_still", "=", True)])
        self.assertEqual(found, users.search([]).filtered("let_in_still"))
        return found & users._of(person)

    def test_who_should_be_blocked_is_listed_until_the_terminal_confirms(self):
        self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        self.assertFalse(self.report_of(self.gym))
        with freeze_time("2025-03-22 12:00:00"):
            self.sync()
            user = self.identity(self.gym, self.north)
            self.assertIn(user, self.report_of(self.gym))
            self.told(self.north, code=-3)
            self.assertIn(user, self.report_of(self.gym))
        with freeze_time("2025-03-23 13:00:00"):
            self.sync()
            self.told(self.north)
        self.assertNotIn(user, self.report_of(self.gym))

    def test_dates_a_terminal_confirmed_are_enough(self):
        self.north.enforcement = "dates"
        self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        self.sync_at("2025-03-22 12:00:00")
        self.assertNotIn(self.identity(self.gym, self.north), self.report_of(self.gym))

    def test_a_terminal_that_has_other_dates_is_doubted(self):
        self.north.enforcement = "dates"
        self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        user = self.identity(self.gym, self.north)
        self.report(self.north, {"pin": user.pin, "valid_from": "", "valid_until": ""})
        self.assertEqual(user.presence, "failed")
        self.assertEqual(user.problem, "The terminal has other days of access.")
        with freeze_time("2025-03-22 12:00:00"):
            self.sync()
        self.assertIn(user, self.report_of(self.gym))


class TestReminder(PassCase):
    def remind(self, moment):
        with freeze_time(moment):
            self.env["biometric.access.pass"]._cron_remind()

    def activities(self, access):
        return self.env["mail.activity"].search(
            [("res_model", "=", access._name), ("res_id", "=", access.id)]
        )

    def test_a_pass_that_ends_soon_makes_one_activity(self):
        access = self.grant(self.gym)
        self.remind("2025-03-12 12:00:00")
        self.assertFalse(self.activities(access))
        for moment in ("2025-03-13 12:00:00", "2025-03-14 12:00:00"):
            self.remind(moment)
            activity = self.activities(access)
            self.assertEqual(len(activity), 1)
        self.assertEqual(activity.date_deadline, date(2025, 3, 20))
        self.assertEqual(activity.user_id, self.env.user)

    def test_a_renewed_pass_is_reminded_of_anew(self):
        access = self.grant(self.gym)
        self.remind("2025-03-15 12:00:00")
        access.last_day = "2025-04-20"
        self.remind("2025-04-15 12:00:00")
        self.assertEqual(len(self.activities(access)), 2)

    def test_a_pass_another_one_follows_is_not_reminded_of(self):
        access = self.grant(self.gym)
        self.grant(self.gym, "2025-03-21", "2025-05-20")
        self.remind("2025-03-15 12:00:00")
        self.assertFalse(self.activities(access))

    def test_the_settings_say_when_and_who(self):
        boss = self.env["res.users"].create(
            {
                "name": "Boss",
                "login": "the-boss",
                "company_id": self.company.id,
                "company_ids": self.company.ids,
            }
        )
        self.company.write(
            {"biometric_expiry_days": 2, "biometric_expiry_user_id": boss.id}
        )
        access = self.grant(self.gym)
        self.remind("2025-03-17 12:00:00")
        self.assertFalse(self.activities(access))
        self.remind("2025-03-18 12:00:00")
        self.assertEqual(self.activities(access).user_id, boss)
