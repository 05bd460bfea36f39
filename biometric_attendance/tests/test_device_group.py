"""Who belongs on which terminal, and the commands that make it so."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ..protocols.people import DeviceUser
from ..protocols.records import CommandResult
from .common import BiometricCase


class PeopleCase(BiometricCase):
    """Two more terminals, and a group."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north = cls.make_device("NORTH01")
        cls.south = cls.make_device("SOUTH01")
        cls.group = cls.env["biometric.device.group"].create(
            {
                "name": "Halls",
                "company_id": cls.company.id,
                "device_ids": [Command.set((cls.north | cls.south).ids)],
            }
        )

    def sync(self):
        self.env.flush_all()
        self.env["biometric.device.group"]._sync()
        self.env.flush_all()
        self.env.invalidate_all()

    def told(self, device, code=0):
        """What a terminal is told now; it answers all of it with ``code``."""
        commands = self.as_gateway(self.env["biometric.command"])
        device = self.as_gateway(device)
        leased = commands._lease_for(device)
        results = [CommandResult(number, code, "", {}, "") for number, _t in leased]
        commands._answered(device, results)
        self.env.flush_all()
        self.env.invalidate_all()
        return [text.removeprefix("DATA ") for _number, text in leased]

    def settle(self):
        """Everything wanted is done on every terminal."""
        self.sync()
        for device in self.device | self.north | self.south:
            self.told(device)

    def identity(self, person, device):
        users = self.env["biometric.device.user"]._of(person)
        return users.filtered(lambda user: user.device_id == device)

    def presences(self, person):
        users = self.env["biometric.device.user"]._of(person)
        return {user.device_id.serial: user.presence for user in users}

    def report(self, device, *users):
        """What the terminal says of its users."""
        users = [DeviceUser(**user) for user in users]
        device = self.as_gateway(device)
        device.env["biometric.device.user"]._report(device, users)
        self.env.flush_all()
        self.env.invalidate_all()


