"""A record of another company cannot be named in a field, by any role or detour."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..push.test_access import ROLES
from ..rights_common import RightsCase


class TestLinks(RightsCase):
    def links(self):
        """Give (model, field) of all links to other records that people may write."""
        for model in self.protected_models():
            for name in sorted(self.env[model]._get_writable_fields().at_creation):
                field = self.env[model]._fields[name]
                if field.type in ("many2one", "many2many"):
                    yield model, field

    def test_all_kinds_of_links_are_tried(self):
        found = {f"{model}.{field.name}" for model, field in self.links()}
        self.assertGreaterEqual(len(found), 25)
        for _model, field in self.links():
            self.assertIn(field.comodel_name, self.foreign)

    def test_a_foreign_record_is_refused_when_written(self):
        for model, field in self.links():
            value = self.link_to(field, self.foreign[field.comodel_name])
            for role in ROLES:
                with self.subTest(model=model, field=field.name, role=role):
                    mine = self.as_role(self.own[model], role)
                    with self.assertRaises(UserError):
                        mine.write({field.name: value})

    def test_a_foreign_record_is_refused_when_created(self):
        for model, field in self.links():
            vals = self.vals(model)
            if vals is None:
                continue
            if field.name == "partner_id":  # a person is one or the other
                vals.pop("employee_id", None)
            foreign = self.foreign[field.comodel_name]
            value = self.link_to(field, foreign)
            default = {f"default_{field.name}": value}
            rest = {name: vals[name] for name in vals if name != field.name}
            for role in ("officer", "user", "manager"):
                with self.subTest(model=model, field=field.name, role=role):
                    with self.assertRaises(UserError):
                        self.new_as(model, role).create({**vals, field.name: value})
                    with self.assertRaises(UserError):
                        self.new_as(model, role, **default).create(rest)

    def test_an_own_record_is_taken(self):
        # Odoo leaves lists of employees to people of human resources.
        self.people["manager"].group_ids |= self.env.ref("hr.group_hr_user")
        taken = 0
        for model, field in self.links():
            own = self.own[field.comodel_name]
            vals = self.vals(model)
            if vals is None or field.name == "partner_id":
                continue
            if field.comodel_name == "biometric.file.import.column":
                continue  # a new file has no columns yet
            if model == "biometric.device.user":
                vals["pin"] = f"9{field.name}"
            new = self.new_as(model, "manager")
            if model == "biometric.device":
                vals["serial"] = field.name
            elif "name" in vals:
                vals["name"] = field.name
            with self.subTest(model=model, field=field.name):
                made = new.create({**vals, field.name: self.link_to(field, own)})
                self.assertEqual(made.sudo()[field.name].ids, own.ids)
                taken += 1
        self.assertGreater(taken, 18)

    def test_two_companies_are_not_mixed_by_whoever_works_in_both(self):
        self.people["manager"].company_ids |= self.abroad
        both = [self.company.id, self.abroad.id]
        for model, name in (
            ("biometric.device", "site_id"),
            ("biometric.device", "policy_id"),
            ("biometric.device.group", "device_ids"),
            ("biometric.device.group", "site_ids"),
            ("biometric.device.group", "employee_ids"),
            ("biometric.device.group", "department_ids"),
            ("biometric.access.pass", "group_ids"),
        ):
            field = self.env[model]._fields[name]
            record = self.as_role(self.own[model], "manager")
            value = self.link_to(field, self.foreign[field.comodel_name])
            with self.subTest(field=str(field)), self.assertRaises(UserError):
                record.with_context(allowed_company_ids=both).write({name: value})

    def test_a_person_of_another_company_uses_a_shared_terminal(self):
        self.people["manager"].company_ids |= self.abroad
        both = [self.company.id, self.abroad.id]
        user = self.as_role(self.own["biometric.device.user"], "manager")
        user = user.with_context(allowed_company_ids=both)
        user.employee_id = self.foreign["hr.employee"].id
        self.assertEqual(user.employee_id, self.foreign["hr.employee"])

    def test_a_policy_of_another_company_holds_for_nobody(self):
        for model in ("hr.employee", "hr.department", "res.company"):
            with self.subTest(model=model), self.assertRaises(UserError):
                self.own[model].biometric_policy_id = self.foreign["biometric.policy"]
            self.own[model].biometric_policy_id = self.own["biometric.policy"]

    def test_a_device_that_moved_to_another_company_leaves_the_group(self):
        device, group = self.own["biometric.device"], self.own["biometric.device.group"]
        group.device_ids = device
        self.assertEqual(group._devices(), device)
        device.write(
            {"company_id": self.abroad.id, "site_id": False, "policy_id": False}
        )
        self.assertFalse(group._devices())

    def test_an_archived_foreign_record_is_refused_too(self):
        device = self.foreign["biometric.device"]
        device.active = False
        group = self.as_role(self.own["biometric.device.group"], "manager")
        with self.assertRaises(UserError):
            group.device_ids = [Command.link(device.id)]

    def test_a_punch_is_discarded_by_those_alone_who_see_it(self):
        foreign = self.foreign["biometric.punch"]
        for role in ("employee", "officer", "user", "manager"):
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    self.as_role(foreign, role).action_discard()
                with self.assertRaises(AccessError):
                    self.new_as("biometric.correction", role).create(
                        {
                            "kind": "discard",
                            "punch_id": foreign.id,
                            "employee_id": self.own["hr.employee"].id,
                            "instant": "2025-03-03 08:00:00",
                        }
                    )
        self.assertEqual(foreign.outcome, "waiting")

    def test_an_officer_corrects_those_he_manages_alone(self):
        self.store(self.device, "ATTLOG", "00017\t2025-03-03 09:00:00\t0\t1\t0\t0\t0")
        of_bob = self.punches(self.bob)
        for punch, fails in ((self.own["biometric.punch"], False), (of_bob, True)):
            officer = self.as_role(punch, "officer")
            if fails:
                with self.assertRaises(AccessError):
                    officer.action_discard()
            else:
                officer.action_discard()
                self.assertEqual(punch.outcome, "discarded")
                self.assertEqual(
                    punch.correction_ids.create_uid, self.people["officer"]
                )

    def test_a_recompute_reads_no_attendance_of_others(self):
        wizard = self.new_as("biometric.recompute", "user").create({})
        with self.assertRaises(AccessError):
            wizard.employee_ids = [Command.set(self.foreign["hr.employee"].ids)]

    def test_the_preview_of_a_recompute_is_not_skipped(self):
        wizard = self.new_as("biometric.recompute", "user").create({})
        with self.assertRaises(AccessError):
            wizard.state = "preview"
