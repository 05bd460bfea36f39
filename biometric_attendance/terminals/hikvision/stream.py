"""The terminal's stream of events, taken apart as it comes.

    GET /ISAPI/Event/notification/alertStream
    Content-Type: multipart/mixed; boundary=MIME_boundary

    --MIME_boundary CR LF Content-Type: application/json CR LF Content-Length: 480
    CR LF CR LF {"dateTime":..,"eventType":"AccessControllerEvent",..} CR LF
    --MIME_boundary ...

A part is whole once its document is, or once the next begins: the first is sooner, since
the next may come a while later. Sources: a recorded stream of a terminal, three clients.
"""

import re

from .bodies import parse_json

PATH = "/ISAPI/Event/notification/alertStream"
#: Most bytes of a part that are kept; of longer ones, which are pictures, none.
MAX_PART_BYTES = 256 * 1024

_BOUNDARY = re.compile(rb"(?:\A|\n)(--[^\s\0]{1,200})[ \t]*\r?\n").search
_BEGINS = re.compile(rb"\r?\n\r?\n\s*(?=[{<])").search
_END_OF_XML = re.compile(rb"</EventNotificationAlert\s*>\s*\Z").search
#: Longest line that may be a boundary, and what of the end before it is to be kept.
_TAIL_BYTES = 256


class PartSplitter:
    """Splits a stream into parts, each with its boundary and headers in front."""

    def __init__(self) -> None:
        self._buffer = b""
        self._boundary = b""
        self._is_given = False

    def feed(self, data: bytes) -> list[bytes]:
        """Take what came; return the parts that are whole now, in order."""
        self._buffer += data
        parts: list[bytes] = []
        if not self._boundary and not self._find_first():
            return parts
        while self._take_part(parts):
            pass
        if not self._is_given and self._is_whole():
            parts.append(self._buffer)
            self._is_given = True
        if len(self._buffer) > MAX_PART_BYTES:
            self._shorten()
        return parts

    def _find_first(self) -> bool:
        found = _BOUNDARY(self._buffer)
        if not found:
            self._buffer = self._buffer[-_TAIL_BYTES:]
            return False
        self._boundary = found[1]
        self._buffer = self._buffer[found.start(1) :]
        return True

    def _take_part(self, parts: list[bytes]) -> bool:
        """Take the first part off, if the next has begun."""
        start = len(self._boundary)
        end = self._buffer.find(b"\n" + self._boundary, start)
        if end < 0:
            return False
        if not self._is_given:
            parts.append(self._buffer[:end])
        self._buffer, self._is_given = self._buffer[end + 1 :], False
        return True

    def _is_whole(self) -> bool:
        """Whether the document of the part that comes is there to its end."""
        last = self._buffer.rstrip()[-1:]
        if last not in (b"}", b"]", b">") or len(self._buffer) > MAX_PART_BYTES:
            return False
        begin = _BEGINS(self._buffer)
        if not begin:
            return False
        content = self._buffer[begin.end() :]
        if content.startswith(b"<"):
            return bool(_END_OF_XML(content))
        return parse_json(content.decode("utf-8", "replace")) is not None

    def _shorten(self) -> None:
        """Forget a part that is too long; where the next begins is still found."""
        self._is_given = True
        self._buffer = self._boundary + b"\r\n" + self._buffer[-_TAIL_BYTES:]
