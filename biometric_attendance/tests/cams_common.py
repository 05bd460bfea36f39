"""A gateway as CAMS speaks for its terminals, over HTTP."""

import json
from datetime import datetime
from urllib.parse import quote_plus

from odoo.tests import HttpCase

from ..terminals import cams
from .common import BiometricCase

TOKEN = "COJJ7eiiPBGUfmIQPvh2PJWWDLX7OuKs"
KEY = "0123456789abcdef0123456789ABCDEF"
OTHER_KEY = "f" * 32
TAG = "ZHM1100000001"
DONE = '{"status":"done"}'


def punch_v3(pin="1", clock="08:00", kind="CheckIn", **changes):
    """A callback of v3 for a punch of ``DAY`` in Paris."""
    inner = {
        "OperationID": "9nu1wak5616p",
        "LabelName": "Head Office",
        "SerialNumber": TAG,
        "PunchLog": {
            "Type": kind,
            "InputType": "Fingerprint",
            "UserId": pin,
            "LogTime": f"2025-03-03 {clock}:00 GMT +0100",
        },
        "AuthToken": TOKEN,
        "Time": "2025-03-03 07:00:40 GMT +0000",
        **changes,
    }
    return {
        "RealTime": {name: sent for name, sent in inner.items() if sent is not None}
    }


def callback_v2(
    operation="RealTimePunchLog", pin="1", clock="08:00", sent=None, **changes
):
    """A callback of v2, its moment the wall clock written as if it were UTC."""
    wall = datetime.fromisoformat(f"2025-03-03 {clock}:00+00:00")
    return {
        "ServiceTagId": TAG,
        "ApiRequestInfo": {
            "AuthToken": TOKEN,
            "Operation": operation,
            "UserId": pin,
            "OperationTime": str(int(wall.timestamp())),
            "OperationReferenceId": "",
            "OperationData": {"AttendanceType": "CheckIn", "InputType": "Card"}
            if sent is None
            else sent,
            **changes,
        },
    }


def written(sent):
    return json.dumps(sent).encode()


def form_v2(sent):
    return b"request_data=" + quote_plus(written(sent)).encode()


def encrypted_v3(sent, key=KEY):
    return cams.encryption.encrypt_body(written(sent), key)


def encrypted_v2(sent, key=KEY):
    inner = cams.encryption.encrypt_body(written(sent["ApiRequestInfo"]), key).decode()
    return form_v2({**sent, "ApiRequestInfo": inner})


class CamsCase(BiometricCase, HttpCase):
    """One terminal behind a gateway, with Ann as PIN 1 and Bob as PIN 00017."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.terminal = cls.make_device(
            TAG,
            brand="cams",
            communication_key=TOKEN,
            connection_key=TOKEN,
            site_id=cls.site.id,
        )
        cls.map_user(cls.terminal, "1", cls.ann)
        cls.map_user(cls.terminal, "00017", cls.bob)

    def call(self, body, path=f"/cams/biometric-api3.0/?stgid={TAG}", content=None):
        """What the gateway posts, a dict as JSON."""
        if isinstance(body, dict):
            body = written(body)
        form = body.startswith(b"request_data=") or b"att_time=" in body
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        answer = self.url_open(
            path,
            method="POST",
            data=body,
            headers={"Content-Type": content or kind},
            allow_redirects=False,
        )
        self.env.invalidate_all()
        self.assertNotIn("Set-Cookie", answer.headers)
        return answer

    def secret_path(self):
        shown = self.terminal.action_new_secret_path()["params"]["message"]
        return shown.removeprefix(self.terminal.get_base_url())

    def messages(self):
        return self.env["biometric.message"].search(
            [("device_id", "=", self.terminal.id)], order="id"
        )

    def assertDone(self, answer):
        self.assertEqual((answer.status_code, answer.text), (200, DONE))

    def assertKept(self, answer, status, reason=None):
        """The gateway has to keep what it sent, and nothing is stored."""
        self.assertEqual(answer.status_code, status)
        self.assertNotIn("done", answer.text)
        self.assertFalse(self.punches(device=self.terminal))
        if reason:
            self.assertEqual(self.terminal.refused_reason, reason)
