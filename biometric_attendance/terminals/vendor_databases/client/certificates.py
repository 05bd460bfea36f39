"""Which certificate of a database server is trusted; never any."""

import hashlib
import hmac
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from typing import Any

from ...errors import Unreachable
from .connection import Target


class PinningContext(ssl.SSLContext):
    """Trusts the one certificate with a fingerprint, whoever signed it."""

    fingerprint = ""

    def wrap_socket(self, sock: socket, *args: Any, **kwargs: Any) -> ssl.SSLSocket:
        """Encrypt a connection.

        :raises Unreachable: it is another certificate; nothing else was sent yet.
        """
        wrapped = super().wrap_socket(sock, *args, **kwargs)
        check_fingerprint(
            wrapped.getpeercert(binary_form=True) or b"", self.fingerprint
        )
        return wrapped


def check_fingerprint(certificate: bytes, fingerprint: str) -> None:
    """Compare a certificate (DER) with the fingerprint of the one that is trusted.

    :raises Unreachable: it is another.
    """
    found = hashlib.sha256(certificate).hexdigest()
    if not hmac.compare_digest(found, read_fingerprint(fingerprint)):
        raise Unreachable("database_fingerprint", fingerprint=found)


def read_fingerprint(text: str) -> str:
    """Return a fingerprint as small hex digits, however it is written."""
    return re.sub(r"[^0-9a-f]", "", text.lower())


def make_context(target: Target) -> ssl.SSLContext:
    """Return what a connection is encrypted with.

    :raises Unreachable: the authority's certificate is none.
    """
    if target.fingerprint:
        context = PinningContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # the fingerprint is compared instead
        context.fingerprint = target.fingerprint
        return context
    try:
        return ssl.create_default_context(cadata=target.ca_certificate.strip() or None)
    except (ssl.SSLError, ValueError) as error:
        raise Unreachable("database_authority") from error


@contextmanager
def authorities(target: Target, pinned: bytes = b"") -> Iterator[str]:
    """Give the path of a file with the authorities that are trusted.

    :param pinned: the certificate (DER) with the fingerprint, if one is pinned: it vouches
        for itself where no authority is given.
    :raises Unreachable: the operating system has none.
    """
    text = target.ca_certificate.strip()
    if pinned and not text:
        text = ssl.DER_cert_to_PEM_cert(pinned)
    if not text:
        path = ssl.get_default_verify_paths().cafile
        if not path:
            raise Unreachable("database_authority")
        yield path
        return
    with TemporaryDirectory(prefix="biometric-") as folder:
        file = Path(folder) / "authority.pem"
        file.write_text(text + "\n", encoding="ascii", errors="replace")
        yield str(file)


def explain(error: Exception, target: Target) -> Exception:
    """Return the error of a connection, or what it means for the certificate that is pinned.

    Its fingerprint was compared before: it has been signed by somebody else, then, whom
    the drivers want to know, or is too old.
    """
    is_distrust = getattr(error, "code", "") == "database_certificate"
    if is_distrust and target.fingerprint and not target.ca_certificate.strip():
        return Unreachable("database_authority_needed")
    return error
