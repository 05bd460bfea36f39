"""HTTP sessions that call no address which may not be called, shared by all brands."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import select_proxy
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from .destination import check_where_known, connect_tcp


@dataclass(frozen=True, slots=True)
class Trust:
    """Which certificate of a server is trusted.

    :param ca_certificate: PEM text of an authority that is trusted beside the public ones
        and the machine's own; ``""``: none.
    :param fingerprint: SHA-256 of the one certificate that is trusted, in hexadecimal;
        ``""``: whichever a trusted authority signed for the host.
    """

    ca_certificate: str = ""
    fingerprint: str = ""

    def arguments(self) -> dict[str, Any]:
        """Return what a pool of connections is told of it.

        :raises ssl.SSLError: the text is no certificate.
        """
        if self.fingerprint:
            return {"assert_fingerprint": self.fingerprint}
        context = ssl.create_default_context()
        if self.ca_certificate:
            context.load_verify_locations(cadata=self.ca_certificate)
        return {"ssl_context": context}


class CheckedAdapter(HTTPAdapter):
    """Connects to the addresses it has checked, instead of looking names up again.

    :param allow_loopback: whether this machine itself may be called.
    :param pool: further arguments of the pool of connections.
    """

    def __init__(self, allow_loopback: bool, pool: dict[str, Any] | None = None):
        self._allow_loopback = allow_loopback
        self._pool = pool or {}
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, **self._pool)
        self.poolmanager.pool_classes_by_scheme = {
            scheme: _checked_pool(pool, self._allow_loopback)
            for scheme, pool in (
                ("http", HTTPConnectionPool),
                ("https", HTTPSConnectionPool),
            )
        }

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        if select_proxy(request.url, kwargs.get("proxies")):
            # It may be anywhere itself, and looks the name up itself.
            host = str(urlsplit(request.url or "").hostname or "")
            check_where_known(host, allow_loopback=self._allow_loopback)
        if "assert_fingerprint" in self._pool:
            # The certificate that is compared needs no authority, whatever the session or
            # the environment says. Nothing else goes unchecked.
            kwargs["verify"] = False
        return super().send(request, *args, **kwargs)


def _checked_pool(pool: type, allow_loopback: bool) -> type:
    """Return a class of pools whose connections are made by ``connect_tcp``."""

    def connect(connection: Any) -> socket.socket:
        host, port = connection.host, connection.port
        try:
            found = connect_tcp(
                host, port, connection.timeout, allow_loopback=allow_loopback
            )
            # As the library does: head and body of a call are two packets.
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, "timed out") from error
        except OSError as error:
            raise NewConnectionError(connection, str(error)) from error
        return found

    base: Any = pool
    checked = type("Connection", (base.ConnectionCls,), {"_new_conn": connect})
    return type("Pool", (base,), {"ConnectionCls": checked})


@contextmanager
def open_session(
    *, allow_loopback: bool, trust: Trust | None = None
) -> Iterator[requests.Session]:
    """Give an HTTP session that calls no address which may not be called.

    :param allow_loopback: whether this machine itself may be called.
    :param trust: which certificates are trusted, those of public authorities if not given.
    :raises ssl.SSLError: the certificate of the authority is none.
    """
    with closing(requests.Session()) as session:
        session.mount("http://", CheckedAdapter(allow_loopback))
        pool = trust.arguments() if trust else None
        session.mount("https://", CheckedAdapter(allow_loopback, pool))
        yield session
