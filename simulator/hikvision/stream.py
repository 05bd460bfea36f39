"""The stream of a terminal's events: `alertStream`, which never ends by itself."""

from __future__ import annotations

import asyncio

from ..memory import Terminal
from .alerts import BOUNDARY, PICTURE, write_event, write_filler, write_part
from .hosts import PushFirmware
from .pushing import NumberOf

PATH = "/ISAPI/Event/notification/alertStream"
CONTENT_TYPE = f"multipart/mixed; boundary={BOUNDARY}"
HEAD = (
    f"HTTP/1.1 200 OK\r\nContent-Type: {CONTENT_TYPE}\r\nConnection: close\r\n\r\n"
).encode()


class AlertStream:
    """Writes to whoever listens to a terminal.

    :param number_of: see :class:`~.pushing.PushEndpoint`.
    :ivar replays: how many events before are told to a new listener, as history.
    :ivar pictures: there is a picture behind each event.
    :ivar filler: seconds between two parts that say nothing.
    :ivar cut_after: parts after which the connection is broken off, 0: never.
    :ivar streams: how many may listen at once; others are turned away.
    :ivar opened: how often somebody began to listen.
    """

    def __init__(
        self,
        terminal: Terminal,
        firmware: PushFirmware | None = None,
        *,
        number_of: NumberOf = int,
    ):
        self.terminal, self.firmware = terminal, firmware or PushFirmware()
        self.number_of = number_of
        self.replays, self.pictures, self.filler, self.cut_after = 0, False, 0.2, 0
        self.streams, self.opened, self._open = 1, 0, 0

    @property
    def is_full(self) -> bool:
        """Whether nobody else can listen."""
        return self._open >= self.streams

    async def serve(self, writer: asyncio.StreamWriter) -> None:
        """Write until the listener is gone, or the stream is to be cut.

        :raises OSError: the listener is gone.
        """
        self.opened += 1
        self._open += 1
        try:
            await self._serve(writer)
        finally:
            self._open -= 1

    async def _serve(self, writer: asyncio.StreamWriter) -> None:
        punches = self.terminal.punches
        place, parts = punches.last, 0
        writer.write(HEAD)
        for old in range(max(1, place - self.replays + 1), place + 1):
            writer.write(self._part(old, current=False))
        writer.write(write_filler(self.terminal))
        await writer.drain()
        waited = 0.0
        while not self.cut_after or parts < self.cut_after:
            if place < punches.last:
                place += 1
                # In two pieces, as a slow network delivers it.
                part = self._part(place, current=True)
                writer.write(part[:40])
                await writer.drain()
                writer.write(part[40:])
                parts += 1
            elif waited >= self.filler:
                writer.write(write_filler(self.terminal))
                waited = 0.0
            else:
                await asyncio.sleep(0.02)
                waited += 0.02
                continue
            await writer.drain()

    def _part(self, place: int, *, current: bool) -> bytes:
        punch = self.terminal.punches.entries.get(place)
        if punch is None:
            return b""
        number = self.number_of(place)
        event = write_event(
            self.terminal, self.firmware, number, punch, current=current
        )
        part = write_part(event)
        if self.pictures:
            head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\n\r\n".encode()
            part += head + PICTURE + b"\r\n"
        return part
