"""What a CAMS gateway tells, in all three generations."""

from odoo.tests import tagged

from .cams_common import TAG, TOKEN, CamsCase, callback_v2, form_v2, punch_v3


@tagged("post_install", "-at_install")
class TestCamsCallbacks(CamsCase):
    def test_a_day_told_by_v3_becomes_an_attendance(self):
        self.assertDone(self.call(punch_v3()))
        self.assertDone(self.call(punch_v3(clock="17:00", kind="CheckOut")))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_a_day_told_by_v2_becomes_an_attendance(self):
        out = {"AttendanceType": "CheckOut", "InputType": "Face"}
        for body in (callback_v2(), callback_v2(clock="17:00", said=out)):
            self.assertDone(self.call(form_v2(body), "/cams/biometric-api3.0"))
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
