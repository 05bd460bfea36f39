"""Who may do what: one table, and the rules that narrow it down."""

from lxml import etree

from odoo.exceptions import AccessDenied, AccessError
from odoo.tests import new_test_user

from ..common import IN, OUT, BiometricCase, row

ATTENDANCES = "hr_attendance.group_hr_attendance_"
ROLES = {
    "portal": "base.group_portal",
    "employee": f"base.group_user,{ATTENDANCES}own_reader",
    "officer": f"base.group_user,{ATTENDANCES}officer",
    "user": f"base.group_user,{ATTENDANCES}user",
    "manager": f"base.group_user,{ATTENDANCES}manager",
}
# Fields of a device that are for nobody.
SECRET = (
    "key_digest",
    "path_digest",
    "previous_key_digest",
    "connection_secret",
    "push_secret",
    "encryption_secret",
    "previous_encryption_secret",
)
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
# Read, write, create, delete; a role that is not named may do nothing.
MAY = {
    "biometric.site": {"officer": "r", "user": "r", "manager": "rwcd"},
    "biometric.file.folder": {"manager": "rwcd"},
    "biometric.source": {"manager": "rwcd"},
    "biometric.source.layout": {"manager": "rwc"},
    "biometric.source.table": {"manager": "r"},
    "biometric.source.column": {"manager": "r"},
    "biometric.device": {
        "officer": "r",
        "user": "r",
        "manager": "rwcd",
        "gateway": "rw",
    },
    "biometric.device.sequence": {"manager": "r"},
    "biometric.correction.request": {
        "employee": "rc",
        "officer": "rwc",
        "user": "rwc",
        "manager": "rwc",
    },
    "biometric.outage": {"officer": "rwc", "user": "rwc", "manager": "rwc"},
    "biometric.outage.line": {"officer": "r", "user": "r", "manager": "r"},
    "biometric.device.user": {
        "officer": "r",
        "user": "rw",
        "manager": "rwcd",
        "gateway": "rc",
    },
    "biometric.assignment": {"officer": "r", "user": "r", "manager": "r"},
    "biometric.assignment.wizard": {"user": "rwcd", "manager": "rwcd"},
    "biometric.assignment.wizard.line": {"user": "rwcd", "manager": "rwcd"},
    "biometric.punch": {
        "employee": "r",
        "officer": "r",
        "user": "r",
        "manager": "r",
        "gateway": "rc",
    },
    "biometric.message.part": {"gateway": "rwcd"},
    "biometric.command": {"user": "r", "manager": "r", "gateway": "rw"},
    "biometric.command.wizard": {"manager": "rwcd"},
    "biometric.file.import": {"manager": "rwcd"},
    "biometric.file.import.column": {"manager": "r"},
    "biometric.file.import.option": {"manager": "r"},
    "biometric.file.import.serial": {"manager": "rw"},
    "biometric.file.layout": {"manager": "r"},
    "biometric.user.import": {"manager": "rwcd"},
    "biometric.user.import.line": {"manager": "rwcd"},
    "biometric.access.pass": {"user": "rwc", "manager": "rwcd"},
    "biometric.device.group": {"user": "r", "manager": "rwcd"},
    "biometric.message": {"manager": "rw", "gateway": "rc"},
    "biometric.unknown.network": {"manager": "r", "gateway": "r"},
    "biometric.contact.attempt": {"manager": "r", "gateway": "r"},
    "biometric.connect.card": {"manager": "r"},
    "biometric.device.event": {"manager": "r", "gateway": "rc"},
    "biometric.device.hour": {"officer": "r", "user": "r", "manager": "r"},
    "biometric.template": {"manager": "r"},
    "biometric.photo": {"manager": "r"},
    "biometric.consent": {"manager": "rwc"},
    "biometric.erasure": {"manager": "r"},
    "biometric.erasure.line": {"manager": "r"},
    "biometric.pairing": {"manager": "r"},
    "biometric.pairing.lock": {"manager": "r"},
    "biometric.policy": {"officer": "r", "user": "r", "manager": "rwcd"},
    "biometric.correction": {"officer": "rwc", "user": "rwc", "manager": "rwc"},
    "biometric.approval": {"manager": "rwcd"},
    "biometric.approval.line": {"manager": "rwcd"},
    "biometric.clock.change": {"manager": "r"},
    "biometric.clock.wizard": {"manager": "rwcd"},
    "biometric.clock.wizard.line": {"manager": "rwcd"},
    "biometric.recompute": {"user": "rwcd", "manager": "rwcd"},
    "biometric.alert": {"officer": "rw", "user": "rw", "manager": "rw"},
    "biometric.recompute.line": {"user": "rwcd", "manager": "rwcd"},
    "biometric.evacuation": {"officer": "r", "user": "r", "manager": "r"},
    "biometric.evacuation.line": {"officer": "r", "user": "r", "manager": "r"},
    "biometric.wall": {"manager": "rwcd"},
    "biometric.todo": {"officer": "r", "user": "r", "manager": "r"},
    "biometric.bridge": {
        "officer": "r",
        "user": "r",
        "manager": "rwcd",
        "gateway": "r",
    },
    "biometric.bridge.pairing": {"manager": "rwcd"},
    "biometric.api.token": {"manager": "rwcd"},
    "biometric.webhook": {"manager": "rwcd"},
    "biometric.webhook.delivery": {"manager": "rw"},
}


