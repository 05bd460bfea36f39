"""The stream of live events, and events in other wrappings, to rows of values.

    --myboundary
    Content-Type: text/plain
    Content-Length: 199

    Code=AccessControl;action=Pulse;index=0;data={
       "UserID" : "00017", ...
    }

Parts are split anywhere, their ``Content-Length`` may be wrong, and bytes occur behind the
JSON. So the boundary alone ends a part, or the end of its JSON. Sources: three public
clients, two push receivers.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import Garbled
from .bodies import read_values
from .punches import as_row

CODE = "AccessControl"
#: Events that are punches, or attempts; others are of doors, buttons and alarms.
_CODES = frozenset({CODE.lower()})
_HEAD = re.compile(
    r"Code=([^;\r\n{]{1,60});\s{0,9}action=([^;\r\n{]{1,60});[^{]{0,60}data=\s{0,9}(?=\{)",
    re.I,
)
_FIELD = re.compile(r"events\[(\d{1,4})\]\.(?:eventbaseinfo\.)?(.+)")
_HEARTBEAT = "heartbeat"
#: Longest part with a picture, and longest event.
MAX_PART_BYTES, MAX_EVENT_BYTES = 2 * 1024 * 1024, 64 * 1024
_BOUNDARY = re.compile(r"boundary=\"?([^\";\s]{1,70})", re.I)
_decoder = json.JSONDecoder()


def read_boundary(content_type: str) -> bytes:
    """Return what separates the parts, with its dashes."""
    found = _BOUNDARY.search(content_type)
    name = found[1].removeprefix("--") if found else "myboundary"
    return b"--" + name.encode("latin-1", "replace")


class EventStream:
    """Takes bytes as they come, and gives the events that are whole.

    :ivar heartbeats: how many came.
    """

    def __init__(self, content_type: str):
        self._boundary = read_boundary(content_type)
        self._buffer = b""
        self.heartbeats = 0

    def feed(self, data: bytes) -> Iterator[dict[str, str]]:
        """Yield the rows of the events that are whole now.

        :raises Garbled: a part does not end.
        """
        self._buffer += data
        *parts, self._buffer = self._buffer.split(self._boundary)
        for part in parts:
            yield from self._read(part)
        # The next boundary comes with the next heartbeat only: look whether it is whole.
        may_end = b"}" in data and len(self._buffer) <= MAX_EVENT_BYTES
        if may_end and self._is_whole():
            part, self._buffer = self._buffer, b""
            yield from self._read(part)
        if len(self._buffer) > MAX_PART_BYTES:
            raise Garbled("dahua_stream_unreadable")

    def _is_whole(self) -> bool:
        body = _body(self._buffer)
        found = _HEAD.search(body) if body else None
        if not found:
            return False
        try:
            _decoder.raw_decode(body, found.end())
        except (ValueError, RecursionError):
            return False
        return True

    def _read(self, part: bytes) -> Iterator[dict[str, str]]:
        if len(part) > MAX_EVENT_BYTES:
            return  # a picture
        body = _body(part)
        if body.strip("\0\r\n ").lower() == _HEARTBEAT:
            self.heartbeats += 1
            return
        yield from read_event(body)


def _body(part: bytes) -> str:
    text = part.decode("utf-8", "replace")
    _head, blank, body = text.partition("\r\n\r\n")
    return body if blank else text


def read_event(text: str) -> Iterator[dict[str, str]]:
    """Yield the rows of an event as text: of the stream, or with ``Events[0].`` in front."""
    found = _HEAD.search(text)
    if found:
        try:
            values, _end = _decoder.raw_decode(text, found.end())
        except (ValueError, RecursionError):
            return
        yield from _wanted(found[1], found[2], values)
        return
    rows: dict[str, dict[str, str]] = {}
    for key, value in read_values(text.encode("utf-8", "replace")).items():
        named = _FIELD.fullmatch(key)
        if named:
            rows.setdefault(named[1], {})[named[2]] = value
    for row in rows.values():
        yield from _wanted(row.get("code"), row.get("action"), row)


def read_push(content_type: str, body: bytes) -> Iterator[dict[str, str]]:
    """Yield the rows of a body a terminal pushes: JSON, or parts with a picture among them."""
    if content_type.lower().startswith("multipart/"):
        for part in body.split(read_boundary(content_type)):
            if b"image/" not in part[:200].lower():
                yield from read_event(_body(part))
        return
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return
    if not isinstance(value, dict):
        return
    events = value.get("Events")
    for event in events if isinstance(events, list) else [value]:
        if isinstance(event, dict):
            yield from _wanted(
                event.get("Code"), event.get("Action"), event.get("Data")
            )


def _wanted(code: object, action: object, values: object) -> Iterator[dict[str, str]]:
    is_code = isinstance(code, str) and code.strip().lower() in _CODES
    is_pulse = not isinstance(action, str) or action.strip().lower() != "stop"
    if is_code and is_pulse and isinstance(values, Mapping):
        row = as_row(_plain(values))
        row.pop("recno", None)
        yield row


def _plain(values: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in values.items()}
