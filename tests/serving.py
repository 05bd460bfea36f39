"""A made-up server on a real socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from tests.fake_server import FakeServer


@contextmanager
def serving(server: FakeServer) -> Iterator[str]:
    """Yield the address of ``server`` on a real socket; cut bodies are not taken."""
    lock = Lock()

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            if len(body) < length:
                server.cut += 1
                return
            with lock:
                status, headers, text = server.send(
                    self.command, self.path, dict(self.headers), body
                )
            self.send_response(status)
            for name, value in {**headers, "Content-Length": len(text)}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = answer

        def log_message(self, *words):
            """Stay silent."""

    class Listener(ThreadingHTTPServer):
        request_queue_size = 256

        def handle_error(self, request, client_address):
            """Terminals that hang up early are what is being tested."""

    server.cut = 0
    with Listener(("127.0.0.1", 0), Handler) as listener:
        thread = Thread(target=listener.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.server_port}"
        finally:
            listener.shutdown()
            thread.join()
