"""What came of a terminal, by its table: rows of a search, or what it pushed."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..limits import refuse_oversized
from ..reasons import Reason
from ..records import Refused, Upload
from ..text import redacted, split_lines
from .punches import decode_event
from .pushed import TABLE as PUSHED, decode_push

#: Name under which refused events are kept; a line each, whichever way they came.
TABLE = "events"


def decode_upload(table: str, body: bytes, *, name: str = "") -> Upload:
    """Decode the body of a table of :data:`TABLES`.

    :param name: not used.
    """
    decode = TABLES.get(table)
    if decode is not None:
        return decode(body)
    upload = Upload()
    for line in split_lines(body):
        values = {"table": table[:64]}
        upload.add(Refused(redacted(line), Reason("table_unknown", values)))
        upload.lines += 1
    return upload


def decode_events(events: Iterable[Mapping[str, Any]]) -> Upload:
    """Return the punches and denied attempts among events; nobody's are left out."""
    upload = Upload()
    for event in events:
        upload.lines += 1
        record = decode_event(event)
        if record is not None:
            upload.add(record)
    return refuse_oversized(upload)


def _decode_lines(body: bytes) -> Upload:
    upload = Upload()
    for line in split_lines(body):
        upload.lines += 1
        event = _parse(line)
        if event is None:
            upload.add(Refused(redacted(line), Reason("hikvision_event_unreadable")))
            continue
        record = decode_event(event)
        if record is not None:
            upload.add(record)
    return refuse_oversized(upload)


def _parse(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


#: Table to what decodes it.
TABLES: dict[str, Callable[[bytes], Upload]] = {
    TABLE: _decode_lines,
    PUSHED: decode_push,
}
