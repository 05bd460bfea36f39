"""Templates: stored where allowed, once, for nobody to read, and brought further."""

import base64
import logging

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from ...rules.vault import VaultError
from ..template_common import FACE, FINGER, TemplateCase, template


class TestTemplate(TemplateCase):
    def test_what_is_stored_is_what_was_sent(self):
        self.send(template("1"), template("1", FACE, kind="face", slot=0))
        opened = {each.kind: each._decrypt() for each in self.stored()}
        self.assertEqual(opened, {"finger": FINGER, "face": FACE})

    def test_a_template_sent_again_is_not_stored_again(self):
        self.send(template("1"))
        before = self.stored().sudo().read(["blob", "write_date", "stored_at"])
        self.send(template("1"), template("1"))
        after = self.stored().sudo().read(["blob", "write_date", "stored_at"])
        self.assertEqual(before, after)

    def test_a_finger_enrolled_anew_takes_the_place_of_the_old_one(self):
        self.send(template("1"))
        self.send(template("1", b"another thumb"))
        self.assertEqual(
            [each._decrypt() for each in self.stored()], [b"another thumb"]
        )

    def test_versions_of_the_algorithm_stand_beside_each_other(self):
        self.send(template("1", major=10), template("1", major=12))
        self.assertEqual(sorted(self.stored().mapped("major")), [10, 12])

    def test_a_row_without_version_gets_that_of_its_terminal(self):
        self.device.algorithms = {"finger": 9}
        self.send(template("1", major=None))
        self.assertEqual(self.stored().major, 9)

    def test_nothing_is_stored_unless_the_company_wants_it(self):
        self.company.biometric_store_templates = False
        self.send(template("1"))
        self.assertFalse(self.stored())
        self.assertIn("Storing templates is off", self.device.unstored)

    def test_nothing_is_stored_without_a_legal_basis(self):
        self.send(template("00017"))
        self.assertFalse(self.stored(self.bob))
        self.assertIn("no legal basis", self.device.unstored)
        self.company.biometric_basis_required = False
        self.send(template("00017"))
        self.assertTrue(self.stored(self.bob))
        self.assertFalse(self.device.unstored)

    def test_many_who_have_nothing_stored_are_not_all_named(self):
        self.send(*(template(str(pin)) for pin in range(6001, 6008)))
        self.assertIn("not linked to employees", self.device.unstored)
        self.assertIn("(PIN 6001, 6002, 6003, 6004, 6005…)", self.device.unstored)

    def test_nothing_is_stored_of_who_left(self):
        self.ann.active = False
        self.send(template("1"))
        self.assertFalse(self.templates.search([("device_user_id.pin", "=", "1")]))

    def test_without_a_key_punches_go_on_and_the_device_says_why(self):
        self.keyring.unlink()
        self.send(template("1"))
        self.assertFalse(self.stored())
        self.assertIn("key ring file cannot be read", self.device.unstored)
        self.push("1\t2025-03-03 08:00:00\t0\t1")
        self.assertEqual(len(self.punches(self.ann)), 1)

    def test_storing_cannot_be_turned_on_without_a_key(self):
        self.keyring.unlink()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        with self.assertRaisesRegex(ValidationError, "key ring file cannot be read"):
            other.biometric_store_templates = True

    def test_an_unmapped_template_waits_for_its_person(self):
        self.company.biometric_basis_required = False
        self.send(template("77"))
        user = self.env["biometric.device.user"].search([("pin", "=", "77")])
        unmapped = self.templates.search([("device_user_id", "=", user.id)])
        self.assertFalse(unmapped.employee_id)
        self.assertEqual(unmapped.company_id, self.company)
        user.employee_id = self.bob
        self.assertEqual(self.stored(self.bob), unmapped)
        self.assertEqual(unmapped._decrypt(), FINGER)

    def test_a_wrong_mapping_put_right_takes_the_template_along(self):
        self.company.biometric_basis_required = False
        self.send(template("1"))
        user = self.stored().device_user_id
        self.assign(user, self.bob)
        self.assertFalse(self.stored())
        self.assertEqual(self.stored(self.bob)._decrypt(), FINGER)

    def test_a_template_of_a_leaver_is_not_the_newcomers(self):
        self.company.biometric_basis_required = False
        self.send(template("1"))
        kept = self.stored()
        kept.sudo().stored_at = "2025-03-03 08:00:00"
        kept.device_user_id.employee_id = self.bob
        self.assertEqual(self.stored(), kept)
        self.assertFalse(self.stored(self.bob))
        self.assertEqual(kept._decrypt(), FINGER)

    def test_a_template_is_not_mapped_to_who_may_not_have_one(self):
        self.send(template("1"))
        self.assign(self.stored().device_user_id, self.bob)
        self.assertFalse(self.templates.search([]))

    def test_a_template_of_nobody_goes(self):
        self.company.biometric_basis_required = False
        self.send(template("77"))
        user = self.env["biometric.device.user"].search([("pin", "=", "77")])
        user.unlink()
        self.templates._delete_disallowed()
        self.assertFalse(self.templates.search([]))

    def test_a_row_swapped_with_another_does_not_open(self):
        self.send(template("1"), template("1", FACE, slot=2))
        one, two = self.stored().sudo()
        one.blob, two.blob = two.blob, one.blob
        for each in (one, two):
            with self.assertRaisesRegex(VaultError, "belongs to somebody else"):
                each._decrypt()

    def test_a_row_given_to_another_person_does_not_open(self):
        self.send(template("1"))
        row = self.stored()
        row.sudo().employee_id = self.bob
        with self.assertRaisesRegex(VaultError, "belongs to somebody else"):
            row._decrypt()

    def test_another_database_does_not_open_it(self):
        self.send(template("1"))
        self.env["ir.config_parameter"].set_param("database.uuid", "a copy")
        with self.assertRaisesRegex(VaultError, "belongs to somebody else"):
            self.stored()._decrypt()

    def test_storing_turned_off_forgets(self):
        self.send(template("1"))
        self.company.biometric_store_templates = False
        self.env["biometric.erasure"]._cron_erase()
        self.assertFalse(self.stored())

    def test_nothing_of_it_is_logged(self):
        with self.assertLogs("odoo", logging.DEBUG) as logs, mute_logger("odoo.sql_db"):
            logging.getLogger("odoo").debug("at least one line")
            self.send(template("1"))
            self.stored()._decrypt()
        text = "\n".join(logs.output)
        self.assertNotIn(FINGER.decode(), text)
        self.assertNotIn(base64.b64encode(FINGER).decode(), text)


