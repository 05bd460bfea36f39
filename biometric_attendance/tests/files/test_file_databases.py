"""An att2000.mdb is imported as any file: its terminals are told apart, nothing is guessed."""

import json
from pathlib import Path

from odoo.exceptions import UserError

from ..files_common import FileCase

VECTORS = Path(__file__).parents[3] / "tests" / "vectors" / "databases"


class TestFileDatabases(FileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate = cls.make_device("SYN0000000011", name="Main gate")
        cls.stores = cls.make_device("SYN0000000012", name="Stores")

    def wanted(self, name):
        return json.loads((VECTORS / f"{name}.json").read_text())["response"]

    def import_file(self, name):
        return self.give(
            (VECTORS / f"{name}.mdb").read_bytes(), "att2000.mdb", device=None
        )

    def test_each_terminal_gets_its_own_by_serial_number(self):
        given = self.import_file("B10_att2000_new")
        wanted = self.wanted("B10_att2000_new")
        self.assertEqual(given.serial_ids.device_id, self.gate + self.stores)
        given.action_import()
        for device in self.gate + self.stores:
            rows = [row for row in wanted["punches"] if row[5] == device.serial]
            punches = self.punches(device=device)
            read = {(each.pin, str(each.device_time)) for each in punches}
            self.assertLessEqual({(row[0], row[1]) for row in rows}, read)
        everything = self.punches(device=self.gate) + self.punches(device=self.stores)
        directed = {(each.pin, str(each.device_time)): each for each in everything}
        letters = {"I": "in", "O": "out", "0": "in", "1": "out"}
        for pin, moment, letter, *_rest in wanted["punches"]:
            if letter in letters:
                self.assertEqual(directed[pin, moment].direction, letters[letter])
        [nobody] = self.messages(given)
        self.assertIn("999", nobody.line)

    def test_terminals_without_a_serial_number_are_asked_about_by_name(self):
        self.gate.name, self.stores.name = "Front", "Back"
        given = self.import_file("B11_att2000_old")
        self.assertEqual(
            set(given.serial_ids.mapped("serial")), {"Main gate", "Stores"}
        )
        self.assertTrue(all(given.serial_ids.mapped("is_open")))
        with self.assertRaises(UserError):
            given.action_import()
        for named in given.serial_ids:
            named.device_id = self.gate if named.serial == "Main gate" else self.stores
        given.action_import()
        wanted = self.wanted("B11_att2000_old")["punches"]
        gate = [row for row in wanted if row[4] == "1"]
        pins = {
            (each.pin, str(each.device_time)) for each in self.punches(device=self.gate)
        }
        self.assertLessEqual({(row[0], row[1]) for row in gate}, pins)

    def test_terminals_are_found_by_the_names_they_have_in_both(self):
        given = self.import_file("B11_att2000_old")
        self.assertEqual(given.serial_ids.device_id, self.gate + self.stores)
        self.assertFalse(given.is_open)

    def test_the_same_file_again_brings_nothing(self):
        self.import_file("B10_att2000_new").action_import()
        again = self.import_file("B10_att2000_new")
        again.action_import()
        self.assertEqual(again.new_count, 0)

    def test_a_cut_file_is_refused_in_words(self):
        content = (VECTORS / "B10_att2000_new.mdb").read_bytes()[:50_000]
        with self.assertRaisesRegex(UserError, "damaged"):
            self.give(content, "att2000.mdb")
