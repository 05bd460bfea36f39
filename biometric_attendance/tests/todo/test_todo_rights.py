"""Everybody sees what they may do, whichever way they read it."""

from odoo.exceptions import AccessError

from ..common import IN, row
from ..todo_common import TodoCase

SEEN = {
    "officer": {("anomaly", "Ann"), ("request", "Ann")},
    "user": {
        ("alert", "GATE001"),
        ("unmapped", "GATE001"),
        ("anomaly", "Ann"),
        ("anomaly", "Bob"),
        ("request", "Ann"),
        ("pass", "Guest"),
    },
}
SEEN["manager"] = SEEN["user"] | {
    ("pending", "NEW9"),
    ("message", "GATE001"),
    ("file", "new.csv"),
}


class TestTodoRights(TodoCase):
    def setUp(self):
        super().setUp()
        self.make_one_of_each()

    def test_each_role_sees_what_it_may_do_by_every_way_to_read(self):
        everything = self.todos("manager")
        for role, seen in SEEN.items():
            model = self.as_user(role, "biometric.todo")
            kinds = {kind for kind, _subject in seen}
            with self.subTest(role=role), self.at("18:00"):
                found = model.search([])
                self.assertEqual({(t.kind, t.subject) for t in found}, seen)
                self.assertEqual(model.search_count([]), len(found))
                rows = model.search_read([], ["kind", "subject"])
                self.assertEqual({(r["kind"], r["subject"]) for r in rows}, seen)
                web = model.web_search_read([], {"subject": {}})
                self.assertEqual(web["length"], len(found))
                names = {name for _id, name in model.name_search("")}
                self.assertLessEqual(len(names), len(found))
                groups = model._read_group([], ["kind"], ["__count"])
                self.assertEqual({kind for kind, _count in groups}, kinds)
                hidden = everything.with_env(model.env) - found
                for todo in hidden:
                    for read in (
                        lambda todo=todo: todo.read(["kind"]),
                        lambda todo=todo: todo.web_read({"subject": {}}),
                        todo.action_do,
                        todo.action_match_people,
                    ):
                        with self.assertRaises(AccessError):
                            read()

    def test_who_manages_nobody_sees_nothing(self):
        todo = self.todos("manager")[0]
        for role in ("portal", "employee"):
            model = self.as_user(role, "biometric.todo")
            for call in (
                lambda model=model: model.search([]),
                lambda model=model: model.search_count([]),
                lambda model=model: model.web_search_read([], {"subject": {}}),
                lambda model=model: model.browse(todo.id).action_do(),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call()

    def test_an_officer_sees_the_alerts_he_is_told_of(self):
        self.env["biometric.alert"].search([]).user_id = self.people["officer"]
        todos = self.todos("officer")
        self.assertEqual(set(todos.mapped("kind")), {"alert", "anomaly", "request"})
        action = todos.filtered(lambda todo: todo.kind == "alert").action_do()
        self.assertEqual(action["res_id"], self.device.id)

    def test_every_button_that_is_shown_works(self):
        for role in SEEN:
            for todo in self.todos(role):
                with self.subTest(role=role, kind=todo.kind), self.at("18:00"):
                    action = todo.action_do()
                    model = self.as_user(role, action["res_model"])
                    if action.get("res_id"):
                        model.browse(action["res_id"]).web_read({"display_name": {}})
                    else:
                        self.assertTrue(model.search(action["domain"]))

    def test_an_officer_for_everybody_matches_people_in_a_list(self):
        unmapped = self.todos("user", ("kind", "=", "unmapped"))
        action = unmapped.action_match_people()
        self.assertEqual(action["res_model"], "biometric.device.user")
        users = self.as_user("user", "biometric.device.user").search(action["domain"])
        self.assertEqual(users.sudo(), unmapped.device_user_id.sudo())

    def test_companies_are_kept_apart(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        far = self.make_device("FAR1", company_id=abroad.id)
        self.push(row("77", "08:00", IN), "no row", device=far)
        self.make_alert("silent", far)
        eve = self.make_employee("Eve", {far: "5"}, company_id=abroad.id)
        self.push(row("5", "08:00", IN), device=far)
        self.pair(at="2025-03-04 09:00:00")
        manager = self.people["manager"]
        self.assertNotIn(eve, self.todos().sudo().employee_id)
        self.assertNotIn(far, self.todos().sudo().device_id)
        manager.company_ids |= abroad
        env = self.env(
            user=manager, su=False, context={"allowed_company_ids": abroad.ids}
        )
        with self.at("18:00"):
            found = env["biometric.todo"].search([])
        # A terminal of no company yet is everybody's who may approve it.
        self.assertEqual(
            set(found.mapped("kind")),
            {"alert", "pending", "unmapped", "anomaly", "message"},
        )
        self.assertEqual(found.company_id, abroad)
