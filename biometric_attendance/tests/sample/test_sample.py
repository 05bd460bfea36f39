"""Sample data: made in an empty database alone, and removed without touching the rest."""

from odoo.exceptions import AccessError, UserError

from ... import uninstall_hook
from ...models.sample import story
from ...models.sample.biometric_sample import MODULE
from ..today_common import TodayCase

NOW = "2025-03-06 15:00:00"  # a Thursday, 16:00 in Paris
# What Odoo notes beside the records, and throws away by itself.
NOTES = ("bus.bus", "ir.cron.trigger", "ir.cron.progress", "ir.logging")


class SampleCase(TodayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # An empty company, in a database without terminals.
        cls.env["biometric.device"].search([]).user_ids.unlink()
        cls.env["biometric.device"].search([]).unlink()
        cls.env.flush_all()

    def sample(self, role="manager"):
        return self.as_user(role, "biometric.sample")

    def load(self):
        with self.at(NOW):
            self.sample().action_load()
            self.pair()

    def state(self, role="manager"):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.at(NOW):
            return self.as_user(role).read_today()["sample"]

    def everything(self):
        """Return the ids of all rows of all tables: ``{model: ids}``."""
        self.env.flush_all()
        rows = {}
        for name, model in self.env.items():
            if model._abstract or not model._auto or name in NOTES:
                continue
            self.env.cr.execute(f'SELECT id FROM "{model._table}"')
            rows[name] = {row[0] for row in self.env.cr.fetchall()}
        return rows


class TestSample(SampleCase):
    def test_names_of_records_that_are_gone_are_in_nobodys_way(self):
        last = self.env["biometric.device"].create({"serial": "GONE"})
        names = [f"{last._table}_{last.id + place}" for place in range(1, 9)]
        values = {"module": MODULE, "model": last._name, "res_id": last.id}
        self.env["ir.model.data"].create([{**values, "name": each} for each in names])
        last.unlink()
        self.load()
        self.assertEqual(self.state(), "loaded")

    def test_uninstalling_leaves_no_name_of_a_record_that_goes_with_it(self):
        self.load()
        uninstall_hook(self.env)
        left = self.env["ir.model.data"].search([("module", "=", MODULE)])
        self.assertTrue(left)
        self.assertFalse([each for each in left.mapped("model") if "biometric" in each])

    def test_it_shows_what_happens_in_a_company(self):
        self.assertEqual(self.state(), "offered")
        self.load()
        self.assertEqual(self.state(), "loaded")
        with self.at(NOW):
            found = self.as_user("manager").read_today()
        names = {each["name"] for each in found["people"]}
        self.assertLessEqual({each.name for each in story.PEOPLE}, names)
        status = {each["name"]: each["status"] for each in found["people"]}
        self.assertEqual(status["Amira Haddad"], "in")
        self.assertEqual(status["Daniel Moreau"], "left")
        self.assertFalse(found["steps"])
        punches = self.env["biometric.punch"].search([])
        outcomes = set(punches.mapped("outcome"))
        self.assertEqual(
            outcomes,
            {
                *("checked_in", "checked_out", "missing_check_out"),
                *("unmapped", "denied", "visit"),
            },
        )
        for outcome, count in (("missing_check_out", 1), ("denied", 1)):
            self.assertEqual(
                len(punches.filtered(lambda p, o=outcome: p.outcome == o)), count
            )
        unknown = punches.filtered(lambda punch: punch.outcome == "unmapped")
        self.assertEqual(set(unknown.mapped("pin")), {story.UNKNOWN_PIN})
        kinds = set(self.todos().mapped("kind"))
        self.assertEqual(kinds, {"unmapped", "anomaly", "message", "pass"})
        attendances = self.env["hr.attendance"].search([("check_out", "!=", False)])
        expected = len(story.PEOPLE) * story.WORKDAYS - 1 + 3
        self.assertEqual(len(attendances), expected)

    def todos(self):
        with self.at(NOW):
            return self.as_user("manager", "biometric.todo").search([])

    def test_it_is_removed_and_every_table_is_as_before(self):
        before = self.everything()
        self.load()
        loaded = self.everything()
        self.assertGreater(len(loaded["biometric.punch"]), 70)
        with self.at(NOW):
            self.sample().action_remove()
        after = self.everything()
        changed = {
            name: (before[name] - ids, ids - before[name])
            for name, ids in after.items()
            if ids != before[name]
        }
        self.assertEqual(changed, {})
        self.assertEqual(self.state(), "offered")

    def test_it_is_for_an_empty_database_alone(self):
        self.load()
        with self.assertRaisesRegex(UserError, "there already"):
            self.sample().action_load()
        self.sample().action_remove()
        archived = self.make_device("OLD1", active=False)
        with self.assertRaisesRegex(UserError, "empty database"):
            self.sample().action_load()
        self.assertEqual(self.state(), "")
        archived.unlink()
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.make_device("FAR1", company_id=abroad.id)
        with self.assertRaisesRegex(UserError, "empty database"):
            self.sample().action_load()

    def test_administrators_alone_load_and_remove_it(self):
        for role in ("portal", "employee", "officer", "user"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.sample(role).action_load()
        self.load()
        for role in ("portal", "employee", "officer", "user"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.sample(role).action_remove()
        self.assertEqual(self.state("officer"), "loaded")

    def test_another_company_neither_sees_nor_removes_it(self):
        self.load()
        abroad = self.env["res.company"].create({"name": "Abroad"})
        manager = self.people["manager"]
        manager.company_ids |= abroad
        context = {"allowed_company_ids": abroad.ids}
        env = self.env(user=manager, su=False, context=context)
        self.assertEqual(env["biometric.today"].read_today()["sample"], "")
        with self.assertRaises(AccessError):
            env["biometric.sample"].action_remove()

    def test_removing_twice_or_nothing_changes_nothing(self):
        before = self.everything()
        self.sample().action_remove()
        self.assertEqual(self.everything(), before)

    def test_the_numbers_of_its_terminals_cannot_be_guessed(self):
        self.load()
        serials = set(self.env["biometric.device"].search([]).mapped("serial"))
        self.sample().action_remove()
        self.load()
        again = set(self.env["biometric.device"].search([]).mapped("serial"))
        self.assertFalse(serials & again)
        self.assertTrue(all(len(serial) > 20 for serial in serials))


class TestSampleKeepsWhatIsReal(SampleCase):
    """Whatever real record depends on sample data, nothing at all is removed."""

    def setUp(self):
        super().setUp()
        self.load()
        self.person = self.env["hr.employee"].search([("name", "=", "Ben Okafor")])

    def assert_kept(self, record):
        before = self.everything()
        with self.assertRaisesRegex(UserError, record.display_name):
            self.sample().action_remove()
        self.assertEqual(self.everything(), before)
        self.assertTrue(record.exists())

    def test_a_real_person_with_a_sample_pin(self):
        users = self.env["biometric.device.user"]
        user = users.search([("pin", "=", story.UNKNOWN_PIN)])
        user.employee_id = self.ann
        self.pair()
        self.assertTrue(self.attendance(self.ann))
        self.assert_kept(user)
        user.employee_id = False
        self.assign(user)
        self.pair()
        self.assertFalse(self.attendance(self.ann))
        self.sample().action_remove()
        self.assertTrue(self.ann.exists())

    def test_a_real_terminal_with_a_sample_person(self):
        device = self.make_device("REAL1")
        user = self.map_user(device, "7", self.person)
        self.assert_kept(user)
        self.push("7\t2025-03-05 07:00:00\t0\t1\t0\t0\t0", device=device)
        user.employee_id = False
        punch = self.punches(device=device)
        self.assertEqual(punch.employee_id, self.person)
        self.assert_kept(punch)

    def test_a_real_person_whose_manager_is_a_sample(self):
        self.ann.parent_id = self.person
        self.assert_kept(self.ann)
        self.ann.write({"parent_id": False, "coach_id": False})
        self.sample().action_remove()
        self.assertTrue(self.ann.exists())

    def test_a_real_person_in_the_department(self):
        self.ann.department_id = self.person.department_id
        self.assert_kept(self.ann)

    def test_a_real_pass_to_a_sample_group(self):
        guest = self.env["res.partner"].create({"name": "Guest"})
        group = self.env["biometric.device.group"].search([])
        access = self.env["biometric.access.pass"].create(
            {
                "partner_id": guest.id,
                "company_id": self.company.id,
                "group_ids": group.ids,
                "reason": "Lift",
            }
        )
        self.assert_kept(access)

    def test_a_real_contact_of_a_sample_contact(self):
        vera = self.env["res.partner"].search([("name", "=", story.FORMER_GUEST[0])])
        child = self.env["res.partner"].create({"name": "Son", "parent_id": vera.id})
        self.assert_kept(child)

    def test_what_people_tried_with_it_goes_along(self):
        punch = self.env["biometric.punch"].search(
            [("outcome", "=", "missing_check_out")]
        )
        action = punch.action_type_time()
        correction = self.env["biometric.correction"].with_context(**action["context"])
        correction.create({"note": "Asked"})
        self.pair()
        self.enter(self.person, "02:00", "03:00")
        with self.at(NOW):
            evacuation = self.env["biometric.evacuation"].create(
                {"company_id": self.company.id, "started_at": NOW}
            )
            self.env["biometric.evacuation.line"].create(
                {
                    "evacuation_id": evacuation.id,
                    "kind": "inside",
                    "name": self.person.name,
                    "employee_id": self.person.id,
                }
            )
        real = self.enter(self.ann, "08:00", "09:00")
        self.sample().action_remove()
        self.env.invalidate_all()
        self.assertFalse(self.person.exists())
        self.assertTrue(real.exists())
        self.assertEqual(evacuation.line_ids.mapped("name"), ["Ben Okafor"])
        names = self.env["ir.model.data"].search([("module", "=", MODULE)])
        self.assertFalse(names)
