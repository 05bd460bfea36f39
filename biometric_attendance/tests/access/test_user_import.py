"""Whose the users of a terminal are: proposed, looked at, ticked and applied."""

from odoo.exceptions import UserError

from ...models.access import reports
from ...terminals.records import DeviceUser
from ..common import IN, row
from ..wizard_common import WizardCase


class TestUserImport(WizardCase):
    def setUp(self):
        super().setUp()
        self.cy = self.make_employee("Cy Moon", barcode="0415")
        self.di = self.make_employee("Di Moss", biometric_pin="88")
        self.ed = self.make_employee("Ed Pine")
        self.device_users(
            {"pin": "50", "card": "0415", "name": "C. M."},
            {"pin": "88", "name": "Whoever"},
            {"pin": "52", "name": "ed  PINE"},
            {"pin": "53", "name": "Nobody Known"},
        )

    def device_users(self, *users):
        users = [DeviceUser(**user) for user in users]
        reports.process_reported(self.device, users)

    def open(self):
        action = self.device.with_user(self.boss).action_import_users()
        return self.as_boss(action["res_model"]).browse(action["res_id"])

    def test_proposals_are_shown_and_nothing_is_linked_yet(self):
        wizard = self.open()
        self.assertEqual(
            [
                (line.pin, line.employee_id.name, line.basis, line.chosen)
                for line in wizard.line_ids
            ],
            [
                ("50", "Cy Moon", "badge", True),
                ("52", "Ed Pine", "name", False),
                ("88", "Di Moss", "pin", True),
                ("53", False, False, False),
            ],
        )
        self.assertFalse(self.cy.biometric_user_ids)

    def test_what_is_ticked_is_linked_and_nobody_renamed(self):
        self.push(row("50", "08:00", IN))
        self.open().action_apply()
        self.assertEqual(self.cy.biometric_user_ids.pin, "50")
        self.assertEqual(self.cy.biometric_user_ids.name, "C. M.")
        self.assertEqual(self.cy.name, "Cy Moon")
        self.assertEqual(self.di.biometric_user_ids.pin, "88")
        self.assertFalse(self.ed.biometric_user_ids)
        self.assertEqual(self.punches(self.cy).outcome, "waiting")
        self.assertFalse(
            self.env["biometric.command"].search([("kind", "=", "set_user")])
        )

    def test_a_tick_without_a_person_is_refused(self):
        wizard = self.open()
        wizard.line_ids.filtered(lambda line: line.pin == "53").chosen = True
        with self.assertRaisesRegex(UserError, "Choose an employee for .*53 Nobody"):
            wizard.action_apply()
        self.assertFalse(self.cy.biometric_user_ids)

    def test_the_terminal_is_asked_for_its_users(self):
        wizard = self.open()
        self.assertTrue(wizard.asked_for)
        self.assertEqual(self.env["biometric.command"].search([]).kind, "query_users")
        self.device_users({"pin": "60", "name": "Late"})
        self.assertNotIn("60", wizard.line_ids.mapped("pin"))
        wizard.action_refresh()
        self.assertIn("60", wizard.line_ids.mapped("pin"))

    def test_more_users_than_a_dialog_holds_are_all_compared(self):
        self.device_users(
            *({"pin": f"{n}", "name": f"Guest {n}"} for n in range(1000, 1600)),
            {"pin": "99999", "name": "Cy  Moon"},  # as well as the one with the badge
            {"pin": "99998", "name": "Fay Last"},
        )
        self.make_employee("Fay Last")
        wizard = self.open()
        proposed = wizard.line_ids.filtered("basis")
        self.assertEqual(proposed.mapped("pin"), ["52", "88", "99998"])
        self.assertEqual(proposed, wizard.line_ids[:3])
        self.assertEqual((len(wizard.line_ids), wizard.unshown_count), (500, 106))
