"""A connection to a terminal's web server, in clear or encrypted, with a moment it ends at."""

import hmac
import io
import math
import socket
import ssl
from typing import Any

from ..errors import ConnectionRefused, OtherProtocol, TransportError, Unreachable
from ..web import WebAddress
from .budget import seconds_left
from .certificate import fetch_fingerprint, fingerprint_of
from .destination import connect_tcp

CONNECT_TIMEOUT_SECONDS = 5.0


class _Reader(io.RawIOBase):
    """Reads from a connection until a moment, however slowly bytes come."""

    def __init__(self, connection: "Connection"):
        self._connection = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        own = self._connection
        own.socket.settimeout(
            None if own.until == math.inf else seconds_left(own.until)
        )
        return own.socket.recv_into(buffer)


class Connection:
    """What ``http.client`` takes for a socket.

    :ivar until: the moment (monotonic) until which it may be read and written.
    """

    def __init__(self, own: socket.socket, until: float):
        self.socket, self.until = own, until

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self))

    def sendall(self, data: bytes) -> None:
        self.socket.settimeout(seconds_left(self.until))
        self.socket.sendall(data)

    def close(self) -> None:
        self.socket.close()


def connect(address: WebAddress, until: float) -> Connection:
    """Open a connection, encrypted where the address says so.

    :param until: the moment (monotonic) until which it may take.
    :raises TransportError: it cannot be opened, or the certificate is not trusted.
    """
    host, port = address.host, address.effective_port
    seconds = min(CONNECT_TIMEOUT_SECONDS, seconds_left(until))
    loopback = address.allow_loopback
    try:
        own = connect_tcp(host, port, seconds, allow_loopback=loopback)
    except socket.gaierror as error:
        raise Unreachable("web_host_unknown") from error
    except ConnectionRefusedError as error:
        raise ConnectionRefused("web_refused", port=port) from error
    except OSError as error:
        words = "timeout" if isinstance(error, TimeoutError) else error.strerror
        raise Unreachable("web_unreachable", error=words or "-") from error
    own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not address.https:
        return Connection(own, until)
    own.settimeout(seconds_left(until))
    try:
        return Connection(_encrypt(own, address), until)
    except BaseException:
        own.close()
        raise


def _encrypt(own: socket.socket, address: WebAddress) -> ssl.SSLSocket:
    """Return the connection encrypted, to a server whose certificate is trusted."""
    context = ssl.create_default_context(cadata=address.ca_certificate or None)
    if address.fingerprint:
        # It is compared below, before anything is sent.
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        wrapped = context.wrap_socket(own, server_hostname=address.host)
    except ssl.SSLCertVerificationError:
        found = None
    except ssl.SSLError as error:
        raise OtherProtocol("web_no_tls") from error
    else:
        found = wrapped
    if found is None:
        raise Unreachable("web_certificate", fingerprint=_look_at(address))
    if address.fingerprint:
        shown = fingerprint_of(found)
        if not hmac.compare_digest(shown, address.fingerprint.lower()):
            found.close()
            raise Unreachable("web_other_certificate", fingerprint=shown)
    return found


def _look_at(address: WebAddress) -> str:
    """Return the fingerprint of the certificate a terminal shows; nothing is sent to it."""
    try:
        return fetch_fingerprint(
            address.host,
            address.effective_port,
            CONNECT_TIMEOUT_SECONDS,
            allow_loopback=address.allow_loopback,
        )
    except (OSError, TransportError):
        return "-"