class TestDeviceGroup(PeopleCase):
    def test_who_is_picked_by_hand_is_written_and_then_in_sync(self):
        self.group.employee_ids = self.ann
        self.sync()
        user = self.identity(self.ann, self.north)
        self.assertEqual((user.pin, user.presence, user.wanted), ("1", "pending", True))
        for device in (self.north, self.south):
            self.assertEqual(self.told(device), ["UPDATE USERINFO PIN=1\tName=Ann"])
        self.assertEqual(
            self.presences(self.ann),
            {"GATE001": "unknown", "NORTH01": "present", "SOUTH01": "present"},
        )

    def test_a_second_look_makes_no_command(self):
        self.group.employee_ids = self.ann | self.bob
        self.sync()
        self.sync()
        self.assertEqual(len(self.told(self.north)), 2)
        self.sync()
        self.assertEqual(self.told(self.north), [])

    def test_a_department_brings_everybody_below_it_too(self):
        works = self.env["hr.department"].create(
            {"name": "Works", "company_id": self.company.id}
        )
        night = self.env["hr.department"].create(
            {"name": "Night", "parent_id": works.id, "company_id": self.company.id}
        )
        self.ann.department_id, self.bob.department_id = works, night
        self.make_employee("Cy")
        self.group.department_ids = works
        self.assertEqual(self.group._people(), self.ann | self.bob)
        self.sync()
        self.assertEqual(len(self.told(self.north)), 2)

    def test_everybody_is_everybody_of_the_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["hr.employee"].create({"name": "Zoe", "company_id": elsewhere.id})
        self.group.everybody = True
        self.assertEqual(self.group._people(), self.ann | self.bob)

    def test_a_site_brings_its_terminals(self):
        self.group.site_ids = self.site
        self.assertEqual(self.group._devices(), self.device | self.north | self.south)

    def test_a_terminal_that_is_not_approved_is_left_alone(self):
        self.north.state = "pending"
        self.group.employee_ids = self.ann
        self.sync()
        self.assertNotIn("NORTH01", self.presences(self.ann))

    def test_who_leaves_the_group_leaves_the_terminals(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.group.employee_ids = False
        self.sync()
        user = self.identity(self.ann, self.north)
        self.assertEqual((user.presence, user.blocked), ("pending", True))
        self.assertEqual(self.told(self.north), ["DELETE USERINFO PIN=1"])
        self.assertEqual(user.presence, "absent")
        self.sync()
        self.assertEqual(self.told(self.north), [])

    def test_who_did_not_come_by_a_group_does_not_go_by_it(self):
        self.report(self.device, {"pin": "1", "name": "Ann"})
        self.group.employee_ids = self.bob
        self.settle()
        self.group.employee_ids = False
        self.sync()
        self.assertEqual(self.identity(self.ann, self.device).presence, "present")
        self.assertEqual(self.told(self.device), [])

    def test_an_archived_group_wants_nobody(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.group.active = False
        self.sync()
        self.assertEqual(self.told(self.south), ["DELETE USERINFO PIN=1"])

    def test_who_is_archived_leaves_all_terminals_also_those_without_a_group(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.ann.action_archive()
        self.sync()
        for device in (self.device, self.north, self.south):
            self.assertEqual(self.told(device), ["DELETE USERINFO PIN=1"])
        self.assertEqual(set(self.presences(self.ann).values()), {"absent"})
        self.sync()
        self.assertEqual(self.told(self.device), [])

    def test_who_departed_leaves_the_day_after(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.ann.departure_date = "2025-03-31"
        with freeze_time("2025-03-31 12:00:00"):
            self.sync()
            self.assertEqual(self.told(self.north), [])
        with freeze_time("2025-04-01 12:00:00"):
            self.sync()
            self.assertEqual(self.told(self.north), ["DELETE USERINFO PIN=1"])

    def test_archiving_stops_what_was_not_written_yet(self):
        self.group.employee_ids = self.ann
        self.sync()
        self.ann.action_archive()
        self.sync()
        self.assertEqual(self.told(self.north), ["DELETE USERINFO PIN=1"])

    def test_who_comes_back_is_written_again(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.ann.action_archive()
        self.settle()
        self.ann.action_unarchive()
        self.sync()
        self.assertEqual(self.told(self.north), ["UPDATE USERINFO PIN=1\tName=Ann"])
        self.assertFalse(self.identity(self.ann, self.north).blocked)

    def test_a_new_name_reaches_the_terminals(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.ann.name = "Ann Bell"
        self.sync()
        self.assertEqual(
            self.told(self.north), ["UPDATE USERINFO PIN=1\tName=Ann Bell"]
        )

    def test_a_name_no_line_can_hold_is_made_fit(self):
        self.ann.name = "Ann\tPri=14\nC:1:REBOOT"
        self.group.employee_ids = self.ann
        self.sync()
        self.assertEqual(
            self.told(self.north), ["UPDATE USERINFO PIN=1\tName=AnnPri=14C:1:REBOOT"]
        )

    def test_everybody_gets_a_pin_of_their_own(self):
        cy, di = self.make_employee("Cy"), self.make_employee("Di")
        self.group.employee_ids = self.ann | self.bob | cy | di
        self.sync()
        pins = (self.ann | self.bob | cy | di).mapped("biometric_pin")
        self.assertEqual(pins[:2], ["1", "00017"])
        self.assertEqual(len(set(pins)), 4)
        self.assertGreater(min(int(pin) for pin in pins[2:]), 17)

    def test_one_pin_on_two_terminals_may_be_two_people(self):
        other = self.make_employee("Other Ann", {self.north: "1"})
        self.group.employee_ids = other
        self.sync()
        self.group.employee_ids |= self.ann
        self.sync()
        self.assertNotEqual(self.ann.biometric_pin, other.biometric_pin)

    def test_a_pin_somebody_else_has_there_is_told_and_nothing_is_overwritten(self):
        self.ann.biometric_pin = "1"
        stranger = self.env["biometric.device.user"].create(
            {"device_id": self.north.id, "pin": "1", "name": "Who?"}
        )
        self.group.employee_ids = self.ann
        self.sync()
        self.assertEqual(self.told(self.north), [])
        self.assertEqual(stranger.rival, "Ann")
        stranger.employee_id = self.ann
        self.sync()
        self.assertFalse(stranger.rival)
        self.assertEqual(self.told(self.north), ["UPDATE USERINFO PIN=1\tName=Ann"])

    def test_two_people_cannot_be_given_one_pin(self):
        self.ann.biometric_pin = "4711"
        with self.assertRaisesRegex(ValidationError, "4711 is the PIN of Ann"):
            self.bob.biometric_pin = "4711"

    def test_control_characters_are_refused_where_they_are_typed(self):
        user = self.identity(self.ann, self.device)
        for name in ("name", "card", "group"):
            with (
                self.subTest(field=name),
                self.assertRaisesRegex(ValidationError, "control character"),
            ):
                user[name] = "7\t8"
        with self.assertRaisesRegex(ValidationError, "control character"):
            self.bob.biometric_pin = "7\n"

    def test_a_hostile_pin_of_a_terminal_fails_alone(self):
        self.report(self.north, {"pin": "1\x01"})
        user = self.env["biometric.device.user"].search([("pin", "=", "1\x01")])
        user.employee_id = self.ann
        self.group.employee_ids = self.ann | self.bob
        self.sync()
        self.assertEqual(user.presence, "failed")
        self.assertIn("control character", user.problem)
        self.assertEqual(self.told(self.north), ["UPDATE USERINFO PIN=00017\tName=Bob"])

    def test_a_refusal_is_told_and_tried_again_a_day_later(self):
        self.group.employee_ids = self.ann
        self.sync()
        self.told(self.north, code=-1001)
        user = self.identity(self.ann, self.north)
        self.assertEqual(user.presence, "failed")
        self.assertIn("full", user.problem)
        self.sync()
        self.assertEqual(self.told(self.north), [])
        with freeze_time(fields.Datetime.now() + timedelta(days=1, minutes=1)):
            self.sync()
            self.assertEqual(len(self.told(self.north)), 1)
        self.assertEqual((user.presence, user.problem), ("present", False))

    def test_a_refused_deletion_is_tried_again_too(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.group.employee_ids = False
        self.sync()
        self.told(self.north, code=-3)
        user = self.identity(self.ann, self.north)
        self.assertEqual((user.presence, user.blocked), ("failed", True))
        with freeze_time(fields.Datetime.now() + timedelta(days=1, minutes=1)):
            self.sync()
            self.assertEqual(self.told(self.north), ["DELETE USERINFO PIN=1"])

    def test_whom_a_terminal_does_not_have_need_not_be_deleted(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.group.employee_ids = False
        self.sync()
        self.told(self.north, code=-10)
        self.assertEqual(self.identity(self.ann, self.north).presence, "absent")

    def test_a_cancelled_change_is_not_forgotten(self):
        self.group.employee_ids = self.ann
        self.sync()
        self.env["biometric.command"].search([]).action_cancel()
        user = self.identity(self.ann, self.north)
        self.assertEqual(user.presence, "failed")
        self.assertIn("Cancelled", user.problem)

    def test_a_terminal_that_was_reset_is_refilled(self):
        self.group.employee_ids = self.ann | self.bob
        self.settle()
        self.north.action_refill()
        self.sync()
        self.assertEqual(
            self.told(self.north),
            [
                "UPDATE USERINFO PIN=00017\tName=Bob",
                "UPDATE USERINFO PIN=1\tName=Ann",
            ],
        )
        self.assertEqual(self.told(self.south), [])

    def test_what_a_terminal_tells_is_noted_and_nobody_is_renamed(self):
        self.report(
            self.device,
            {"pin": "1", "name": "ANNIE", "card": "123", "privilege": "admin"},
            {"pin": "55", "name": "New\x07", "privilege": "77", "password": "s3cret"},
        )
        self.assertEqual(self.ann.name, "Ann")
        self.assertRecordValues(
            self.env["biometric.device.user"].search(
                [("device_id", "=", self.device.id), ("pin", "in", ("1", "55"))]
            ),
            [
                {
                    "pin": "1",
                    "name": "ANNIE",
                    "card": "123",
                    "privilege": "admin",
                    "presence": "present",
                    "employee_id": self.ann.id,
                },
                {
                    "pin": "55",
                    "name": "New",
                    "card": False,
                    "privilege": False,
                    "presence": "present",
                    "employee_id": False,
                },
            ],
        )

    def test_what_a_terminal_does_not_tell_is_kept_and_not_reset(self):
        self.report(self.north, {"pin": "1", "card": "123", "privilege": "manager"})
        user = self.env["biometric.device.user"].search(
            [("device_id", "=", self.north.id)]
        )
        user.employee_id = self.ann
        self.report(self.north, {"pin": "1", "name": "Ann"})
        self.assertEqual((user.card, user.privilege), ("123", "manager"))
        self.group.employee_ids = self.ann
        self.sync()
        self.assertEqual(
            self.told(self.north),
            ["UPDATE USERINFO PIN=1\tName=Ann\tPri=6\tCard=123"],
        )

    def test_a_new_card_reaches_the_other_terminals(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.report(self.north, {"pin": "1", "card": "4711"})
        self.sync()
        self.assertEqual(self.told(self.north), [])
        self.assertEqual(
            self.told(self.south), ["UPDATE USERINFO PIN=1\tName=Ann\tCard=4711"]
        )

    def test_who_has_a_card_at_one_terminal_comes_to_others_with_it(self):
        self.report(self.device, {"pin": "1", "card": "4711"})
        self.group.employee_ids = self.ann
        self.sync()
        self.assertEqual(
            self.told(self.north), ["UPDATE USERINFO PIN=1\tName=Ann\tCard=4711"]
        )
        self.assertEqual(self.identity(self.ann, self.north).card, "4711")

    def test_of_two_cards_none_is_chosen(self):
        other = self.make_device("OTHER01")
        self.map_user(other, "1", self.ann)
        self.report(self.device, {"pin": "1", "card": "4711"})
        self.report(other, {"pin": "1", "card": "4712"})
        self.group.employee_ids = self.ann
        self.sync()
        self.assertEqual(self.told(self.north), ["UPDATE USERINFO PIN=1\tName=Ann"])

    def test_another_person_on_an_identity_is_not_wanted_there(self):
        self.group.employee_ids = self.ann
        self.settle()
        user = self.identity(self.ann, self.north)
        user.employee_id = self.bob
        self.assertFalse(user.wanted)


class TestSyncCron(PeopleCase, CronMixinCase):
    def setUp(self):
        super().setUp()
        self.cron = self.env.ref("biometric_attendance.cron_sync")

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_the_cron_brings_people_to_their_terminals(self):
        self.group.employee_ids = self.ann
        self.run_cron()
        self.assertEqual(self.told(self.north), ["UPDATE USERINFO PIN=1\tName=Ann"])
        self.assertEqual(self.told(self.south), ["UPDATE USERINFO PIN=1\tName=Ann"])

    def test_it_is_woken_by_what_matters(self):
        for change in (
            lambda: self.group.write({"employee_ids": [Command.link(self.ann.id)]}),
            lambda: self.ann.write({"active": False}),
            lambda: self.bob.write({"contract_date_start": "2025-01-01"}),
            lambda: self.identity(self.bob, self.device).write({"employee_id": False}),
            self.north.action_refill,
        ):
            with self.capture_triggers(self.cron.id) as capture:
                change()
            self.assertTrue(capture.records)

    def test_it_wakes_at_the_midnight_of_each_zone_once(self):
        self.south.tz = "America/New_York"
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        triggers.unlink()
        with freeze_time("2025-03-03 12:00:00"):
            self.run_cron()
            self.run_cron()
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        self.assertEqual(
            sorted(map(str, triggers.mapped("call_at")))[-2:],
            ["2025-03-03 23:00:00", "2025-03-04 05:00:00"],
        )
        self.assertEqual(len(set(triggers.mapped("call_at"))), len(triggers))
