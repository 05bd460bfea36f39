"""The certificate of a SQL Server: its handshake runs inside packets of its own protocol."""

import socket
import ssl
import struct

from ...client.destination import connect_tcp
from ...errors import Closed, Unreachable
from .connection import Target

_PRELOGIN = 0x12
_HEAD = struct.Struct(">BBHHBB")
#: Version, encryption (asked for), and the end of the list.
_QUESTION = (
    struct.pack(">BHHBHHB", 0, 11, 6, 1, 17, 1, 0xFF) + b"\x00\x00\x00\x00\x00\x00\x01"
)
_ENCRYPTION = 1
_NOT_SUPPORTED = 2


def fetch_certificate(target: Target, port: int) -> bytes:
    """Return the certificate (DER) the server shows, whoever signed it.

    :raises TransportError: it shows none.
    """
    with connect_tcp(
        target.host, port, target.timeout, allow_loopback=target.allow_loopback
    ) as plug:
        _send(plug, _QUESTION)
        if _encryption_of(_receive(plug)) == _NOT_SUPPORTED:
            raise Unreachable("database_no_encryption")
        return _shake_hands(plug)


def _shake_hands(plug: socket.socket) -> bytes:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # its fingerprint is compared afterwards
    # With 1.3 the packets end before the handshake does.
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tunnel = context.wrap_bio(incoming, outgoing)
    while True:
        try:
            tunnel.do_handshake()
        except ssl.SSLWantReadError:
            if question := outgoing.read():
                _send(plug, question)
            incoming.write(_receive(plug))
        else:
            return tunnel.getpeercert(binary_form=True) or b""


def _send(plug: socket.socket, data: bytes) -> None:
    plug.sendall(_HEAD.pack(_PRELOGIN, 1, _HEAD.size + len(data), 0, 0, 0) + data)


def _receive(plug: socket.socket) -> bytes:
    """Return the data of the next message."""
    data, last = b"", False
    while not last:
        _kind, status, length, *_rest = _HEAD.unpack(_read(plug, _HEAD.size))
        last = bool(status & 1)
        data += _read(plug, max(length - _HEAD.size, 0))
    return data


def _read(plug: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = plug.recv(size - len(data))
        if not piece:
            raise Closed("database_closed")
        data += piece
    return data


def _encryption_of(answer: bytes) -> int:
    """Return what the answer says of encryption; that there is none where it says nothing."""
    place = 0
    while place + 5 <= len(answer) and answer[place] != 0xFF:
        option, at, length = struct.unpack_from(">BHH", answer, place)
        if option == _ENCRYPTION and length and at < len(answer):
            return answer[at]
        place += 5
    return _NOT_SUPPORTED
