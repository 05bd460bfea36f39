"""A wall display: an address without a user, which shows what its setting says and no more."""

import json
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ...models.push import guessing
from ...models.today import biometric_wall
from ...rules import clock
from ..common import IN, row
from ..today_common import TodayCase

PATH = "/biometric/wall/"


@tagged("post_install", "-at_install")
class TestWall(TodayCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.dict(biometric_wall._shown, clear=True))
        self.wall = self.env["biometric.wall"].create(
            {"name": "Hall", "company_id": self.company.id, "show_names": "full"}
        )
        self.token = self.make_address()
        self.push(self.row_now("1"), self.row_now("77"))
        self.pair()

    def row_now(self, pin):
        now = clock.wall(self.env.cr.now(), clock.zone("Europe/Paris"))
        return row(pin, f"{now:%Y-%m-%d %H:%M:%S}", IN)

    def make_address(self, wall=None):
        action = (wall or self.wall).action_new_address()
        return action["params"]["message"].rpartition("/")[2]

    def fetch(self, token=None, page=False, **headers):
        path = f"{PATH}{self.token if token is None else token}"
        return self.url_open(path if page else f"{path}/data", headers=headers)

    def shown(self):
        biometric_wall._shown.clear()
        return self.fetch().json()

    def test_the_page_needs_no_user_and_runs_only_our_script(self):
        answer = self.fetch(page=True)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Hall", answer.text)
        self.assertNotIn("Ann", answer.text)
        self.assertNotIn("Set-Cookie", answer.headers)
        self.assertIn("script-src 'self'", answer.headers["Content-Security-Policy"])
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")

    def test_what_leaves_the_server_with_full_names(self):
        data = self.shown()
        self.assertEqual(
            set(data),
            {"name", "tz", "in", "not_in_yet", "visitors", "people", "punches"},
        )
        self.assertEqual(data["in"], 1)
        self.assertEqual([set(each) for each in data["people"]], [{"name", "since"}])
        self.assertEqual([each["name"] for each in data["people"]], ["Ann"])
        self.assertEqual({each["name"] for each in data["punches"]}, {"Ann", ""})
        for punch in data["punches"]:
            self.assertEqual(set(punch), {"instant", "direction", "device", "name"})

    def test_initials_and_no_names(self):
        self.ann.name = "Ann Marie Short"
        self.wall.show_names = "initials"
        text = json.dumps(self.shown())
        self.assertIn("A.M.S.", text)
        self.assertNotIn("Short", text)
        self.wall.show_names = "none"
        data = self.shown()
        self.assertNotIn("people", data)
        self.assertNotIn("name", data["punches"][0])
        self.assertEqual(data["in"], 1)

    def test_pins_and_ids_stay_here(self):
        for names in ("full", "initials", "none"):
            self.wall.show_names = names
            text = json.dumps(self.shown())
            self.assertNotIn('"pin"', text)
            self.assertNotIn('"77"', text)
            self.assertNotIn('"employee"', text)

    def test_a_site_shows_its_own_people(self):
        yard = self.env["biometric.site"].create(
            {"name": "Yard", "tz": "Europe/Paris", "company_id": self.company.id}
        )
        self.wall.site_id = yard
        data = self.shown()
        self.assertEqual((data["in"], data["people"], data["punches"]), (0, [], []))

    def test_nothing_is_sent_again_that_did_not_change(self):
        first = self.fetch()
        again = self.fetch(**{"If-None-Match": first.headers["ETag"]})
        self.assertEqual((again.status_code, again.content), (304, b""))
        self.ann.name = "Anna"
        self.env.flush_all()
        biometric_wall._shown.clear()
        changed = self.fetch(**{"If-None-Match": first.headers["ETag"]})
        self.assertEqual(changed.status_code, 200)

    def test_an_address_that_was_revoked_or_replaced_shows_nothing(self):
        self.assertEqual(self.fetch().status_code, 200)
        old = self.token
        self.token = self.make_address()
        self.assertEqual(self.fetch(old).status_code, 404)
        self.assertEqual(self.fetch().status_code, 200)
        self.wall.action_revoke()
        self.assertEqual(self.fetch().status_code, 404)
        self.assertEqual(self.fetch(page=True).status_code, 404)

    def test_an_archived_display_shows_nothing(self):
        self.wall.active = False
        self.assertEqual(self.fetch().status_code, 404)

    def test_who_guesses_is_not_looked_at(self):
        statuses = [self.fetch(f"wrong{each}").status_code for each in range(8)]
        self.assertEqual((statuses[0], statuses[-1]), (404, 429))
        self.assertEqual(self.fetch().status_code, 429)
        guessing.GUESSES.clear()
        self.assertEqual(self.fetch().status_code, 200)

    def test_the_address_is_not_stored(self):
        self.env.cr.execute(
            "SELECT row_to_json(w)::text FROM biometric_wall w WHERE id = %s",
            [self.wall.id],
        )
        self.assertNotIn(self.token, self.env.cr.fetchone()[0])
        for role in ("officer", "user", "manager"):
            displays = self.as_user(role, "biometric.wall")
            self.assertNotIn("token_digest", displays.fields_get())

    def test_only_administrators_make_addresses(self):
        for role in ("portal", "employee", "officer", "user"):
            wall = self.as_user(role, "biometric.wall").browse(self.wall.id)
            for action in (wall.action_new_address, wall.action_revoke):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    action()
        self.as_user("manager", "biometric.wall").browse(self.wall.id).action_revoke()
        self.assertFalse(self.wall.has_address)
