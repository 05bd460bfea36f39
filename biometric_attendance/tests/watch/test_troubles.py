"""What the form of a device says is wrong, and what to do."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from ...models.watch.troubles import TROUBLES
from ..common import BiometricCase

ATTENDANCES = "hr_attendance.group_hr_attendance_"


@tagged("post_install", "-at_install")
class TestTroubles(BiometricCase):
    def setUp(self):
        super().setUp()
        self.now = fields.Datetime.now()
        self.device.write({"last_seen": self.now, "allowed_networks": "10.0.0.0/24"})
        self.device.resend_all = False
        self.administrator, self.officer = (
            new_test_user(
                self.env,
                f"trouble_{role}",
                f"base.group_user,{ATTENDANCES}{role}",
                company_id=self.company.id,
                company_ids=self.company.ids,
            )
            for role in ("manager", "user")
        )

    def troubles(self, user=None, device=None):
        device = (device or self.device).with_user(user or self.administrator)
        device.invalidate_recordset()
        return device.troubles or []

    def keys(self, *args):
        return [each["key"] for each in self.troubles(*args)]

    def test_a_terminal_that_is_well_says_nothing(self):
        self.assertEqual(self.keys(), [])
        self.assertFalse(self.device.trouble or self.device.in_trouble)

    def test_each_trouble_has_a_sentence_and_an_advice(self):
        hour_ago = self.now - timedelta(hours=1)
        for vals, key, text, advice in (
            ({"last_seen": hour_ago}, "silent", "No contact since", "power and network"),
            ({"last_seen": False}, "silent", "was never in touch", "power and network"),
            ({"clock_drift": -660}, "clock", "is 11 minutes behind", "Set the clock"),
            ({"refused_at": self.now, "refused_reason": "key"}, "refused",
             "Wrong communication key", "somebody else uses the serial number"),
            ({"refused_at": self.now, "refused_reason": "large"}, "not_stored",
             "sends more at once", "raise the Largest Upload"),
            ({"contradicted_at": hour_ago}, "replaced", "Two terminals seem",
             "choose It Is One Terminal"),
            ({"failures": ["sync_failed"]}, "work_failed", "could not be worked out",
             "in its log"),
            ({"zone_before": "Europe/Rome"}, "zone", "Europe/Rome", "Read them again"),
            ({"allowed_networks": False}, "unproven", "reads the serial number",
             "secret address"),
            ({"resend_all": True}, "resend", "send all it has", "within minutes"),
        ):  # fmt: skip
            with self.subTest(key=key, vals=vals), self.env.cr.savepoint() as point:
                self.device.write(vals)
                [trouble] = self.troubles()
                self.assertEqual(trouble["key"], key)
                self.assertIn(text, trouble["text"])
                self.assertIn(advice, trouble["advice"])
                point.rollback()
                self.device.invalidate_recordset()

    def test_a_terminal_that_cannot_be_read_says_why_and_when_it_is_tried_again(self):
        hall = self.make_device("HALL4370", brand="zk4370", host="10.0.0.9")
        hall.write(
            {
                "poll_reason": {"code": "no_answer_at_address"},
                "poll_error_at": self.now,
                "poll_failures": 2,
                "poll_next": self.now + timedelta(minutes=20),
                "poll_requested": False,
            }
        )
        trouble = self.troubles(device=hall)[0]
        self.assertEqual((trouble["key"], trouble["level"]), ("unreadable", "danger"))
        self.assertIn("Nobody answers at this address", trouble["text"])
        self.assertIn("It is polled again at", trouble["advice"])
        hall.poll_requested = True
        self.assertIn("again now", self.troubles(device=hall)[0]["advice"])

    def test_the_most_pressing_comes_first(self):
        self.device.write(
            {
                "refused_at": self.now,
                "refused_reason": "key",
                "clock_drift": 600,
                "zone_before": "Europe/Rome",
                "contradicted_at": self.now,
            }
        )
        self.assertEqual(self.keys(), ["replaced", "refused", "clock", "zone"])
        self.assertEqual(self.device.trouble, "Two terminals")

    def test_an_open_alert_is_among_them(self):
        alert = self.env["biometric.alert"].create(
            {
                "cause": "memory",
                "device_id": self.device.id,
                "device_ids": self.device.ids,
                "company_id": self.company.id,
                "number": 91,
                "since": self.now,
            }
        )
        [trouble] = self.troubles()
        self.assertEqual(trouble["text"], "A memory is 91 percent full.")
        self.assertIn("Delete users who have left", trouble["advice"])
        self.assertEqual(self.device.trouble, "Memory nearly full")
        self.device.allowed_networks = False
        self.assertEqual(self.keys(), ["memory", "unproven"])
        self.device.allowed_networks = "10.0.0.0/24"
        alert.closed_at = self.now
        self.assertEqual(self.keys(), [])

    def test_an_archived_device_says_that_alone(self):
        self.device.clock_drift = 600
        self.device.action_archive()
        self.assertEqual(self.keys(), ["archived"])

    def test_officers_get_no_buttons_and_no_advice_they_cannot_follow(self):
        self.device.write({"contradicted_at": self.now, "allowed_networks": False})
        received = [each["name"] for each in self.troubles()[0]["buttons"]]
        self.assertEqual(received, ["action_accept_terminal"])
        [trouble] = self.troubles(self.officer)
        self.assertEqual((trouble["key"], trouble["buttons"]), ("replaced", []))

    def test_buttons_are_methods_of_the_device(self):
        names = {button.name for each in TROUBLES for button in each.buttons}
        self.assertGreater(len(names), 5)
        for name in names:
            self.assertTrue(callable(getattr(self.device, name)), name)

    def test_a_pending_device_says_what_it_waits_for(self):
        push = self.make_device("NEW1", state="pending")
        polled = self.make_device("N2", state="pending", brand="zk4370")
        gateway = self.make_device("ST-1", state="pending", brand="cams")
        for device, text, advice in (
            (push, "has not called yet", "Type the address below"),
            (polled, "is polled", "choose Test"),
            (gateway, "gateway has not called", "Copy the callback URL"),
        ):
            [trouble] = self.troubles(device=device)
            self.assertIn(text, trouble["text"])
            self.assertIn(advice, trouble["advice"])
            [trouble] = self.troubles(self.officer, device)
            self.assertIn("approval of an administrator", trouble["text"])
        push.last_seen = self.now
        self.assertIn("not trusted yet", self.troubles(device=push)[0]["text"])

    def test_pending_ones_are_listed_first_then_those_in_trouble(self):
        well = self.device
        silent = self.make_device("ASILENT", name="A silent one")
        pending = self.make_device("ZNEW", name="Z pending", state="pending")
        mine = [("id", "in", (well | silent | pending).ids)]
        devices = self.env["biometric.device"]
        found = devices.search(mine, order="trouble_rank, name")
        self.assertEqual(found.ids, [pending.id, silent.id, well.id])
        self.assertEqual(found.mapped("trouble_rank"), [0, 1, 2])
        found = devices.search(mine, order="trouble_rank desc, name")
        self.assertEqual(found.ids, [well.id, silent.id, pending.id])
        for value, expected in ((True, silent), (False, well | pending)):
            found = devices.search([*mine, ("in_trouble", "=", value)])
            self.assertEqual(found, expected.sorted(lambda device: device.name))
