"""Users, fingers, faces and photos as a CAMS gateway tells of them."""

import json
from base64 import b64encode

from odoo.tests import tagged

from ..cams_common import TAG, TOKEN, CamsCase, callback_v2, form_v2, punch_v3
from ..template_common import FACE, FINGER, TemplateCase

JPEG = b"\xff\xd8\xff\xe0 a smile"
NAMELESS = {"Name": "", "FirstName": "", "LastName": "", "Priority": ""}


def text(blob):
    return b64encode(blob).decode()


def signature(kind, value, number=""):
    item = {"Template": value, "Type": kind, "AdditionalData1": number}
    return {**item, "AdditionalData2": ""}


@tagged("post_install", "-at_install")
class TestCamsPeople(TemplateCase, CamsCase):
    def send(self, operation, pin="1", clock="08:00", sent=None):
        body = form_v2(callback_v2(operation, pin, clock, sent))
        self.assertDone(self.call(body))

    def user(self, pin="1"):
        return self.terminal.user_ids.filtered(lambda user: user.pin == pin)

    def test_a_user_is_known_with_card_and_rights_and_without_password(self):
        items = [signature("Card", "0007654321"), signature("Password", "s3cret")]
        sent = {"Name": "Cleo Clark", "Priority": "16", "Signature": items}
        self.send("ManuallyUserUpdated", "5", sent=sent)
        self.assertRecordValues(
            self.user("5"),
            [{"name": "Cleo Clark", "privilege": "admin", "sync_state": "present"}],
        )
        self.assertIn("7654321", self.user("5").card)
        self.env.cr.execute("SELECT u::text FROM biometric_device_user u")
        self.assertNotIn("s3cret", str(self.env.cr.fetchall()))

    def test_templates_come_one_by_one_and_empty_no_name(self):
        sent = {"Name": "Ann Ames", "Priority": "0", "Signature": []}
        self.send("ManuallyUserUpdated", sent=sent)
        for kind, blob, number in (("Fingerprint", FINGER, "6"), ("Palm", FACE, "1")):
            items = [signature(kind, text(blob), number)]
            self.send("ManuallyUserUpdated", sent={**NAMELESS, "Signature": items})
        self.assertEqual(self.user().name, "Ann Ames")
        self.assertEqual(self.user().privilege, "user")
        stored = self.stored()
        self.assertEqual(
            sorted((t.kind, t.slot, t.index) for t in stored),
            [("finger", 6, 0), ("palm", 0, 1)],
        )
        self.assertEqual({t._decrypt() for t in stored}, {FINGER, FACE})

    def test_a_user_of_v3_with_a_finger(self):
        sent = {
            "UserID": "1",
            "FirstName": "Ann",
            "LastName": "Ames",
            "UserType": "User",
            "OperationTime": "2025-03-03 08:00:00 GMT +0100",
            "Template": [{"Type": "Fingerprint", "UserID": "1", "Data": text(FINGER)}],
        }
        self.assertDone(self.call(punch_v3(PunchLog=None, UserUpdated=sent)))
        self.assertEqual(self.user().name, "Ann Ames")
        self.assertEqual(len(self.stored()), 1)

    def test_a_photo_is_kept_with_its_punch(self):
        sent = {"AttendancePhoto": text(JPEG)}
        self.send("RealTimePunchLog", sent=sent)
        photo = self.env["biometric.photo"].search([("employee_id", "=", self.ann.id)])
        self.assertEqual(photo._decrypt(), JPEG)
        self.assertFalse(self.messages())

    def test_what_may_not_be_stored_is_acknowledged_all_the_same(self):
        items = [signature("Fingerprint", text(FINGER), "6")]
        self.send("ManuallyUserUpdated", "00017", sent={**NAMELESS, "Signature": items})
        self.assertFalse(self.stored(self.bob))
        self.assertIn("00017", self.terminal.unstored)

    def test_who_is_deleted_at_the_terminal_is_gone_there(self):
        self.user().sync_state = "present"
        self.send("ManuallyUserDeleted", clock="09:00")
        self.assertEqual(self.user().sync_state, "absent")
        event = self.env["biometric.device.event"].search(
            [("device_id", "=", self.terminal.id)]
        )
        self.assertTrue(event.tampering)
        # The same once more, after the person came back.
        self.user().sync_state = "present"
        self.send("ManuallyUserDeleted", clock="09:00")
        self.assertEqual(self.user().sync_state, "present")
        gone = {"UserID": "1", "OperationTime": "2025-03-03 10:00:00 GMT +0100"}
        self.assertDone(self.call(punch_v3(PunchLog=None, UserDeleted=gone)))
        self.assertEqual(self.user().sync_state, "absent")

    def test_a_changed_clock_is_an_event(self):
        self.send("ManuallyDateModified", "", sent="")
        event = self.env["biometric.device.event"].search(
            [("device_id", "=", self.terminal.id)]
        )
        self.assertTrue(event.tampering)

    def test_nothing_secret_gets_into_messages(self):
        items = [
            signature("Fingerprint", text(FINGER)),
            signature("Password", "s3cret"),
        ]
        self.send("SomethingNew", sent={**NAMELESS, "Signature": items})
        sent = {"Nothing": {"AuthToken": TOKEN, "Template": text(FINGER)}}
        body = {"SerialNumber": TAG, "AuthToken": TOKEN, **sent}
        self.assertDone(self.call(json.dumps(body).encode()))
        lines = "".join(self.messages().mapped("line"))
        for secret in (text(FINGER)[:40], "s3cret", TOKEN):
            self.assertNotIn(secret, lines)
