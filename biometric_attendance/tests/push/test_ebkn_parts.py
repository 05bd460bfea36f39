"""Messages that come in parts, whichever worker each part comes to."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ...models.push import biometric_message_part
from ...terminals.ebkn.frames import encode_frame
from ..ebkn_common import SECRET, EbknCase, glog

GAP, NEGATIVE = "ERROR_ADD_BLOCK_DATA", "ERROR_INVLAID_BLOCK_NO"
ADA = {"user_id": "7", "user_name": "Ada", "user_privilege": "USER"}
FRAME = encode_frame(
    {**ADA, "enroll_data_array": [{"backup_number": 0, "enroll_data": "BIN_1"}]},
    [b"a finger " * 300],
)


@tagged("post_install", "-at_install")
class TestEbknParts(EbknCase):
    def send(self, body, number, code="realtime_enroll_data", **how):
        ident = how.pop("trans_id", "RTEnrollDataAction")
        sent = {"blk_no": str(number), "blk_len": len(body), "trans_id": ident}
        return self.call(code, body, **sent, **how)

    def send_all(self, *numbers, frame=FRAME, size=1000, **how):
        """Send parts of these numbers (1, 2, ... and 0) and return the answers' codes."""
        parts = [frame[at : at + size] for at in range(0, len(frame), size)]
        last = len(parts)
        return [
            self.send(parts[(number or last) - 1], number, **how).headers[
                "response_code"
            ]
            for number in numbers
        ]

    def kept(self):
        return self.env["biometric.message.part"].search([])

    def user(self):
        return self.door.user_ids.filtered(lambda user: user.pin == "7")

    def test_parts_are_joined(self):
        self.assertEqual(self.send_all(1, 2, 0), ["OK"] * 3)
        self.assertEqual(self.user().name, "Ada")
        self.assertFalse(self.kept())
        self.assertFalse(self.messages())

    def test_a_part_sent_again_counts_once(self):
        self.assertEqual(self.send_all(1, 1, 2, 2, 0), ["OK"] * 5)
        self.assertEqual(self.user().name, "Ada")

    def test_the_first_part_begins_anew(self):
        self.assertEqual(self.send_all(1, 2, 1, 2, 0), ["OK"] * 5)
        self.assertEqual(self.user().name, "Ada")

    @mute_logger("odoo.addons.biometric_attendance.models.push.device")
    def test_a_mistake_of_this_program_keeps_all_parts_as_one_message(self):
        punch, how = glog(), {"trans_id": "RTLogSendAction"}
        failure = patch.object(
            type(self.env["biometric.punch"]), "_ingest", side_effect=KeyError
        )
        with failure:
            self.send(punch[:60], 1, "realtime_glog", **how)
            self.send(punch[60:], 0, "realtime_glog", **how)
        self.assertFalse(self.kept())
        self.assertEqual(self.messages().reason_code, "not_stored")
        self.messages().action_replay()
        self.assertEqual(len(self.punches(device=self.door)), 1)

    def test_messages_of_two_kinds_and_terminals_do_not_mix(self):
        other = self.make_device("DOOR02", brand="ebkn")
        punch = glog()
        half = len(punch) // 2
        self.send_all(1)
        self.send_all(1, serial="DOOR02")
        self.send(punch[:half], 1, "realtime_glog", trans_id="RTLogSendAction")
        self.send_all(2)
        self.send(punch[half:], 0, "realtime_glog", trans_id="RTLogSendAction")
        self.send_all(0)
        self.send_all(2, 0, serial="DOOR02")
        self.assertEqual(len(self.punches(device=self.door)), 1)
        self.assertEqual(self.user().name, "Ada")
        self.assertEqual(other.user_ids.mapped("name"), ["Ada"])
        self.assertFalse(self.messages() | self.messages(other))

    def test_a_gap_is_kept_asked_for_again_and_taken_in_the_end(self):
        self.assertEqual(self.send_all(1), ["OK"])
        self.assertEqual(self.send_all(3, 3), [GAP, "OK"])
        [message] = self.messages()
        self.assertIn("missing", message.reason)
        # A terminal that starts again loses nothing.
        self.assertEqual(self.send_all(1, 2, 0), ["OK"] * 3)
        self.assertEqual(self.user().name, "Ada")

    def test_a_negative_number_is_kept_and_taken_in_the_end(self):
        self.assertEqual(self.send_all(-1, -1), [NEGATIVE, "OK"])
        [message] = self.messages()
        self.assertIn("negative", message.reason)
        self.assertFalse(self.kept())

    def test_a_punch_out_of_turn_can_be_replayed(self):
        self.assertEqual(self.send(glog(), 7, "realtime_glog").status_code, 200)
        self.assertFalse(self.punches(device=self.door))
        self.messages().action_replay()
        self.assertEqual(self.punches(device=self.door).pin, "1")

    def test_parts_are_forgotten_after_half_an_hour(self):
        self.send_all(1)
        later = fields.Datetime.now() + timedelta(minutes=31)
        with freeze_time(later):
            self.assertEqual(self.send_all(2), [GAP])
        self.assertFalse(self.kept())
        self.send_all(1)
        self.env["biometric.message.part"]._gc_expired()
        self.assertEqual(len(self.kept()), 1)
        with freeze_time(later):
            self.env["biometric.message.part"]._gc_expired()
        self.assertFalse(self.kept())

    def test_a_terminal_keeps_no_more_than_there_is_room_for(self):
        with patch.object(biometric_message_part, "MAX_BYTES", 1500):
            self.assertEqual(self.send_all(1, 2), ["OK", GAP])
            self.assertFalse(self.kept())
        self.messages().action_discard()
        with patch.object(biometric_message_part, "MAX_PARTS", 1):
            self.assertEqual(self.send_all(1, 2), ["OK", GAP])
            self.assertFalse(self.kept())

    def test_nor_more_than_so_many_whatever_they_are_called(self):
        with patch.object(biometric_message_part, "MAX_PARTS", 3):
            for number in range(10):
                self.send(b"", 1, trans_id=f"T{number}")
                self.assertLessEqual(len(self.kept()), 3)

    def test_two_parts_that_look_alike_are_two(self):
        codes = [
            self.send(bytes([1, number]) * 500, 3).headers["response_code"]
            for number in (1, 2, 1)
        ]
        self.assertEqual(codes, [GAP, GAP, "OK"])
        self.assertEqual(len(self.messages()), 2)

    def test_nothing_is_in_clear_in_the_database(self):
        self.send_all(1, 2)
        self.env.cr.execute("SELECT b::text, content FROM biometric_message_part b")
        for text, content in self.env.cr.fetchall():
            for clear in (b"finger", b"user_name", FRAME[:20].hex().encode()):
                self.assertNotIn(clear, text.encode() + bytes(content))

    def test_parts_that_came_through_another_listener_begin_anew(self):
        self.send_all(1, 2)
        with self.listener("another secret"):
            codes = self.send_all(0, secret="another secret")
        self.assertEqual(codes, [GAP])
        self.assertFalse(self.kept())
        self.assertEqual(self.send_all(1, 2, 0, secret=SECRET), ["OK"] * 3)

    def test_people_see_no_parts(self):
        self.send_all(1)
        admin = self.env.ref("base.user_admin")
        self.assertFalse(
            self.env["biometric.message.part"].with_user(admin).has_access("read")
        )
