"""Calls to a terminal's own web server, with digest, by the standard library alone.

So they are the same in Odoo and in the bridge, which has no other. Connections go through
:mod:`.destination`; redirections are not followed.
"""

import http.client
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..errors import (
    Closed,
    Garbled,
    OtherProtocol,
    TimedOut,
    TransportError,
)
from ..web import WebAddress
from .budget import Budget
from .digest import DigestLogin
from .web_connection import Connection, connect

MAX_ANSWER_BYTES = 16 * 2**20
_PIECE_BYTES = 64 * 1024
#: Requests of one call: without a login, with it, with a fresh nonce, and after a
#: connection that was closed meanwhile.
_MAX_TRIES = 5


class WebAnswer(NamedTuple):
    """An answer of HTTP as it came.

    :param content_type: in small letters without its parameters, ``""`` for none.
    """

    status: int
    content_type: str
    body: bytes


class WebStream:
    """An answer without an end, read piece by piece."""

    def __init__(self, connection: Connection, response: http.client.HTTPResponse):
        self._connection, self._response = connection, response
        self.content_type = response.headers.get("Content-Type", "")

    def read(self, seconds: float) -> bytes | None:
        """Return what has come, ``None`` where nothing came in time.

        :raises Closed: the answer has ended, or the connection.
        """
        self._connection.until = time.monotonic() + seconds
        try:
            piece = self._response.read1(_PIECE_BYTES)
        except (TimedOut, TimeoutError):
            return None
        except (OSError, http.client.HTTPException) as error:
            raise Closed("web_closed") from error
        if not piece:
            raise Closed("web_closed")
        return piece


class WebClient:
    """Calls one terminal. A context manager; its password is tried once.

    :param budget: seconds of the whole session; may be replaced.
    :param timeout: seconds of one call.
    :param explain: gives the error that the body of a refusal with 401 names, such as a
        locked account; ``None``: the password is wrong.
    """

    def __init__(
        self,
        address: WebAddress,
        budget: Budget,
        timeout: float,
        *,
        explain: Callable[[bytes], TransportError | None] = lambda _body: None,
    ):
        self.address, self.budget, self.timeout = address, budget, timeout
        self._explain = explain
        self._login = DigestLogin(address.username, address.password)
        self._connection: Connection | None = None
        self._was_used = False

    def __enter__(self) -> "WebClient":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        if self._connection:
            self._connection.close()
        self._connection, self._was_used = None, False

    def call(
        self,
        method: str,
        target: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        repeatable: bool = True,
        renew: bool = False,
    ) -> WebAnswer:
        """Return the answer to one call; it may be a refusal, but none of the login.

        :param target: path and query, encoded.
        :param repeatable: the call changes nothing: it may be sent again where an old
            connection turns out to be closed.
        :param renew: log in anew, for terminals that count an old challenge as a wrong try.
        :raises TransportError: for anything that is no whole answer.
        """
        if not repeatable:
            self.close()
        if renew:
            self._login.renew()
        until = self.budget.grant(self.timeout)
        with _Translated(self):
            response = self._ask(method, target, body, headers or {}, until)
            data = _read(response)
            if response.will_close:
                self.close()
        kind = response.headers.get("Content-Type", "")
        kind = kind.partition(";")[0].strip().lower()
        return WebAnswer(response.status, kind, data)

    def stream(self, target: str) -> WebStream | WebAnswer:
        """Return an answer without an end; whole where its status is not 200."""
        self.close()
        until = self.budget.grant(self.timeout)
        with _Translated(self):
            response = self._ask("GET", target, b"", {}, until)
            if response.status != 200:
                data = _read(response)
                self.close()
                return WebAnswer(response.status, "", data)
            return WebStream(self._use_connection(until), response)

    def _ask(
        self,
        method: str,
        target: str,
        body: bytes,
        headers: Mapping[str, str],
        until: float,
    ) -> http.client.HTTPResponse:
        """Return the begun answer to a request that the login was accepted of."""
        may_be_closed = self._was_used
        for _try in range(_MAX_TRIES):
            login = self._login.authorize(method, target)
            sent = {**headers, "Authorization": login} if login else headers
            try:
                response = self._send(method, target, body, sent, until)
            except (ConnectionError, http.client.RemoteDisconnected):
                self.close()
                if not may_be_closed:
                    raise
                # Closed meanwhile: once more, but not with an answer that may have come
                # there: it would be taken for a wrong one.
                may_be_closed = False
                self._login.renew()
                continue
            if 300 <= response.status < 400:
                raise OtherProtocol("web_redirected")
            if response.status != 401:
                self._login.succeed()
                return response
            refusal = _read(response)
            if response.will_close:
                self.close()
            locked = self._explain(refusal)
            if locked:
                raise locked
            self._login.take(response.headers.get_all("WWW-Authenticate") or [])
        raise Garbled("digest_always_stale")

    def _send(
        self,
        method: str,
        target: str,
        body: bytes,
        headers: Mapping[str, str],
        until: float,
    ) -> http.client.HTTPResponse:
        """Send one request, over the open connection if there is one."""
        connection = self._use_connection(until)
        self._was_used = True
        host, port = self.address.host, self.address.effective_port
        http_connection = http.client.HTTPConnection(host, port)
        http_connection.sock = connection  # type: ignore[assignment]
        http_connection.putrequest(method, target, skip_accept_encoding=True)
        if body or method in ("POST", "PUT"):
            http_connection.putheader("Content-Length", str(len(body)))
        for name, value in headers.items():
            http_connection.putheader(name, value)
        http_connection.endheaders(body or None)
        response = http.client.HTTPResponse(
            connection,  # type: ignore[arg-type]
            method=method,
        )
        response.begin()
        return response

    def _use_connection(self, until: float) -> Connection:
        if self._connection is None:
            self._connection = connect(self.address, until)
        self._connection.until = until
        return self._connection


class _Translated:
    """Turns what the library raises into errors of ours, and closes the connection."""

    def __init__(self, client: WebClient):
        self._client = client

    def __enter__(self) -> None:
        """Nothing is to be prepared."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object):
        if error is None:
            return
        self._client.close()
        failure: TransportError | None = None
        if isinstance(error, TimeoutError):
            failure = TimedOut("web_timeout")
        elif isinstance(error, http.client.IncompleteRead | ConnectionError | OSError):
            failure = Closed("web_closed")
        elif isinstance(error, http.client.HTTPException | ValueError):
            failure = OtherProtocol("web_no_http")
        if failure:
            raise failure from None


def _read(response: http.client.HTTPResponse) -> bytes:
    """Return the whole body."""
    pieces, size = [], 0
    length = response.length
    while piece := response.read1(_PIECE_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_ANSWER_BYTES:
            raise Garbled("web_too_long", maximum=MAX_ANSWER_BYTES)
    if length is not None and size < length:
        raise Closed("web_closed")
    return b"".join(pieces)
