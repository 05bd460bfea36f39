"""What is typed into a terminal, on the form of its device."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ...models.connect import addresses
from ...models.device import connection_guide
from ..common import BiometricCase


@tagged("post_install", "-at_install")
class TestTyped(BiometricCase):
    def setUp(self):
        super().setUp()
        # A listener of this machine would be named instead of Odoo.
        self.patch(connection_guide, "listeners", lambda *_: [])
        url = "http://192.0.2.7:8069"
        self.env["ir.config_parameter"].set_param("web.base.url", url)

    def typed(self, device):
        device.invalidate_recordset()
        found = device.type_in
        return found and {each["label"]: each["value"] for each in found["settings"]}

    def test_it_is_what_connect_a_terminal_shows(self):
        guide = self.env["biometric.connect"].read_guide(self.device.brand)
        shown = {each["label"]: each["value"] for each in guide["settings"]}
        self.assertEqual(self.typed(self.device), shown)
        self.assertEqual(shown["Server Address"], "192.0.2.7")
        self.assertEqual(shown["Server Port"], "8069")

    def test_software_of_a_vendor_gets_the_path_of_its_terminal(self):
        gateway = self.make_device("ST 9", brand="cams", communication_key="caller")
        [url] = self.typed(gateway).values()
        self.assertRegex(url, r"^http://192\.0\.2\.7:8069/.*ST%209")

    def test_an_address_no_terminal_reaches_is_said_to_be_one(self):
        self.assertFalse(self.device.type_in["problem"])
        self.patch(addresses, "_interfaces", lambda: [])
        self.env["ir.config_parameter"].set_param("web.base.url", "http://127.0.0.1:80")
        self.device.invalidate_recordset()
        problem = self.device.type_in["problem"]
        self.assertIn("No terminal reaches 127.0.0.1", problem["sentence"])

    def test_a_secret_address_and_who_calls_nobody_show_none(self):
        self.device.action_new_secret_path()
        self.assertEqual(self.typed(self.device), {})
        self.assertTrue(self.device.type_in["secret"])
        hall = self.make_device("HALL", brand="zk4370", host="10.0.0.9")
        self.assertFalse(hall.type_in)

    def test_it_is_for_administrators(self):
        officer = new_test_user(
            self.env,
            "typed_officer",
            "base.group_user,hr_attendance.group_hr_attendance_user",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        with self.assertRaises(AccessError):
            self.device.with_user(officer).read(["type_in"])
