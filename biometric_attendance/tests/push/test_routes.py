"""What every route of this addon must say of itself."""

from unittest.mock import patch

from odoo.http import root
from odoo.tests import HttpCase, tagged

from ...models.api.biometric_api_token import RIGHTS
from ...rules.openapi import ROUTES

OURS = "odoo.addons.biometric_attendance.controllers"
SENT = ("methods", "auth", "csrf", "save_session", "readonly", "max_content_length")
MEBIBYTE = 2**20
# Who is let in by the secret in the address alone, or to what has no secret in it.
PUBLIC = {
    "/biometric/wall/<string:token>",
    "/biometric/wall/<string:token>/data",
    "/biometric/bridge/biometric-bridge.pyz",
}
API = "/biometric/v1/"
# Routes of the API without a right: they check a proof of their own.
NOTHING = "/biometric/v1/<path:anything>"
WITHOUT_RIGHT = {"/biometric/v1/pair", "/biometric/v1/openapi.json", NOTHING}


def get_auth(path):
    if path in PUBLIC:
        return "public"
    return "biometric_api" if path.startswith(API) else "biometric_device"


@tagged("post_install", "-at_install")
class TestRoutes(HttpCase):
    def setUp(self):
        super().setUp()
        routing_map = self.env["ir.http"].routing_map()
        self.routes = [
            rule
            for rule in routing_map.iter_rules()
            if rule.endpoint.func.__module__.startswith(OURS)
        ]

    def test_the_walk_finds_the_routes_of_terminals(self):
        found = {(str(rule), method) for rule in self.routes for method in rule.methods}
        for method in ("GET", "POST"):
            self.assertIn(("/iclock/<path:endpoint>", method), found)
            self.assertIn(
                (
                    "/biometric/<string:path_token>/iclock/<path:endpoint>",
                    method,
                ),
                found,
            )

    def test_every_route_names_its_limits_itself(self):
        for rule in self.routes:
            sent = rule.endpoint.original_routing
            with self.subTest(route=str(rule), methods=sent.get("methods")):
                self.assertFalse([key for key in SENT if key not in sent])
                self.assertEqual(sent["auth"], get_auth(str(rule)))
                self.assertIs(sent["csrf"], False)
                self.assertIs(sent["save_session"], False)
                self.assertIs(sent["readonly"], False)
                self.assertIn(sent["methods"], (["GET"], ["POST"]))
                self.assertLessEqual(sent["max_content_length"], 16 * MEBIBYTE)

    def test_every_route_of_the_api_names_the_right_it_needs(self):
        routes = [rule for rule in self.routes if str(rule).startswith(API)]
        self.assertGreaterEqual(len(routes), 7)
        for rule in routes:
            right = rule.endpoint.original_routing["biometric_right"]
            if str(rule) in WITHOUT_RIGHT:
                self.assertIsNone(right)
            else:
                self.assertIn(right, RIGHTS, str(rule))

    def test_the_description_names_every_route_of_the_api(self):
        found = {
            (
                str(rule),
                rule.endpoint.original_routing["methods"][0],
            ): rule.endpoint.original_routing["biometric_right"]
            for rule in self.routes
            if str(rule).startswith(API) and str(rule) != NOTHING
        }
        described = {(route.path, route.method): route.right for route in ROUTES}
        self.assertEqual(found, described)

    def test_no_other_method_has_a_route(self):
        served = {method for rule in self.routes for method in rule.methods}
        self.assertEqual(served, {"GET", "HEAD", "OPTIONS", "POST"})

    def test_what_nobody_serves_is_404_in_plain_text(self):
        for path in ("/iclock/file?SN=X&url=/etc/passwd", "/iclock/nothing/at/all"):
            with self.subTest(path=path):
                answer = self.url_open(path)
                self.assertEqual(answer.status_code, 404)
                self.assertEqual(answer.text, "Not found\n")
                self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))

    def test_nobody_gets_a_cookie(self):
        self.opener.cookies.clear()
        with patch.object(type(root.session_store), "save") as save:
            for path in ("cdata?SN=X&options=all", "getrequest?SN=X", "no", "cdata"):
                with self.subTest(path=path):
                    answer = self.url_open(f"/iclock/{path}")
                    self.assertNotIn("Set-Cookie", answer.headers)
        save.assert_not_called()
