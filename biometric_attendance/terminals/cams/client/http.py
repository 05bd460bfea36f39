"""One POST and its answer, with limits to place, time, size and redirections."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import select_proxy
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from ...client.destination import check_where_known, connect_tcp
from ...errors import (
    Closed,
    Garbled,
    Misaddressed,
    TimedOut,
    TransportError,
    Unreachable,
)
from ..bodies import MAX_BODY_BYTES

#: Seconds to reach the gateway, to wait for the next byte, and for all of the answer; the
#: last is looked at between pieces.
CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS, ANSWER_TIMEOUT_SECONDS = 5, 30, 60
_PIECE = 4 * 1024

#: What the library raises, to the error and its code; the first that fits.
_ERRORS: tuple[tuple[type[Exception], type[TransportError], str], ...] = (
    (requests.exceptions.SSLError, Unreachable, "gateway_certificate"),
    (requests.exceptions.Timeout, TimedOut, "gateway_timeout"),
    (requests.exceptions.ChunkedEncodingError, Closed, "gateway_closed"),
    (requests.exceptions.ConnectionError, Unreachable, "gateway_unreachable"),
    (requests.exceptions.InvalidURL, Misaddressed, "gateway_address_invalid"),
    (requests.exceptions.RequestException, Garbled, "gateway_makes_no_sense"),
)


class _CheckedAdapter(HTTPAdapter):
    """Connects to the addresses it has checked, instead of looking names up again."""

    def __init__(self, allow_loopback: bool):
        self._allow_loopback = allow_loopback
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
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
        return super().send(request, *args, **kwargs)


def _checked_pool(pool: type, allow_loopback: bool) -> type:
    """Return a class of pools whose connections are made by ``connect_tcp``."""

    def connect(connection: Any) -> socket.socket:
        host, port = connection.host, connection.port
        try:
            return connect_tcp(
                host, port, connection.timeout, allow_loopback=allow_loopback
            )
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, "timed out") from error
        except OSError as error:
            raise NewConnectionError(connection, str(error)) from error

    base: Any = pool
    checked = type("Connection", (base.ConnectionCls,), {"_new_conn": connect})
    return type("Pool", (base,), {"ConnectionCls": checked})


@contextmanager
def open_session(*, allow_loopback: bool) -> Iterator[requests.Session]:
    """Give an HTTP session that calls no address which may not be called.

    :param allow_loopback: whether this machine itself may be called.
    """
    with closing(requests.Session()) as session:
        for scheme in ("http://", "https://"):
            session.mount(scheme, _CheckedAdapter(allow_loopback))
        yield session


def post(
    session: requests.Session, url: str, body: bytes, *, content_type: str, tag: str
) -> tuple[int, bytes]:
    """Status and body of the answer.

    Redirections are not followed: the token must not get to whoever the answer names.

    :param tag: added as ``stgid`` where the address does not say it, ``""`` for none.
    :raises TransportError: for anything that is no whole answer.
    """
    has_tag = "stgid" in parse_qs(urlsplit(url).query)
    try:
        with closing(
            session.post(
                url,
                params={"stgid": tag} if tag and not has_tag else None,
                data=body,
                headers={"Content-Type": content_type, "Accept-Encoding": "identity"},
                # Without one a password file of the server's account is looked through.
                auth=lambda request: request,
                timeout=(CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS),
                allow_redirects=False,
                stream=True,
            )
        ) as response:
            return response.status_code, _read(response)
    except requests.RequestException as error:
        kind, code = next((k, c) for e, k, c in _ERRORS if isinstance(error, e))
        raise kind(code) from error


def _read(response: requests.Response) -> bytes:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise Garbled("gateway_compressed")
    deadline, pieces, size = monotonic() + ANSWER_TIMEOUT_SECONDS, [], 0
    for piece in response.iter_content(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BODY_BYTES:
            raise Garbled("gateway_answer_too_long")
        if monotonic() > deadline:
            raise TimedOut("gateway_timeout")
    _check_whole(response, size)
    return b"".join(pieces)


def _check_whole(response: requests.Response, size: int) -> None:
    """Older versions of the library take a body that was cut for a whole one."""
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and size < int(length):
        raise Closed("gateway_closed")
