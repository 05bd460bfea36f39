"""Names of terminals whose language is not written in Unicode."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..http_common import AdmsCase

ARABIC, RUSSIAN, THAI, TURKISH = "محمد علي", "Жанна Щукина", "สมชาย ใจดี", "Gülşen Öğüş"


@tagged("post_install", "-at_install")
class TestAdmsCharacterSets(AdmsCase):
    def report(self, name, encoding, pin="7"):
        row = f"USER PIN={pin}\tName={name}\tPri=0\n"
        answer = self.send("cdata", row.encode(encoding), table="OPERLOG")
        self.assertAnswer(answer, "OK: 1")
        return self.device.user_ids.filtered(lambda user: user.pin == pin).name

    def introduce(self, language):
        self.ask("cdata", options="all", pushver="2.4.1", language=language)
        return self.device.encoding

    def test_names_are_read_in_the_set_that_the_language_suggests(self):
        languages = {
            "66": ("cp1256", ARABIC),
            "82": ("cp1251", RUSSIAN),
            "76": ("cp874", THAI),
            "116": ("cp1254", TURKISH),
        }
        for language, (encoding, name) in languages.items():
            with self.subTest(language=language):
                self.device.encoding = "utf-8"
                self.assertEqual(self.introduce(language), encoding)
                self.assertEqual(self.report(name, encoding), name)
                self.assertEqual(self.report(name, "utf-8", pin="8"), name)

    def test_the_set_a_person_chose_counts_and_stays(self):
        self.device.encoding = "cp1251"
        self.assertEqual(self.introduce("66"), "cp1251")
        self.assertEqual(self.report(RUSSIAN, "cp1251"), RUSSIAN)

    def test_a_language_that_says_nothing_leaves_the_set(self):
        self.assertEqual(self.introduce("69"), "utf-8")

    def test_a_new_terminal_waits_with_the_set_of_its_language(self):
        query = {"options": "all", "pushver": "2.4.1", "language": "82"}
        self.ask("cdata", serial="NEW0001", **query)
        device = self.env["biometric.device"].search([("serial", "=", "NEW0001")])
        self.assertEqual((device.state, device.encoding), ("pending", "cp1251"))

    def written_name(self, name):
        command = self.env["biometric.command"].sudo()
        command._queue(self.device, "set_user", {"pin": "9", "name": name})
        answer = self.poll().content
        self.assertTrue(answer.startswith(b"C:"), answer)
        return answer.rpartition(b"Name=")[2].strip()

    def test_names_are_written_in_unicode_until_the_terminal_sends_another(self):
        self.device.encoding = "cp1251"
        self.report(RUSSIAN, "utf-8")
        self.assertFalse(self.device.sends_encoding)
        self.assertEqual(self.written_name(RUSSIAN), RUSSIAN.encode())

    def test_names_are_written_in_the_set_the_terminal_sends(self):
        self.device.encoding = "cp1251"
        self.report(RUSSIAN, "cp1251")
        self.assertTrue(self.device.sends_encoding)
        self.assertEqual(self.written_name(RUSSIAN), RUSSIAN.encode("cp1251"))

    def test_who_sets_unicode_has_names_written_in_unicode(self):
        self.device.encoding = "cp1251"
        self.report(RUSSIAN, "cp1251")
        self.device.encoding = "utf-8"
        self.introduce("82")
        self.assertEqual(self.written_name(RUSSIAN), RUSSIAN.encode())

    @mute_logger("odoo.addons.biometric_attendance.models.push.device")
    def test_what_a_mistake_of_this_program_makes_fail_is_kept_in_the_set(self):
        self.device.encoding = "cp1251"
        body = f"USER PIN=7\tName={RUSSIAN}\n".encode("cp1251")
        broken = patch.object(
            type(self.env["biometric.device"]), "_store_upload", side_effect=KeyError
        )
        with broken:
            answer = self.send("cdata", body, table="OPERLOG")
        self.assertAnswer(answer, "OK: 1")
        message = self.env["biometric.message"].search([])
        self.assertIn(RUSSIAN, message.line)
        message.action_replay()
        self.assertIn(RUSSIAN, self.device.user_ids.mapped("name"))

    def test_a_mark_of_unicode_before_the_first_row(self):
        row = "1\t2025-03-03 08:00:00\t0\t1\n"
        answer = self.send("cdata", row.encode("utf-8-sig"), table="ATTLOG")
        self.assertAnswer(answer, "OK: 1")
        self.assertEqual(self.punches(self.ann).pin, "1")
