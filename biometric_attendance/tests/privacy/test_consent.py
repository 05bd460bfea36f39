"""Legal bases: without one nothing is stored, and its end is the end of the templates."""

from freezegun import freeze_time

from odoo.exceptions import UserError

from ..template_common import TemplateCase, template


class TestConsent(TemplateCase):
    def test_a_withdrawal_erases_at_once(self):
        self.send(template("1"))
        self.basis.action_withdraw()
        self.assertFalse(self.stored())
        erasure = self.ann.biometric_erasure_ids
        self.assertEqual((erasure.reason, erasure.template_count), ("withdrawal", 1))
        self.assertFalse(self.basis.valid)

    def test_while_another_basis_holds_nothing_is_erased(self):
        self.basis.copy({"basis": "law"})
        self.send(template("1"))
        self.basis.action_withdraw()
        self.assertTrue(self.stored())
        self.assertFalse(self.ann.biometric_erasure_ids)

    def test_a_basis_of_the_future_does_not_hold_today(self):
        self.basis.given_on = "2999-01-01"
        self.send(template("1"))
        self.assertFalse(self.stored())
        consents = self.env["biometric.consent"]
        self.assertNotIn(self.basis, consents.search([("valid", "=", True)]))
        self.assertIn(self.basis, consents.search([("valid", "=", False)]))

    def test_a_basis_given_today_east_of_greenwich_holds_at_once(self):
        with freeze_time("2024-05-01 22:30:00"):
            self.basis.given_on = "2024-05-02"  # half past midnight in Paris
            self.send(template("1"))
            self.assertTrue(self.basis.valid)
        self.assertTrue(self.stored())

    def test_a_withdrawn_basis_cannot_be_brought_back(self):
        self.basis.action_withdraw()
        with self.assertRaisesRegex(UserError, "make a new one"):
            self.basis.withdrawn_at = False
        self.assertFalse(self.basis.copy().withdrawn_at)

    def test_after_a_withdrawal_nothing_is_stored_any_more(self):
        self.basis.action_withdraw()
        self.send(template("1"))
        self.assertFalse(self.stored())
