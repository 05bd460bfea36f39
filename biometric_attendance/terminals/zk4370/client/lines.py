"""One connection: payloads in, payloads out, over TCP or UDP.

Each ``receive`` gives one whole payload or raises; never a part, never two.
"""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from ...client.budget import left
from ...errors import (
    Closed,
    ConnectionRefused,
    Garbled,
    OtherProtocol,
    ProtocolError,
    TimedOut,
    TransportError,
    Unreachable,
)
from ..frames import TCP_TOP, unwrap_top, wrap
from .address import Address

#: Seconds to wait for somebody to pick up.
CONNECT_PATIENCE = 5.0
#: What the kernel hands over at once; also longer than any datagram.
_GULP = 1 << 17

#: Seconds of silence before the kernel asks whether the other side is still there, then
#: between questions, and how many: a terminal that lost power is noticed in a minute.
_KEEPALIVE = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}


class TcpLine:
    """Frames cut out of the stream by their length, however it was segmented."""

    def __init__(self, address: Address):
        try:
            with _worded():
                self._socket = socket.create_connection(
                    (address.host, address.port),
                    min(CONNECT_PATIENCE, address.patience),
                )
        except TimedOut as error:
            raise Unreachable("Nobody answers at this address.") from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in _KEEPALIVE.items():
            if hasattr(socket, name):
                self._socket.setsockopt(
                    socket.IPPROTO_TCP, getattr(socket, name), value
                )
        self._buffer = bytearray()
        self._understood = False

    def send(self, payload: bytes, until: float) -> None:
        with _worded():
            self._socket.settimeout(left(until))
            self._socket.sendall(wrap(payload))

    def receive(self, until: float) -> bytes:
        self._fill(TCP_TOP, until)
        try:
            length = unwrap_top(bytes(self._buffer[:TCP_TOP]))
        except ProtocolError as error:
            if self._understood:
                raise Garbled(error.reason) from error
            raise OtherProtocol(_stranger(self._buffer)) from error
        self._understood = True
        self._fill(TCP_TOP + length, until)
        payload = bytes(self._buffer[TCP_TOP : TCP_TOP + length])
        del self._buffer[: TCP_TOP + length]
        return payload

    def _fill(self, size: int, until: float) -> None:
        """Read on until the buffer holds ``size`` bytes; a part read stays in it."""
        while len(self._buffer) < size:
            with _worded():
                self._socket.settimeout(left(until))
                piece = self._socket.recv(_GULP)
            if not piece:
                raise Closed("The terminal closed the connection.")
            self._buffer += piece

    def close(self) -> None:
        self._socket.close()


class UdpLine:
    """One datagram, one payload; only those of the terminal itself arrive."""

    def __init__(self, address: Address):
        with _worded():
            found = socket.getaddrinfo(
                address.host, address.port, type=socket.SOCK_DGRAM
            )
        family, kind, protocol, _name, place = found[0]
        self._socket = socket.socket(family, kind, protocol)
        try:
            with _worded():
                self._socket.connect(place)
        except TransportError:
            self._socket.close()
            raise

    def send(self, payload: bytes, until: float) -> None:
        with _worded():
            self._socket.settimeout(left(until))
            self._socket.send(payload)

    def receive(self, until: float) -> bytes:
        with _worded():
            self._socket.settimeout(left(until))
            return self._socket.recv(_GULP)

    def close(self) -> None:
        self._socket.close()


@contextmanager
def _worded() -> Iterator[None]:
    """Say in words what the operating system says in numbers."""
    try:
        yield
    except TimeoutError as error:
        raise TimedOut("The terminal did not answer in time.") from error
    except ConnectionRefusedError as error:
        raise ConnectionRefused(
            "The terminal refused the connection: nothing listens on this port, or "
            "another program is talking to it."
        ) from error
    except (ConnectionResetError, BrokenPipeError, ConnectionAbortedError) as error:
        raise Closed("The terminal broke off the connection.") from error
    except socket.gaierror as error:
        raise Unreachable("No host of this name is known.") from error
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, "unknown error")
        raise Unreachable(f"There is no way to this address ({name}).") from error


def _stranger(start: bytes) -> str:
    known = {b"HTTP/": "a web server", b"SSH-": "an SSH server"}
    for beginning, words in known.items():
        if start.startswith(beginning):
            return f"What listens there is {words}, not a terminal's port 4370."
    return "What listens there does not speak the protocol of port 4370."
