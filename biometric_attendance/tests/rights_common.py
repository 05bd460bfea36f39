"""One record of every model in each of two companies, and people of the first one."""

import base64
import os
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user

from ..models.rights.biometric_rights import is_own
from ..terminals import BRANDS
from ..terminals.reasons import Reason
from .common import IN, BiometricCase, row
from .push.test_access import ROLES
from .toy_source import make_brand

OURS = "biometric_attendance"
FILE = base64.b64encode(b"7\t2025-03-04 08:00:00\t1\t0\t1\t0\r\n").decode()


class RightsCase(BiometricCase):
    """``own`` and ``foreign`` map each model to a record of either company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.dict(BRANDS, {"toys": make_brand()}))
        cls.abroad = cls.env["res.company"].create({"name": "Abroad"})
        cls.env.user.company_ids |= cls.abroad
        cls.people = {
            role: new_test_user(
                cls.env,
                f"rights_{role}",
                groups,
                company_id=cls.company.id,
                company_ids=cls.company.ids,
            )
            for role, groups in ROLES.items()
        }
        cls.own = cls.make_everything(cls.company)
        cls.foreign = cls.make_everything(cls.abroad)
        cls.own["hr.employee"].attendance_manager_id = cls.people["officer"]

    @classmethod
    def make_everything(cls, company):
        env = cls.env(context={**cls.env.context, "allowed_company_ids": [company.id]})
        made = {"res.company": company}

        def make(model, **vals):
            made[model] = env[model].create(vals)
            return made[model].id

        make("biometric.unknown.network", network=f"10.0.{company.id}.0/24")
        made["res.users"] = new_test_user(
            env,
            f"rights_of_{company.id}",
            ROLES["manager"],
            company_id=company.id,
            company_ids=company.ids,
        )
        make("resource.calendar", name="Hours", company_id=company.id)
        site = make("biometric.site", name="Hall", company_id=company.id)
        os.environ.setdefault("BIOMETRIC_FOLDERS", "/tmp")
        make("biometric.file.folder", name="Exports", path="/tmp/exports")
        source = make("biometric.source", name="Toys", brand="toys", tz="Europe/Paris")
        layout = make("biometric.source.layout", source_id=source)
        table = make("biometric.source.table", layout_id=layout, name="punches")
        make("biometric.source.column", table_id=table, name="pin")
        policy = make("biometric.policy", name="Other", company_id=company.id)
        device = make(
            "biometric.device",
            name="Door",
            serial=f"DOOR{company.id}",
            state="approved",
            company_id=company.id,
            tz="Europe/Paris",
            import_since="2020-01-01 00:00:00",
        )
        employee = make("hr.employee", name="Eve", company_id=company.id)
        contact = make("res.partner", name="Guest", company_id=company.id)
        make("hr.department", name="Stock", company_id=company.id)
        user = make(
            "biometric.device.user", device_id=device, pin="7", employee_id=employee
        )
        made["biometric.assignment"] = env["biometric.assignment"].search(
            [("device_id", "=", device)]
        )
        wizard = make("biometric.assignment.wizard", device_user_id=user)
        make("biometric.assignment.wizard.line", wizard_id=wizard)
        group = make("biometric.device.group", name="All", company_id=company.id)
        make(
            "biometric.access.pass",
            partner_id=contact,
            company_id=company.id,
            group_ids=[Command.set([group])],
            reason="Lift",
        )
        moment = "2025-03-03 08:00:00"
        cls.store(made["biometric.device"], "ATTLOG", row("7", "08:00", IN))
        cls.store(made["biometric.device"], "ATTLOG", "no row")
        cls.store(made["biometric.device"], "OPERLOG", f"OPLOG 4\t0\t{moment}")
        made["biometric.device"]._record_failure(Reason("no_answer_at_address"))
        for model in ("punch", "message", "device.event", "device.hour"):
            name = f"biometric.{model}"
            made[name] = env[name].search([("device_id", "=", device)])
            assert len(made[name]) == 1, name
        outage = make(
            "biometric.outage",
            device_id=device,
            since=moment,
            until="2025-03-04 08:00:00",
            company_id=company.id,
        )
        make(
            "biometric.outage.line",
            outage_id=outage,
            employee_id=employee,
            direction="in",
            instant=moment,
        )
        make(
            "biometric.correction",
            employee_id=employee,
            instant=moment,
            direction="out",
        )
        make(
            "biometric.correction.request",
            employee_id=employee,
            instant=moment,
            direction="out",
            note="Forgot",
        )
        make("biometric.pairing", employee_id=employee, since=moment)
        make("biometric.pairing.lock", employee_id=employee)
        make("biometric.device.sequence", device_id=device, number="7")
        make("biometric.command", device_id=device, kind="query_users", state="failed")
        make("biometric.template", kind="finger", employee_id=employee)
        make("biometric.photo", device_id=device, pin="7", device_time=moment)
        make("biometric.consent", employee_id=employee)
        erasure = make("biometric.erasure", subject="Eve", reason="request")
        made["biometric.erasure"].company_id = company
        make("biometric.erasure.line", erasure_id=erasure, device_id=device)
        make(
            "biometric.message.part",
            device_id=device,
            request="1",
            transaction="1",
            number=1,
        )
        make(
            "biometric.alert",
            cause="silent",
            device_id=device,
            company_id=company.id,
            user_id=env.uid,
            since=moment,
        )
        recompute = make("biometric.recompute", company_id=company.id)
        make("biometric.recompute.line", recompute_id=recompute, employee_id=employee)
        wizard = make("biometric.clock.wizard", device_id=device, tz="Europe/Paris")
        make("biometric.clock.wizard.line", wizard_id=wizard, employee_id=employee)
        make("biometric.clock.change", device_id=device, tz="Europe/Paris")
        approval = make("biometric.approval", device_id=device, tz="Europe/Paris")
        make("biometric.approval.line", approval_id=approval, device_id=device)
        user_import = make("biometric.user.import", device_id=device)
        make("biometric.user.import.line", import_id=user_import, user_id=user)
        make("biometric.file.import", device_id=device, file=FILE, name="1_attlog.dat")
        for child, vals in (
            ("column", {"name": "PIN"}),
            ("option", {"code": "pin"}),
            ("serial", {"serial": "X"}),
        ):
            file_import = made["biometric.file.import"].id
            made[f"biometric.file.import.{child}"] = (
                env[f"biometric.file.import.{child}"]
                .sudo()
                .create({"import_id": file_import, **vals})
            )
        make("biometric.file.layout", company_id=company.id, signature="x")
        make(
            "biometric.command.wizard",
            device_ids=[Command.set([device])],
            kind="query_users",
        )
        make(
            "hr.attendance",
            employee_id=employee,
            check_in="2025-02-03 08:00:00",
            check_out="2025-02-03 09:00:00",
        )
        evacuation = make(
            "biometric.evacuation", company_id=company.id, started_at=moment
        )
        make(
            "biometric.evacuation.line",
            evacuation_id=evacuation,
            kind="inside",
            name="Eve",
        )
        make("biometric.wall", name="Hall", company_id=company.id)
        make("biometric.bridge", name="Laptop", company_id=company.id)
        make("biometric.bridge.pairing")
        make("biometric.api.token", name="Reader", company_id=company.id)
        url = "https://example.com/"
        webhook = make(
            "biometric.webhook", name="Program", company_id=company.id, url=url
        )
        make("biometric.webhook.delivery", webhook_id=webhook, event="test")
        make("biometric.connect.card", brand="adms")
        make(
            "biometric.contact.attempt",
            kind="path",
            brand="adms",
            serial=f"DOOR{company.id}",
            network="10.0.0.0/24",
        )
        assert site and policy
        env.flush_all()
        todos = env["biometric.todo"].search([("company_id", "=", company.id)])
        made["biometric.todo"] = todos[0]
        return made

    @classmethod
    def store(cls, device, table, line):
        device._receive(table, f"{line}\n".encode())

    def vals(self, model):
        """Values with which a person can create a record, ``None`` where nobody can."""
        own = {name: record.id for name, record in self.own.items()}
        return {
            "biometric.site": {"name": "New"},
            "biometric.policy": {"name": "New"},
            "biometric.file.folder": {"name": "New", "path": "/tmp/new"},
            "biometric.source": {"name": "New", "brand": "toys", "tz": "UTC"},
            "biometric.device": {"name": "New", "serial": "NEW1", "tz": "UTC"},
            "biometric.device.user": {"device_id": own["biometric.device"], "pin": "8"},
            "biometric.device.group": {"name": "New"},
            "biometric.access.pass": {
                "employee_id": own["hr.employee"],
                "group_ids": [Command.link(own["biometric.device.group"])],
                "reason": "New",
            },
            "biometric.correction": {
                "employee_id": own["hr.employee"],
                "instant": "2025-03-04 08:00:00",
                "direction": "in",
            },
            "biometric.consent": {"employee_id": own["hr.employee"]},
            "biometric.recompute": {},
            "biometric.wall": {"name": "New"},
            "biometric.bridge": {"name": "New"},
            "biometric.api.token": {"name": "New"},
            "biometric.webhook": {"name": "New", "url": "https://example.com/"},
            "biometric.file.import": {
                "device_id": own["biometric.device"],
                "file": FILE,
            },
            "biometric.command.wizard": {
                "device_ids": [Command.link(own["biometric.device"])],
                "kind": "query_users",
            },
        }.get(model)

    def protected_models(self):
        """Names of the models that list what people may write."""
        return sorted(
            name
            for name, model in self.env.items()
            if not model._abstract and hasattr(model, "_editable_fields")
        )

    def own_fields(self, model):
        """The fields of a model that this addon adds."""
        return [field for field in self.env[model]._fields.values() if is_own(field)]

    def as_role(self, record, role):
        """A record in the eyes of a role, as a remote call of it has it."""
        user = self.people[role]
        if record._transient:  # everybody sees their own alone
            self.env.flush_all()
            self.env.cr.execute(
                f"UPDATE {record._table} SET create_uid = %s", [user.id]
            )
            self.env.invalidate_all()
        return record.with_env(self.env(user=user, su=False, context={}))

    def new_as(self, model, role, **context):
        return self.env(user=self.people[role], su=False, context=context)[model]

    def link_to(self, field, record):
        """The value that makes a field name a record."""
        many = field.type != "many2one"
        return [Command.link(record.id)] if many else record.id
