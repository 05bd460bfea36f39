"""One TCP or UDP connection to a terminal that sends and receives whole payloads.

Each ``receive`` gives one whole payload or raises; never a part, never two.
"""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from ...client.budget import seconds_left
from ...client.destination import connect_tcp, connect_udp
from ...errors import (
    Closed,
    ConnectionRefused,
    Garbled,
    OtherProtocol,
    ProtocolError,
    TimedOut,
    Unreachable,
)
from ..frames import TCP_TOP, unwrap_top, wrap
from .address import Address

CONNECT_TIMEOUT_SECONDS = 5.0
#: What the kernel hands over at once; also longer than any datagram.
_RECEIVE_BYTES = 1 << 17

#: Seconds of silence before the kernel asks whether the other side is still there, then
#: between questions, and how many: a terminal that lost power is noticed in a minute.
_KEEPALIVE = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}
#: First bytes of other protocols, and the code of what listens there.
_OTHER_PROTOCOLS = {b"HTTP/": "web_server", b"SSH-": "ssh_server"}


class TcpConnection:
    """Cuts frames out of the stream by their length, however it was segmented."""

    def __init__(self, address: Address):
        try:
            with _translated():
                self._socket = connect_tcp(
                    address.host,
                    address.port,
                    min(CONNECT_TIMEOUT_SECONDS, address.timeout),
                    allow_loopback=address.allow_loopback,
                )
        except TimedOut as error:
            raise Unreachable("no_answer_at_address") from error
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
        with _translated():
            self._socket.settimeout(seconds_left(until))
            self._socket.sendall(wrap(payload))

    def receive(self, until: float) -> bytes:
        self._fill(TCP_TOP, until)
        try:
            length = unwrap_top(bytes(self._buffer[:TCP_TOP]))
        except ProtocolError as error:
            if self._understood:
                raise Garbled(error.code, **error.values) from error
            raise OtherProtocol(_other_protocol(bytes(self._buffer))) from error
        self._understood = True
        self._fill(TCP_TOP + length, until)
        payload = bytes(self._buffer[TCP_TOP : TCP_TOP + length])
        del self._buffer[: TCP_TOP + length]
        return payload

    def _fill(self, size: int, until: float) -> None:
        """Read on until the buffer holds ``size`` bytes; a part read stays in it."""
        while len(self._buffer) < size:
            with _translated():
                self._socket.settimeout(seconds_left(until))
                piece = self._socket.recv(_RECEIVE_BYTES)
            if not piece:
                raise Closed("connection_closed")
            self._buffer += piece

    def close(self) -> None:
        self._socket.close()


class UdpConnection:
    """Sends and receives datagrams, one payload each; only the terminal's own arrive."""

    def __init__(self, address: Address):
        with _translated():
            self._socket = connect_udp(
                address.host, address.port, allow_loopback=address.allow_loopback
            )

    def send(self, payload: bytes, until: float) -> None:
        with _translated():
            self._socket.settimeout(seconds_left(until))
            self._socket.send(payload)

    def receive(self, until: float) -> bytes:
        with _translated():
            self._socket.settimeout(seconds_left(until))
            return self._socket.recv(_RECEIVE_BYTES)

    def close(self) -> None:
        self._socket.close()


@contextmanager
def _translated() -> Iterator[None]:
    """Turn errors of the operating system into errors of a transport."""
    try:
        yield
    except TimeoutError as error:
        raise TimedOut("no_answer_in_time") from error
    except ConnectionRefusedError as error:
        raise ConnectionRefused("connection_refused") from error
    except (ConnectionResetError, BrokenPipeError, ConnectionAbortedError) as error:
        raise Closed("connection_reset") from error
    except socket.gaierror as error:
        raise Unreachable("host_unknown") from error
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, "unknown error")
        raise Unreachable("no_route", error=name) from error


def _other_protocol(start: bytes) -> str:
    for beginning, code in _OTHER_PROTOCOLS.items():
        if start.startswith(beginning):
            return code
    return "other_protocol"
