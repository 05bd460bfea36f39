"""Webhooks: written with what they tell of, signed, repeated, given up and made again."""

import hashlib
import hmac
import json
import socket
import threading
from contextlib import contextmanager, suppress
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user

from ...models.webhook import (
    biometric_webhook,
    biometric_webhook_delivery,
    sending,
)
from ...models.webhook.biometric_webhook import EVENTS
from ..common import IN, OUT, BiometricCase, row


@contextmanager
def _dripping(sent):
    """A server that says so much at once, and then a letter now and again without end."""
    ends = threading.Event()

    def serve():
        with suppress(OSError):
            connection, _address = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(sent)
                while not ends.wait(0.05):
                    connection.sendall(b"H")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        allowed = {"side_effect": None, "return_value": True}
        with (
            patch.object(sending, "allows_loopback", **allowed),
            patch.object(biometric_webhook, "allows_loopback", **allowed),
        ):
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        ends.set()
        thread.join()


class WebhookCase(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.webhook = cls.env["biometric.webhook"].create(
            {
                "name": "Gate program",
                "company_id": cls.company.id,
                "url": "https://example.com/punches",
                "secret": "s" * 32,
                **dict.fromkeys(EVENTS.values(), True),
            }
        )

    def deliveries(self, event=None):
        domain = [("webhook_id", "=", self.webhook.id)]
        if event:
            domain.append(("event", "=", event))
        return self.env["biometric.webhook.delivery"].search(domain, order="id")

    def payloads(self, event):
        return [json.loads(each.payload) for each in self.deliveries(event)]

    def answer_with(self, *answers):
        """Have calls answered with statuses or errors, the last one for all that follow.

        :return: the list of calls, which grows: ``(url, body, headers)``.
        """
        calls, left = [], list(answers)

        def post(url, body, headers):
            calls.append((url, body, headers))
            answer = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(answer, Exception):
                raise answer
            return answer

        self.startPatcher(patch.object(sending, "_post", post))
        return calls

    def send_all(self):
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 60
        ):
            self.env["biometric.webhook.delivery"]._cron_send()


