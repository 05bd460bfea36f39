"""What terminals tell of their users: noted, and brought to the others."""

from datetime import datetime

from ..people_common import PeopleCase


class TestUserReport(PeopleCase):
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
                    "sync_state": "present",
                    "employee_id": self.ann.id,
                },
                {
                    "pin": "55",
                    "name": "New",
                    "card": False,
                    "privilege": False,
                    "sync_state": "present",
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
            self.received_commands(self.north),
            ["UPDATE USERINFO PIN=1\tName=Ann\tPri=6\tCard=123"],
        )

    def test_a_new_card_reaches_the_other_terminals(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.report(self.north, {"pin": "1", "card": "4711"})
        self.sync()
        self.assertEqual(self.received_commands(self.north), [])
        self.assertEqual(
            self.received_commands(self.south),
            ["UPDATE USERINFO PIN=1\tName=Ann\tCard=4711"],
        )

    def test_who_has_a_card_at_one_terminal_comes_to_others_with_it(self):
        self.report(self.device, {"pin": "1", "card": "4711"})
        self.group.employee_ids = self.ann
        self.sync()
        self.assertEqual(
            self.received_commands(self.north),
            ["UPDATE USERINFO PIN=1\tName=Ann\tCard=4711"],
        )
        self.assertEqual(self.identity(self.ann, self.north).card, "4711")

    def test_of_two_cards_none_is_chosen(self):
        other = self.make_device("OTHER01")
        self.map_user(other, "1", self.ann)
        self.report(self.device, {"pin": "1", "card": "4711"})
        self.report(other, {"pin": "1", "card": "4712"})
        self.group.employee_ids = self.ann
        self.sync()
        self.assertEqual(
            self.received_commands(self.north), ["UPDATE USERINFO PIN=1\tName=Ann"]
        )

    def count_queries(self, count):
        users = [
            {"pin": f"9{number}", "name": f"N{number}", "card": str(number + 1)}
            for number in range(count)
        ]
        self.report(self.device, *users)  # else the first would prepare the statement
        before = self.env.cr.sql_log_count
        self.report(self.device, *[{**user, "group": "2"} for user in users])
        return self.env.cr.sql_log_count - before

    def test_users_of_one_report_are_stored_together(self):
        self.assertEqual(self.count_queries(40), self.count_queries(2))

    def test_days_a_terminal_reports_are_stored_and_emptied(self):
        day = datetime(2026, 1, 1)
        for limit, stored in ((day, day.date()), (None, day.date()), ("", False)):
            self.report(self.device, {"pin": "9", "valid_until": limit})
            user = self.env["biometric.device.user"]._with_pins(self.device, ["9"])
            self.assertEqual(user.valid_until, stored)
