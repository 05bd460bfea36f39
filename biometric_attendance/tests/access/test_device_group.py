"""Who belongs on which terminal, by the data of a group."""

from ..people_common import PeopleCase


class TestDeviceGroup(PeopleCase):
    def test_who_is_picked_by_hand_is_written_and_then_in_sync(self):
        self.group.employee_ids = self.ann
        self.sync()
        user = self.identity(self.ann, self.north)
        self.assertEqual(
            (user.pin, user.sync_state, user.wanted), ("1", "pending", True)
        )
        for device in (self.north, self.south):
            self.assertEqual(
                self.received_commands(device), ["UPDATE USERINFO PIN=1\tName=Ann"]
            )
        self.assertEqual(
            self.presences(self.ann),
            {"GATE001": "unknown", "NORTH01": "present", "SOUTH01": "present"},
        )

    def test_a_second_look_makes_no_command(self):
        self.group.employee_ids = self.ann | self.bob
        self.sync()
        self.sync()
        self.assertEqual(len(self.received_commands(self.north)), 2)
        self.sync()
        self.assertEqual(self.received_commands(self.north), [])

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
        self.assertEqual(self.group._employees(), self.ann | self.bob)
        self.sync()
        self.assertEqual(len(self.received_commands(self.north)), 2)

    def test_everybody_is_everybody_of_the_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["hr.employee"].create({"name": "Zoe", "company_id": elsewhere.id})
        self.group.everybody = True
        self.assertEqual(self.group._employees(), self.ann | self.bob)

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
        self.assertEqual((user.sync_state, user.access_denied), ("pending", True))
        self.assertEqual(self.received_commands(self.north), ["DELETE USERINFO PIN=1"])
        self.assertEqual(user.sync_state, "absent")
        self.sync()
        self.assertEqual(self.received_commands(self.north), [])

    def test_who_did_not_come_by_a_group_does_not_go_by_it(self):
        self.report(self.device, {"pin": "1", "name": "Ann"})
        self.group.employee_ids = self.bob
        self.settle()
        self.group.employee_ids = False
        self.sync()
        self.assertEqual(self.identity(self.ann, self.device).sync_state, "present")
        self.assertEqual(self.received_commands(self.device), [])

    def test_an_archived_group_wants_nobody(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.group.active = False
        self.sync()
        self.assertEqual(self.received_commands(self.south), ["DELETE USERINFO PIN=1"])

    def test_a_terminal_that_was_reset_is_refilled(self):
        self.group.employee_ids = self.ann | self.bob
        self.settle()
        self.north.action_refill()
        self.sync()
        self.assertEqual(
            self.received_commands(self.north),
            [
                "UPDATE USERINFO PIN=00017\tName=Bob",
                "UPDATE USERINFO PIN=1\tName=Ann",
            ],
        )
        self.assertEqual(self.received_commands(self.south), [])

    def test_another_person_on_an_identity_is_not_wanted_there(self):
        self.group.employee_ids = self.ann
        self.settle()
        user = self.identity(self.ann, self.north)
        user.employee_id = self.bob
        self.assertFalse(user.wanted)

    def test_the_people_of_a_group_are_shown_on_its_terminals_alone(self):
        self.report(self.north, {"pin": "900", "name": "Stranger"})
        self.group.employee_ids = self.ann
        self.sync()
        domain = self.group.action_open_people()["domain"]
        users = self.env["biometric.device.user"].search(domain)
        self.assertEqual(users.employee_id, self.ann)
        self.assertEqual(users.device_id, self.north | self.south)