class TestWebhook(WebhookCase):
    def test_new_punches_are_told_in_one_call(self):
        self.push(row("1", "08:00", IN), row("99", "08:01", IN))
        [call] = self.payloads("punch.stored")
        first, second = call["punches"]
        self.assertEqual(
            (first["device"], first["user"], first["employee_id"], first["outcome"]),
            ("GATE001", "1", self.ann.id, "waiting"),
        )
        self.assertEqual(first["instant"], "2025-03-03T07:00:00Z")
        self.assertEqual((second["outcome"], second["employee_id"]), ("unmapped", None))
        self.push(row("1", "08:00", IN))
        self.assertEqual(len(self.deliveries("punch.stored")), 1)

    def test_changed_outcomes_are_told_with_what_was_before(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        changes = [
            (punch["former_outcome"], punch["outcome"])
            for call in self.payloads("punch.changed")
            for punch in call["punches"]
        ]
        self.assertIn(("waiting", "checked_in"), changes)
        self.assertIn(("waiting", "checked_out"), changes)

    def test_denied_punches_are_told_apart(self):
        [user] = self.device.user_ids.filtered(lambda each: each.pin == "1")
        user.sudo().windows = [[None, "2025-02-28"]]
        self.env.flush_all()
        self.push(row("1", "08:00", IN))
        [call] = self.payloads("punch.denied")
        self.assertEqual(call["punches"][0]["reason"], "access_ended")

    def test_nothing_is_written_where_nobody_follows(self):
        self.webhook.write(dict.fromkeys(EVENTS.values(), False))
        self.push(row("1", "08:00", IN))
        self.assertFalse(self.deliveries())
        self.webhook.on_punch = True
        self.webhook.active = False
        self.push(row("1", "09:00", IN))
        self.assertFalse(self.deliveries())

    def test_looking_whether_anybody_follows_costs_no_query(self):
        webhooks = self.env["biometric.webhook"]
        webhooks._is_followed("punch.stored")
        with self.assertQueryCount(0):
            webhooks._is_followed("punch.stored")

    def test_devices_of_another_company_are_not_told(self):
        other = self.env["res.company"].create({"name": "Other"})
        device = self.make_device("GATE9", company_id=other.id)
        self.push(row("1", "08:00", IN), device=device)
        self.assertFalse(self.deliveries())

    def test_silent_device_is_told_and_told_to_be_back(self):
        now = fields.Datetime.now()
        self.device.sudo().write({"last_seen": now - timedelta(days=1)})
        alerts = self.env["biometric.alert"].sudo()
        alerts._cron_watch()
        self.assertIn(
            "GATE001",
            [
                each["serial"]
                for call in self.payloads("device.silent")
                for each in call["devices"]
            ],
        )
        self.device.sudo().last_seen = fields.Datetime.now()
        alerts._cron_watch()
        [call] = self.payloads("device.back")
        self.assertEqual([each["serial"] for each in call["devices"]], ["GATE001"])

    def test_call_is_signed(self):
        calls = self.answer_with(200)
        self.push(row("1", "08:00", IN))
        self.send_all()
        [(url, body, headers)] = calls
        self.assertEqual(url, self.webhook.url)
        signed = headers["Biometric-Timestamp"].encode() + b"." + body
        expected = hmac.new(b"s" * 32, signed, hashlib.sha256).hexdigest()
        self.assertEqual(headers["Biometric-Signature"], f"v1={expected}")
        self.assertEqual(headers["Biometric-Event"], "punch.stored")
        self.assertEqual(headers["Biometric-Delivery"], json.loads(body)["id"])
        self.assertEqual(self.deliveries().state, "sent")
        self.assertTrue(self.webhook.succeeded_at)

    def test_failed_call_is_repeated_later_and_keeps_its_number(self):
        calls = self.answer_with(500, TimeoutError(), 204)
        self.push(row("1", "08:00", IN))
        self.send_all()
        delivery = self.deliveries()
        self.assertEqual((delivery.state, delivery.attempts), ("waiting", 1))
        self.assertIn("500", delivery.problem)
        first = self.webhook.retry_at
        self.send_all()
        self.assertEqual(len(calls), 1)
        self.webhook.sudo().retry_at = False
        self.send_all()
        self.assertGreater(self.webhook.retry_at, first)
        self.webhook.sudo().retry_at = False
        self.send_all()
        self.assertEqual(delivery.state, "sent")
        numbers = {headers["Biometric-Delivery"] for _url, _body, headers in calls}
        self.assertEqual(numbers, {delivery.uid})
        self.assertEqual((self.webhook.failures, self.webhook.problem), (0, False))

    def test_call_that_fails_too_often_is_given_up_and_can_be_made_again(self):
        self.answer_with(*[OSError("refused")] * 12, 200)
        self.push(row("1", "08:00", IN))
        delivery = self.deliveries()
        for _each in range(biometric_webhook_delivery.MAX_ATTEMPTS):
            self.assertEqual(delivery.state, "waiting")
            self.webhook.sudo().retry_at = False
            self.send_all()
        self.assertEqual((delivery.state, self.webhook.dead_count), ("dead", 1))
        delivery.action_replay()
        self.send_all()
        self.webhook.invalidate_recordset(["dead_count"])
        self.assertEqual((delivery.state, self.webhook.dead_count), ("sent", 0))

    def test_attempt_is_committed_before_the_call_is_made(self):
        counted = []
        self.push(row("1", "08:00", IN))
        delivery = self.deliveries()

        def post(*_call):
            counted.append((delivery.attempts, committed[-1]))
            raise OSError("refused")

        committed = []
        with (
            patch.object(sending, "_post", post),
            patch.object(
                type(self.env["ir.cron"]),
                "_commit_progress",
                lambda *_a, **_k: committed.append(delivery.attempts) or 60,
            ),
        ):
            self.env["biometric.webhook.delivery"]._cron_send()
        self.assertEqual(counted, [(1, 1)])

    def test_what_waits_for_a_week_is_given_up_and_can_be_made_again(self):
        self.answer_with(200)
        self.push(row("1", "08:00", IN))
        old = self.deliveries()
        self.webhook.active = False
        self.env.cr.execute(
            "UPDATE biometric_webhook_delivery SET write_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=8), old.id],
        )
        self.webhook.active = True
        self.push(row("1", "09:00", IN))
        self.env.invalidate_all()
        old._gc_deliveries()
        self.assertEqual(self.deliveries().mapped("state"), ["dead", "waiting"])
        self.assertTrue(old.problem)
        self.assertEqual(self.webhook.dead_count, 1)
        self.webhook.action_replay()
        self.send_all()
        self.assertEqual(set(self.deliveries().mapped("state")), {"sent"})

    def test_of_very_many_that_wait_the_oldest_are_given_up_and_then_deleted(self):
        for minute in range(6):
            self.push(row("1", f"08:0{minute}", IN))
        first = self.deliveries()
        with (
            patch.object(biometric_webhook_delivery, "MAX_WAITING", 2),
            patch.object(biometric_webhook_delivery, "MAX_DEAD", 3),
        ):
            first._gc_deliveries()
        left = self.deliveries()
        self.assertEqual(left, first[1:])
        self.assertEqual(left.mapped("state"), ["dead"] * 3 + ["waiting"] * 2)

    def test_answer_that_drips_without_end_is_given_up(self):
        for sent in (b"", b"HTTP/1.1 200 OK\r\n"):
            with self.subTest(sent=sent), _dripping(sent) as url:
                self.webhook.url = url
                self.push(row("1", f"08:0{len(sent) % 7}", IN))
                with patch.object(sending, "TIMEOUT_SECONDS", 0.5):
                    self.send_all()
                delivery = self.deliveries()[-1]
                self.assertEqual(delivery.state, "waiting")
                self.assertIn("in time", delivery.problem)
                self.webhook.sudo().retry_at = False
                delivery.unlink()

    def test_answer_whose_status_came_is_a_success_however_long_its_rest_takes(self):
        with _dripping(b"HTTP/1.1 204 No Content\r\n\r\n") as url:
            self.webhook.url = url
            self.push(row("1", "08:00", IN))
            self.send_all()
        self.assertEqual(self.deliveries().state, "sent")

    def test_address_that_may_not_be_called_is_refused_at_once(self):
        for url in (
            "http://127.0.0.1/",
            "http://localhost/",
            "http://169.254.169.254/latest",
            "http://2130706433/",
            "http://[::1]:80/",
            "http://user:password@example.com/",
            "ftp://example.com/",
            "example.com",
            "https://",
            "https://exa mple.com/",
        ):
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.webhook.url = url

    def test_name_that_leads_to_this_server_is_not_called(self):
        self.push(row("1", "08:00", IN))
        found = [(2, 1, 6, "", ("127.0.0.1", 443))]
        with patch("socket.getaddrinfo", return_value=found):
            self.send_all()
        self.assertEqual(self.deliveries().state, "waiting")
        self.assertTrue(self.deliveries().problem)

    def test_secret_is_never_shown(self):
        manager = new_test_user(
            self.env,
            "hook_manager",
            "base.group_user,hr_attendance.group_hr_attendance_manager",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        webhook = self.webhook.with_user(manager)
        self.assertFalse(webhook.secret)
        self.assertTrue(webhook.has_secret)
        with self.assertRaises(AccessError):
            webhook.read(["signing_secret"])
        with self.assertRaises(ValidationError):
            webhook.secret = "short"
        webhook.secret = "t" * 32
        self.assertEqual(self.webhook.sudo().signing_secret, "t" * 32)

    def test_punches_are_stored_although_webhooks_fail(self):
        cls = type(self.env["biometric.webhook"])
        with (
            patch.object(cls, "_queue_stored", side_effect=KeyError("poison")),
            self.assertLogs("odoo.addons.biometric_attendance.models.punch.hooks"),
        ):
            self.push(row("1", "08:00", IN))
        self.assertEqual(len(self.punches()), 1)
        message = self.env["biometric.message"].search(
            [("reason_code", "=", "hook_failed")]
        )
        message.action_replay()
        self.assertEqual(message.state, "replayed")
        self.assertEqual(len(self.deliveries("punch.stored")), 1)
