"""Read one HTTP request of a terminal, and write the answer to it.

Terminals speak HTTP/1.0 or 1.1, name headers with underscores and leave spaces in queries.
Everything is bounded; what two readers could understand differently is refused.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

#: Most bytes of the request line and the headers together.
MAX_HEAD_BYTES = 32 * 1024
MAX_HEADERS = 100
#: Longest body that is passed over before it is refused.
MAX_SKIPPED_BYTES = 64 * 1024 * 1024
#: Longest line that says how long a chunk is.
MAX_CHUNK_LINE_BYTES = 256

_METHOD = re.compile(r"[A-Z]{1,16}").fullmatch
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}").fullmatch
_VERSIONS = {"HTTP/1.0", "HTTP/1.1"}
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})(?:[ \t]*;[^\r\n]*)?\r?\n").fullmatch
_REASONS = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    413: "Content Too Large",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class BadRequest(Exception):
    """The bytes are no request that is taken; ``status`` is what the caller is told.

    :ivar rest: bytes of a body to be passed over first, or the caller would find the
        connection closed instead of the answer.
    """

    def __init__(self, status: int = 400, rest: int = 0):
        super().__init__(status)
        self.status, self.rest = status, rest


class Request(NamedTuple):
    """A request as it came.

    :param target: path and query in ASCII; what was no ASCII is percent-encoded.
    :param headers: names as sent, in order.
    :param keep_alive: the caller goes on with the same connection.
    :param caller: the address it came from.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    keep_alive: bool = False
    caller: str = ""

    def header(self, name: str) -> str:
        """Return the first header of a name in any case, ``""`` for none."""
        found = (v for key, v in self.headers if key.lower() == name.lower())
        return next(found, "")


class Reader:
    """The bytes of one connection, through the function that reads more of them.

    :param receive: gives the next bytes, ``b""`` at the end; raises ``OSError`` in time.
    """

    def __init__(self, receive: Callable[[int], bytes]):
        self._receive = receive
        self._kept = bytearray()

    def wait(self) -> None:
        """Wait until there is a byte.

        :raises EOFError: the connection ended.
        """
        if not self._kept:
            self._fill()

    def line(self, limit: int) -> bytes:
        """Return the bytes up to and with the next LF, at most ``limit``.

        :raises BadRequest: for a longer line.
        :raises EOFError: the connection ended before.
        """
        seen = 0
        while (end := self._kept.find(b"\n", seen)) < 0:
            seen = len(self._kept)
            if seen > limit:
                raise BadRequest(431)
            self._fill()
        if end >= limit:
            raise BadRequest(431)
        return self._take(end + 1)

    def exactly(self, size: int) -> bytes:
        """Return so many bytes.

        :raises EOFError: the connection ended before.
        """
        while len(self._kept) < size:
            self._fill()
        return self._take(size)

    def skip(self, size: int) -> None:
        """Pass over so many bytes, or what comes of them."""
        while size > 0:
            if not self._kept:
                self._fill()
            size -= len(self._take(size))

    def _fill(self) -> None:
        data = self._receive(65_536)
        if not data:
            raise EOFError
        self._kept += data

    def _take(self, size: int) -> bytes:
        taken = bytes(self._kept[:size])
        del self._kept[:size]
        return taken


def read_head(reader: Reader) -> Request | None:
    """Return the next request without its body, ``None`` where the connection ended.

    :raises BadRequest: it is none that is taken.
    :raises EOFError: it ended in the middle.
    """
    try:
        first = reader.line(MAX_HEAD_BYTES)
        if not first.strip():  # an empty line after the body before
            first = reader.line(MAX_HEAD_BYTES)
    except EOFError:
        return None
    method, target, version = _request_line(first)
    headers: list[tuple[str, str]] = []
    left = MAX_HEAD_BYTES - len(first)
    while (line := reader.line(max(left, 1))).strip(b"\r\n"):
        left -= len(line)
        if len(headers) >= MAX_HEADERS:
            raise BadRequest(431)
        headers.append(_header(line))
    request = Request(method, target, tuple(headers))
    return request._replace(keep_alive=_keeps_alive(request, version))


def read_body(
    reader: Reader, request: Request, limit: int, go_on: Callable[[], None]
) -> bytes:
    """Return the body of a request, ``b""`` where it says nothing of one.

    :param limit: a body this long or longer is refused.
    :param go_on: called before the body is read where the caller waits for a word.
    :raises BadRequest: it is too long, or says its length in more than one way.
    :raises EOFError: it ended in the middle.
    """
    lengths = {v.strip() for k, v in request.headers if k.lower() == "content-length"}
    coding = request.header("Transfer-Encoding").strip().lower()
    if not lengths and not coding:
        return b""
    if len(lengths) + bool(coding) > 1 or coding not in ("", "chunked"):
        raise BadRequest
    length = None if coding else _length(lengths.pop(), limit)
    if request.header("Expect").lower() == "100-continue":
        go_on()
    return _chunked(reader, limit) if length is None else reader.exactly(length)


def has_length(request: Request) -> bool:
    """Whether a request says how long its body is."""
    return bool(request.header("Content-Length") or request.header("Transfer-Encoding"))


def write_answer(
    status: int, headers: Iterable[tuple[str, str]], body: bytes, *, keep_alive: bool
) -> bytes:
    """Return an answer as bytes, of known length, which the oldest firmware needs."""
    lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'Answer')}"]
    lines += [f"{name}: {value}" for name, value in headers]
    lines += [f"Content-Length: {len(body)}"]
    lines += [f"Connection: {'keep-alive' if keep_alive else 'close'}"]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("A header has more than one line.")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace") + body


def _request_line(line: bytes) -> tuple[str, str, str]:
    """Return method, target and version; firmware leaves spaces in its queries."""
    text = line.decode("latin-1").rstrip("\r\n")
    method, _space, rest = text.partition(" ")
    target, _space, version = rest.rpartition(" ")
    if not _METHOD(method) or version not in _VERSIONS or target[:1] != "/":
        raise BadRequest
    return method, _ascii(target), version


def _ascii(target: str) -> str:
    return "".join(c if "!" <= c <= "~" else f"%{ord(c):02X}" for c in target)


def _header(line: bytes) -> tuple[str, str]:
    name, colon, value = line.decode("latin-1").rstrip("\r\n").partition(":")
    # No space before the colon and no continued line: readers differ about both.
    value = value.strip(" \t")
    if not colon or not _NAME(name) or any(c < " " and c != "\t" for c in value):
        raise BadRequest
    return name, value


def _length(text: str, limit: int) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BadRequest
    if len(text) > 12:
        raise BadRequest(413)
    length = int(text)
    if length >= limit:
        raise BadRequest(413, length if length <= MAX_SKIPPED_BYTES else 0)
    return length


def _chunked(reader: Reader, limit: int) -> bytes:
    body = bytearray()
    while size := _chunk_size(reader.line(MAX_CHUNK_LINE_BYTES)):
        if len(body) + size >= limit:
            raise BadRequest(413)
        body += reader.exactly(size)
        if reader.line(3).strip(b"\r\n"):
            raise BadRequest
    for _trailer in range(MAX_HEADERS):
        if not reader.line(MAX_HEAD_BYTES).strip(b"\r\n"):
            return bytes(body)
    raise BadRequest(431)


def _chunk_size(line: bytes) -> int:
    found = _CHUNK(line)
    if not found:
        raise BadRequest
    return int(found[1], 16)


def _keeps_alive(request: Request, version: str) -> bool:
    words = request.header("Connection").lower().replace(",", " ").split()
    return "keep-alive" in words if version == "HTTP/1.0" else "close" not in words
