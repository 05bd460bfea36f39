"""Requests as the listener passes them on from terminals of the EBKN family."""

import json
import tempfile
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from unittest.mock import patch

from odoo.tests import HttpCase

from simulator.ebkn import FIRMWARES, EbknEndpoint
from simulator.exchange import drive
from simulator.memory import Terminal
from simulator.people import User

from ..listener import Target, proof
from ..listener.configuration import PROOF_HEADER
from ..models.device import connection_guide
from ..models.push import ir_http
from ..terminals.ebkn.frames import encode_frame
from ..terminals.ebkn.request import HEADERS
from .common import BiometricCase

ADDRESS = "http://192.168.1.10:8998"
SECRET = "what nginx alone knows"
LISTENER = Path("/etc/nginx/conf.d/listener.conf")
OWN = Target(("127.0.0.1:8069",), is_local=True)
LIBRARY = "FKDataHS103"
# Monday, 09:14:17 in Paris: not near midnight, where clocks are left alone.
NOW = datetime(2025, 3, 3, 8, 14, 17, tzinfo=timezone.utc)


def glog(pin="1", clock="20250303080000", **sent):
    """A frame as HS103 pushes a punch."""
    punch = {
        "fk_bin_data_lib": LIBRARY,
        "io_mode": 0x01000000,
        "io_time": clock,
        "log_image": None,
        "user_id": pin,
        "verify_mode": 0x10000000,
    }
    return encode_frame({**punch, **sent})


class EbknCase(BiometricCase, HttpCase):
    """One terminal named DOOR01; whoever calls comes through the listener."""

    SERIAL = "DOOR01"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.door = cls.make_device(cls.SERIAL, brand="ebkn")
        cls.map_user(cls.door, "1", cls.ann)
        cls.map_user(cls.door, "00017", cls.bob)

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data_dir = Path(folder.name)
        proof.note(self.data_dir, LISTENER, SECRET, ADDRESS, OWN)
        config = {"data_dir": folder.name, "http_port": 8069, "http_interface": ""}
        for module in (ir_http, connection_guide):
            self.startPatcher(patch.object(module, "config", config))

    @contextmanager
    def listener(self, secret):
        """Believe one more listener for a while."""
        other = LISTENER.with_name("other.conf")
        proof.note(self.data_dir, other, secret, ADDRESS, OWN)
        yield
        proof.forget(self.data_dir, other)

    def call(self, code, body=b"", *, secret=SECRET, prefix="", serial=SERIAL, **sent):
        """``POST`` with the headers a listener makes; ``said`` are the terminal's."""
        received = {"request_code": code, "dev_id": serial, "blk_no": "0", **sent}
        headers = {HEADERS[name]: str(text) for name, text in received.items() if text}
        if secret:
            headers[PROOF_HEADER] = secret
        return self._send(f"{prefix or '/biometric'}/ebkn", body, headers)

    def _send(self, path, body, headers):
        answer = self.url_open(
            path,
            data=body,
            method="POST",
            headers={"Content-Type": "application/octet-stream", **headers},
            allow_redirects=False,
        )
        self.env.invalidate_all()
        self.assertNotIn("Set-Cookie", answer.headers)
        return answer

    def pass_by(self, *punches, **how):
        """Push frames of punches one by one; every one has to be taken."""
        for body in punches:
            answer = self.call("realtime_glog", body, trans_id="RTLogSendAction", **how)
            self.assertCode(answer, "OK")

    def poll(self, document=None, **how):
        """Ask for a command."""
        sent = {"fk_name": "Door", "fk_time": "20250303091417", **(document or {})}
        body = encode_frame(sent)
        return self.call("receive_cmd", body, trans_id="ReceiveCommandAction", **how)

    def assertCode(self, answer, code):
        self.assertEqual(
            (answer.status_code, answer.headers.get("response_code")), (200, code)
        )

    def messages(self, device=None):
        domain = [("device_id", "=", (device or self.door).id)]
        return self.env["biometric.message"].search(domain, order="id")

    def terminal(self, firmware="hs103", serial=SERIAL, **values):
        """A simulated terminal with Ann as PIN 1, its clock right."""
        users = values.pop("users", [User("1", "Ann")])
        made = Terminal(serial, "Europe/Paris", users=users)
        return EbknEndpoint(made, FIRMWARES[firmware], **values)

    def live(self, endpoint, now=NOW, polls=1, **how):
        """Let a simulated terminal talk until it is idle."""

        def send(method, _path, headers, body):
            mapped = {HEADERS.get(name, name): text for name, text in headers.items()}
            mapped.pop("Connection", None)
            answer = self._send(
                "/biometric/ebkn", body, {**mapped, PROOF_HEADER: SECRET}
            )
            return answer.status_code, answer.headers, answer.content

        return drive(endpoint, send, now=now, polls=polls, **how)

    def received_commands(self, answer):
        """The parameters of a command that was handed out."""
        return json.loads(answer.content[4:].rstrip(b"\0")) if answer.content else {}
