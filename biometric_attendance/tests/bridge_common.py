"""A paired bridge with a polled terminal behind it, and requests as it makes them."""

import gzip
import json
from datetime import datetime, timezone

from odoo.tests import HttpCase

from ..models.api import ir_http
from ..terminals import step_json
from ..terminals.records import DeviceInfo, Punch, Upload
from ..terminals.session import Connected, RowsRead, SessionEnd, SessionPlan
from .common import DAY, BiometricCase

INSTANCE = "11111111-1111-4111-8111-111111111111"
OTHER_INSTANCE = "22222222-2222-4222-8222-222222222222"


class ApiCase(BiometricCase, HttpCase):
    """Requests of programs that call the API."""

    def setUp(self):
        super().setUp()
        ir_http.REQUESTS.clear()

    def call(
        self,
        path,
        body=None,
        token=None,
        *,
        method=None,
        headers=None,
        zipped=False,
        instance=INSTANCE,
    ):
        """Make a request of the API; return its response.

        :param instance: of the program that a bridge is, where its body does not say so.
        """
        data, sent = None, {}
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        if zipped:
            data = gzip.compress(data)
            sent["Content-Encoding"] = "gzip"
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if instance:
            sent["Biometric-Instance"] = instance
        self.env.flush_all()
        response = self.url_open(
            f"/biometric/v1/{path}",
            method=method or ("GET" if body is None else "POST"),
            data=data,
            headers={**sent, **(headers or {})},
            allow_redirects=False,
        )
        self.env.invalidate_all()
        self.assertNotIn("Set-Cookie", response.headers)
        return response

    def assertError(self, response, status, code):
        self.assertEqual(response.status_code, status, response.text)
        self.assertEqual(response.json()["error"]["code"], code)
        self.assertTrue(response.json()["error"]["message"])


class BridgeCase(ApiCase):
    """A bridge of the company, and the terminal POLL1 behind it with Ann as 1."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bridge = cls.env["biometric.bridge"].create(
            {"name": "Hall", "company_id": cls.company.id, "site_id": cls.site.id}
        )
        cls.behind = cls.make_device(
            "POLL1", brand="zk4370", host="192.168.7.20", bridge_id=cls.bridge.id
        )
        cls.map_user(cls.behind, "1", cls.ann)

    def make_code(self, bridge=None):
        action = (bridge or self.bridge).action_new_code()
        return action["context"]["default_code"]

    def pair(self, instance=INSTANCE):
        """Pair the bridge as the program does, and return the token."""
        response = self.call(
            "pair",
            {
                "code": self.make_code(),
                "name": "laptop",
                "instance": instance,
                "version": "1.0",
                "system": "Linux",
            },
        )
        self.assertEqual(response.status_code, 200, response.text)
        return response.json()["token"]

    def item(self, number, step, device=None, session="s1", at=None, **plan):
        recorded = step_json.RecordedStep(
            step,
            at or datetime.now(timezone.utc).replace(microsecond=0),
            SessionPlan(**plan),
            session,
        )
        kind, data = step_json.encode(recorded)
        return {
            "id": str(number),
            "device": (device or self.behind).id,
            "kind": kind,
            "data": data,
        }

    def connected(self, serial="POLL1", **info):
        return Connected(DeviceInfo(**info), True, serial)

    def rows(self, *times, pin="1", position=None):
        upload = Upload(lines=len(times))
        for time in times:
            moment = datetime.fromisoformat(f"{DAY} {time}:00")
            upload.add(Punch(pin, moment, 0, 1, "", f"{pin}\t{moment}\t1\t0"))
        return RowsRead(upload, "log", position or {"rows": len(times)}, complete=True)

    def end(self, **values):
        return SessionEnd(**values)

    def send_steps(self, token, *items, instance=INSTANCE, **how):
        body = {"instance": instance, "items": list(items)}
        return self.call("steps", body, token, **how)
