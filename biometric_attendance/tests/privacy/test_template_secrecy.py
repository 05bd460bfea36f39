"""Nobody reads a template: no role, by no way of reading, in no table in clear."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..push.test_access import ROLES, new_test_user
from ..template_common import FINGER, TemplateCase, photo, template

SECRET = ("blob", "fingerprint", "uuid", "duress", "plain")
HARMLESS = ["employee_id", "kind", "slot", "major", "key_id"]


class TestTemplateSecrecy(TemplateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roles = {**ROLES, "settings": "base.group_system,hr.group_hr_manager"}
        cls.people = {
            role: new_test_user(
                cls.env,
                f"secrecy_{role}",
                groups,
                company_id=cls.company.id,
                company_ids=cls.company.ids,
            )
            for role, groups in roles.items()
        }
        cls.people["public"] = cls.env.ref("base.public_user")
        cls.people["gateway"] = cls.env.ref("biometric_attendance.user_gateway")

    def setUp(self):
        super().setUp()
        self.send(template("1", duress=True))
        self.assertEqual(len(self.stored()), 1)

    def as_(self, role):
        return (
            self.stored()
            .with_user(self.people[role])
            .with_context(tracking_disable=False)
        )

    def ways(self, records, name):
        """Every way to get at a field or at what it might be."""
        field = records._fields[name]
        probe = (name, "=like", "a%") if field.type == "char" else (name, "=", True)
        return {
            "read": lambda: records.read([name]),
            "search_read": lambda: records.search_read([], [name]),
            "web_read": lambda: records.web_read({name: {}}),
            "web_search_read": lambda: records.web_search_read([], {name: {}}),
            "export": lambda: records.export_data([name]),
            "probe": lambda: records.search_count([probe]),
            "probe_set": lambda: records.search_count([(name, "!=", False)]),
            "group": lambda: records.formatted_read_group([], [name], ["__count"]),
            "order": lambda: records.search([], order=name),
            "sum": lambda: records.formatted_read_group([], [], [f"{name}:max"]),
            "write": lambda: records.write({name: "x"}),
            "through_person": lambda: records.env["hr.employee"].search_count(
                [(f"biometric_template_ids.{name}", "!=", False)]
            ),
            "through_command": lambda: records.env["biometric.command"].search_count(
                [(f"template_id.{name}", "!=", False)]
            ),
        }

    def test_no_role_gets_at_it_by_any_way(self):
        for role in self.people:
            for name in SECRET:
                for way, attempt in self.ways(self.as_(role), name).items():
                    # Who may export nothing at all is told so in another class.
                    refused = self.assertRaises(UserError)
                    with self.subTest(role=role, field=name, way=way), refused:
                        attempt()

    def test_administrators_read_what_is_harmless_and_nobody_else_does(self):
        for role in self.people:
            with self.subTest(role=role):
                if role == "manager":
                    (read,) = self.as_(role).read(HARMLESS)
                    self.assertEqual(read["slot"], 1)
                else:
                    with self.assertRaises(AccessError):
                        self.as_(role).read(HARMLESS)

    def test_an_administrator_cannot_change_move_copy_or_delete_it(self):
        mine = self.as_("manager")
        for change in (
            lambda: mine.write({"employee_id": self.bob.id}),
            lambda: mine.create({"kind": "finger"}),
            lambda: mine.copy(),
            lambda: mine.unlink(),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_the_web_client_does_not_hear_of_it(self):
        fields = self.as_("manager").fields_get()
        self.assertFalse(set(SECRET) & set(fields))
        exportable = {
            name for name, field in fields.items() if field.get("exportable", True)
        }
        self.assertNotIn("blob", exportable)

    def test_no_attachment_is_made_of_it(self):
        self.send(photo("1", None))
        attachments = self.env["ir.attachment"].sudo()
        self.assertFalse(
            attachments.search(
                [
                    ("res_model", "in", ("biometric.template", "biometric.photo")),
                    ("res_field", "!=", None),
                ]
            )
        )

    def test_a_photo_is_for_administrators_alone(self):
        self.send(photo("1", None))
        photos = self.env["biometric.photo"].search([])
        for role, user in self.people.items():
            if role != "manager":
                with self.subTest(role=role), self.assertRaises(AccessError):
                    photos.with_user(user).with_context(tracking_disable=False).read(
                        ["image"]
                    )
        mine = photos.with_user(self.people["manager"]).with_context(
            tracking_disable=False
        )
        self.assertTrue(mine.image)
        with self.assertRaises(AccessError):
            mine.read(["blob"])

    def test_another_company_sees_nothing_of_it(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        boss = new_test_user(
            self.env,
            "secrecy_elsewhere",
            ROLES["manager"],
            company_id=other.id,
            company_ids=other.ids,
        )
        self.assertFalse(
            self.env(user=boss, context={})["biometric.template"].search([])
        )

    def test_no_table_of_the_database_has_it_in_clear(self):
        self.deliver(self.yard)
        self.basis.action_withdraw()
        self.basis.copy()
        self.send(template("1"))
        self.env.flush_all()
        bit = FINGER[100:200]
        coded = [base64.b64encode(bit[start:])[:100] for start in range(3)]
        for known in (bit, *coded):
            self.assertEqual(self.tables_with(known.decode()), [])

    def test_the_search_of_all_tables_finds_what_is_there(self):
        self.ann.biometric_user_ids[:1].name = FINGER[:60].decode()
        self.env.flush_all()
        self.assertIn("biometric_device_user", self.tables_with(FINGER[:60].decode()))

    def tables_with(self, text):
        """The tables in which a row, written as a dump writes it, holds ``text``.

        Binary columns are dumped as hexadecimal, so that is looked for as well.
        """
        found = []
        tables = self.env.execute_query(
            SQL(
                """SELECT tablename FROM pg_tables WHERE schemaname = 'public'
                    ORDER BY tablename"""
            )
        )
        for (table,) in tables:
            query = SQL(
                """SELECT 1 FROM %s AS x WHERE position(%s IN x::text) > 0
                       OR position(%s IN x::text) > 0 LIMIT 1""",
                SQL.identifier(table),
                text,
                text.encode().hex(),
            )
            if self.env.execute_query(query):
                found.append(table)
        return found
