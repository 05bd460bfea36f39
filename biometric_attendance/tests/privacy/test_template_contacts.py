"""Of contacts, who have no legal basis on record, no template is ever stored."""

from ..template_common import TemplateCase, template


class TestTemplateContacts(TemplateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mia = cls.env["res.partner"].create({"name": "Mia Member"})

    def identity(self, pin):
        return self.env["biometric.device.user"].search([("pin", "=", pin)])

    def meet(self, pin, **vals):
        return self.env["biometric.device.user"].create(
            {"device_id": self.device.id, "pin": pin, **vals}
        )

    def test_what_a_terminal_sends_of_a_contact_is_not_stored(self):
        self.meet("77", partner_id=self.mia.id)
        for required in (True, False):
            self.company.biometric_basis_required = required
            self.send(template("77"))
            self.assertFalse(self.templates.search([]))
            self.assertIn("Templates of contacts are never", self.device.unstored)

    def test_what_was_stored_before_the_contact_was_known_is_dropped(self):
        self.company.biometric_basis_required = False
        self.send(template("77"))
        self.assertTrue(self.templates.search([]))
        self.identity("77").partner_id = self.mia
        self.assertFalse(self.templates.search([]))

    def test_an_identity_that_was_an_employees_leaves_nothing_to_a_contact(self):
        self.send(template("1"))
        self.assign(self.identity("1"), self.mia)
        self.assertFalse(self.templates.search([]))

    def test_a_contact_that_goes_takes_nothing_of_an_employee_along(self):
        self.send(template("1"))
        self.identity("1").write({"partner_id": False})
        self.assertEqual(len(self.stored()), 1)

    def test_a_row_of_a_contact_however_it_came_goes_within_the_hour(self):
        self.company.biometric_basis_required = False
        self.send(template("77"))
        self.env.cr.execute(
            "UPDATE biometric_device_user SET partner_id = %s WHERE pin = '77'",
            [self.mia.id],
        )
        self.env.invalidate_all()
        self.env["biometric.erasure"]._cron_erase()
        self.assertFalse(self.templates.search([]))
