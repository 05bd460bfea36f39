"""How terminals let people in from one day to another, each in its way."""

from odoo.tests import freeze_time

from ..pass_common import PassCase


class TestAccessTerminals(PassCase):
    def test_a_contact_is_written_on_the_first_day_and_deleted_after_the_last(self):
        self.grant(self.gym)
        self.assertEqual(self.sync_at("2025-03-09 22:30:00"), [])
        received = self.sync_at("2025-03-09 23:30:00")  # past midnight in Paris
        pin = self.gym.biometric_pin
        self.assertEqual(
            received,
            [
                f"UPDATE USERINFO PIN={pin}\tName=Mia Member"
                "\tStartDatetime=2025-03-10T00:00:00\tEndDatetime=2025-03-20T23:59:59"
                "\tExpires=1"
            ],
        )
        self.assertEqual(self.sync_at("2025-03-20 22:30:00"), [])
        received = self.sync_at("2025-03-20 23:30:00")
        self.assertEqual(received, [f"DELETE USERINFO PIN={pin}"])
        self.assertEqual(self.sync_at("2025-03-25 00:00:00"), [])

    def test_a_person_whose_days_begin_later_gets_no_command_at_any_sync(self):
        self.grant(self.gym, "2025-02-01", "2025-02-10")
        self.assertEqual(len(self.sync_at("2025-02-05 12:00:00")), 1)
        deleted = [f"DELETE USERINFO PIN={self.gym.biometric_pin}"]
        self.assertEqual(self.sync_at("2025-02-11 12:00:00"), deleted)
        self.grant(self.gym)
        user = self.identity(self.gym, self.north)
        commands = self.north.command_ids
        for moment in (
            "2025-02-12 12:00:00",
            "2025-03-01 12:00:00",
            "2025-03-09 12:00",
        ):
            with self.subTest(moment=moment):
                self.assertEqual(self.sync_at(moment), [])
                self.assertEqual(self.north.command_ids, commands)
                self.assertEqual(user.sync_state, "absent")
        self.assertIn("UPDATE USERINFO", self.sync_at("2025-03-10 12:00:00")[0])

    def test_a_person_never_written_whose_days_begin_later_gets_no_command(self):
        self.grant(self.gym)
        for moment in ("2025-03-01 12:00:00", "2025-03-02 12:00:00"):
            self.assertEqual(self.sync_at(moment), [])
        self.assertFalse(self.north.command_ids)

    def test_a_renewed_pass_brings_the_person_back_at_once(self):
        access = self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        self.sync_at("2025-03-22 12:00:00")
        access.last_day = "2025-04-20"
        received = self.sync_at("2025-03-22 12:01:00")
        self.assertIn("EndDatetime=2025-04-20T23:59:59", received[0])
        self.assertEqual(self.sync_at("2025-03-22 12:02:00"), [])

    def test_a_pass_renewed_in_time_only_moves_the_last_day(self):
        self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        self.grant(self.gym, "2025-03-21", "2025-04-20")
        received = self.sync_at("2025-03-16 12:00:00")
        self.assertEqual(len(received), 1)
        self.assertIn("StartDatetime=2025-03-10T00:00:00", received[0])
        self.assertIn("EndDatetime=2025-04-20T23:59:59", received[0])
        self.assertEqual(self.sync_at("2025-03-22 12:00:00"), [])

    def test_a_terminal_that_heeds_dates_knows_them_in_advance_and_keeps_people(self):
        self.north.enforcement = "dates"
        self.grant(self.gym)
        received = self.sync_at("2025-03-01 12:00:00")
        self.assertIn("StartDatetime=2025-03-10T00:00:00", received[0])
        user = self.identity(self.gym, self.north)
        self.assertTrue(user.access_denied)
        self.assertEqual(self.sync_at("2025-03-15 12:00:00"), [])
        self.assertFalse(user.access_denied)
        self.assertEqual(self.sync_at("2025-03-25 12:00:00"), [])
        self.assertTrue(user.access_denied)
        self.assertEqual(user.sync_state, "present")

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
                self.received_commands(door),
                [
                    f"UPDATE user Pin={pin}\tStartTime=20250310\tEndTime=20250320"
                    "\tName=Mia Member",
                    f"UPDATE userauthorize Pin={pin}\tAuthorizeTimezoneId=1"
                    "\tAuthorizeDoorId=1",
                ],
            )
            self.assertEqual(self.identity(self.gym, door).sync_state, "present")

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

    def test_an_archived_contact_leaves(self):
        self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        self.gym.action_archive()
        received = self.sync_at("2025-03-15 13:00:00")
        self.assertEqual(received, [f"DELETE USERINFO PIN={self.gym.biometric_pin}"])

    def test_a_contact_that_is_deleted_leaves_with_proof(self):
        self.north.allowed_networks = "127.0.0.0/8"  # else its word proves nothing
        access = self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        pin = self.gym.biometric_pin
        self.gym.unlink()
        self.assertFalse(access.exists())
        erasure = self.env["biometric.erasure"].search(
            [("line_ids.device_id", "=", self.north.id)]
        )
        self.assertEqual((erasure.reason, erasure.state), ("deleted", "pending"))
        received = self.sync_at("2025-03-15 13:00:00")
        self.assertEqual(received, [f"DELETE USERINFO PIN={pin}"])
        self.assertEqual(erasure.state, "pending", "not read back yet")
        received = self.sync_at("2025-03-15 13:01:00")
        self.assertEqual(received, [f"QUERY USERINFO PIN={pin}"])
        self.assertEqual(erasure.state, "confirmed")
