"""An Anviz terminal on a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from ..background import Background
from ..memory import Terminal
from .endpoint import Endpoint, present
from .faults import AnvizFaults
from .frames import take, write

#: A record sent of its own: command 0x5F with a passage of user 1.
UNASKED = 0x5F


class AnvizServer(Background):
    """Answers requests of whoever connects.

    :param port: 0 takes a free one.
    :param on_request: called with the command before each answer.
    """

    #: It never knows that all was fetched.
    settled, refusal = True, ""

    def __init__(
        self,
        terminal: Terminal,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: AnvizFaults | None = None,
        now: Callable[[], datetime] = present,
        on_request: Callable[[int], None] | None = None,
    ):
        self.endpoint, self.terminal = Endpoint(terminal, now=now), terminal
        self.host, self.port = host, port
        self.faults = faults or AnvizFaults()
        self.on_request = on_request
        #: The command of every request.
        self.log: list[int] = []
        self._tasks: set[asyncio.Task] = set()
        self._listener: asyncio.Server | None = None

    @property
    def place(self) -> str:
        """Its address, in words."""
        return f"{self.terminal.serial} at {self.host}, TCP port {self.port}"

    async def open(self) -> None:
        """Listen.

        :raises OSError: the port is taken.
        """
        self._listener = await asyncio.start_server(self._live, self.host, self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Hang up on everybody and listen no more."""
        if self._listener:
            self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _live(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        self._tasks.add(task)
        buffer = bytearray()
        try:
            with suppress(OSError, ValueError):
                while piece := await reader.read(4096):
                    buffer += piece
                    while request := take(buffer):
                        if not await self._talk(writer, request.command, request.data):
                            return
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _talk(
        self, writer: asyncio.StreamWriter, command: int, data: bytes
    ) -> bool:
        """Answer one request; return whether the connection stays open."""
        self.log.append(command)
        if self.on_request:
            self.on_request(command)
        kind = self.faults.strike()
        ack, found = self.endpoint.answer(command, data)
        frame = write(self.endpoint.device, command, ack, found)
        if kind == "hang_up":
            return False
        if kind == "garbage":
            frame = b"HTTP/1.0 400 Bad Request\r\n\r\n"
        elif kind == "damage":
            frame = frame[:-3] + bytes((frame[-3] ^ 1,)) + frame[-2:]
        elif kind == "unasked":
            frame = write(self.endpoint.device, UNASKED, 0, bytes(14)) + frame
        elif kind == "cut":
            frame = frame[: len(frame) // 2]
        # In pieces: a stream keeps no limits of frames.
        for place in range(0, len(frame), 50):
            writer.write(frame[place : place + 50])
            await writer.drain()
        return kind != "cut"
