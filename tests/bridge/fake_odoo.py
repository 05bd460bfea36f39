"""An Odoo for the bridge's tests: it keeps what it commits, and may misbehave.

It has its own idea of the API, and takes steps apart with the shared codec alone.
"""

import gzip
import json
import socket
import struct
import threading
from collections import deque
from contextlib import contextmanager
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from terminals.errors import ProtocolError
from terminals.session import CommandDone, LiveEvents, RowsRead
from terminals.source import SourceRead
from terminals.step_json import decode

TOKEN = "bmt_secret-of-the-test"


class FakeOdoo:
    """What Odoo has, and what it does next.

    :ivar faults: of the next calls of steps: a status, ``(status, headers)``, ``lost`` (no
        answer after the commit), ``cut`` (half of it), ``garbage``, ``partly`` (the answer
        names the first item alone), ``early`` (the connection ends before the commit).
    :ivar devices: for the configuration; so are ``sources``.
    :ivar positions: how far it has each source, by the key of its items.
    :ivar queued: commands, as the bridge is given them.
    """

    def __init__(self):
        self.faults = deque()
        self.devices, self.queued, self.polls = [], [], []
        self.sources, self.positions, self.last_items = [], {}, {}
        self.steps, self.items, self.poisoned = [], [], set()
        self.heartbeats, self.calls, self.batches = [], [], []
        self.refusal = None
        self.max_items = 10_000
        self.codes = {"7K4PQ2"}
        self.interval = 5
        self.lock = threading.Lock()

    # What the tests look at

    @property
    def rows(self):
        """Every punch that came, as often as it came in another item."""
        uploads = [
            s.step.upload
            for s in self.steps
            if isinstance(s.step, RowsRead | LiveEvents)
        ]
        return [(p.pin, p.time) for upload in uploads for p in upload.punches]

    @property
    def results(self):
        return [s.step for s in self.steps if isinstance(s.step, CommandDone)]

    # The API

    def pair(self, body):
        code = body["code"].replace("-", "").upper()
        if code not in self.codes:
            return 403, error("code", "This code is wrong or too old.")
        self.codes.discard(code)
        return 200, {"token": TOKEN, "bridge": {"id": 3, "name": "Gym"}, "url": "x"}

    def config(self):
        value = {"protocol": 1, "interval": self.interval, "devices": self.devices}
        value["sources"] = self.sources
        return value, f'"{hash(json.dumps(value)) & 0xFFFF_FFFF:x}"'

    def heartbeat(self, body):
        self.heartbeats.append(body)
        now = datetime.now(timezone.utc).isoformat()
        return 200, {"now": now, "config": self.config()[1]}

    def commands(self):
        with self.lock:
            given, self.queued = self.queued, []
            polls, self.polls = self.polls, []
        return 200, {"commands": given, "poll": polls}

    def take(self, body):
        if len(body["items"]) > self.max_items:
            return 413, error("large", "Too many.")
        results = []
        for item in body["items"]:
            try:
                step = decode(item["kind"], item["data"])
                if item["id"] in self.poisoned:
                    raise ProtocolError("step_unreadable", expected="poison")
            except ProtocolError as problem:
                results.append(
                    {"id": item["id"], "result": "refused", "code": problem.code}
                )
                continue
            if isinstance(item["device"], str):
                results.append(self.take_source(item, step))
                continue
            with self.lock:
                self.items.append((item["device"], int(item["id"]), item["kind"]))
                self.steps.append(step)
            results.append({"id": item["id"], "result": "stored"})
        self.batches.append(len(body["items"]))
        return 200, {"results": results}

    def take_source(self, item, recorded):
        """Store a step of a source, where it follows what is there."""
        key, number = item["device"], int(item["id"])
        done = {"id": item["id"], "result": "stored"}
        with self.lock:
            if number <= self.last_items.get(key, 0):
                return done
            if isinstance(recorded.step, SourceRead):
                here = self.positions.get(key)
                if recorded.plan.position != here:
                    refused = {"result": "refused", "code": "source_begun_anew"}
                    return {"id": item["id"], **refused, "position": here}
                self.positions[key] = recorded.step.position
            self.last_items[key] = number
            self.steps.append(recorded)
        return done

    @property
    def source_rows(self):
        """Every punch of a source, as often as it came: terminal, number."""
        steps = [s.step for s in self.steps if isinstance(s.step, SourceRead)]
        return [
            (key, punch.number, punch.pin, punch.time)
            for step in steps
            for key, upload in step.uploads.items()
            for punch in upload.punches
        ]


def error(code, message):
    return {"error": {"code": code, "message": message}}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args):
        pass

    def do_GET(self):
        self.dispatch(None)

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if self.headers.get("Content-Encoding") == "gzip":
            raw = gzip.decompress(raw)
        self.dispatch(json.loads(raw))

    def dispatch(self, body):
        odoo = self.server.odoo
        path, _, query = self.path.removeprefix("/biometric/v1/").partition("?")
        odoo.calls.append((path, query, dict(self.headers)))
        if path == "pair":
            return self.answer(*odoo.pair(body))
        if odoo.refusal:
            return self.answer(*odoo.refusal)
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return self.answer(401, error("token", "This token is unknown."))
        if path == "config":
            return self.config()
        if path == "steps":
            return self.steps(body)
        return self.answer(
            *(odoo.heartbeat(body) if path == "heartbeat" else odoo.commands())
        )

    def config(self):
        value, etag = self.server.odoo.config()
        if self.headers["If-None-Match"] == etag:
            return self.answer(304, None)
        return self.answer(200, value, {"ETag": etag})

    def steps(self, body):
        odoo = self.server.odoo
        fault = odoo.faults.popleft() if odoo.faults else None
        if isinstance(fault, int):
            return self.answer(fault, error("busy", "Later."))
        if isinstance(fault, tuple):
            return self.answer(fault[0], {}, fault[1])
        if fault == "early":
            return self.reset()
        if fault == "partly":
            body = {**body, "items": body["items"][:1]}
        status, value = odoo.take(body)
        if fault == "lost":
            return self.reset()
        if fault == "garbage":
            return self.raw(b"<html>Please sign in to the hotel's network")
        return self.answer(status, value, cut=fault == "cut")

    def answer(self, status, value, headers=None, cut=False):
        raw = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        if status != 304:
            self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw[: len(raw) // 2] if cut else raw)
        if cut:
            self.reset()

    def raw(self, raw):
        self.send_response(200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def reset(self):
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()
        self.wfile = self.rfile = open("/dev/null", "r+b", buffering=0)  # noqa: SIM115


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


@contextmanager
def serving(odoo, *, context=None, port=0):
    """Serve it on this machine; gives the address."""
    server = Server(("127.0.0.1", port), Handler)
    server.odoo = odoo
    scheme = "http"
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield f"{scheme}://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
