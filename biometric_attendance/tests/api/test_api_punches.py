"""Punches that any program sends as JSON, and what it is answered."""

import gzip
import json
from datetime import timedelta
from unittest.mock import patch

from psycopg2 import OperationalError

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.api import ir_http, punches
from ..bridge_common import ApiCase
from ..common import DAY

TIME = f"{DAY} 07:30:05"


@tagged("post_install", "-at_install")
class TestApiPunches(ApiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls.make_device("DOOR-1", brand="json_reader")
        cls.ann_user = cls.map_user(cls.reader, "42", cls.ann)
        cls.token_record = cls.env["biometric.api.token"].create(
            {"name": "Door program", "company_id": cls.company.id}
        )
        cls.token = cls.token_record.action_new_token()["params"]["message"]

    def post(self, *items, device="DOOR-1", token=None, **how):
        body = {"device": device, "punches": list(items)}
        return self.call("punches", body, token or self.token, **how)

    def results(self, *items, **how):
        response = self.post(*items, **how)
        self.assertEqual(response.status_code, 200, response.text)
        found = response.json()
        self.assertEqual(found["received"], len(items))
        self.assertEqual([r["index"] for r in found["results"]], [*range(len(items))])
        return found["results"]

    def one(self, **values):
        [result] = self.results({"user": "42", "at": TIME, **values})
        return result

    def test_reader_is_received_from_its_own_networks_alone(self):
        self.reader.allowed_networks = "10.9.8.0/24"
        result = self.one()
        self.assertEqual(
            (result["result"], result["code"]), ("refused", "reader_network")
        )
        self.assertFalse(self.punches(device=self.reader))
        self.assertEqual(self.reader.refused_reason, "address")
        self.reader.allowed_networks = "10.9.8.0/24\n127.0.0.0/8"
        self.assertEqual(self.one()["result"], "created")

    def allow(self, first, last):
        """Give Ann days of access at the reader."""
        self.ann_user.sudo().windows = [[first, last]]
        self.env.flush_all()

    def test_gym_allowed_until_the_last_day(self):
        self.allow(None, "2025-03-31")
        result = self.one(user=42)
        self.assertEqual(result["result"], "created")
        self.assertEqual((result["access"], result["reason"]), ("allowed", None))
        self.assertEqual(result["last_day"], "2025-03-31")
        self.assertEqual(self.punches(device=self.reader).outcome, "waiting")

    def test_gym_denied_after_the_last_day(self):
        self.allow("2025-01-01", "2025-02-28")
        result = self.one()
        self.assertEqual(result["result"], "created")
        self.assertEqual(result["access"], "denied")
        self.assertEqual(result["reason"], "access_ended")
        self.assertEqual(result["last_day"], "2025-02-28")
        self.assertEqual(self.punches(device=self.reader).outcome, "denied")

    def test_gym_denied_before_the_first_day(self):
        self.allow("2025-04-01", None)
        result = self.one()
        self.assertEqual(result["access"], "denied")
        self.assertEqual(
            (result["reason"], result["last_day"]), ("access_begins", None)
        )

    def test_gym_unmapped_is_stored_and_unknown(self):
        result = self.one(user="999")
        self.assertEqual(result["result"], "created")
        self.assertEqual((result["access"], result["reason"]), ("unknown", "nobody"))
        self.assertEqual(self.punches(device=self.reader).outcome, "unmapped")
        self.assertIn("999", self.reader.user_ids.mapped("pin"))

    def test_gym_duplicate_is_known_and_still_allowed(self):
        first, again, later = (
            self.one(at=f"{DAY} {time}")
            for time in ("07:30:05", "07:30:05", "07:31:05")
        )
        self.assertEqual(
            [each["result"] for each in (first, again, later)],
            ["created", "known", "created"],
        )
        self.assertEqual({r["access"] for r in (first, again, later)}, {"allowed"})
        self.assertEqual(len(self.punches(device=self.reader)), 2)

    def test_same_event_number_is_one_punch(self):
        first = self.one(event=1007, direction="in")
        again = self.one(event="1007")
        self.assertEqual((first["result"], again["result"]), ("created", "known"))
        punch = self.punches(device=self.reader)
        self.assertEqual((len(punch), punch.direction), (1, "in"))

    def test_same_punch_twice_in_a_batch_is_one(self):
        item = {"user": "42", "at": TIME}
        found = self.results(item, item, zipped=True)
        self.assertEqual([r["result"] for r in found], ["created", "known"])

    def test_time_with_its_offset_is_that_instant(self):
        self.one(at=f"{DAY}T07:30:05.123Z", verify="card")
        punch = self.punches(device=self.reader)
        self.assertEqual(str(punch.instant), f"{DAY} 07:30:05")
        self.assertEqual(punch.verified_by, "Card")

    def test_partial_failure_fails_no_other(self):
        bad = (
            {"user": "42"},
            "text",
            {"user": "", "at": TIME},
            {"user": "42", "at": TIME, "direction": "sideways"},
            {"user": "42", "at": "2025-02-30 08:00:00"},
            {"user": "42", "at": TIME, "state": 1e300},
        )
        good = {"user": "42", "at": TIME}
        found = self.results(bad[0], good, *bad[1:])
        self.assertEqual(found[1]["result"], "created")
        others = found[:1] + found[2:]
        self.assertEqual({r["result"] for r in others}, {"quarantined"})
        codes = [each["code"] for each in others]
        self.assertEqual(
            codes,
            [
                "json_time",
                "json_row",
                "json_user",
                "json_state",
                "json_time",
                "json_state",
            ],
        )
        self.assertTrue(all(each["message"] for each in others))
        messages = self.env["biometric.message"].search(
            [("device_id", "=", self.reader.id)]
        )
        self.assertEqual(len(messages), len(bad))

    def test_secret_beside_a_refused_punch_is_not_kept(self):
        self.results({"user": "42", "password": "hunter2"})
        message = self.env["biometric.message"].search(
            [("device_id", "=", self.reader.id)]
        )
        self.assertNotIn("hunter2", message.line)

    def test_message_is_replayed_once_it_can_be_read(self):
        message = self.env["biometric.message"].create(
            {
                "device_id": self.reader.id,
                "table": punches.TABLE,
                "line": json.dumps({"user": "42", "at": TIME}),
            }
        )
        message.action_replay()
        self.assertEqual(message.state, "replayed")
        self.assertEqual(self.punches(device=self.reader).employee_id, self.ann)

    def test_poisoned_item_is_kept_and_the_others_stored(self):
        cls = type(self.env["biometric.punch"])
        ingest = cls._ingest

        def poisoned(records, device, rows, route="push"):
            if any(punch.pin == "13" for punch in rows):
                raise KeyError("poison")
            return ingest(records, device, rows, route)

        with (
            patch.object(cls, "_ingest", poisoned),
            mute_logger(punches.__name__),
        ):
            found = self.results({"user": "42", "at": TIME}, {"user": "13", "at": TIME})
        self.assertEqual([r["result"] for r in found], ["created", "quarantined"])
        self.assertEqual(found[1]["code"], "not_stored")
        self.assertEqual(self.punches(device=self.reader).mapped("pin"), ["42"])

    def test_queries_do_not_grow_with_the_items(self):
        def count(number):
            items = [
                json.dumps({"user": "42", "at": f"{DAY} {number:02d}:00:{second:02d}"})
                for second in range(number)
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.as_gateway(self.env["biometric.api.punches"])._store(
                self.as_gateway(self.reader), items
            )
            return self.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(2), count(20))

    def test_unknown_reader_is_listed_and_keeps_its_punches(self):
        [result] = self.results({"user": "42", "at": TIME}, device="DOOR-2")
        self.assertEqual(
            (result["result"], result["code"]), ("refused", "reader_unknown")
        )
        device = self.env["biometric.device"].search([("serial", "=", "DOOR-2")])
        self.assertEqual((device.state, device.brand), ("pending", "json_reader"))

    def test_each_item_may_name_its_reader(self):
        self.make_device("DOOR-3", brand="json_reader")
        found = self.results(
            {"user": "42", "at": TIME},
            {"user": "42", "at": TIME, "device": "DOOR-3"},
            {"user": "42", "at": TIME, "device": "NOWHERE"},
        )
        self.assertEqual(
            [each["result"] for each in found], ["created", "created", "refused"]
        )

    def test_reader_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.make_device("DOOR-9", brand="json_reader", company_id=other.id)
        [result] = self.results({"user": "42", "at": TIME}, device="DOOR-9")
        self.assertEqual(result["code"], "reader_foreign")

    def test_archived_reader_is_refused(self):
        self.reader.active = False
        self.assertEqual(self.one()["code"], "reader_archived")

    # Who may call

    def test_revoked_token_is_refused(self):
        self.token_record.action_revoke()
        self.assertError(self.post(), 401, "token")
        self.assertEqual(self.token_record.state, "revoked")

    def test_token_is_refused_from_another_network(self):
        self.token_record.networks = "203.0.113.0/24"
        self.assertError(self.post(), 403, "network")
        self.token_record.networks = "203.0.113.0/24\n127.0.0.0/8"
        self.assertEqual(self.post().status_code, 200)

    def test_token_without_the_right_is_refused(self):
        self.token_record.may_send_punches = False
        self.assertError(self.post(), 403, "right")
        self.assertError(self.call("config", token=self.token), 403, "right")

    def test_use_is_recorded_now_and_then(self):
        self.post()
        first = self.token_record.last_used_at
        self.assertTrue(first)
        self.assertEqual(self.token_record.last_address, "127.0.0.1")
        earlier = first - timedelta(minutes=1)
        self.token_record.sudo().last_used_at = earlier
        self.post()
        self.assertEqual(self.token_record.last_used_at, earlier)

    def test_who_guesses_tokens_is_slowed_down(self):
        for _each in range(6):
            self.post(token="bmt_wrong")
        self.assertError(self.post(), 429, "pace")

    def test_too_many_requests_are_refused(self):
        with patch.object(ir_http.REQUESTS, "_limit", 1):
            self.assertEqual(self.post().status_code, 200)
            response = self.post()
        self.assertError(response, 429, "pace")
        self.assertEqual(response.headers["Retry-After"], "60")

    # What is no request

    def test_body_of_another_type_is_refused(self):
        for kind in ("application/x-www-form-urlencoded", "text/plain", ""):
            response = self.post(headers={"Content-Type": kind})
            self.assertError(response, 415, "media_type")
        response = self.post(headers={"Content-Encoding": "br"})
        self.assertError(response, 415, "media_type")

    def test_body_that_is_no_object_is_malformed(self):
        for body in (
            b"",
            b"{",
            b"[]",
            b"7",
            b"[" * 100_000,
            b'{"punches": 7}',
            b"\xff",
        ):
            response = self.call("punches", body, self.token)
            self.assertError(response, 400, "malformed")
        response = self.call(
            "punches", b"junk", self.token, headers={"Content-Encoding": "gzip"}
        )
        self.assertError(response, 400, "malformed")

    def test_what_is_no_address_is_answered_in_json(self):
        self.assertError(self.call("nothing", token=self.token), 404, "not_found")
        self.assertError(self.call("punches", token=self.token), 404, "not_found")
        self.assertError(self.call("nothing", {}), 404, "not_found")

    def test_mistake_of_the_server_is_answered_in_json(self):
        cls = type(self.env["biometric.api.punches"])
        for failure, status, code in (
            (KeyError("x"), 500, "failed"),
            (OperationalError("x"), 503, "busy"),
        ):
            with (
                patch.object(cls, "_process", side_effect=failure),
                mute_logger("odoo.http", "odoo.service.model"),
            ):
                response = self.post()
            self.assertError(response, status, code)
            self.assertNotIn("Traceback", response.text)

    def test_too_many_items_are_refused(self):
        self.assertError(self.post(*[{}] * 501), 413, "large")

    def test_gzip_bomb_is_not_unpacked(self):
        bomb = gzip.compress(b" " * 2**26)
        response = self.call(
            "punches", bomb, self.token, headers={"Content-Encoding": "gzip"}
        )
        self.assertError(response, 413, "large")

    def test_token_is_shown_once(self):
        digest = self.token_record._fields["token_digest"]
        self.assertEqual(digest.groups, fields.NO_ACCESS)
        self.assertNotIn(self.token, str(self.token_record.sudo().read()))
        self.assertEqual(self.token_record.prefix, self.token[:12])
        self.assertTrue(fields.Datetime.now() >= self.token_record.made_at)
