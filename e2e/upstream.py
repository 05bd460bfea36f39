"""A server that plays Odoo behind a listener, and remembers what it was sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Sent:
    """One request as it arrived.

    :param target: path and query as on the wire.
    :param headers: looked up in any case.
    """

    method: str
    target: str
    headers: HTTPMessage
    body: bytes


class Upstream(ThreadingHTTPServer):
    """Answers each request alike, by default as to an EBKN terminal.

    `status`, `headers` and `body` may be changed at any time; `sent` is what came.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.port = self.server_address[1]
        self.sent: list[Sent] = []
        self.status = 200
        self.headers = {"response_code": "OK", "trans_id": "RTLogSendAction"}
        self.body = b"answer"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Upstream

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        sent = Sent(self.command, self.path, self.headers, body)
        self.server.sent.append(sent)
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    do_POST = do_GET

    def log_message(self, *_arguments) -> None:
        """Say nothing: the tests look at `sent`."""


@contextmanager
def upstream() -> Iterator[Upstream]:
    """Serve for the time of a block."""
    with Upstream() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
