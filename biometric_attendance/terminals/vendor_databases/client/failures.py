"""What drivers raise, as errors with a sentence."""

import ssl
from collections.abc import Mapping

from ...errors import (
    Closed,
    ConnectionRefused,
    DeviceRefused,
    Garbled,
    TerminalError,
    TimedOut,
    TransportError,
    Unreachable,
)

#: Most characters of a server's own words that are shown.
MAX_WORDS = 200


def of_network(error: BaseException) -> TransportError | None:
    """Return the error of a connection that failed below the database, ``None``: it did not."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, TransportError):
            return seen
        if isinstance(seen, ssl.SSLError):
            return Unreachable("database_certificate", error=shorten(str(seen)))
        if isinstance(seen, ConnectionRefusedError):
            return ConnectionRefused("database_nothing_listens")
        if isinstance(seen, TimeoutError):
            return TimedOut("database_timeout")
        if isinstance(seen, (ConnectionError, EOFError)):
            return Closed("database_closed")
        if isinstance(seen, OSError):
            return Unreachable("database_unreachable")
        if isinstance(seen, (ValueError, OverflowError)):
            # The driver has read something Python has no value for.
            return Garbled("database_value", words=shorten(str(seen)))
        seen = seen.__cause__ or seen.__context__
    return None


def of_server(
    number: int | str | None, words: str, codes: Mapping[int | str, str]
) -> TransportError:
    """Return the error of an answer of the server.

    :param number: its own number of it.
    :param codes: number to code, of those that have a sentence.
    """
    code = codes.get(number or "", "database_refused")
    if code == "database_closed":
        return Closed(code)
    if code == "database_timeout":
        return TimedOut(code)
    answer = number if isinstance(number, int) else None
    return DeviceRefused(code, answer, number=str(number or ""), words=shorten(words))


def shorten(words: str) -> str:
    """Return words on one line, cut."""
    return " ".join(words.split())[:MAX_WORDS]


def is_known(error: BaseException) -> bool:
    """Return whether an error has a sentence already."""
    return isinstance(error, TerminalError)
