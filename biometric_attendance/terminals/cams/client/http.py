"""One POST and its answer, with an end to everything: time, size, and places to go."""

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
from .. import MOST

#: Seconds to reach the gateway, to wait for the next byte, and for all of the answer; the
#: last is looked at between pieces.
CONNECT, READ, ALTOGETHER = 5, 30, 60
_PIECE = 4 * 1024

#: What the library raises, to what we do; the first that fits.
_WRONG: tuple[tuple[type[Exception], type[TransportError], str], ...] = (
    (
        requests.exceptions.SSLError,
        Unreachable,
        "The gateway's certificate cannot be trusted.",
    ),
    (
        requests.exceptions.Timeout,
        TimedOut,
        "The gateway did not answer in time.",
    ),
    (
        requests.exceptions.ChunkedEncodingError,
        Closed,
        "The gateway broke off in the middle of its answer.",
    ),
    (
        requests.exceptions.ConnectionError,
        Unreachable,
        "The gateway cannot be reached.",
    ),
    (
        requests.exceptions.InvalidURL,
        Misaddressed,
        "The gateway's address is not one that can be called.",
    ),
    (
        requests.exceptions.RequestException,
        Garbled,
        "The gateway's answer makes no sense.",
    ),
)


def post(
    session: requests.Session, url: str, body: bytes, *, content_type: str, tag: str
) -> tuple[int, bytes]:
    """Status and body of the answer.

    Redirections are not followed: the token must not get to whoever the answer names.

    :param tag: added as ``stgid`` where the address does not say it, ``""`` for none.
    :raises TransportError: for anything that is no whole answer.
    """
    said = "stgid" in parse_qs(urlsplit(url).query)
    try:
        with closing(
            session.post(
                url,
                params={"stgid": tag} if tag and not said else None,
                data=body,
                headers={"Content-Type": content_type, "Accept-Encoding": "identity"},
                # Without one a password file of the server's account is looked through.
                auth=lambda request: request,
                timeout=(CONNECT, READ),
                allow_redirects=False,
                stream=True,
            )
        ) as response:
            return response.status_code, _read(response)
    except requests.RequestException as error:
        kind, words = next((k, w) for e, k, w in _WRONG if isinstance(error, e))
        raise kind(words) from error


def _read(response: requests.Response) -> bytes:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise Garbled("The gateway compressed its answer although it was not asked to.")
    deadline, pieces, size = monotonic() + ALTOGETHER, [], 0
    for piece in response.iter_content(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > MOST:
            raise Garbled("The gateway's answer is too long.")
        if monotonic() > deadline:
            raise TimedOut("The gateway did not answer in time.")
    _check_whole(response, size)
    return b"".join(pieces)


def _check_whole(response: requests.Response, size: int) -> None:
    """Older versions of the library take a body that was cut for a whole one."""
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and size < int(length):
        raise Closed("The gateway broke off in the middle of its answer.")
