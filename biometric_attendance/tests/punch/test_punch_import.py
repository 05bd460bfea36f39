"""A file from a USB stick: looked at, then stored like what terminals send."""

import base64

from odoo.exceptions import AccessError, UserError

from ..common import BiometricCase

ATTLOG = (
    b"        1\t2025-03-03 08:00:00\t1\t0\t1\t0\r\n"
    b"        1\t2025-03-03 17:00:00\t1\t1\t1\t0\r\n"
    b"       42\t2025-03-03 09:00:00\t1\t0\t1\t0\r\n"
    b"        1\t2025-02-31 08:00:00\t1\t0\t1\t0\r\n"
)


class TestPunchImport(BiometricCase):
    def wizard(self, content=ATTLOG, name="1_attlog.dat", **vals):
        return self.env["biometric.punch.import"].create(
            {
                "device_id": self.device.id,
                "file": base64.b64encode(content),
                "filename": name,
                **vals,
            }
        )

    def test_the_preview_counts_and_stores_nothing(self):
        wizard = self.wizard()
        self.assertRecordValues(
            wizard,
            [
                {
                    "problem": False,
                    "punch_count": 3,
                    "person_count": 2,
                    "unmapped_count": 1,
                    "first_time": "2025-03-03 08:00:00",
                    "last_time": "2025-03-03 17:00:00",
                    "refused_count": 1,
                }
            ],
        )
        self.assertIn("2025-02-31", wizard.refused_lines)
        self.assertFalse(self.punches())

    def test_a_form_that_reads_sizes_of_files_sees_the_preview(self):
        wizard = self.wizard()
        wizard.invalidate_recordset()
        [shown] = wizard.with_context(bin_size=True).web_read(
            {"file": {}, "problem": {}, "punch_count": {}, "refused_count": {}}
        )
        self.assertFalse(shown["problem"])
        self.assertEqual((shown["punch_count"], shown["refused_count"]), (3, 1))

    def test_what_is_new_and_what_is_known(self):
        self.wizard().action_import()
        self.assertEqual(self.punches().mapped("route"), ["file"] * 3)
        again = self.wizard(ATTLOG + b"1\t2025-03-03 18:00:00\t1\t1\t1\t0\r\n")
        again.action_import()
        self.assertEqual((again.new_count, again.known_count), (1, 3))
        self.assertEqual(len(self.punches()), 4)

    def test_an_import_is_posted_on_the_device(self):
        self.wizard(name="<b>1.dat").action_import()
        note = self.device.message_ids[0]
        self.assertEqual(note.author_id, self.env.user.partner_id)
        for words in ("&lt;b&gt;1.dat", "3 new", "0 known", "1 unreadable"):
            self.assertIn(words, note.body)

    def test_what_a_terminal_pushed_is_known_in_its_file(self):
        self.push("1\t2025-03-03 08:00:00\t0\t1\t0\t0\t0")
        wizard = self.wizard()
        wizard.action_import()
        self.assertEqual((wizard.new_count, wizard.known_count), (2, 1))

    def test_a_line_that_is_no_punch_is_kept_and_can_be_read_again(self):
        self.wizard().action_import()
        message = self.env["biometric.message"].search(
            [("device_id", "=", self.device.id)]
        )
        self.assertEqual(message.table, "file")
        message.action_replay()
        self.assertEqual(message.state, "new")
        message.line = message.line.replace("02-31", "02-28")
        message.action_replay()
        self.assertEqual(message.state, "replayed")
        self.assertIn("2025-02-28 08:00:00", self.punches().mapped("device_time"))

    def test_a_table_with_a_heading(self):
        wizard = self.wizard(
            b"Employee ID;Date;Time\n1;03/03/2025;08:00\n1;25/03/2025;17:00\n", "a.csv"
        )
        wizard.action_import()
        self.assertEqual(
            sorted(self.punches().mapped("device_time")),
            ["2025-03-03 08:00:00", "2025-03-25 17:00:00"],
        )

    def test_a_file_without_punches_is_refused_with_a_sentence(self):
        wizard = self.wizard(b"PK\x03\x04 not punches", "punches.xlsx")
        self.assertIn("workbook", wizard.problem)
        with self.assertRaisesRegex(UserError, "workbook"):
            wizard.action_import()

    def test_only_administrators_import(self):
        officer = self.env["res.users"].create(
            {
                "name": "Olga",
                "login": "olga",
                "group_ids": [
                    (4, self.env.ref("hr_attendance.group_hr_attendance_officer").id)
                ],
            }
        )
        with self.assertRaises(AccessError):
            self.wizard().with_user(officer).action_import()

    def test_a_terminal_that_is_not_trusted_gets_none(self):
        self.device.action_archive()
        with self.assertRaisesRegex(UserError, "Approve"):
            self.wizard().action_import()
