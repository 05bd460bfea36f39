"""A terminal that gives a PIN another person's name makes people look at it."""

from freezegun import freeze_time

from odoo.exceptions import AccessError

from ..common import IN, OUT, row
from ..people_common import PeopleCase
from ..rights_common import RightsCase

BOB_AT = "2025-03-10 06:00:00"


class TestRename(PeopleCase):
    def setUp(self):
        super().setUp()
        self.user = self.identity(self.ann, self.device)

    def rename(self, *names, at=BOB_AT):
        for name in names:
            with freeze_time(at):
                self.report(self.device, {"pin": "1", "name": name})

    def doubt(self):
        user = self.user
        return user.renamed_from, user.renamed_to, str(user.renamed_at)

    def test_another_name_is_another_person(self):
        self.rename("Ann", "Bob")
        self.assertEqual(self.doubt(), ("Ann", "Bob", BOB_AT))
        self.assertEqual(self.user.employee_id, self.ann, "a person decides")

    def test_another_spelling_is_the_same_person(self):
        self.rename("Ann", "ANN BELL", "Bell, Ann", "A. Bell", "", "Ann", "17")
        self.assertFalse(self.user.renamed_at)

    def test_a_first_name_of_a_pin_is_no_rename(self):
        self.rename("Bob")
        self.assertFalse(self.user.renamed_at)

    def test_somebody_else_after_the_user_was_deleted_and_its_name_erased(self):
        self.rename("Ann")
        self.user.write({"sync_state": "absent", "name": False})
        self.rename("Ann")
        self.assertFalse(self.user.renamed_at)
        self.user.write({"sync_state": "absent", "name": False})
        self.rename("Zoe")
        self.assertEqual(self.doubt(), ("Ann", "Zoe", BOB_AT))

    def test_nobodys_pin_may_have_any_name(self):
        for name in ("Ann", "Bob"):
            self.report(self.device, {"pin": "55", "name": name})
        user = self.device.user_ids.filtered(lambda user: user.pin == "55")
        self.assertEqual((user.name, user.renamed_at), ("Bob", False))

    def test_the_name_back_ends_the_doubt(self):
        self.rename("Ann", "Bob", "Anna")
        self.assertFalse(self.user.renamed_at)

    def test_the_first_report_of_another_person_counts(self):
        self.rename("Ann", "Bob")
        self.rename("Bob", "Bobby Cole", at="2025-03-12 06:00:00")
        self.assertEqual(self.doubt(), ("Ann", "Bobby Cole", BOB_AT))
        self.rename("Eve", at="2025-03-13 06:00:00")
        self.assertEqual(self.doubt(), ("Ann", "Eve", BOB_AT))

    def test_a_user_linked_anew_before_the_terminal_is_renamed_is_no_doubt(self):
        self.rename("Ann")
        self.user.employee_id = self.bob
        self.rename("Bob")
        self.assertFalse(self.user.renamed_at)

    def test_a_name_written_from_here_is_no_rename(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.ann.name = "Zoe Bell"
        self.sync()
        user = self.identity(self.ann, self.north)
        self.report(self.north, {"pin": "1", "name": "Ann"})
        self.assertFalse(user.renamed_at, "the command is on its way")
        self.received_commands(self.north)
        self.report(self.north, {"pin": "1", "name": "Zoe Bell"})
        self.assertFalse(user.renamed_at)
        self.report(self.north, {"pin": "1", "name": "Bob"})
        self.assertEqual(user.renamed_to, "Bob")

    def test_the_same_person_ends_the_doubt(self):
        self.rename("Ann", "Bob")
        self.user.action_same_person()
        self.assertFalse(self.user.renamed_at)
        self.rename("Bob")
        self.assertFalse(self.user.renamed_at, "that is its name now")

    def test_another_person_is_so_from_the_rename_on(self):
        self.rename("Ann", "Bob")
        for day in ("2025-03-03", "2025-03-10"):
            self.push(row("1", f"{day} 08:00:00", IN), row("1", f"{day} 17:00:00", OUT))
        self.pair()
        action = self.user.action_other_person()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((wizard.span, str(wizard.since)), ("time", BOB_AT))
        wizard.employee_id = self.bob
        wizard.action_preview()
        wizard.action_apply()
        self.pair()
        self.assertEqual(len(self.attendance(self.ann)), 1)
        self.assertEqual(len(self.attendance(self.bob)), 1)
        self.assertFalse(self.user.renamed_at)

    def test_its_punches_are_anomalies(self):
        self.push(row("1", "08:00", IN))
        self.rename("Ann", "Bob")
        self.push(row("1", "2025-03-10 08:00:00", IN))
        punches = self.env["biometric.punch"]
        found = punches.search([("has_other_person", "=", True)])
        self.assertEqual(found.mapped("device_time"), ["2025-03-10 08:00:00"])
        self.assertEqual(found.other_person, "Bob")
        others = punches.search([("has_other_person", "=", False)])
        self.assertFalse(found & others)
        self.assertFalse(any(others.mapped("other_person")))
        found.action_same_person()
        self.assertFalse(punches.search([("has_other_person", "=", True)]))

    def test_many_renames_cost_no_more_statements(self):
        users = [{"pin": str(pin), "name": "Ann"} for pin in range(100, 140)]
        self.report(self.device, *users)
        self.device.user_ids.employee_id = self.ann
        counts = []
        for name, few in (("Bob", 2), ("Eve", 40)):
            renamed = [{**user, "name": name} for user in users[:few]]
            before = self.env.cr.sql_log_count
            self.report(self.device, *renamed)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
        self.assertEqual(len(self.device.user_ids.filtered("renamed_at")), 40)


class TestRenameRights(RightsCase):
    def test_officers_for_everybody_alone_decide(self):
        user = self.own["biometric.device.user"]
        user.sudo().write({"renamed_at": BOB_AT, "renamed_to": "Bob"})
        for role in ("employee", "officer"):
            for action in ("action_same_person", "action_other_person"):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    getattr(self.as_role(user, role), action)()
        self.as_role(user, "user").action_same_person()
        self.assertFalse(user.renamed_at)
