"""A terminal's HTTP as cheap as can be: the client must not be what is measured."""

import re
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from devkit.errors import DevError

TIMEOUT = 120
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CLIENTS = 3  # enough to keep one worker busy, fewer than its listen queue holds


class Client:
    """Requests to one server, each on a connection of its own.

    Odoo's prefork workers close the connection after every answer.
    """

    def __init__(self, url: str):
        parts = urlsplit(url)
        self._address = (parts.hostname, parts.port)
        self._host = parts.netloc

    def get(self, path: str) -> bytes:
        """Return the body of the answer."""
        return self.send(self.request("GET", path))

    def request(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Write a request beforehand, so that this is not measured either."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nConnection: close\r\n"
            f"Content-Type: application/push;charset=UTF-8\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def send(self, request: bytes) -> bytes:
        """Return the body of the answer.

        :raises DevError: it is no success.
        """
        with socket.create_connection(self._address, TIMEOUT) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(request)
            head, body = _answer(connection)
        if head.split(b" ", 2)[1:2] != [b"200"] or not body.startswith(b"OK"):
            raise DevError(f"The server answered {head[:300]!r} {body[:300]!r}.")
        return body

    def rate(self, requests: Sequence[bytes]) -> float:
        """Send them all from several terminals at once; return requests a second."""
        start = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as clients:
            for _ in clients.map(self._send_all, _shares(requests)):
                pass
        return len(requests) / (time.perf_counter() - start)

    def _send_all(self, requests: Iterable[bytes]) -> None:
        for request in requests:
            self.send(request)


def _shares(requests: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (requests[first::CLIENTS] for first in range(CLIENTS))


def _answer(connection: socket.socket) -> tuple[bytes, bytes]:
    """Return head and body, and read no further.

    Who waits for the server to close makes it wait as well: before it closes, it gives
    a client that may still be sending ten milliseconds.
    """
    head, body = b"", b""
    while not head:
        head, end, body = (body + _part(connection)).partition(b"\r\n\r\n")
        if not end:
            head, body = b"", head
    length = int(LENGTH.search(head)[1])
    while len(body) < length:
        body += _part(connection)
    return head, body


def _part(connection: socket.socket) -> bytes:
    """Read a part of an answer.

    :raises DevError: the server closed before it had answered.
    """
    if part := connection.recv(65536):
        return part
    raise DevError("The server closed the connection without an answer.")
