"""A file is looked at, then stored like what terminals send, and never twice."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from ..files_common import FileCase

ATTLOG = (
    b"        1\t2025-03-03 08:00:00\t1\t0\t1\t0\r\n"
    b"        1\t2025-03-03 17:00:00\t1\t1\t1\t0\r\n"
    b"       42\t2025-03-03 09:00:00\t1\t0\t1\t0\r\n"
    b"        1\t2025-02-31 08:00:00\t1\t0\t1\t0\r\n"
)


class TestFileImport(FileCase):
    def test_the_preview_counts_and_stores_nothing(self):
        given = self.give(ATTLOG)
        self.assertRecordValues(
            given,
            [
                {
                    "state": "draft",
                    "punch_count": 3,
                    "person_count": 2,
                    "unknown_pin_count": 1,
                    "first_time": "2025-03-03 08:00:00",
                    "last_time": "2025-03-03 17:00:00",
                    "unreadable_count": 1,
                    "is_open": False,
                }
            ],
        )
        self.assertIn("2025-02-31", given.unreadable_lines)
        self.assertIn("2025-03-03 17:00:00", given.preview)
        self.assertFalse(self.punches())

    def test_the_preview_says_in_and_out_and_how_it_was_proved(self):
        preview = self.give(ATTLOG).preview
        for words in (">In<", ">Out<", "fingerprint", ">42<"):
            self.assertIn(words, preview)

    def test_a_form_that_reads_sizes_of_files_gets_no_content(self):
        given = self.give(ATTLOG)
        given.invalidate_recordset()
        [shown] = given.with_context(bin_size=True).web_read({"file": {}})
        self.assertNotIn("MjAy", str(shown["file"]))

    def test_what_is_new_and_what_is_known(self):
        first = self.give(ATTLOG)
        first.action_import()
        self.assertEqual(self.punches().mapped("route"), ["file"] * 3)
        self.assertEqual(self.punches().file_import_id, first)
        again = self.give(ATTLOG + b"1\t2025-03-03 18:00:00\t1\t1\t1\t0\r\n")
        again.action_import()
        self.assertEqual((again.new_count, again.known_count), (1, 3))
        self.assertEqual((again.state, again.done_count), ("done", 5))
        self.assertEqual(len(self.punches()), 4)
        self.assertEqual(len(again.punch_ids), 1)
        self.assertEqual(first.unmapped_count, 1)

    def test_the_same_file_is_told_and_counts_once(self):
        self.give(ATTLOG).action_import()
        again = self.give(ATTLOG, name="copy.dat")
        self.assertRegex(again.same_file, "file_boss.*imported this very file")
        again.action_import()
        self.assertEqual((again.new_count, again.known_count), (0, 3))
        self.assertIs(self.give(ATTLOG + b"\r\n").same_file, False)

    def test_an_import_is_posted_on_the_device(self):
        self.give(ATTLOG, name="<b>1.dat").action_import()
        note = self.device.message_ids[0]
        self.assertEqual(note.author_id, self.boss.partner_id)
        for words in ("&lt;b&gt;1.dat", "3 new", "0 known", "1 unreadable"):
            self.assertIn(words, note.body)

    def test_what_a_terminal_pushed_is_known_in_its_file(self):
        self.push("1\t2025-03-03 08:00:00\t0\t1\t0\t0\t0")
        given = self.give(ATTLOG)
        given.action_import()
        self.assertEqual((given.new_count, given.known_count), (2, 1))
        self.assertEqual(len(given.punch_ids), 2)

    def test_an_unreadable_line_has_its_number_and_can_be_read_again(self):
        given = self.give(ATTLOG)
        given.action_import()
        message = self.messages(given)
        self.assertEqual((message.table, message.line_number), ("file", 4))
        self.assertEqual(given.action_open_unreadable()["domain"][0][2], given.ids)
        message.action_replay()
        self.assertEqual(message.state, "new")
        message.line = message.line.replace("02-31", "02-28")
        message.action_replay()
        self.assertEqual(message.state, "replayed")
        punch = self.punches()[0]
        self.assertEqual(punch.device_time, "2025-02-28 08:00:00")
        self.assertEqual((punch.route, punch.file_import_id), ("replay", given))

    def test_a_table_with_a_header(self):
        self.give(
            "Employee ID;Date;Time\n1;03/03/2025;08:00\n1;25/03/2025;17:00\n", "a.csv"
        ).action_import()
        self.assertEqual(
            self.punches().mapped("device_time"),
            ["2025-03-03 08:00:00", "2025-03-25 17:00:00"],
        )

    def test_a_file_without_punches_is_refused_with_a_sentence(self):
        with self.assertRaisesRegex(UserError, "damaged"):
            self.give(b"PK\x03\x04 not punches", "punches.xlsx")
        with self.assertRaises(UserError):
            self.give(b"\xff\xd8\xff\0\0", "photo.jpg")
        with self.assertRaisesRegex(UserError, "Choose a file"):
            self.give(b"")

    def test_only_administrators_import(self):
        officer = new_test_user(
            self.env,
            "file_officer",
            "base.group_user,hr_attendance.group_hr_attendance_user",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        given = self.give(ATTLOG)
        for action in ("action_import", "action_cancel", "action_withdraw"):
            with self.assertRaises(AccessError):
                getattr(given.with_user(officer), action)()
        self.assertFalse(self.punches())

    def test_a_terminal_that_is_not_approved_gets_none(self):
        given = self.give(ATTLOG)
        self.device.action_archive()
        with self.assertRaisesRegex(UserError, "Approve"):
            given.action_import()

    def test_an_import_that_is_over_is_not_begun_again(self):
        given = self.give(ATTLOG)
        given.action_import()
        for action in (given.action_import, given.action_cancel, given.unlink):
            with self.assertRaises(UserError):
                action()
        with self.assertRaises(UserError):
            given.device_id = self.make_device("OTHER")

    def test_the_empty_values_a_form_sends_are_no_choices(self):
        empty = {"pin_column_id": False, "encoding": False, "header_row": 0}
        given = self.give(ATTLOG, **empty)
        self.assertFalse(given.fixed)
        self.assertEqual(given.encoding, "utf-8")

    def test_a_draft_goes_with_its_file(self):
        given = self.give(ATTLOG)
        attachment = given.sudo().attachment_id
        self.assertTrue(attachment.raw)
        given.unlink()
        self.assertFalse(attachment.exists())
