"""Nobody sees more on the screen Today than elsewhere, whatever a remote call says."""

from types import SimpleNamespace

from odoo.exceptions import AccessError

from odoo.addons.bus.models import ir_websocket

from ...models.today.announcing import CHANNEL
from ..common import IN, row
from ..today_common import TodayCase


class TestTodayRights(TodayCase):
    def setUp(self):
        super().setUp()
        self.push(
            row("1", "08:00", IN), row("00017", "08:00", IN), row("77", "08:05", IN)
        )
        self.pair(at="2025-03-03 07:10:00")

    def test_who_manages_nobody_sees_nothing(self):
        for role in ("portal", "employee"):
            today = self.as_user(role)
            for call in (today.read_today, lambda each=today: each.read_changes([])):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call()

    def test_an_officer_sees_the_people_he_manages(self):
        found = self.read_today("08:00", "officer")
        self.assertEqual([each["name"] for each in found["people"]], ["Ann"])
        self.assertEqual({each["name"] for each in found["punches"]}, {"Ann"})
        self.assertEqual(found["visitors"], [])
        self.assertEqual(found["rights"], {"connect": False, "match": False})

    def test_an_officer_who_names_another_person_does_not_see_it(self):
        with self.at("08:00"):
            found = self.as_user("officer").read_changes((self.ann | self.bob).ids)
        self.assertEqual([each["name"] for each in found["people"]], ["Ann"])

    def test_officers_for_everybody_see_the_company(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        eve = self.make_employee("Eve", company_id=abroad.id)
        for role in ("user", "manager"):
            found = self.read_today("08:00", role)
            self.assertEqual([each["name"] for each in found["people"]], ["Ann", "Bob"])
            self.assertEqual(len(found["punches"]), 3)
            with self.at("08:00"):
                changes = self.as_user(role).read_changes(eve.ids)
            self.assertEqual(changes["people"], [])

    def test_a_site_of_another_company_is_refused(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        site = self.env["biometric.site"].create(
            {"name": "Far", "tz": "UTC", "company_id": abroad.id}
        )
        with self.assertRaises(AccessError):
            self.read_today("08:00", "manager", site_id=site.id)

    def test_who_may_listen_to_the_messages(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        for role, listens in (
            ("portal", False),
            ("employee", False),
            ("officer", True),
            ("user", True),
            ("manager", True),
        ):
            with self.subTest(role=role):
                channels = self.channels(role, [CHANNEL, "own"])
                companies = self.companies(channels)
                self.assertEqual(companies, [self.company] if listens else [])
                self.assertNotIn(abroad, companies)
                names = [each for each in channels if isinstance(each, str)]
                self.assertNotIn(CHANNEL, names)
                self.assertIn("own", names)

    def test_nobody_listens_who_did_not_ask(self):
        channels = self.channels("manager", [])
        self.assertEqual(self.companies(channels), [])

    def channels(self, role, asked):
        socket = self.as_user(role, "ir.websocket")
        request = SimpleNamespace(session=SimpleNamespace(uid=socket.env.uid))
        self.patch(ir_websocket, "wsrequest", request)
        return socket._build_bus_channel_list(asked)

    def companies(self, channels):
        """Return the companies whose messages the channels are of."""
        ours = [each for each in channels if isinstance(each, tuple)]
        return [company for company, name in ours if name == CHANNEL]
