"""What is stored of a person is told to the person, without raw templates."""

import base64
from datetime import datetime

from ..common import row
from ..template_common import FINGER, TemplateCase, photo, template


class TestDisclosure(TemplateCase):
    def report(self):
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "biometric_attendance.biometric_disclosure", self.ann.ids
        )
        return html.decode()

    def test_everything_stored_is_told(self):
        self.push(row("1", "08:00"))
        self.send(template("1", slot=7), photo("1", datetime(2025, 3, 3, 8)))
        received = self.report()
        for words in ("Ann", "Consent of the person", "GATE001", "501", "Finger"):
            self.assertIn(words, received)
        self.assertIn("2025-03-03 08:00:00", received)
        self.assertRegex(received, r"1\s*stored")

    def test_no_template_is_in_it(self):
        self.send(template("1"))
        received = self.report()
        self.assertNotIn(FINGER.decode(), received)
        for secret in (base64.b64encode(FINGER), self.stored().sudo().blob):
            self.assertNotIn(secret.decode(), received)

    def test_a_person_nothing_is_stored_of_gets_that_answer(self):
        self.assertIn("None stored.", self.report())
