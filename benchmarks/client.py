"""A terminal's HTTP as cheap as can be: the client must not be what is measured."""

import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from devkit.errors import DevError

TIMEOUT = 120
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
            answer = b"".join(_received(connection))
        head, _, body = answer.partition(b"\r\n\r\n")
        if head.split(b" ", 2)[1:2] != [b"200"] or not body.startswith(b"OK"):
            raise DevError(f"The server answered {answer[:300]!r}.")
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


def _received(connection: socket.socket) -> Iterator[bytes]:
    while part := connection.recv(65536):
        yield part
