"""Whom a gateway has to prove it speaks for, and what it hears when it does not."""

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ...terminals import cams
from ..cams_common import TAG, TOKEN, CamsCase, callback_v2, form_v2, punch_v3, written

NEW_TOKEN = "p2PJWWDLX7OuKsCOJJ7eiiPBGUfmIQPv"


@tagged("post_install", "-at_install")
class TestCamsFactors(CamsCase):
    def test_a_wrong_token_is_refused_and_shown(self):
        wrong = (
            written(punch_v3(AuthToken="guess")),
            written(punch_v3(AuthToken=None)),
            written(punch_v3(AuthToken="")),
            form_v2(callback_v2(AuthToken="guess")),
            f"stgid={TAG}&userid=1&att_time=1740988800&att_type=i".encode(),
            # Rows like those of an answer, that prove nothing.
            written({"PunchLog": {"Log": [{"UserID": "1"}]}, "SerialNumber": TAG}),
        )
        for body in wrong:
            with self.subTest(body=body):
                self.assertKept(self.call(body), 403, "key")
        self.assertEqual(self.terminal.refused_count, 1)
        self.assertFalse(self.terminal.last_seen)
        self.assertFalse(self.messages())
        self.assertDone(self.call(punch_v3()))

    def test_without_a_token_nobody_is_believed(self):
        self.terminal.action_drop_communication_key()
        for token in (TOKEN, ""):
            self.assertKept(self.call(punch_v3(AuthToken=token)), 403, "key")

    def test_whose_token_was_dropped_is_not_believed_after_the_next_one(self):
        self.terminal.action_drop_communication_key()
        self.terminal.communication_key = NEW_TOKEN
        self.assertKept(self.call(punch_v3()), 403, "key")
        self.terminal.communication_key = TOKEN
        self.terminal.action_drop_communication_key()
        self.assertFalse(self.terminal.previous_key_until)
        self.terminal.communication_key = TOKEN
        self.assertKept(self.call(punch_v3(AuthToken=NEW_TOKEN)), 403, "key")

    def test_a_body_that_only_seems_unreadable_needs_its_token(self):
        path = self.secret_path()
        for sent in (punch_v3(AuthToken="guess"), punch_v3()):
            answer = self.url_open(
                path, data=written(sent), headers={"Content-Encoding": "gzip"}
            )
            self.env.invalidate_all()
            self.assertKept(answer, 400, "malformed")
        self.assertFalse(self.messages())

    def test_while_tokens_are_changed_both_are_believed(self):
        self.terminal.communication_key = NEW_TOKEN
        self.assertTrue(self.terminal.previous_key_until)
        self.assertDone(self.call(punch_v3()))
        self.assertDone(self.call(punch_v3(clock="09:00", AuthToken=NEW_TOKEN)))
        later = fields.Datetime.add(fields.Datetime.now(), days=31)
        with freeze_time(later):
            self.assertEqual(self.call(punch_v3()).status_code, 403)
        self.terminal.action_drop_previous_key()
        self.assertEqual(self.call(punch_v3()).status_code, 403)
        self.assertDone(self.call(punch_v3(AuthToken=NEW_TOKEN)))

    def test_the_same_token_typed_again_keeps_the_one_before(self):
        self.terminal.communication_key = NEW_TOKEN
        self.terminal.communication_key = f" {NEW_TOKEN}\n"
        self.assertDone(self.call(punch_v3()))
        self.assertDone(self.call(punch_v3(AuthToken=NEW_TOKEN)))

    def test_off_its_secret_address_it_is_refused(self):
        path = self.secret_path()
        self.assertFalse(self.terminal.callback_url)
        self.assertKept(self.call(punch_v3()), 403, "path")
        self.assertKept(self.call(punch_v3(), "/biometric/guess/cams"), 403, "path")
        self.assertDone(self.call(punch_v3(), path))
        self.assertDone(self.call(punch_v3(SerialNumber=None), path))

    def test_the_secret_address_of_one_terminal_is_not_that_of_another(self):
        other = self.make_device("ST-2", brand="cams", communication_key=TOKEN)
        answer = self.call(punch_v3(SerialNumber="ST-2"), self.secret_path())
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(other.refused_reason, "path")

    def test_from_another_network_it_is_refused(self):
        self.terminal.allowed_networks = "203.0.113.0/24"
        self.assertKept(self.call(punch_v3()), 403, "address")

    def test_an_unknown_device_waits_for_approval_and_the_gateway_keeps_its_punches(
        self,
    ):
        bodies = (
            written(punch_v3(SerialNumber="NEW1")),
            written(punch_v3(SerialNumber="NEW1", AuthToken="x")),
            form_v2({**callback_v2(), "ServiceTagId": "NEW2"}),
        )
        for body in bodies:
            self.assertKept(self.call(body), 403)
        pending = self.env["biometric.device"].search(
            [("state", "=", "pending"), ("brand", "=", "cams")], order="serial"
        )
        self.assertEqual(pending.mapped("serial"), ["NEW1", "NEW2"])
        self.assertEqual(pending.mapped("dialect"), ["v3", "v2"])
        device = pending[0]
        device.tz = "Europe/Paris"
        with self.assertRaisesRegex(UserError, "AuthToken"):
            device.action_approve()
        device.communication_key = TOKEN
        device.action_approve()
        self.assertFalse(device.resend_all)
        self.assertDone(self.call(bodies[0]))
        self.assertEqual(len(self.punches(device=device)), 1)

    def test_an_archived_terminal_is_refused(self):
        self.terminal.action_archive()
        self.assertKept(self.call(punch_v3()), 403, "state")

    def test_malformed_bodies_are_kept_where_the_address_proves_the_gateway(self):
        path = self.secret_path()
        bodies = (b"hello", b'{"RealTime":', b"[1]", b"\xff\xfe\x00", b"[" * 5000)
        for body in bodies:
            with self.subTest(body=body[:20]):
                self.assertDone(self.call(body, path))
        self.assertEqual(len(self.messages()), len(bodies))
        self.assertFalse(self.punches(device=self.terminal))

    def test_malformed_bodies_of_anybody_are_refused_and_noted(self):
        for body in (b"hello", b'{"RealTime":', b"[1]", b""):
            with self.subTest(body=body):
                self.assertKept(self.call(body), 400, "malformed")
                self.assertKept(self.call(body, "/biometric/guess/cams"), 400)
        self.assertFalse(self.messages())

    def test_a_body_too_large_is_refused(self):
        path = self.secret_path()
        body = written(punch_v3(LabelName="x" * cams.bodies.MAX_BODY_BYTES))
        for place in (path, "/cams/biometric-api3.0"):
            self.assertKept(self.call(body, place), 413)

    def test_other_methods_have_no_route(self):
        for method in ("GET", "PUT", "DELETE"):
            answer = self.url_open("/cams/biometric-api3.0", method=method)
            self.assertIn(answer.status_code, (404, 405))

    def test_the_callback_url_is_ready_to_copy(self):
        url = self.terminal.callback_url
        self.assertEqual(
            url,
            f"{self.terminal.get_base_url()}/cams/biometric-api3.0/?stgid={TAG}",
        )
        path = url.removeprefix(self.terminal.get_base_url())
        self.assertDone(self.call(punch_v3(), path))

    def test_tokens_and_keys_are_for_nobody(self):
        self.terminal.encryption_key = "k" * 32
        self.terminal.communication_key = NEW_TOKEN
        self.env.flush_all()
        self.env.invalidate_all()
        for name in ("communication_key", "encryption_key", "previous_encryption_key"):
            self.assertFalse(self.terminal[name])
        hidden = {
            "connection_secret",
            "encryption_secret",
            "previous_encryption_secret",
            "previous_key_digest",
        }
        shown = self.terminal.with_user(self.env.ref("base.user_admin")).fields_get()
        self.assertFalse(hidden & set(shown))
        self.assertTrue(self.terminal.has_encryption_key)

    def test_a_security_key_that_cannot_be_one_is_refused_when_typed(self):
        for key in ("short", "é" * 32, "x" * 33):
            for name in ("encryption_key", "previous_encryption_key"):
                with self.assertRaisesRegex(ValidationError, "32 characters"):
                    self.terminal[name] = key

    def test_an_address_that_cannot_be_called_is_refused_when_typed(self):
        local = ("https://127.0.0.1/x", "https://169.254.169.254/", "https://[::1]/")
        wrong = ("gateway", "http://gateway.test/x", "ftp://x", "https://u:p@x/")
        local += ("https://127.1/", "https://[64:ff9b::a9fe:a9fe]/", "https://0/")
        for url in (*wrong, *local):
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.terminal.gateway_url = url
        self.terminal.gateway_plain = True
        self.terminal.gateway_url = " http://gateway.test/x "
        self.assertEqual(self.terminal.gateway_url, "http://gateway.test/x")

    def test_a_dialect_of_another_brand_is_refused(self):
        self.assertEqual(self.terminal.dialect, "v3")
        with self.assertRaises(ValidationError):
            self.terminal.dialect = "security"
        with self.assertRaises(ValidationError):
            self.device.dialect = "v3"
