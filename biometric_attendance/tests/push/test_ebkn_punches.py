"""Punches of EBKN terminals: which way people went, and what cannot be read."""

import struct
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from ...terminals.ebkn.frames import encode_frame
from ..ebkn_common import EbknCase, glog

IN_102, OUT_102, KEY_3, KEY_4 = 0x01000000, 0x02000000, 0x03000000, 0x04000000
UNREADABLE = {
    "an endless JSON": struct.pack("<I", 40) + b'{"user_id":"1","io_time":"2025030308',
    "a length that lies": b"\xff\xff\xff\x7f" + b'{"user_id":"1"',
    "nothing": b"",
    "no JSON": b"\x05\0\0\0hello",
    "nested without end": b"[" * 5000,
    "deep": b'{"a":' * 5000,
    "no user": encode_frame({"io_time": "20250303080000"}),
    "no such time": encode_frame({"user_id": "1", "io_time": "20250230080000"}),
    "NUL": b"\0" * 300,
}


@tagged("post_install", "-at_install")
class TestEbknPunches(EbknCase):
    def ways(self):
        return self.punches(device=self.door).mapped("direction")

    def test_keys_of_newer_libraries_are_read_by_value(self):
        """Both, coming and going, are numbers that are not 1."""
        for number, library in enumerate(("FKDataHS102", "FKDATAHS103", "M50")):
            for minute, mode in enumerate((IN_102, OUT_102)):
                clock = f"202503030{number}0{minute}00"
                sent = {"fk_bin_data_lib": library, "io_mode": mode}
                self.pass_by(glog(clock=clock, **sent))
        self.assertEqual(self.ways(), ["in", "out"] * 3)

    def test_small_numbers_of_older_libraries(self):
        for minute, (library, mode) in enumerate(
            [
                ("FKDataHS100", 0),
                ("FKDataHS100", 1),
                ("FKDATAHS101", "1"),
                ("FKDATAHS101", "2"),
                ("FKDATAHS101", "0"),
            ]
        ):
            sent = {"fk_bin_data_lib": library, "io_mode": mode, "verify_mode": "1"}
            self.pass_by(glog(clock=f"202503030800{minute:02}", **sent))
        ways = ["out", "in", "in", "out", False]
        self.assertEqual(self.ways(), ways)

    def test_keys_3_and_4_mean_what_the_device_says(self):
        self.pass_by(glog(clock="20250303080000", io_mode=KEY_3))
        self.pass_by(glog(clock="20250303080100", io_mode=KEY_4))
        self.assertEqual(self.ways(), ["break_in", "break_out"])
        self.door.direction_codes = "1=in, 2=out, 3=break_out, 4=break_in"
        self.assertEqual(self.ways(), ["break_out", "break_in"])
        self.pass_by(glog(clock="20250303090000", io_mode=KEY_3))
        self.assertEqual(self.ways(), ["break_out", "break_in", "break_out"])
        with self.assertRaises(ValidationError):
            self.door.direction_codes = "3=lunch"

    def test_keys_may_be_ignored(self):
        """Some switch by the clock, and take who comes late for going."""
        self.door.direction_source = "none"
        self.pass_by(glog(io_mode=OUT_102))
        self.assertEqual(self.ways(), [False])

    def test_punches_become_an_attendance(self):
        self.pass_by(glog(clock="20250303080000"))
        self.pass_by(glog(clock="20250303170000", io_mode=OUT_102))
        self.pass_by(glog("00017", "2025-03-03 09:00:00"))
        self.pair("2025-03-03 17:00:00")
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(self.sessions(self.bob), ["08:00-"])

    def test_who_nobody_knows_waits_to_be_mapped(self):
        self.pass_by(glog("C2-9"))
        punch = self.punches(device=self.door)
        self.assertEqual((punch.pin, punch.outcome), ("C2-9", "unmapped"))
        self.assertIn("C2-9", self.door.user_ids.mapped("pin"))

    def test_the_door_itself_is_an_event(self):
        self.pass_by(glog("0", io_mode=5, verify_mode=0))
        self.assertFalse(self.punches(device=self.door))
        event = self.env["biometric.device.event"].search(
            [("device_id", "=", self.door.id)]
        )
        self.assertEqual((event.label, event.tampering), ("door forced open", True))

    def test_what_cannot_be_read_is_kept_and_the_terminal_goes_on(self):
        for what, body in UNREADABLE.items():
            with self.subTest(what=what):
                before = len(self.messages())
                for _time in range(2):
                    answer = self.call("realtime_glog", body)
                    self.assertCode(answer, "OK")
                [message] = self.messages()[before:]
                self.assertEqual(message.table, "realtime_glog")
                self.assertTrue(message.reason)
        self.assertFalse(self.punches(device=self.door))
        self.pass_by(glog())

    def test_a_message_is_read_again_once_it_can_be(self):
        body = glog()
        with patch(
            "odoo.addons.biometric_attendance.terminals.ebkn.uploads._TABLES", {}
        ):
            self.assertCode(self.call("realtime_glog", body), "OK")
        [message] = self.messages()
        message.action_replay()
        self.assertEqual(message.state, "replayed")
        self.assertRecordValues(
            self.punches(device=self.door), [{"pin": "1", "route": "replay"}]
        )

    def test_no_photo_and_no_secret_is_kept_of_what_cannot_be_read(self):
        image = "s3cret" * 50
        self.call("realtime_glog", encode_frame({"user_id": "", "log_image": image}))
        body = encode_frame({"user_id": "", "password": "s3cret"}, [b"s3cret"])
        self.call("realtime_enroll_data", body)
        self.assertEqual(len(self.messages()), 2)
        for message in self.messages():
            self.assertNotIn("s3cret", message.line)

    def test_a_photo_of_a_punch_is_not_kept_unless_it_is_wanted(self):
        frame = encode_frame(
            {"user_id": "1", "io_time": "20250303080000", "log_image": "BIN_1"},
            [b"\xff\xd8\xff a smile"],
        )
        self.pass_by(frame)
        self.assertEqual(len(self.punches(device=self.door)), 1)
        self.assertFalse(self.env["biometric.photo"].search([]))
        self.assertFalse(self.messages())

    def test_a_live_punch_tells_how_wrong_the_clock_is(self):
        with freeze_time("2025-03-03 07:01:30"):
            self.pass_by(glog(clock="20250303080000"))
        self.assertEqual(self.door.clock_drift, -90)

    def test_punches_before_the_beginning_are_stored_and_count_nothing(self):
        self.door.import_since = fields.Datetime.to_datetime("2025-03-03 12:00:00")
        self.pass_by(glog())
        self.assertEqual(self.punches(device=self.door).outcome, "before_start")
