"""A Hikvision terminal that pushes: who it is, what is stored, and what it is answered."""

import json
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ...models.push import identity
from ..common import DAY, BiometricCase

TOKEN = "c2VjcmV0IGFkZHJlc3MgZm9yIHRlc3Rz"
PATH = f"/biometric/{TOKEN}/hikvision"
BOUNDARY = "--MIME_boundary"
JPEG = b"\xff\xd8\xff a smile \xff\xd9"


def alert(number=140, clock="08:00:00+01:00", pin="1", **values):
    """Return an event as it is pushed."""
    event = {
        "majorEventType": 5,
        "subEventType": 75,
        "employeeNoString": pin,
        "serialNo": number,
        "frontSerialNo": number - 1,
        "attendanceStatus": "checkIn",
        "currentVerifyMode": "face",
    }
    return {
        "macAddress": "a4:d5:c2:00:00:02",
        "dateTime": f"{DAY}T{clock}",
        "eventType": "AccessControllerEvent",
        "AccessControllerEvent": {**event, **values},
    }


def with_picture(values):
    head = f"{BOUNDARY}\r\nContent-Type: application/json\r\n\r\n"
    picture = f"\r\n{BOUNDARY}\r\nContent-Type: image/jpeg\r\n\r\n"
    body = (head + json.dumps(values) + picture).encode()
    return body + JPEG + f"\r\n{BOUNDARY}--\r\n".encode()


@tagged("post_install", "-at_install")
class TestHikvisionPush(BiometricCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.terminal = self.make_device("DS-K1", brand="hikvision", host="192.0.2.11")
        for pin, employee in (("1", self.ann), ("00017", self.bob)):
            self.map_user(self.terminal, pin, employee)
        self.use(TOKEN)

    def use(self, token):
        """Give the terminal a secret address that the test knows."""
        with patch.object(identity.secrets, "token_urlsafe", lambda _size: token):
            self.terminal.action_new_secret_path()

    def send(self, body, path=PATH, kind="application/json"):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        answer = self.url_open(
            path, method="POST", data=body, headers={"Content-Type": kind}
        )
        self.env.invalidate_all()
        return answer.status_code

    def messages(self):
        return self.env["biometric.message"].search(
            [("device_id", "=", self.terminal.id)]
        )

    def punched(self):
        return [
            (punch.pin, punch.device_time[11:], punch.direction, punch.number)
            for punch in self.punches(device=self.terminal)
        ]

    def test_punch_is_stored_and_answered_by_200_without_a_body(self):
        self.assertEqual(self.send(alert(pin="00017")), 200)
        self.assertEqual(self.punched(), [("00017", "08:00:00", "in", "140")])
        self.assertEqual(self.punches(device=self.terminal).employee_id, self.bob)
        self.assertEqual(self.terminal.mac, "a4:d5:c2:00:00:02")

    def test_address_of_nobody_or_without_a_secret_is_refused(self):
        for path in (f"/biometric/{TOKEN}x/hikvision", "/biometric/x/hikvision"):
            self.assertEqual(self.send(alert(), path), 403)
        self.assertEqual(self.send(alert(), "/hikvision"), 404)
        self.assertFalse(self.punched())
        self.assertFalse(
            self.env["biometric.device"].search([("state", "=", "pending")])
        )

    def test_archived_terminal_is_refused(self):
        self.terminal.active = False
        self.assertEqual(self.send(alert()), 403)

    def test_lost_query_and_odd_headers_do_not_matter(self):
        odd = "multipart/form-data; boundary=another"
        self.assertEqual(self.send(alert(), f"{PATH}?x=%zz&", odd), 200)
        self.assertEqual(
            self.send(alert(141, "09:00:00+01:00"), PATH, "text/html"), 200
        )
        self.assertEqual(len(self.punched()), 2)

    def test_heartbeat_and_empty_body_are_answered_by_200_and_seen(self):
        for body in (b"", b'{"eventType":"heartBeat"}'):
            self.assertEqual(self.send(body), 200)
        self.assertTrue(self.terminal.last_seen)
        self.assertFalse(self.messages())

    def test_poisoned_event_becomes_a_message_and_the_others_punches(self):
        poison = alert(141, clock="99:00:00")
        body = [alert(140), poison, {"x": 1}, alert(142, "09:00:00+01:00", "00017")]
        self.assertEqual(self.send(body), 200)
        self.assertEqual([row[3] for row in self.punched()], ["140", "142"])
        self.assertEqual(len(self.messages()), 2)

    def test_unreadable_body_is_a_message_and_acknowledged(self):
        bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
        for body in (bomb, b"{", b"\xff\x00\xfe"):
            self.assertEqual(self.send(body), 200)
        self.assertEqual(len(self.messages()), 3)
        self.assertEqual(set(self.messages().mapped("table")), {"push"})

    def test_body_over_two_mebibytes_is_refused(self):
        self.assertEqual(self.send(b" " * (2**21 + 1)), 413)
        self.assertEqual(self.terminal.refused_reason, "large")

    def test_wall_clock_without_an_offset_is_in_the_zone_of_the_device(self):
        self.send(alert(140, "08:00:00"))
        self.send(alert(141, "08:00:00Z", "00017"))
        instants = self.punches(device=self.terminal).mapped("instant")
        self.assertEqual(
            [str(each)[11:] for each in instants], ["07:00:00", "08:00:00"]
        )

    def test_event_told_first_without_and_then_with_the_person_is_one_punch(self):
        self.send(alert(pin=""))
        self.assertFalse(self.punched())
        self.send(alert())
        self.send(alert(attendanceStatus="undefined"))
        self.assertEqual(self.punched(), [("1", "08:00:00", "in", "140")])

    def test_picture_is_kept_only_where_the_company_keeps_photos(self):
        photos = self.env["biometric.photo"]
        self.company.biometric_photo_days = 0
        self.assertEqual(self.send(with_picture(alert())), 200)
        self.assertFalse(photos.search([]))
        self.assertEqual(len(self.punched()), 1)

    def test_another_network_card_at_the_same_address_is_shown(self):
        self.send(alert())
        other = {**alert(150, "10:00:00+01:00"), "macAddress": "a4:d5:c2:00:00:99"}
        self.send(other)
        self.assertTrue(self.terminal.contradicted_at)
        self.assertEqual(len(self.punched()), 2)

    def test_gap_in_the_numbers_has_the_terminal_polled_at_once(self):
        self.terminal.poll_requested = False
        self.send(alert(140))
        self.send(alert(141, "08:01:00+01:00"))
        self.assertFalse(self.terminal.poll_requested)
        self.send(alert(144, "08:02:00+01:00"))
        self.assertTrue(self.terminal.poll_requested)
