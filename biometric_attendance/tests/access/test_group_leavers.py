"""Whoever left the company leaves its terminals, and comes back to them."""

from odoo.tests import freeze_time

from ..people_common import PeopleCase


class TestGroupLeavers(PeopleCase):
    def test_who_is_archived_leaves_all_terminals_also_those_without_a_group(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.ann.action_archive()
        self.sync()
        for device in (self.device, self.north, self.south):
            self.assertEqual(self.received_commands(device), ["DELETE USERINFO PIN=1"])
        self.assertEqual(set(self.presences(self.ann).values()), {"absent"})
        self.sync()
        self.assertEqual(self.received_commands(self.device), [])

    def test_who_departed_leaves_the_day_after(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.ann.departure_date = "2025-03-31"
        with freeze_time("2025-03-31 12:00:00"):
            self.sync()
            self.assertEqual(self.received_commands(self.north), [])
        with freeze_time("2025-04-01 12:00:00"):
            self.sync()
            self.assertEqual(
                self.received_commands(self.north), ["DELETE USERINFO PIN=1"]
            )

    def test_archiving_stops_what_was_not_written_yet(self):
        self.group.employee_ids = self.ann
        self.sync()
        self.ann.action_archive()
        self.sync()
        self.assertEqual(self.received_commands(self.north), ["DELETE USERINFO PIN=1"])

    def test_who_comes_back_is_written_again(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.ann.action_archive()
        self.settle()
        self.ann.action_unarchive()
        self.sync()
        self.assertEqual(
            self.received_commands(self.north), ["UPDATE USERINFO PIN=1\tName=Ann"]
        )
        self.assertFalse(self.identity(self.ann, self.north).access_denied)
