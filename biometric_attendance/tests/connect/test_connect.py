"""The page that connects a terminal: what it shows, and who may do what there."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ...models.connect import addresses
from ...models.device import connection_guide
from ...terminals import BRANDS
from ...terminals.not_yet import NOT_YET
from ..common import IN, BiometricCase, row


class ConnectCase(BiometricCase):
    def setUp(self):
        super().setUp()
        self.listeners = []
        self.patch(connection_guide, "listeners", lambda *_: self.listeners)
        self.patch(addresses, "_interfaces", lambda: ["192.168.1.10"])
        self.patch(addresses, "config", {"http_port": 8069, "http_interface": ""})
        self.connect = self.env["biometric.connect"]
        self.base_url("https://hr.example.com")

    def base_url(self, url):
        self.env["ir.config_parameter"].set_param("web.base.url", url)


@tagged("post_install", "-at_install")
class TestConnect(ConnectCase):
    def test_every_brand_is_a_card_with_makers(self):
        choices = self.connect.read_choices()
        shown = [key for key, brand in BRANDS.items() if not brand.by_api]
        self.assertEqual([b["key"] for b in choices["brands"]], shown)
        for brand in choices["brands"]:
            self.assertTrue(brand["makers"] and brand["summary"] and brand["look_for"])

    def test_what_is_not_there_says_so(self):
        choices = self.connect.read_choices()
        for each in choices["not_yet"]:
            self.assertTrue(each["instead"].startswith("Not yet"), each)
        self.assertEqual(len(choices["not_yet"]), len(NOT_YET))

    def test_addresses_are_the_servers_own_and_loopback_is_last_and_named(self):
        self.base_url("http://localhost:8069")
        guide = self.connect.read_guide("adms")
        self.assertEqual(
            [a["url"] for a in guide["addresses"]],
            ["http://192.168.1.10:8069", "http://localhost:8069"],
        )
        self.assertEqual(guide["url"], "http://192.168.1.10:8069")
        self.assertEqual(guide["addresses"][1]["problem"]["code"], "loopback")

    def test_what_is_typed_follows_the_address(self):
        typed = {
            s["label"]: s["value"] for s in self.connect.read_guide("adms")["settings"]
        }
        self.assertEqual(typed["Server Address"], "hr.example.com")
        self.assertEqual(typed["Server Port"], "443")
        self.assertEqual(typed["HTTPS"], "ON")
        self.assertEqual(typed["Enable Domain Name"], "ON")
        lan = self.connect.read_guide("adms", "http://192.168.1.10:8069")
        typed = {s["label"]: s["value"] for s in lan["settings"]}
        self.assertEqual(typed["Server Address"], "192.168.1.10")
        self.assertEqual(typed["HTTPS"], "OFF")
        self.assertEqual(typed["Enable Domain Name"], "OFF")

    def test_a_listener_goes_first(self):
        self.listeners = [connection_guide.Listener("http://192.168.1.10:8998")]
        self.assertEqual(
            self.connect.read_guide("adms")["url"], "http://192.168.1.10:8998"
        )

    def test_a_brand_that_needs_the_listener_has_no_other_address(self):
        guide = self.connect.read_guide("ebkn")
        self.assertFalse(guide["addresses"])
        self.assertEqual(guide["missing"]["code"], "listener_missing")
        self.listeners = [connection_guide.Listener("http://192.168.1.10:8998")]
        guide = self.connect.read_guide("ebkn")
        self.assertFalse(guide["missing"])
        self.assertEqual(guide["url"], "http://192.168.1.10:8998")

    def test_a_private_address_is_none_for_software_on_the_internet(self):
        self.base_url("http://192.168.1.10:8069")
        guide = self.connect.read_guide("cams", False, "ST 1")
        self.assertEqual(guide["addresses"][0]["problem"]["code"], "private")
        self.base_url("https://hr.example.com")
        guide = self.connect.read_guide("cams", False, "ST 1")
        self.assertFalse(guide["addresses"][0]["problem"])
        self.assertIn("stgid=ST%201", guide["settings"][0]["value"])

    def test_only_own_addresses_are_called(self):
        for url in ("http://169.254.169.254", "http://10.0.0.1:22", "file:///etc", ""):
            with self.assertRaisesRegex(UserError, "not an address of this server"):
                self.connect.check_address("adms", url)
        with self.assertRaisesRegex(UserError, "not an address of this server"):
            self.connect.check_address("zk4370", "https://hr.example.com")

    def test_the_card_shows_what_is_typed(self):
        action = self.connect.print_card("adms", "http://192.168.1.10:8069", "S1")
        card = self.env["biometric.connect.card"].browse(
            action["context"]["active_ids"]
        )
        report = self.env["ir.actions.report"]
        html, kind = report._render_qweb_html(action["report_name"], card.ids)
        self.assertEqual(kind, "html")
        for text in (b"192.168.1.10", b"8069", b"S1", b"data:image/svg+xml;base64,"):
            self.assertIn(text, html)

    def test_a_serial_number_is_waited_for(self):
        first = self.connect.expect_device("adms", " NEW1 ")
        device = self.env["biometric.device"].browse(first["id"])
        self.assertEqual((device.serial, device.state), ("NEW1", "pending"))
        self.assertTrue(device.expected)
        self.assertEqual(self.connect.expect_device("adms", "NEW1"), first)
        known = self.connect.expect_device("adms", self.device.serial)
        self.assertEqual(known, {"id": self.device.id, "state": "approved"})

    def test_bad_input_gets_a_sentence(self):
        connect = self.connect
        self.device.action_archive()
        cases = {
            "no serial number": lambda: connect.expect_device("adms", "a b"),
            "is archived": lambda: connect.expect_device("adms", self.device.serial),
            "no such kind": lambda: connect.read_guide("nobody"),
            "does not write": lambda: connect.expect_device(
                "adms", "NEW1", {"state": "approved"}
            ),
            "is not a time": lambda: connect.read_waiting("adms", False, "soon"),
            "call by themselves": lambda: connect.test_device("adms", {}),
            "deleted meanwhile": lambda: connect.read_device(10**9),
        }
        for sentence, action in cases.items():
            with self.assertRaisesRegex(UserError, sentence):
                action()

    def pending(self, **vals):
        return self.env["biometric.device"].create({"serial": "NEW1", **vals})

    def test_what_was_checked_is_written_and_approved(self):
        device = self.pending()
        values = {
            "name": "Gate",
            "site_id": self.site.id,
            "tz": "Asia/Kolkata",
            "direction_source": "entry",
            "import_since": "2025-03-03",
        }
        answer = self.connect.approve_device(device.id, values)
        self.assertEqual(answer["state"], "approved")
        self.assertEqual(device.name, "Gate")
        self.assertEqual(device.company_id, self.company)
        self.assertEqual(str(device.import_since), "2025-03-02 18:30:00")
        with self.assertRaisesRegex(UserError, "approved already"):
            self.connect.approve_device(device.id, values)

    def test_a_polled_terminal_that_never_answered_is_not_approved(self):
        device = self.pending(serial=False, brand="zk4370", host="192.168.1.201")
        with self.assertRaisesRegex(UserError, "has not answered"):
            self.connect.approve_device(device.id, {"tz": "Europe/Paris"})

    def test_a_day_that_is_none_gets_a_sentence(self):
        device = self.pending()
        for day in ("tomorrow", "2025-02-31", 7):
            with self.assertRaisesRegex(UserError, "is not a day"):
                self.connect.approve_device(
                    device.id, {"tz": "Europe/Paris", "import_since": day}
                )

    def test_the_zone_is_proposed_by_the_clock_and_proved(self):
        device = self.pending()
        now = fields.Datetime.now()
        device._record_clock_seen(now + timedelta(hours=5, minutes=30), now)
        shown = self.connect.read_device(device.id)
        proof = self.connect.read_zone_proof(device.id, shown["tz"])
        self.assertEqual(proof["verdict"], "right")
        for tz, verdict in (("Asia/Kolkata", "right"), ("Europe/Paris", "wrong")):
            proof = self.connect.read_zone_proof(device.id, tz)
            self.assertEqual(proof["verdict"], verdict)
            self.assertIn(tz, proof["text"])

    def test_a_new_company_counts_from_today_and_others_have_days_to_catch_up(self):
        device = self.pending()
        shown = self.connect.read_device(device.id)
        self.assertEqual(shown["import_since"], str(fields.Date.today()))
        self.assertIn("no punches yet", shown["import_reason"])
        self.push(row("1", "08:00", IN))
        shown = self.connect.read_device(device.id)
        since = fields.Date.subtract(fields.Date.today(), days=90)
        self.assertEqual(shown["import_since"], str(since))
        self.assertIn("has punches already", shown["import_reason"])

    def test_first_punches_are_shown_with_their_people(self):
        self.push(row("1", "08:00", IN), row("4711", "08:01", IN))
        shown = self.connect.read_device(self.device.id)
        self.assertEqual(
            [(p["pin"], p["person"]) for p in shown["punches"]],
            [("4711", ""), ("1", "Ann")],
        )
        self.assertEqual((shown["punch_count"], shown["unmapped_count"]), (2, 1))


@tagged("post_install", "-at_install")
class TestRights(ConnectCase):
    def calls(self, connect, device):
        return {
            "read_choices": (),
            "read_guide": ("adms",),
            "check_address": ("adms", "https://hr.example.com"),
            "print_card": ("adms",),
            "expect_device": ("adms", "NEW1"),
            "test_device": ("zk4370", {"host": "192.168.1.201"}),
            "read_waiting": ("adms",),
            "choose_device": (device.id,),
            "read_device": (device.id,),
            "read_zones": (),
            "read_zone_proof": (device.id, "Europe/Paris"),
            "approve_device": (device.id, {"tz": "Europe/Paris"}),
        }

    def test_every_method_is_for_administrators_alone(self):
        device = self.env["biometric.device"].create({"serial": "PEND1"})
        group = "base.group_user,hr_attendance.group_hr_attendance_user"
        officer = new_test_user(self.env, "connect_officer", group)
        connect = self.connect.with_user(officer)
        calls = self.calls(connect, device)
        public = {
            name
            for name in dir(type(connect))
            if not name.startswith("_") and name in calls
        }
        self.assertEqual(public, set(calls))
        for name, args in calls.items():
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(connect, name)(*args)

    def test_a_device_of_another_company_is_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        device = self.make_device("THEIRS1", company_id=other.id, state="pending")
        group = "base.group_user,hr_attendance.group_hr_attendance_manager"
        manager = new_test_user(
            self.env,
            "connect_manager",
            group,
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        connect = self.connect.with_user(manager)
        for name in ("choose_device", "read_device"):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(connect, name)(device.id)
        with self.assertRaises(AccessError):
            connect.approve_device(device.id, {"tz": "Europe/Paris"})
        with self.assertRaises(AccessError):
            connect.test_device("zk4370", {"host": "192.168.1.201"}, device.id)
        own = self.env["biometric.device"].create({"serial": "OWN1"})
        site = self.env["biometric.site"].create(
            {"name": "Far", "tz": "UTC", "company_id": other.id}
        )
        with self.assertRaises(UserError):
            connect.approve_device(own.id, {"tz": "UTC", "site_id": site.id})
