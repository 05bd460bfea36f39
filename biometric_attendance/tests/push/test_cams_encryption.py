"""Encrypted calls: opened, or kept until the right key is typed."""

from unittest.mock import patch

from odoo.tests import tagged

from ...models.push import biometric_message
from ...terminals import cams
from ..cams_common import (
    DONE,
    KEY,
    OTHER_KEY,
    CamsCase,
    callback_v2,
    encrypted_v2,
    encrypted_v3,
    form_v2,
    punch_v3,
)


@tagged("post_install", "-at_install")
class TestCamsEncryption(CamsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.terminal.allowed_networks = "127.0.0.0/8"

    def test_ciphertext_no_key_opens_is_not_kept_of_whoever_knows_a_serial(self):
        self.terminal.allowed_networks = False
        self.assertKept(self.call(encrypted_v3(punch_v3())), 403, "encrypted")
        self.assertFalse(self.messages())
        self.terminal.encryption_key = KEY
        self.assertDone(self.call(encrypted_v3(punch_v3())))

    def test_plain_message_is_refused_once_a_key_is_set(self):
        self.terminal.encryption_key = KEY
        for body in (punch_v3(clock="09:00"), form_v2(callback_v2(clock="10:00"))):
            self.assertKept(self.call(body), 403, "plain")
        self.terminal.action_drop_encryption_keys()
        self.assertDone(self.call(punch_v3()))

    def test_plain_message_is_taken_by_choice_and_noted(self):
        self.terminal.encryption_key = KEY
        self.terminal.accept_plain = True
        self.assertDone(self.call(encrypted_v3(punch_v3())))
        self.assertFalse(self.terminal.plain_at)
        self.assertDone(self.call(punch_v3(clock="09:00")))
        self.assertTrue(self.terminal.plain_at)
        self.terminal.accept_plain = False
        self.assertEqual(self.call(punch_v3(clock="10:00")).status_code, 403)
        self.assertEqual(len(self.punches(device=self.terminal)), 2)

    def day(self, key=KEY):
        yield encrypted_v3(punch_v3(), key)
        out = {"AttendanceType": "CheckOut", "InputType": "Face"}
        yield encrypted_v2(callback_v2(clock="17:00", sent=out), key)

    def test_an_encrypted_day_becomes_an_attendance(self):
        self.terminal.encryption_key = KEY
        for body in self.day():
            self.assertDone(self.call(body))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertFalse(self.messages())

    def test_at_a_secret_address_ciphertext_needs_no_name(self):
        self.terminal.encryption_key = KEY
        self.assertDone(self.call(encrypted_v3(punch_v3()), self.secret_path()))
        self.assertEqual(len(self.punches(device=self.terminal)), 1)

    def test_ciphertext_of_nobody_is_refused(self):
        answer = self.call(encrypted_v3(punch_v3()), "/cams/biometric-api3.0")
        self.assertKept(answer, 403)
        self.assertFalse(self.env["biometric.message"].search([]))

    def test_while_keys_are_changed_both_open(self):
        self.terminal.encryption_key = KEY
        self.terminal.encryption_key = OTHER_KEY
        for body in (*self.day(), encrypted_v3(punch_v3("00017"), OTHER_KEY)):
            self.assertDone(self.call(body))
        self.assertEqual(len(self.punches(device=self.terminal)), 3)

    def test_a_key_typed_wrong_and_then_right_loses_nothing(self):
        self.terminal.encryption_key = OTHER_KEY
        for body in [*self.day(), *self.day()]:
            self.assertDone(self.call(body))
        self.assertFalse(self.punches(device=self.terminal))
        self.assertEqual(self.terminal.encrypted_waiting_count, 2)
        self.terminal.action_replay_waiting()
        self.assertEqual(self.terminal.encrypted_waiting_count, 2)
        self.terminal.encryption_key = KEY
        self.assertEqual(self.terminal.encrypted_waiting_count, 0)
        self.assertFalse(self.terminal.has_previous_encryption_key)
        self.assertEqual(set(self.messages().mapped("state")), {"replayed"})
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_what_came_before_any_key_waits_for_it(self):
        for body in self.day():
            self.assertDone(self.call(body))
        self.terminal.encryption_key = KEY
        self.assertEqual(len(self.punches(device=self.terminal)), 2)

    def test_a_slip_of_the_pen_does_not_take_the_place_of_the_key_before(self):
        self.terminal.encryption_key = KEY
        self.terminal.encryption_key = "m" * 32
        self.assertDone(self.call(encrypted_v3(punch_v3(clock="09:00"), OTHER_KEY)))
        self.terminal.encryption_key = OTHER_KEY
        for body in self.day():
            self.assertDone(self.call(body))
        self.assertEqual(len(self.punches(device=self.terminal)), 3)

    def test_the_key_before_typed_later_opens_what_waits(self):
        self.terminal.encryption_key = OTHER_KEY
        for body in self.day():
            self.call(body)
        self.terminal.previous_encryption_key = KEY
        self.assertEqual(len(self.punches(device=self.terminal)), 2)

    def test_ciphertext_is_kept_once_and_shown_to_nobody(self):
        body = encrypted_v3(punch_v3())
        for _time in range(3):
            self.assertDone(self.call(body))
        [message] = self.messages()
        self.assertNotIn(body.decode(), message.line)
        manager = self.env.ref("base.user_admin")
        self.assertNotIn("ciphertext", message.with_user(manager).fields_get())
        message.action_discard()
        self.assertFalse(message.sudo().ciphertext)

    def test_no_more_is_kept_than_there_is_room_for(self):
        with patch.object(biometric_message, "MAX_WAITING", 2):
            for number in range(2):
                body = encrypted_v3(punch_v3(clock=f"1{number}:00"))
                self.assertDone(self.call(body))
            over = encrypted_v3(punch_v3())
            self.assertKept(self.call(over), 503, "full")
        with patch.object(biometric_message, "MAX_WAITING_CHARACTERS", 1000):
            self.assertKept(self.call(over), 503, "full")
        self.assertEqual(len(self.messages()), 2)
        self.terminal.encryption_key = KEY
        self.assertDone(self.call(over))
        self.assertEqual(len(self.punches(device=self.terminal)), 3)

    def test_the_message_of_another_terminal_is_refused_like_a_wrong_token(self):
        self.make_device(
            "ST-2", brand="cams", communication_key="x", connection_key="x"
        )
        self.terminal.encryption_key = KEY
        for serial in ("ST-2", "NOBODY"):
            encrypted = encrypted_v3(punch_v3(SerialNumber=serial))
            self.assertKept(self.call(encrypted), 403, "serial")

    def test_what_opens_and_cannot_be_read_proves_nothing(self):
        deep = 1
        for _level in range(14):
            deep = {"a": deep}
        body = encrypted_v2(callback_v2(sent=deep))
        self.assertDone(self.call(body))
        self.terminal.encryption_key = KEY
        self.assertDone(self.call(body))
        [message] = self.messages()
        self.assertEqual((message.table, message.state), ("encrypted", "new"))

    def test_a_wrong_token_inside_is_refused(self):
        self.terminal.encryption_key = KEY
        self.assertKept(self.call(encrypted_v3(punch_v3(AuthToken="x"))), 403, "key")

    def test_what_waits_has_to_prove_itself_too_once_it_is_opened(self):
        bad = (punch_v3(SerialNumber="ST-2"), punch_v3(AuthToken="guess"))
        for sent in bad:
            self.assertDone(self.call(encrypted_v3(sent)))
        self.terminal.encryption_key = KEY
        self.assertFalse(self.punches(device=self.terminal))
        reasons = " ".join(self.messages().mapped("reason"))
        self.assertIn("ST-2", reasons)
        self.assertIn("token", reasons)
        self.assertEqual(set(self.messages().mapped("state")), {"new"})

    def test_off_its_secret_address_no_ciphertext_is_kept(self):
        self.secret_path()
        self.assertKept(self.call(encrypted_v3(punch_v3())), 403, "path")
        self.assertFalse(self.messages())

    def test_acknowledgements_are_encrypted_where_that_is_wanted(self):
        self.terminal.encryption_key = KEY
        self.terminal.encrypt_answers = True
        answer = self.call(encrypted_v3(punch_v3()))
        self.assertEqual(
            cams.encryption.decrypt_body(answer.content, [KEY]), DONE.encode()
        )
        # With the key the gateway uses, as long as it goes on using it.
        self.terminal.encryption_key = OTHER_KEY
        answer = self.call(encrypted_v3(punch_v3()))
        self.assertEqual(
            cams.encryption.decrypt_body(answer.content, [KEY]), DONE.encode()
        )

    def test_without_keys_nothing_is_opened_any_more(self):
        self.terminal.encryption_key = KEY
        self.terminal.action_drop_encryption_keys()
        self.assertFalse(self.terminal.has_encryption_key)
        self.assertDone(self.call(encrypted_v3(punch_v3())))
        self.assertEqual(self.terminal.encrypted_waiting_count, 1)
