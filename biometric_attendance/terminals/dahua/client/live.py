"""Live events of a terminal, by a request whose answer does not end."""

import time
from collections.abc import Generator

from ...errors import Closed
from ...records import Upload
from ...session import LiveEvents
from ..events import EventStream
from ..punches import decode_records
from ..requests import HEARTBEAT_SECONDS
from ..uploads import LIVE_TABLE
from .terminal import Terminal

#: Silence after which an empty step is given, and after which the terminal is gone.
IDLE_SECONDS = 5.0
SILENT_SECONDS = 4 * HEARTBEAT_SECONDS


def listen(
    terminal: Terminal, base: str, idle: float | None = None
) -> Generator[LiveEvents, object, None]:
    """Give punches as they happen, until ``True`` is sent into a step.

    What happened before it began, and what a broken connection lost, is in the records.

    :raises TransportError: the connection failed, or this firmware has no such events.
    """
    stream = terminal.attach()
    events = EventStream(stream.content_type)
    enough: object = yield LiveEvents(Upload(), LIVE_TABLE)
    last_data = time.monotonic()
    while not enough:
        data = stream.read(idle or IDLE_SECONDS)
        if data is not None:
            last_data = time.monotonic()
        elif time.monotonic() - last_data > SILENT_SECONDS:
            raise Closed("web_closed")
        rows = list(events.feed(data or b""))
        if rows or data is None:
            enough = yield LiveEvents(
                decode_records(rows, base, terminal.zone), LIVE_TABLE
            )
