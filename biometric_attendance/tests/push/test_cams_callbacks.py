"""What a CAMS gateway tells, in all three generations."""

import json
from urllib.parse import quote, quote_plus

from odoo.tests import tagged

from ..cams_common import TAG, TOKEN, CamsCase, callback_v2, form_v2, punch_v3, written

ALIAS = "/cams/biometric-api3.0"


@tagged("post_install", "-at_install")
class TestCamsCallbacks(CamsCase):
    def test_a_day_told_by_v3_becomes_an_attendance(self):
        self.assertDone(self.call(punch_v3()))
        self.assertDone(self.call(punch_v3(clock="17:00", kind="CheckOut")))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertTrue(self.terminal.last_seen)

    def test_a_day_told_by_v2_becomes_an_attendance(self):
        out = {"AttendanceType": "CheckOut", "InputType": "Face"}
        for body in (callback_v2(), callback_v2(clock="17:00", sent=out)):
            self.assertDone(self.call(form_v2(body), ALIAS))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(self.terminal.dialect, "v2")

    def test_a_day_told_by_v1_becomes_an_attendance(self):
        for moment, kind in (("1740988800", "i"), ("1741021200", "o")):
            body = f"stgid={TAG}&userid=1&att_time={moment}&att_type={kind}"
            answer = self.call(f"{body}&auth_token={TOKEN}".encode())
            self.assertEqual((answer.status_code, answer.text), (200, "ok"))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(self.terminal.dialect, "v1")

    def test_another_generation_than_expected_is_heard_and_remembered(self):
        self.terminal.gateway_url = "https://gateway.test/api"
        for body, dialect in (
            (f"stgid={TAG}&userid=1&att_time=1740988800&auth_token={TOKEN}", "v1"),
            (form_v2(callback_v2(clock="09:00")), "v2"),
            (written(punch_v3(clock="10:00")), "v3"),
        ):
            self.call(body.encode() if isinstance(body, str) else body)
            self.assertEqual(self.terminal.dialect, dialect)
        self.assertEqual(len(self.punches(device=self.terminal)), 3)
        self.assertFalse(self.messages())

    def test_the_offset_counts_and_not_the_zone_of_the_device(self):
        self.terminal.tz = "Asia/Kolkata"
        self.call(punch_v3())
        [punch] = self.punches(device=self.terminal)
        self.assertEqual(str(punch.instant), "2025-03-03 07:00:00")
        self.assertEqual(punch.device_time, "2025-03-03 08:00:00")

    def test_every_way_in_takes_every_generation(self):
        paths = (
            ALIAS,
            f"{ALIAS}/",
            f"{ALIAS}/?stgid={TAG}?stgid={TAG}&db=x&direction=1",
        )
        for number, path in enumerate(paths):
            self.assertDone(self.call(punch_v3(clock=f"0{number}:00"), path))
            self.assertDone(
                self.call(form_v2(callback_v2(clock=f"1{number}:00")), path)
            )
        self.assertEqual(len(self.punches(device=self.terminal)), 6)

    def test_the_same_again_and_in_any_order_counts_once(self):
        out = punch_v3(clock="17:00", kind="CheckOut")
        for body in (out, punch_v3(), out, punch_v3(OperationID="another"), out):
            self.assertDone(self.call(body))
        self.pair()
        self.assertEqual(len(self.punches(device=self.terminal)), 2)
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_no_byte_of_a_form_is_lost_whatever_it_calls_itself(self):
        sent = callback_v2(pin="a+b %2B&=é/00")
        spellings = {
            form_v2(sent): "application/x-www-form-urlencoded",
            b"request_data=" + quote(json.dumps(sent)).encode(): "text/plain",
            b"request_data="
            + quote_plus(json.dumps(sent, ensure_ascii=False)).encode(): "multipart/x",
            written(sent): "application/x-www-form-urlencoded",
        }
        for body, content in spellings.items():
            with self.subTest(content=content):
                self.assertDone(self.call(body, ALIAS, content))
        pins = self.punches(device=self.terminal).mapped("pin")
        self.assertEqual(pins, ["a+b %2B&=é/00"])

    def test_who_is_unknown_is_kept_and_counts_once_mapped(self):
        for body in (punch_v3("77"), punch_v3("77", "17:00", "CheckOut")):
            self.assertDone(self.call(body))
        self.assertEqual(
            set(self.punches(device=self.terminal).mapped("outcome")), {"unmapped"}
        )
        user = self.terminal.user_ids.filtered(lambda each: each.pin == "77")
        user.employee_id = self.ann
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_breaks_and_meals_are_told_apart(self):
        kinds = (
            "CheckIn",
            "BreakOut",
            "BreakIn",
            "MealOut",
            "MealIn",
            "CheckOut",
            "None",
        )
        for hour, kind in enumerate(kinds, 10):
            self.assertDone(self.call(punch_v3(clock=f"{hour}:00", kind=kind)))
        sent = self.punches(device=self.terminal).mapped("direction")
        breaks = ["break_out", "break_in"] * 2
        self.assertEqual(sent[:6], ["in", *breaks, "out"])

    def test_operations_nobody_knows_are_kept_and_acknowledged(self):
        unknown = (
            form_v2(callback_v2("WaterThePlants")),
            written(punch_v3(PunchLog=None, WaterThePlants={"UserId": "1"})),
            written(punch_v3(PunchLog=None)),
            written({"AuthToken": TOKEN, "SerialNumber": TAG, "Greetings": "hello"}),
        )
        for body in unknown:
            with self.subTest(body=body):
                self.assertDone(self.call(body))
        self.assertEqual(len(self.messages()), len(unknown))
        self.assertEqual(set(self.messages().mapped("state")), {"new"})
        for line in self.messages().mapped("line"):
            self.assertNotIn(TOKEN, line)

    def test_a_punch_that_makes_no_sense_is_kept_and_stops_nobody(self):
        broken = punch_v3()
        broken["RealTime"]["PunchLog"]["LogTime"] = "2025-02-30 08:00:00 GMT +0100"
        self.assertDone(self.call(broken))
        self.assertDone(self.call(punch_v3()))
        self.assertEqual(len(self.messages()), 1)
        self.assertEqual(len(self.punches(device=self.terminal)), 1)

    def test_a_kept_punch_is_replayed(self):
        self.env["biometric.message"].create(
            {
                "device_id": self.terminal.id,
                "table": "PunchLog",
                "line": json.dumps(punch_v3(AuthToken=None)),
            }
        ).action_replay()
        self.assertEqual(self.messages().state, "replayed")
        self.assertEqual(self.punches(device=self.terminal).route, "replay")
