"""An Odoo on a real socket for the whole program: its API, terminals' routes, updates."""

import hashlib
import json
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from terminals.ebkn.request import HEADERS
from tests.bridge.fake_odoo import TOKEN
from tests.fake_ebkn_server import FakeEbknServer
from tests.fake_server import FakeServer

ADMS, EBKN = "T1", "C2610000000000AB"


class RelayedOdoo:
    """What it knows.

    :ivar relay_port: the bridge's, for its configuration.
    :ivar program: the file it offers, ``b""``: none.
    :ivar refuses_heartbeats: so that no version is confirmed.
    """

    def __init__(self):
        self.adms, self.ebkn = FakeServer(), FakeEbknServer()
        self.relay_port, self.program = 0, b""
        self.refuses_heartbeats = False
        self.calls, self.foreign = Counter(), 0
        self.lock = threading.Lock()

    def config(self):
        """Return the configuration of the bridge."""
        listed = [
            {"id": 1, "brand": "adms", "serial": ADMS, "encoding": "utf-8"},
            {"id": 2, "brand": "ebkn", "serial": EBKN, "encoding": None},
        ]
        update = None
        if self.program:
            sha256 = hashlib.sha256(self.program).hexdigest()
            update = {"version": "2", "sha256": sha256, "automatic": True}
        relay = {"port": self.relay_port, "brands": None, "devices": listed}
        config = {"protocol": 1, "interval": 5, "devices": []}
        return {**config, "relay": relay, "update": update}

    def api(self, path):
        """Return status and value for a path of the API."""
        etag = str(hash(json.dumps(self.config())))
        if path == "heartbeat":
            if self.refuses_heartbeats:
                return 503, {}
            now = datetime.now(timezone.utc).isoformat()
            return 200, {"now": now, "config": etag}
        if path == "config":
            return 200, self.config()
        if path.startswith("commands"):
            return 200, {"commands": [], "poll": []}
        return 404, {}

    def send(self, method, path, headers, body):
        """Return the answer to a terminal's call."""
        if headers.get("Biometric-Bridge") != TOKEN:
            self.foreign += 1
        with self.lock:
            if path.startswith("/iclock/"):
                return self.adms.send(method, path, headers, body)
            names = {own: name for name, own in HEADERS.items()}
            given = {names.get(name, name): value for name, value in headers.items()}
            return self.ebkn.send(method, path, given, body)


class Handler(BaseHTTPRequestHandler):
    """One request a connection, so that none is answered once the server is gone."""

    def log_message(self, *_args):
        """Stay silent."""

    def do_GET(self):
        """Answer."""
        odoo = self.server.odoo
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.removeprefix("/biometric/v1/")
        odoo.calls[path.partition("?")[0]] += 1
        if path == self.path:
            status, own, content = odoo.send(
                self.command, path, dict(self.headers), body
            )
            return self.reply(status, {**own, "Biometric-Answer": "1"}, content)
        if path == "bridge.pyz":
            return self.reply(200, {}, odoo.program)
        status, value = odoo.api(path)
        return self.reply(status, {}, json.dumps(value).encode())

    do_POST = do_GET

    def reply(self, status, headers, body):
        """Send an answer."""
        self.send_response(status)
        for name, value in {**headers, "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """Bridges that are killed are what is being tested."""


@contextmanager
def serving(odoo, port):
    """Serve it at a port of this machine."""
    server = Server(("127.0.0.1", port), Handler)
    server.odoo = odoo
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
