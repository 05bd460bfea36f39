"""Names and PINs people have on terminals: fit, and one person's only."""

from odoo.exceptions import ValidationError

from ..people_common import PeopleCase


class TestGroupNames(PeopleCase):
    def test_a_new_name_reaches_the_terminals(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.ann.name = "Ann Bell"
        self.sync()
        self.assertEqual(
            self.received_commands(self.north), ["UPDATE USERINFO PIN=1\tName=Ann Bell"]
        )

    def test_a_name_no_line_can_hold_is_made_fit(self):
        self.ann.name = "Ann\tPri=14\nC:1:REBOOT"
        self.group.employee_ids = self.ann
        self.sync()
        self.assertEqual(
            self.received_commands(self.north),
            ["UPDATE USERINFO PIN=1\tName=AnnPri=14C:1:REBOOT"],
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
        unknown = self.env["biometric.device.user"].create(
            {"device_id": self.north.id, "pin": "1", "name": "Who?"}
        )
        self.group.employee_ids = self.ann
        self.sync()
        self.assertEqual(self.received_commands(self.north), [])
        self.assertEqual(unknown.pin_conflict, "Ann")
        unknown.employee_id = self.ann
        self.sync()
        self.assertFalse(unknown.pin_conflict)
        self.assertEqual(
            self.received_commands(self.north), ["UPDATE USERINFO PIN=1\tName=Ann"]
        )

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
        self.assertEqual(user.sync_state, "failed")
        self.assertIn("control character", user.problem)
        self.assertEqual(
            self.received_commands(self.north), ["UPDATE USERINFO PIN=00017\tName=Bob"]
        )
