"""Whose file it is: never are punches stored at another terminal silently."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..files_common import FileCase

ROW = "1\t2025-03-03 {:02}:00:00\t1\t0\t1\t0\n"


def log(serial, *hours):
    return f"SN={serial}\n" + "".join(map(ROW.format, hours))


class TestFileDevices(FileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shed = cls.make_device("SHED001", name="Shed")

    def test_a_file_that_names_its_terminal_needs_no_choice(self):
        given = self.give(log("SHED001", 8), device=None)
        self.assertEqual(given.device_id, self.shed)
        self.assertFalse(given.is_open)
        given.action_import()
        self.assertEqual(self.punches(device=self.shed).device_id, self.shed)

    def test_rows_that_name_no_terminal_need_a_choice(self):
        given = self.give(ROW.format(7) + log("SHED001", 8), device=None)
        self.assertEqual(given.serial_ids.device_id, self.shed)
        self.assertFalse(given.device_id)
        self.assertTrue(given.is_open)
        with self.assertRaises(UserError):
            given.action_import()

    def test_a_name_of_a_file_names_its_terminal(self):
        given = self.give(ROW.format(8), name="SHED001_attlog.dat", device=None)
        self.assertEqual(given.device_id, self.shed)

    def test_another_known_terminal_is_proposed_and_taken_by_one_click(self):
        given = self.give(log("SHED001", 8))
        [named] = given.serial_ids
        self.assertEqual((named.serial, named.proposed_id), ("SHED001", self.shed))
        self.assertTrue(given.is_open)
        with self.assertRaisesRegex(UserError, "SHED001"):
            given.action_import()
        named.action_use_proposed()
        self.assertEqual(given.device_id, self.shed)
        given.action_import()
        self.assertFalse(self.punches())
        self.assertEqual(len(self.punches(device=self.shed)), 1)

    def test_the_person_may_know_better(self):
        given = self.give(log("SHED001", 8))
        given.serial_ids.action_use_chosen()
        given.action_import()
        self.assertEqual(len(self.punches()), 1)

    def test_an_unknown_terminal_is_asked_about(self):
        given = self.give(log("NEW0001", 8))
        self.assertTrue(given.is_open)
        self.assertFalse(given.serial_ids.proposed_id)
        given.serial_ids.action_use_chosen()
        self.assertFalse(given.is_open)
        given.action_import()
        self.assertEqual(len(self.punches()), 1)

    def test_choosing_another_device_asks_again(self):
        given = self.give(log("GATE001", 8))
        self.assertFalse(given.is_open)
        given.device_id = self.shed
        self.assertTrue(given.is_open)

    def test_a_file_of_several_is_divided(self):
        given = self.give(log("GATE001", 8) + log("SHED001", 9, 10), device=None)
        self.assertEqual(given.serial_ids.device_id, self.device + self.shed)
        given.action_import()
        self.assertEqual(len(self.punches()), 1)
        self.assertEqual(len(self.punches(device=self.shed)), 2)
        for device in (self.device, self.shed):
            self.assertIn("3 new", device.message_ids[0].body)

    def test_rows_of_an_unknown_one_are_kept_and_never_replayed_here(self):
        given = self.give(log("GATE001", 8) + log("NEW0001", 9, 10))
        named = given.serial_ids.filtered("is_open")
        self.assertEqual(named.serial, "NEW0001")
        named.action_keep()
        given.action_import()
        self.assertEqual((given.new_count, given.refused_count), (1, 2))
        messages = self.messages(given)
        self.assertEqual(messages.device_id, self.device)
        self.assertIn("NEW0001", messages[0].reason)
        messages.action_replay()
        self.assertEqual(set(messages.mapped("state")), {"new"})
        self.assertEqual(len(self.punches()), 1)

    def test_what_was_decided_is_proposed_again_for_the_same_device(self):
        first = self.give(log("NEW0001", 8))
        first.serial_ids.action_use_chosen()
        first.action_import()
        self.assertFalse(self.give(log("NEW0001", 9)).is_open)
        self.assertTrue(self.give(log("NEW0001", 9), device=self.shed).is_open)
        self.assertTrue(self.give(log("NEW0001", 9), device=None).is_open)

    def test_no_terminal_of_another_company_is_proposed_or_taken(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        far = self.make_device("FAR0001", company_id=abroad.id)
        given = self.give(log("FAR0001", 8))
        self.assertFalse(given.serial_ids.proposed_id)
        for write in (
            lambda: given.write({"device_id": far.id}),
            lambda: given.serial_ids.write({"device_id": far.id}),
            lambda: given.write(
                {
                    "serial_ids": [
                        Command.update(given.serial_ids.id, {"device_id": far.id})
                    ]
                }
            ),
            lambda: self.give(log("FAR0001", 8), device=far),
        ):
            with self.assertRaises(AccessError):
                write()

    def test_columns_of_another_file_are_refused(self):
        text = "PIN;Time;Other\n1;2025-03-03 08:00:00;2\n"
        given, other = self.give(text, "a.csv"), self.give(text + "\n", "b.csv")
        with self.assertRaisesRegex(UserError, "this file"):
            given.pin_column_id = other.column_ids[:1]

    def test_without_a_device_nothing_is_imported(self):
        given = self.give(ROW.format(8), device=None)
        self.assertTrue(given.is_open)
        with self.assertRaisesRegex(UserError, "Choose the terminal"):
            given.action_import()
