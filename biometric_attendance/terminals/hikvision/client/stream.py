"""Receive a terminal's events as they happen, and read what was missed between.

Terminals cut the stream, some of them every 40 seconds. After each cut what is new is read
as in a poll, and the stream is opened again, at once and then after longer and longer
pauses. Nothing depends on it: what it does not bring, a poll does.
"""

import math
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any

from ...client.budget import Budget
from ...client.web import WebStream
from ...errors import Closed
from ...records import Upload
from ...session import LiveEvents, RowsRead
from ..bodies import read_body
from ..pushed import TABLE, decode_documents
from ..stream import PATH, PartSplitter
from .isapi import Isapi

#: Silence after which the host is asked whether to go on.
IDLE_SECONDS = 5.0
#: Silence after which a stream is taken for dead: it says something every few seconds.
DEAD_SECONDS = 60.0
FIRST_PAUSE_SECONDS, MAX_PAUSE_SECONDS = 1.0, 60.0

Steps = Generator[LiveEvents | RowsRead, Any, None]


def listen(
    isapi: Isapi,
    read_new: Callable[[], Iterator[RowsRead]],
    deadline: float,
    *,
    idle: float | None = None,
) -> Steps:
    """Yield live events, and rows read after each cut, until ``True`` is sent into one.

    It ends where the terminal has no stream, or no free one.

    :param read_new: steps of a poll, from the last position on.
    :param deadline: seconds of each of these readings.
    :param idle: seconds of silence after which an empty :class:`LiveEvents` comes,
        :data:`IDLE_SECONDS` where it is not given.
    :raises TransportError: the terminal cannot be reached any more.
    """
    pause, idle = 0.0, idle or IDLE_SECONDS
    while True:
        isapi.budget = Budget(math.inf)
        stream = isapi.stream(PATH)
        if stream is None:
            return
        has_received = False
        try:
            for step in _receive(stream, idle):
                has_received = has_received or bool(step.upload.lines)
                if (yield step):
                    return
        except Closed:
            pause = _next_pause(pause, has_received)
        isapi.close()
        if (yield from _rest(pause, idle)):
            return
        isapi.budget = Budget(deadline)
        yield from read_new()


def _receive(stream: WebStream, idle: float) -> Iterator[LiveEvents]:
    """Yield what a stream brings; nothing, where that is no event for a while.

    :raises Closed: it was cut, or is dead.
    """
    splitter, received, given = PartSplitter(), time.monotonic(), -math.inf
    while True:
        if time.monotonic() - given >= idle:
            yield LiveEvents(Upload(), TABLE)
            given = time.monotonic()
        piece = stream.read(idle)
        if piece is not None:
            received = time.monotonic()
        elif time.monotonic() - received >= DEAD_SECONDS:
            raise Closed("web_closed")
        upload = Upload()
        for part in splitter.feed(piece or b""):
            found = decode_documents(read_body(part))
            upload.punches += found.punches
            upload.events += found.events
            upload.refused += found.refused
            upload.lines += found.lines
        if upload.lines:
            yield LiveEvents(upload, TABLE)
            given = time.monotonic()


def _next_pause(pause: float, has_received: bool) -> float:
    if has_received:
        return FIRST_PAUSE_SECONDS
    return min(max(2 * pause, FIRST_PAUSE_SECONDS), MAX_PAUSE_SECONDS)


def _rest(seconds: float, idle: float) -> Generator[LiveEvents, object, bool]:
    """Wait, and return whether the host wants to end meanwhile."""
    while seconds > 0:
        part = min(seconds, idle)
        time.sleep(part)
        seconds -= part
        if (yield LiveEvents(Upload(), TABLE)):
            return True
    return False