class TestTemplateSpread(TemplateCase):
    def test_a_new_finger_reaches_the_other_terminals_of_the_person(self):
        self.send(template("1"))
        self.assertEqual(self.queued(self.yard), ["set_template 501"])
        self.assertEqual(self.queued(self.device), [])
        (text,) = self.deliver(self.yard)
        self.assertIn("PIN=501", text)
        self.assertIn(base64.b64encode(FINGER).decode(), text)

    def test_the_same_finger_again_reaches_nobody_again(self):
        self.send(template("1"))
        self.deliver(self.yard)
        self.send(template("501"), device=self.yard)
        self.assertEqual(self.queued(self.device) + self.queued(self.yard), [])

    def test_a_terminal_of_another_version_is_warned_about_instead(self):
        self.yard.algorithms = {"finger": 12}
        self.send(template("1", major=10))
        self.assertEqual(self.queued(self.yard), [])
        user = self.ann.biometric_user_ids.filtered(lambda u: u.device_id == self.yard)
        self.assertIn("version 10; this terminal has 12", user.problem)

    def test_a_template_erased_meanwhile_is_not_sent(self):
        self.send(template("1"))
        self.stored()._drop()
        self.assertEqual(self.deliver(self.yard), [])
        command = self.env["biometric.command"].search([("kind", "=", "set_template")])
        self.assertEqual(command.state, "failed")
        self.assertIn("not stored any more", command.result)

    def test_a_basis_withdrawn_meanwhile_stops_the_sending(self):
        self.send(template("1"))
        self.basis.withdrawn_at = "2025-03-03 12:00:00"
        self.assertEqual(self.deliver(self.yard), [])

    def test_the_queue_holds_nothing_of_the_template(self):
        self.send(template("1", duress=True))
        command = self.env["biometric.command"].search([("kind", "=", "set_template")])
        self.assertNotIn("blob", command.payload)
        self.assertNotIn("duress", command.payload)

    def test_a_refilled_terminal_gets_the_templates_too(self):
        self.join(self.ann, self.yard)
        self.send(template("1"))
        self.deliver(self.yard)
        self.yard.action_refill()
        self.sync_devices()
        self.assertEqual(self.queued(self.yard), ["set_user 501", "set_template 501"])

    def test_a_refusal_is_shown_on_the_person(self):
        self.send(template("1"))
        self.deliver(self.yard, code=-30)
        user = self.ann.biometric_user_ids.filtered(lambda u: u.device_id == self.yard)
        self.assertIn("another version", user.problem)