class TestAccess(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            role: new_test_user(
                cls.env,
                f"biometric_{role}",
                groups,
                company_id=cls.company.id,
                company_ids=cls.company.ids,
            )
            for role, groups in ROLES.items()
        }
        cls.people["public"] = cls.env.ref("base.public_user")
        cls.people["gateway"] = cls.env.ref("biometric_attendance.user_gateway")
        cls.ann.attendance_manager_id = cls.people["officer"]
        cls.bob.user_id = cls.people["employee"]

    def as_(self, role, model):
        """A model in the eyes of a role, in the companies it has."""
        env = self.env(user=self.people[role], context={})
        return env[model]

    def test_every_model_is_in_the_table(self):
        ours = {
            name
            for name, model in self.env.items()
            if model._original_module == "biometric_attendance" and not model._abstract
        }
        self.assertEqual(ours, set(MAY))

    def test_every_role_may_do_what_the_table_says_and_no_more(self):
        for model, allowed in MAY.items():
            for role in self.people:
                records = self.as_(role, model)
                may = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if records.has_access(operation)
                )
                with self.subTest(model=model, role=role):
                    self.assertEqual(may, allowed.get(role, ""))

    def push_for_all(self):
        for pin in ("1", "00017", "99"):
            self.push(row(pin, "08:00", IN), row(pin, "17:00", OUT))

    def test_an_officer_sees_the_people_he_manages(self):
        self.push_for_all()
        self.assertEqual(
            self.as_("officer", "biometric.punch").search([]).employee_id.ids,
            self.ann.ids,
        )
        users = self.as_("officer", "biometric.device.user").search([])
        self.assertEqual(users.mapped("pin"), ["1"])
        with self.assertRaises(AccessError):
            self.punches(self.bob).with_user(self.people["officer"]).read(["line"])

    def test_an_employee_sees_his_own_punches(self):
        self.push_for_all()
        punches = self.as_("employee", "biometric.punch").search([])
        self.assertEqual(set(punches.mapped("pin")), {"00017"})

    def test_officers_for_everybody_and_administrators_see_all(self):
        self.push_for_all()
        for role in ("user", "manager"):
            with self.subTest(role=role):
                self.assertEqual(self.as_(role, "biometric.punch").search_count([]), 6)
                self.assertEqual(
                    self.as_(role, "biometric.device.user").search_count([]), 3
                )

    def test_an_officer_for_everybody_maps_a_pin(self):
        self.push_for_all()
        users = self.as_("user", "biometric.device.user").search([("pin", "=", "99")])
        users.employee_id = self.ann.id
        self.assertEqual(
            self.punches().filtered(lambda p: p.pin == "99").employee_id, self.ann
        )

    def test_nobody_logs_in_as_the_gateway(self):
        gateway = self.people["gateway"]
        self.assertFalse(gateway.active)
        self.assertFalse(gateway._is_internal())
        for password in ("", "admin", gateway.login):
            with self.assertRaises(AccessDenied):
                self.env["res.users"].authenticate(
                    {"login": gateway.login, "password": password, "type": "password"},
                    {},
                )

    def test_the_gateway_sees_nothing_of_human_resources(self):
        for model in ("hr.employee", "hr.attendance", "hr.version", "hr.department"):
            with self.subTest(model=model):
                self.assertFalse(self.as_("gateway", model).has_access("read"))

    def test_the_gateway_cannot_change_what_is_stored(self):
        self.push_for_all()
        punches = (
            self.punches()
            .with_user(self.people["gateway"])
            .with_context(tracking_disable=False)
        )
        for change in (lambda: punches.write({"pin": "2"}), punches.unlink):
            with self.assertRaises(AccessError):
                change()

    def test_secrets_are_for_nobody(self):
        self.device.communication_key = "s3cret"
        self.device.encryption_key = "k" * 32
        self.device.action_new_secret_path()
        for role in ("employee", "officer", "user", "manager"):
            devices = self.as_(role, "biometric.device")
            for name in SECRET:
                with self.subTest(role=role, field=name):
                    self.assertNotIn(name, devices.fields_get())
                    with self.assertRaises(AccessError):
                        devices.browse(self.device.id).read([name])
                    with self.assertRaises(AccessError):
                        devices.search([(name, "=like", "a%")])
                    with self.assertRaises(AccessError):
                        devices.browse(self.device.id).write({name: "x"})

    def test_an_officer_looks_at_devices_and_sees_neither_proofs_nor_settings(self):
        devices = self.as_("officer", "biometric.device")
        views = devices.get_views([(False, "kanban"), (False, "list"), (False, "form")])
        for kind, view in views["views"].items():
            arch = etree.fromstring(view["arch"])
            self.assertEqual(arch.get("create"), "False", kind)
            self.assertEqual(arch.get("edit"), "False", kind)
            found = {node.get("name") for node in arch.iter("field")}
            # With what these need, as the web client reads them.
            asked = {name: {} for name in found}
            read = devices.browse(self.device.id).web_read(asked)
            self.assertEqual(read[0]["id"], self.device.id)
        for name in ("communication_key", "encryption_key", "connection_key"):
            self.assertNotIn(name, found)
        self.assertFalse({"server_host", "allowed_networks", "host"} & found)
        buttons = {node.get("name") for node in arch.iter("button")}
        opened = {"action_open_alerts", "action_open_punches", "action_open_users"}
        self.assertEqual(buttons, opened)

    def test_an_officer_cannot_change_what_a_device_must_prove(self):
        device = self.device.with_user(self.people["officer"])
        for action in (
            device.action_new_secret_path,
            device.action_drop_secret_path,
            device.action_drop_communication_key,
            device.action_drop_previous_key,
            device.action_drop_encryption_keys,
            device.action_replay_waiting,
            device.action_test_connection,
        ):
            with self.assertRaises(AccessError):
                action()
