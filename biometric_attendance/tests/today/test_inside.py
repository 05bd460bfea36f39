"""Who is inside is shown and printed without an evacuation, to who manages the people."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import IN, OUT, row
from ..today_common import TodayCase


@tagged("post_install", "-at_install")
class TestInside(TodayCase):
    def setUp(self):
        super().setUp()
        self.push(row("1", "08:00", IN), row("00017", "08:05", IN))
        self.pair(at="2025-03-03 07:10:00")

    def look(self, role="user", clock="10:00", **how):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.at(clock):
            return self.as_user(role, "biometric.inside").read_inside(**how)

    def names(self, *args, **how):
        return [line["name"] for line in self.look(*args, **how)["lines"]]

    def test_it_lists_people_and_visitors_and_keeps_nothing(self):
        guest = self.env["res.partner"].create({"name": "Guest"})
        self.env["biometric.device.user"].create(
            {"device_id": self.device.id, "pin": "50", "partner_id": guest.id}
        )
        self.push(row("50", "08:10"), row("00017", "09:00", OUT))
        self.pair(at="2025-03-03 08:10:00")
        data = self.look()
        found = {line["name"]: line["kind"] for line in data["lines"]}
        self.assertEqual(found, {"Ann": "inside", "Guest": "guest"})
        self.assertEqual({line["place"] for line in data["lines"]}, {self.device.name})
        self.assertEqual(data["hidden"], 0)
        self.assertFalse(data["running"])
        self.assertFalse(self.env["biometric.evacuation"].search([]))

    def test_an_officer_sees_whom_he_manages_and_how_many_others_there_are(self):
        data = self.look("officer")
        self.assertEqual([line["name"] for line in data["lines"]], ["Ann"])
        self.assertEqual(data["hidden"], 1)

    def test_others_see_nothing(self):
        for role in ("portal", "employee"):
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    self.look(role)
                with self.assertRaises(AccessError):
                    self.as_user(role, "biometric.inside").action_print()

    def test_a_site_shows_its_own_people(self):
        yard = self.env["biometric.site"].create(
            {"name": "Yard", "tz": "Europe/Paris", "company_id": self.company.id}
        )
        self.assertEqual(self.names(site_id=yard.id), [])
        self.assertEqual(self.names(site_id=self.site.id), ["Ann", "Bob"])

    def test_an_evacuation_that_goes_on_is_named(self):
        with self.at("10:00"):
            began = self.as_user("user", "biometric.evacuation").start_evacuation()
        self.assertEqual(self.look()["running"], began)
        self.assertFalse(self.look(site_id=self.site.id)["running"])

    def test_screens_and_papers_show_one_zone_that_of_the_company(self):
        self.people["user"].tz = "America/New_York"
        self.assertEqual(self.look()["tz"], "Europe/Paris")
        with self.at("10:00"):
            evacuations = self.as_user("user", "biometric.evacuation")
            evacuation = evacuations.browse(evacuations.start_evacuation())
            data = evacuation.read_evacuation()
        self.assertEqual(data["tz"], self.read_today("10:00")["tz"])
        for name, ids in (
            ("inside_report", self.company.ids),
            ("evacuation_report", evacuation.ids),
        ):
            with self.subTest(name), self.at("10:00"):
                text = self.render(name, ids)
                self.assertIn("Europe/Paris", text)
                self.assertIn("08:00", text)  # when Ann came, 02:00 in New York
                self.assertNotIn("02:00", text)

    def test_a_paper_is_made_without_a_question_on_the_layout(self):
        self.company.external_report_layout_id = False
        action = self.as_user("manager", "biometric.inside").action_print()
        self.assertEqual(action["type"], "ir.actions.report")
        with self.at("10:00"):
            text = self.render("inside_report", self.company.ids, "officer")
        self.assertIn("Ann", text)
        self.assertNotIn("Bob", text)

    def render(self, name, ids, role="user"):
        reports = self.as_user(role, "ir.actions.report")
        html, _kind = reports._render_qweb_html(f"biometric_attendance.{name}", ids)
        return html.decode()
