"""How a file is read is shown, changed, asked and remembered."""

from odoo.exceptions import UserError

from ..files_common import FileCase

TWO_PINS = (
    "uid,user_id,timestamp,status,punch\n"
    "1,42,2025-03-03 08:00:00,1,0\n"
    "1,42,2025-03-03 17:00:00,1,1\n"
    "2,43,2025-03-03 08:10:00,1,0\n"
)
AMBIGUOUS = "PIN;Time\n1;03/04/2025 08:00\n1;05/04/2025 08:00\n"


class TestFileMapping(FileCase):
    def answer(self, given, text):
        options = given.option_ids.filtered(lambda each: text in each.label)
        self.assertEqual(len(options), 1, given.option_ids.mapped("label"))
        options.action_choose()

    def test_day_or_month_is_asked_and_answered(self):
        given = self.give(AMBIGUOUS, "a.csv")
        self.assertTrue(given.question)
        with self.assertRaises(UserError):
            given.action_import()
        self.answer(given, "Month first")
        self.assertFalse(given.question)
        self.assertEqual(given.date_order, "month")
        self.assertIn("2025-03-04", given.preview)
        given.date_order = "day"
        self.assertIn("2025-04-03", given.preview)
        given.action_import()
        self.assertEqual(self.punches()[0].device_time, "2025-04-03 08:00:00")

    def test_what_is_not_read_yet_is_shown_as_it_is(self):
        given = self.give(AMBIGUOUS, "a.csv")
        self.assertIn("1;03/04/2025 08:00", given.preview)

    def test_two_columns_that_may_be_the_pin_are_asked_about(self):
        given = self.give(TWO_PINS, "a.csv")
        self.assertTrue(given.question)
        self.answer(given, "user_id")
        self.assertEqual(given.pin_column_id.name, "user_id")
        given.action_import()
        self.assertEqual(set(self.punches().mapped("pin")), {"42", "43"})

    def test_what_was_chosen_is_proposed_for_the_next_file_of_the_layout(self):
        given = self.give(TWO_PINS, "a.csv")
        self.answer(given, "uid")
        given.action_import()
        again = self.give(TWO_PINS.replace("03-03", "03-04"), "b.csv")
        self.assertFalse(again.question)
        self.assertEqual(again.pin_column_id.name, given.pin_column_id.name)

    def test_another_column_is_taken_and_shown_at_once(self):
        text = "PIN;Badge;Time\n1;77;2025-03-03 08:00:00\n5;78;2025-03-03 08:00:00\n"
        given = self.give(text, "a.csv")
        if given.question:
            self.answer(given, "PIN")
        badge = given.column_ids.filtered(lambda column: column.name == "Badge")
        given.pin_column_id = badge
        self.assertIn(">77<", given.preview)
        self.assertEqual(given.pin_column_id.name, "Badge")
        given.action_import()
        self.assertEqual(set(self.punches().mapped("pin")), {"77", "78"})

    def test_a_column_is_named_with_some_of_its_values(self):
        given = self.give(TWO_PINS, "a.csv")
        names = given.column_ids.mapped("display_name")
        self.assertEqual(len(names), 5)
        self.assertIn("user_id", names[1])
        self.assertIn("42", names[1])
        without = self.give("1\t2025-03-03 08:00:00\t1\t0\t1\t0\n")
        self.assertIn("Column 1", without.column_ids[0].display_name)

    def test_the_length_of_pins_is_chosen(self):
        given = self.give("17\t2025-03-03 08:00:00\t1\t0\t1\t0\n")
        given.pin_width = 5
        self.assertIn(">00017<", given.preview)
        given.action_import()
        self.assertEqual(self.punches().employee_id, self.bob)

    def test_the_length_of_pins_is_remembered_for_its_device_alone(self):
        text = "17\t2025-03-03 08:00:00\t1\t0\t1\t0\n"
        given = self.give(text)
        given.pin_width = 5
        given.action_import()
        self.assertEqual(self.give(text.replace("08:", "09:")).pin_width, 5)
        shed = self.make_device("SHED001", name="Shed")
        self.assertEqual(self.give(text, device=shed).pin_width, 0)

    def test_another_delimiter_makes_other_columns(self):
        given = self.give("PIN;Time\n1;2025-03-03 08:00:00\n", "a.csv")
        self.assertEqual((given.delimiter, len(given.column_ids)), ("semicolon", 2))
        self.assertEqual(given.header_row, 1)

    def test_unknown_layouts_of_other_companies_are_not_proposed(self):
        given = self.give(TWO_PINS, "a.csv")
        self.answer(given, "uid")
        given.action_import()
        layout = self.env["biometric.file.layout"].search([])
        layout.company_id = self.env["res.company"].create({"name": "Abroad"})
        self.assertTrue(self.give(TWO_PINS + "\n", "b.csv").question)
