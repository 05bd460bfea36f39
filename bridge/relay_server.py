"""The server that terminals of the LAN call: sockets, threads and their limits.

Each connection has a thread, and there are only so many. Whoever sends slowly is cut off
by a deadline of the whole request, not of each byte; an address has only its share.
"""

import logging
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from .relay_http import (
    BadRequest,
    Reader,
    Request,
    read_body,
    read_head,
    write_answer,
)

_logger = logging.getLogger(__name__)

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Limits(NamedTuple):
    """How much callers may take.

    :param connections: open at the same time.
    :param per_address: open at the same time from one address; terminals behind one
        router share an address.
    :param head: seconds from the first byte of a request to the end of its headers.
    :param body: seconds for its body.
    :param idle: seconds a connection may wait for its next request.
    :param write: seconds for taking the answer.
    """

    connections: int = 128
    per_address: int = 32
    head: float = 10
    body: float = 60
    idle: float = 30
    write: float = 15


class Answer(NamedTuple):
    """What a caller is sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Handler(NamedTuple):
    """What is done with requests.

    :param max_body: ``(head of a request)`` to the length from which on a body is refused.
    :param answer: ``(request)`` to its answer.
    :param refuse: ``(head, status)`` to the answer to one whose body is not read.
    """

    max_body: Callable[[Request], int]
    answer: Callable[[Request], Answer]
    refuse: Callable[[Request | None, int], Answer]


class RelayServer:
    """A listening socket and the threads of its connections.

    :param address: host and port; port 0 takes a free one.
    """

    def __init__(
        self, address: tuple[str, int], handler: Handler, limits: Limits | None = None
    ):
        self._handler = handler
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._idle: dict[socket.socket, float] = {}
        self._open: dict[socket.socket, str] = {}
        self._stopping = False
        self.turned_away = 0
        self._socket = socket.create_server(address, backlog=128)
        self._thread = threading.Thread(target=self._accept, name="relay", daemon=True)

    @property
    def port(self) -> int:
        """The port it listens at."""
        return self._socket.getsockname()[1]

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def start(self) -> None:
        """Begin to take connections."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more connections, and cut those that are open."""
        self._stopping = True
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            _cut(connection)
        if self._thread.is_alive():
            self._thread.join(5)

    def _accept(self) -> None:
        while not self._stopping:
            try:
                connection, peer = self._socket.accept()
            except OSError as error:
                if self._stopping:
                    return
                _logger.warning("No connection could be taken: %s", error)
                time.sleep(0.5)  # out of file descriptors
                continue
            if not self._admit(connection, peer[0]):
                self.turned_away += 1
                connection.close()
                continue
            thread = threading.Thread(
                target=self._serve, args=(connection, peer[0]), daemon=True
            )
            try:
                thread.start()
            except RuntimeError:  # no more threads
                self._forget(connection)

    def _admit(self, connection: socket.socket, address: str) -> bool:
        """Note a connection; of too many, the one that waited longest for a request goes."""
        with self._lock:
            if Counter(self._open.values())[address] >= self._limits.per_address:
                return False
            if len(self._open) >= self._limits.connections:
                if not self._idle:
                    return False
                oldest = min(self._idle, key=lambda waiting: self._idle[waiting])
                del self._idle[oldest]
                self._open.pop(oldest, None)
                _cut(oldest)
            self._open[connection] = address
            return True

    def _forget(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.pop(connection, None)
            self._idle.pop(connection, None)
        _close(connection)

    def _serve(self, connection: socket.socket, address: str) -> None:
        talk = _Talk(connection, self._limits)
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while not self._stopping and self._exchange(talk, connection, address):
                pass
        except (OSError, EOFError):
            pass  # it hung up, or was too slow: it sends the same again
        finally:
            self._forget(connection)

    def _exchange(self, talk: "_Talk", connection: socket.socket, address: str) -> bool:
        """Take one request and answer it; whether another may follow."""
        request = None
        try:
            with self._lock:
                self._idle[connection] = time.monotonic()
            talk.wait_for_request()
            with self._lock:
                self._idle.pop(connection, None)
            request = read_head(talk.reader)
            if request is None:
                return False
            request = request._replace(caller=address)
            talk.allow(self._limits.body)
            most = self._handler.max_body(request)
            body = read_body(talk.reader, request, most, talk.go_on)
        except BadRequest as error:
            if error.rest:
                talk.reader.skip(error.rest)
            talk.answer(self._handler.refuse(request, error.status), keep_alive=False)
            return False
        request = request._replace(body=body)
        talk.answer(self._answer(request), keep_alive=request.keep_alive)
        return request.keep_alive

    def _answer(self, request: Request) -> Answer:
        try:
            return self._handler.answer(request)
        except Exception:
            _logger.exception("A call of %s failed", request.caller)
            return self._handler.refuse(request, 500)


class _Talk:
    """One connection with the deadline of what is under way."""

    def __init__(self, connection: socket.socket, limits: Limits):
        self._connection, self._limits = connection, limits
        self._until = 0.0
        self.reader = Reader(self._receive)

    def allow(self, seconds: float) -> None:
        """What is read from now on has to be there within so many seconds."""
        self._until = time.monotonic() + seconds

    def wait_for_request(self) -> None:
        """Wait for the first byte of the next request, and set the deadline of its head."""
        self.allow(self._limits.idle)
        self.reader.wait()
        self.allow(self._limits.head)

    def go_on(self) -> None:
        """Tell the caller to send its body."""
        self._connection.sendall(CONTINUE)

    def answer(self, answer: Answer, *, keep_alive: bool) -> None:
        """Send an answer."""
        self._connection.settimeout(self._limits.write)
        self._connection.sendall(write_answer(*answer, keep_alive=keep_alive))

    def _receive(self, size: int) -> bytes:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv(size)


def _cut(connection: socket.socket) -> None:
    """End a connection that another thread reads from; that thread closes it."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _close(connection: socket.socket) -> None:
    """Close a connection so that what was sent last still arrives."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_WR)
        # Closing with unread bytes would reset the connection, and the answer with it.
        connection.settimeout(0.2)
        for _times in range(16):
            if not connection.recv(65_536):
                break
    connection.close()
