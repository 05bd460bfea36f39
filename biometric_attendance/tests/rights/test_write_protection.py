"""What no view lets people edit is refused by remote calls too, from every role."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..push.test_access import ATTENDANCES, ROLES
from ..rights_common import OURS, RightsCase
from .view_fields import ALWAYS, AT_CREATION, editable_fields

# Written by buttons that every list offers, or along with a field beside them.
BY_BUTTONS = {
    "biometric.access.pass": {"active"},
    "biometric.consent": {"document_name"},
    "biometric.device": {"active"},
    "biometric.device.group": {"active"},
    "biometric.file.folder": {"active"},
    "biometric.source": {"active"},
    "biometric.wall": {"active"},
    "biometric.bridge": {"active"},
    "biometric.webhook": {"active"},
}
# A value of each type; a refusal must not depend on the value.
VALUES = {
    "boolean": True,
    "integer": 5,
    "float": 5.0,
    "date": "2025-01-01",
    "datetime": "2025-01-01 00:00:00",
    "json": {"written": 5},
    "many2one": 1,
    "many2many": [],
    "one2many": [],
}


class TestWriteProtection(RightsCase):
    def test_people_may_write_what_the_views_let_them_edit_and_nothing_else(self):
        shown = editable_fields(self.env, OURS)
        for model in self.protected_models():
            own = {field.name for field in self.own_fields(model)}
            writable = self.env[model]._get_writable_fields()
            editable = {
                when: {name for name, at in shown[model].items() if at == when} & own
                for when in (ALWAYS, AT_CREATION)
            }
            always = editable[ALWAYS] | BY_BUTTONS.get(model, set())
            with self.subTest(model=model):
                self.assertEqual(writable.always, always)
                self.assertEqual(writable.at_creation - always, editable[AT_CREATION])

    def test_every_model_of_the_addon_lists_what_people_may_write(self):
        ours = {
            name
            for name, model in self.env.items()
            if model._original_module == OURS and not model._abstract
        }
        self.assertEqual(ours - set(self.protected_models()), set())
        self.assertIn("hr.attendance", self.protected_models())

    def test_a_field_that_is_not_listed_refuses_every_role(self):
        for model in self.protected_models():
            record, listed = self.own[model], self.env[model]._get_writable_fields()
            for field in self.own_fields(model):
                if field.name in listed.always:
                    continue
                for role in ROLES:
                    value = VALUES.get(field.type, "x")
                    with self.subTest(model=model, field=field.name, role=role):
                        mine = self.as_role(record, role)
                        with self.assertRaises(UserError):
                            mine.write({field.name: value})

    def test_a_field_that_is_not_listed_refuses_creation_and_defaults(self):
        for model in self.protected_models():
            vals = self.vals(model)
            for field in self.own_fields(model):
                if not vals or field.name in (
                    self.env[model]._get_writable_fields().at_creation
                ):
                    continue
                value = VALUES.get(field.type, "x")
                new = self.new_as(model, "manager")
                by_context = self.new_as(
                    model, "manager", **{f"default_{field.name}": value}
                )
                with self.subTest(model=model, field=field.name):
                    with self.assertRaises(AccessError):
                        new.create({**vals, field.name: value})
                    with self.assertRaises(AccessError):
                        by_context.create(vals)

    def test_a_value_of_a_wrong_type_is_refused_with_one_sentence(self):
        for model in self.protected_models():
            record = self.own[model]
            for name in self.env[model]._get_writable_fields().always:
                for wrong in ({"written": 5}, [["x"]], ["x"]):
                    mine = self.as_role(record, "manager")
                    with self.subTest(model=model, field=name, wrong=wrong):
                        with self.assertRaises(UserError) as caught:
                            mine.write({name: wrong})
                        self.assertNotIn("\n", str(caught.exception))

    def test_numbers_and_texts_no_column_holds_are_refused(self):
        device = self.as_role(self.own["biometric.device"], "manager")
        for name, value in (
            ("poll_minutes", 10**12),
            ("poll_minutes", "soon"),
            ("name", "a\0b"),
            ("name", "\ud800"),
            ("name", 5),
            ("import_since", "yesterday"),
            ("direction_source", "both"),
            ("site_id", True),
            ("site_id", "Gate"),
        ):
            with (
                self.subTest(name=name, value=value),
                self.assertRaises(ValidationError),
            ):
                device.write({name: value})

    def test_what_fits_is_stored(self):
        device = self.as_role(self.own["biometric.device"], "manager")
        device.write({"name": "Gate", "poll_minutes": 7, "site_id": False})
        self.assertEqual((device.name, device.poll_minutes), ("Gate", 7))

    def test_a_default_somebody_set_for_himself_does_not_reach_code(self):
        clerk = self.people["user"]
        defaults = self.env["ir.default"].with_user(clerk)
        defaults.set("biometric.correction", "state", "withdrawn", user_id=True)
        corrections = self.new_as("biometric.correction", "user")
        made = corrections.create(self.vals("biometric.correction"))
        self.assertEqual(made.state, "active")
        punch = self.as_role(self.own["biometric.punch"], "user")
        punch.with_context(default_state="withdrawn").action_discard()
        self.assertEqual(punch.correction_ids.mapped("state"), ["active"])
        self.assertEqual(punch.outcome, "discarded")

    def test_a_copy_takes_over_nothing_people_may_not_write(self):
        device = self.own["biometric.device"]
        device.write({"punches": 9, "firmware": "V1", "users": 3})
        copied = self.as_role(device, "manager").copy({"serial": "COPY1"})
        self.assertEqual(copied.name, device.name)
        self.assertEqual(
            (copied.punches, copied.firmware, copied.users, copied.state),
            (0, False, 0, "pending"),
        )
        with self.assertRaises(AccessError):
            self.as_role(device, "manager").copy({"serial": "C2", "punches": 9})

    def test_an_import_cannot_set_them_either(self):
        corrections = self.new_as("biometric.correction", "manager")
        eve = str(self.own["hr.employee"].id)
        names = ["employee_id/.id", "instant", "direction"]
        values = [eve, "2025-03-05 08:00:00", "in"]
        self.assertTrue(corrections.load(names, [values])["ids"])
        refused = corrections.load([*names, "state"], [[*values, "withdrawn"]])
        self.assertFalse(refused["ids"])
        self.assertIn("The server alone writes", refused["messages"][0]["message"])

    def test_a_form_shows_as_readonly_what_is_refused(self):
        described = self.new_as("biometric.device", "manager").fields_get()
        self.assertTrue(described["state"]["readonly"])
        self.assertFalse(described["name"]["readonly"])

    def test_brand_and_serial_of_an_approved_device_stay(self):
        device = self.as_role(self.own["biometric.device"], "manager")
        for name, value in (("serial", "OTHER"), ("brand", "zk4370")):
            with self.assertRaises(AccessError):
                device.write({name: value})

    def test_rights_at_a_terminal_are_for_administrators_to_give(self):
        user = self.own["biometric.device.user"]
        with self.assertRaises(AccessError):
            self.as_role(user, "user").privilege = "admin"
        self.as_role(user, "manager").privilege = "admin"
        self.assertEqual(user.privilege, "admin")
        for name, value in (("card", "123"), ("employee_id", self.ann.id)):
            with self.assertRaises(AccessError):
                self.as_role(user, "user").write({name: value})
        self.as_role(user, "manager").card = "123"

    def test_the_context_of_a_call_cannot_pass_for_the_pairing(self):
        rows = self.own["hr.attendance"]
        rows.with_context(biometric_pairing=True).biometric_managed = True
        for key in ("biometric_pairing", "biometric_absences", "biometric_overtime"):
            clerk = self.as_role(rows, "user").with_context(**{key: 1})
            clerk.write({"check_out": "2025-02-03 10:00:00"})
            self.assertFalse(rows.biometric_managed, key)
            rows.with_context(biometric_pairing=True).biometric_managed = True
            with self.assertRaises(ValidationError):
                clerk.create(
                    {
                        "employee_id": rows.employee_id.id,
                        "check_in": "2025-02-03 08:30:00",
                        "check_out": "2025-02-03 08:40:00",
                    }
                )

    def test_nobody_makes_an_attendance_look_like_a_terminals(self):
        rows = self.as_role(self.own["hr.attendance"], "user")
        vals = {"employee_id": rows.employee_id.id, "check_in": "2025-02-04 08:00:00"}
        with self.assertRaises(AccessError):
            rows.write({"in_mode": "biometric"})
        with self.assertRaises(AccessError):
            rows.write({"check_in": "2025-02-03 07:00:00", "out_mode": "biometric"})
        with self.assertRaises(AccessError):
            rows.create({**vals, "in_mode": "biometric"})
        with self.assertRaises(AccessError):
            rows.with_context(default_in_mode="biometric").create(vals)
        rows.create(vals)

    def test_a_member_of_attendances_alone_is_no_administrator(self):
        settings = new_test_user(
            self.env,
            "rights_settings",
            f"base.group_system,{ATTENDANCES}user",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        user = self.own["biometric.device.user"].with_user(settings)
        with self.assertRaises(AccessError):
            user.privilege = "admin"


@tagged("post_install", "-at_install")
class TestWriteCosts(RightsCase):
    def test_a_write_by_a_person_adds_no_query_per_field(self):
        device = self.as_role(self.own["biometric.device"], "manager")
        device = device.with_context(tracking_disable=True)
        few, many = {"port": 9}, {"port": 8, "udp": True, "live": False, "name": "X"}
        counts = []
        for vals in (many, few, many):
            device.write(vals)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            device.write(vals)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_code_writes_at_the_cost_of_one_statement(self):
        gateway = self.as_gateway(self.own["biometric.device"])
        for device in (self.own["biometric.device"], gateway):
            device.write({"users": 1, "firmware": "V1"})
            self.env.flush_all()
            with self.assertQueryCount(1):
                device.write({"users": 2, "firmware": "V2", "fingers": 3})
                self.env.flush_all()
