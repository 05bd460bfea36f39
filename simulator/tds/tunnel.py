"""Encryption: the handshake inside packets of the protocol, what follows around them."""

from __future__ import annotations

import socket
import ssl

from . import packets

_READ_BYTES = 64 * 1024


class Tunnel:
    """A connection that is encrypted from now on; used like the socket it is made of.

    :raises EOFError: the client has hung up.
    :raises ssl.SSLError: it does not trust the certificate, or talks something else.
    """

    def __init__(self, plug: socket.socket, context: ssl.SSLContext):
        self._plug = plug
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._shake_hands()

    def _shake_hands(self) -> None:
        done = False
        while not done:
            try:
                self._tls.do_handshake()
                done = True
            except ssl.SSLWantReadError:
                pass
            if answer := self._outgoing.read():
                packets.send(self._plug, answer, kind=packets.PRELOGIN)
            if not done:
                _kind, data = packets.receive(self._plug)
                self._incoming.write(data)

    def recv(self, size: int) -> bytes:
        """Return what the client sent, ``b""`` where it has hung up."""
        while True:
            try:
                return self._tls.read(size)
            except ssl.SSLWantReadError:
                data = self._plug.recv(_READ_BYTES)
                if not data:
                    return b""
                self._incoming.write(data)

    def sendall(self, data: bytes) -> None:
        """Send something to the client."""
        self._tls.write(data)
        self._plug.sendall(self._outgoing.read())


def server_context(certificate: str) -> ssl.SSLContext:
    """Return what a server encrypts with.

    :param certificate: path of a PEM file with a certificate and its key.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # With 1.3 the packets end before the handshake does.
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate)
    return context
