"""The certificate a server shows, whoever signed it: for a person to decide about."""

import hashlib
import ssl

from .destination import connect_tcp


def fetch_fingerprint(
    host: str, port: int, timeout: float, *, allow_loopback: bool
) -> str:
    """Return the fingerprint (SHA-256, hexadecimal) of a server's certificate.

    Nothing is sent to the server but the beginning of an encrypted connection.

    :raises OSError: it cannot be reached, or does not encrypt.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # a person compares the fingerprint
    with (
        connect_tcp(host, port, timeout, allow_loopback=allow_loopback) as plug,
        context.wrap_socket(plug, server_hostname=host) as wrapped,
    ):
        return fingerprint_of(wrapped)


def fingerprint_of(connection: ssl.SSLSocket) -> str:
    """Return the fingerprint (SHA-256, hexadecimal) of the other side's certificate."""
    return hashlib.sha256(connection.getpeercert(binary_form=True) or b"").hexdigest()
