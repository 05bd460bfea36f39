"""Which menus each role has, and which are shown only once they lead to something."""

from odoo.tests import new_test_user, tagged

from ..common import BiometricCase
from ..push.test_access import ROLES

MENU = "biometric_attendance.biometric_%s_menu"
EVERY_DAY = {"today", "todo", "punch", "device_user", "device"}
NOW_AND_THEN = {
    "correction",
    "correction_request",
    "outage",
    "evacuation",
    "team_day",
    "day",
    "anomaly",
    "alert",
}
OWN = {"my", "my_attendance", "own_request"}
CONFIGURATION = {"policy", "site", "device_group", "wall", "unknown_network"}
CONFIGURATION |= {"api_token", "webhook", "file_folder"}
ACCESS = {"access_pass", "punch_denied", "unconfirmed_revocation"}
STORAGE = {"privacy", "consent", "template", "photo", "erasure"}


@tagged("post_install", "-at_install")
class TestMenus(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["biometric.access.pass"].search([]).unlink()
        cls.env["biometric.device.group"].search([]).unlink()
        cls.env["biometric.consent"].search([]).unlink()
        cls.env["res.company"].search([]).write(
            {"biometric_contract_access": False, "biometric_photo_days": 0}
        )

    def menus(self, groups):
        """The names of our menus that somebody of these groups has."""
        name = f"menus_{groups}"
        user = self.env["res.users"].search([("login", "=", name)])
        user = user or new_test_user(self.env, name, groups)
        loaded = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
        for menu in loaded.values():
            self.assertLessEqual(set(menu["children"]), set(loaded))
        ours = {menu["xmlid"] for menu in loaded.values()}
        prefix, suffix = MENU.split("%s")
        return {
            each.removeprefix(prefix).removesuffix(suffix)
            for each in ours
            if each.startswith(prefix)
        }

    def test_each_role_has_what_it_may_use(self):
        self.assertEqual(self.menus("base.group_user"), OWN)
        officer = self.menus(ROLES["officer"])
        self.assertLessEqual(EVERY_DAY | NOW_AND_THEN, officer)
        self.assertFalse(officer & (CONFIGURATION | {"connect", "message"}))
        manager = self.menus(ROLES["manager"])
        self.assertLessEqual(officer | CONFIGURATION | {"connect", "message"}, manager)

    def test_the_first_screen_of_the_app_is_today(self):
        user = new_test_user(self.env, "menus_first", ROLES["officer"])
        loaded = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
        app = self.env.ref("hr_attendance.menu_hr_attendance_root")
        today = self.env.ref("biometric_attendance.biometric_today_action")
        self.assertEqual(loaded[app.id]["actionID"], today.id)

    def test_passes_are_shown_once_there_is_a_group(self):
        manager = ROLES["manager"]
        self.assertFalse(self.menus(manager) & ACCESS)
        group = self.env["biometric.device.group"].create({"name": "Gate"})
        self.assertLessEqual(ACCESS, self.menus(manager))
        group.unlink()
        self.assertFalse(self.menus(manager) & ACCESS)
        self.company.biometric_contract_access = True
        self.assertLessEqual(ACCESS, self.menus(manager))

    def test_privacy_is_shown_once_something_is_stored(self):
        manager = ROLES["manager"]
        self.assertFalse(self.menus(manager) & STORAGE)
        self.env.cr.execute(
            "UPDATE res_company SET biometric_photo_days = 3 WHERE id = %s",
            [self.company.id],
        )
        self.assertLessEqual(STORAGE, self.menus(manager))
