"""One POST and its answer, with limits to place, time, size and redirections."""

from contextlib import closing
from time import monotonic
from urllib.parse import parse_qs, urlsplit

import requests

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
