"""One push on a bare socket, so that a test can stop anywhere inside it."""

import socket
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from types import TracebackType

from devkit.server import Server
from simulator import Terminal, attlog_bodies

TIMEOUT_SECONDS = 30  # for one answer


def body(serial: str, lines: int, pins: int = 50, skip: int = 0) -> bytes:
    """Return so many attendance rows of the last days, a minute apart, UTC."""
    terminal = Terminal(serial)
    start = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(days=60)
    for number in range(skip, skip + lines):
        terminal.punch(str(2001 + number % pins), start + timedelta(minutes=number))
    return next(attlog_bodies(terminal.punches.entries.values(), lines))


class Push:
    """A terminal's POST under way; closed when the block is left."""

    def __init__(self, server: Server, serial: str, rows: bytes):
        """Connect and send the head; the body follows piece by piece."""
        self._rows = rows
        self._sent = 0
        self._socket = socket.create_connection(
            ("127.0.0.1", server.port), TIMEOUT_SECONDS
        )
        self.port = self._socket.getsockname()[1]
        head = (
            f"POST /iclock/cdata?SN={serial}&table=ATTLOG&Stamp=9999 HTTP/1.1\r\n"
            f"Host: 127.0.0.1\r\nContent-Type: text/plain\r\n"
            f"Content-Length: {len(rows)}\r\nConnection: close\r\n\r\n"
        )
        self._socket.sendall(head.encode())

    def __enter__(self) -> "Push":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def send(self, until: int | None = None) -> None:
        """Send the body up to a place in it, or all that is left."""
        until = len(self._rows) if until is None else until
        self._socket.sendall(self._rows[self._sent : until])
        self._sent = until

    def answer(self) -> bytes:
        """Return the whole answer, empty when the server vanished."""
        parts = []
        with suppress(ConnectionError):
            while part := self._socket.recv(65536):
                parts.append(part)
        return b"".join(parts)


def is_success(answer: bytes, lines: int) -> bool:
    """Tell whether a terminal takes this as: all lines are stored, forget them."""
    head, _, text = answer.partition(b"\r\n\r\n")
    return b" 200 " in head.split(b"\r\n")[0] and text.strip() == b"OK: %d" % lines


def push(server: Server, serial: str, rows: bytes) -> bytes:
    """Push at one go and return the answer."""
    with Push(server, serial, rows) as whole:
        whole.send()
        return whole.answer()
