"""Why a punch became what it did, in the language of whoever asks."""

from ..common import DAY, IN, OUT, BiometricCase, row


class TestReasons(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        selection = cls.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", "biometric.punch"),
                ("field_id.name", "=", "reason"),
                ("value", "=", "begins"),
            ]
        )
        selection.with_context(lang="fr_FR").name = "Commence une présence."

    def setUp(self):
        super().setUp()
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()

    def test_the_reason_is_a_code_the_screens_translate(self):
        punch = self.punches(self.ann)[0]
        self.assertEqual(punch.reason, "begins")
        shown = punch.with_context(lang="fr_FR").export_data(["reason"])["datas"]
        self.assertEqual(shown, [["Commence une présence."]])
        self.assertEqual(
            punch.export_data(["reason"])["datas"], [["Begins an attendance."]]
        )

    def test_a_punch_tells_what_the_clock_of_its_terminal_showed(self):
        first = self.punches(self.ann)[0]
        self.assertEqual(first.device_clock, f"{DAY} 08:00:00 Europe/Paris")

    def test_the_day_view_shows_the_reason_in_the_language_of_the_user(self):
        day = self.env["biometric.day"].with_context(lang="fr_FR")
        first = day.read_day(self.ann.id, DAY)["punches"][0]
        self.assertEqual(first["reason"], "Commence une présence.")
