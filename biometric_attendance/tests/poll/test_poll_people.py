"""Who belongs where, on terminals that wait to be asked: nothing else is harmed."""

from odoo.fields import Command as Link

from simulator.people import User

from ..poll_common import MONDAY, PollCase


class TestPollPeople(PollCase):
    def setUp(self):
        super().setUp()
        self.server = self.terminal()
        self.users = self.server.terminal.users
        self.users["1"] = User("1", "A. Bell", "555", 14, "2468", "7")
        self.hall = self.device_of(self.server)
        self.group = self.env["biometric.device.group"].create(
            {
                "name": "Hall",
                "company_id": self.company.id,
                "device_ids": [Link.set(self.hall.ids)],
            }
        )

    def settle(self):
        """What the groups want is worked out, and carried out on a visit."""
        self.env.flush_all()
        self.sync_devices()
        self.poll(self.hall)

    def identity(self, person):
        return self.hall.user_ids.filtered(lambda user: user._person() == person)

    def test_a_person_the_terminal_has_keeps_everything_but_the_name(self):
        for read_before in (False, True):
            if read_before:
                self.poll(self.hall)
            self.group.employee_ids = self.ann
            self.settle()
            with self.subTest(read_before=read_before):
                self.assertEqual(
                    self.users["1"], User("1", "Ann", "555", 14, "2468", "7")
                )
                self.assertEqual(self.identity(self.ann).sync_state, "present")
            self.group.employee_ids = False
            self.hall.user_ids.write({"wanted": False, "synced_values": False})

    def test_a_new_person_gets_a_place_and_nobody_loses_one(self):
        cy = self.make_employee("Cy")
        self.group.employee_ids = self.ann | self.bob | cy
        self.settle()
        pin = self.identity(cy).pin
        self.assertEqual(self.users[pin], User(pin, "Cy", group="1"))
        self.assertEqual(set(self.users), {"1", "00017", pin})
        self.assertEqual(set(self.hall.user_ids.mapped("sync_state")), {"present"})
        self.assertEqual(self.users["00017"].name, "Bob")

    def test_a_card_changed_here_is_changed_there_alone(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.identity(self.ann).card = "777"
        self.settle()
        self.assertEqual(self.users["1"], User("1", "Ann", "777", 14, "2468", "7"))

    def test_who_departs_leaves_the_terminal(self):
        self.group.employee_ids = self.ann | self.bob
        self.settle()
        self.ann.action_archive()
        self.settle()
        self.assertEqual(set(self.users), {"00017"})
        gone = self.identity(self.ann)
        self.assertEqual((gone.sync_state, gone.problem), ("absent", False))
        self.assertFalse(self.hall.command_ids.filtered(lambda c: c.state != "done"))

    def test_who_was_deleted_at_the_terminal_meanwhile_is_gone_too(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.server.terminal.delete_user("1")
        self.ann.action_archive()
        self.settle()
        self.assertEqual(self.identity(self.ann).sync_state, "absent")
        deletion = self.hall.command_ids.filtered(lambda c: c.kind == "delete_user")
        self.assertEqual(deletion.result, "It was not there any more.")

    def test_who_leaves_the_group_leaves_others_where_they_are(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.group.employee_ids = self.bob
        self.settle()
        self.assertEqual(set(self.users), {"00017"})

    def test_a_full_terminal_says_so(self):
        self.server.terminal.user_capacity = 2
        cy = self.make_employee("Cy")
        self.group.employee_ids = cy
        self.settle()
        user = self.identity(cy)
        self.assertEqual(
            (user.sync_state, user.problem), ("failed", "The terminal refused it.")
        )
        self.assertFalse(self.hall.poll_error)

    def test_a_pin_the_terminal_cannot_take_is_said_in_words(self):
        server = self.terminal("OLD", firmware="ta8035")
        del server.terminal.users["00017"]
        self.hall = self.device_of(server)
        self.group.device_ids = self.hall
        self.group.employee_ids = self.ann | self.bob
        self.settle()
        self.assertEqual(self.identity(self.ann).sync_state, "present")
        self.assertEqual(self.identity(self.bob).sync_state, "failed")
        self.assertIn("PINs of digits only", self.identity(self.bob).problem)
        self.assertEqual(set(server.terminal.users), {"1"})

    def test_days_of_access_are_kept_by_removal(self):
        self.company.biometric_contract_access = True
        self.group.employee_ids = self.ann
        self.ann.contract_date_start = "2020-01-01"
        self.settle()
        self.assertIn("1", self.users)
        self.ann.contract_date_end = "2020-12-31"
        self.settle()
        self.assertNotIn("1", self.users)

    def test_who_is_new_at_the_terminal_is_shown_and_not_guessed(self):
        self.poll(self.hall)
        self.server.terminal.register("99", MONDAY, name="Stranger", card="31")
        self.poll(self.hall)
        unknown = self.hall.user_ids.filtered(lambda user: user.pin == "99")
        self.assertEqual((unknown.name, unknown.card), ("Stranger", "31"))
        self.assertFalse(unknown.employee_id)

    def test_a_name_changed_at_the_terminal_is_known_within_a_day(self):
        self.poll(self.hall)
        self.server.terminal.register("1", MONDAY, card="888")
        self.poll(self.hall)
        self.assertEqual(self.identity(self.ann).card, "555")
        self.hall.resent_at = False
        self.poll(self.hall)
        self.assertEqual(self.identity(self.ann).card, "888")

    def test_write_its_people_again_fills_an_empty_terminal(self):
        self.group.employee_ids = self.ann | self.bob
        self.settle()
        self.server.terminal.clear()
        self.server.endpoint.records.clear()
        self.hall.action_refill()
        self.settle()
        self.assertEqual(
            {pin: user.name for pin, user in self.users.items()},
            {"1": "Ann", "00017": "Bob"},
        )
