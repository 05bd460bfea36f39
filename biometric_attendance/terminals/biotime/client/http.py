"""One HTTP call and its answer, with limits to place, time, size and redirections."""

from collections.abc import Mapping
from contextlib import closing
from typing import Any

import requests
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from ...client.budget import Budget, seconds_left
from ...errors import (
    Closed,
    Garbled,
    Misaddressed,
    OtherProtocol,
    TimedOut,
    TransportError,
    Unreachable,
)
from ..address import Address
from ..answers import Response

CONNECT_TIMEOUT_SECONDS = 5.0
#: A page of a thousand rows has half a megabyte.
MAX_ANSWER_BYTES = 16 * 2**20
_PIECE_BYTES = 64 * 1024

_Kind = type[TransportError]
#: What the libraries raise, to the error and its code; the first that fits.
_ERRORS: tuple[tuple[type[Exception], _Kind, str], ...] = (
    (requests.exceptions.SSLError, Unreachable, "biotime_certificate"),
    (requests.exceptions.Timeout, TimedOut, "biotime_timeout"),
    (requests.exceptions.ChunkedEncodingError, Closed, "biotime_closed"),
    (requests.exceptions.InvalidURL, Misaddressed, "biotime_address_invalid"),
)


class Channel:
    """Calls one server.

    :param session: see :func:`...client.http.open_session`.
    :param budget: seconds of the whole session.
    :param timeout: seconds of one call.
    """

    def __init__(
        self,
        session: requests.Session,
        address: Address,
        budget: Budget,
        timeout: float,
    ):
        self._session, self._address = session, address
        self.budget, self._timeout = budget, timeout

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Return the answer to one call; it may be a refusal.

        Redirections are not followed: the password must not get to whoever the answer names.

        :raises TransportError: for anything that is no whole answer.
        """
        until = self.budget.grant(self._timeout)
        try:
            left = seconds_left(until)
            with closing(
                self._session.request(
                    method,
                    self._address.url + path,
                    params=params,
                    data=body,
                    headers={
                        "Accept": "application/json, text/html",
                        "Accept-Encoding": "identity",
                        **(headers or {}),
                    },
                    # Without one a password file of the server's account is looked through.
                    auth=lambda request: request,
                    timeout=(min(CONNECT_TIMEOUT_SECONDS, left), left),
                    allow_redirects=False,
                    stream=True,
                )
            ) as response:
                kind = response.headers.get("Content-Type", "")
                return Response(response.status_code, kind, _read(response, until))
        except (requests.RequestException, HTTPError) as error:
            failure = _failure(error)
        # Not from within: the library's error holds the request, and so the password.
        raise failure


def _failure(error: Exception) -> TransportError:
    for kind, ours, code in _ERRORS:
        if isinstance(error, kind):
            return ours(code)
    cause = error.args[0] if error.args else None
    if isinstance(error, ReadTimeoutError) or isinstance(cause, ReadTimeoutError):
        return TimedOut("biotime_timeout")
    if isinstance(error, ProtocolError) or isinstance(cause, ProtocolError):
        return Closed("biotime_closed")
    if isinstance(error, requests.exceptions.ConnectionError):
        return Unreachable("biotime_unreachable")
    return OtherProtocol("biotime_no_http")


def _read(response: requests.Response, until: float) -> bytes:
    pieces, size = [], 0
    for piece in response.iter_content(_PIECE_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_ANSWER_BYTES:
            raise Garbled("biotime_too_long", maximum=MAX_ANSWER_BYTES)
        seconds_left(until)
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and size < int(length):
        # Older versions of the library take a body that was cut for a whole one.
        raise Closed("biotime_closed")
    return b"".join(pieces)
