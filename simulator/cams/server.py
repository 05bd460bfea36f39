"""The gateway's address for the server's calls: a small HTTP server."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from ..timeline import Timeline
from .calls import Call
from .rest_api import RestApi

LARGEST_HEAD, LARGEST_BODY = 16 * 1024, 4 * 1024 * 1024
REQUEST_TIMEOUT_SECONDS = 30
REASONS = {200: "OK", 400: "Bad Request", 405: "Method Not Allowed", 413: "Too Large"}
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,10})[ \t]*\r?$")


class Listener:
    """Answers one request a connection, and one call a device at a time.

    :param latency: seconds an answer takes; another call for the device is refused
        meanwhile where the generation has a code for it.
    """

    def __init__(self, desk: RestApi, timeline: Timeline, latency: float = 0):
        self.desk = desk
        self.timeline = timeline
        self.latency = latency
        self.port = 0
        self._under_way: set[str] = set()

    @asynccontextmanager
    async def listening(self, host: str, port: int) -> AsyncIterator[int]:
        """Serve for the time of the block; yields the port, chosen if ``port`` is 0.

        :raises OSError: the port is taken.
        """
        server = await asyncio.start_server(
            self._answer, host, port, limit=LARGEST_HEAD
        )
        async with server:
            self.port = server.sockets[0].getsockname()[1]
            yield self.port

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        # Whoever hangs up or is too slow gets no answer.
        with suppress(OSError, EOFError, asyncio.TimeoutError):
            peer = writer.get_extra_info("peername")[0]
            status, body = await asyncio.wait_for(
                self._talk(reader, peer), REQUEST_TIMEOUT_SECONDS
            )
            head = (
                f"HTTP/1.1 {status} {REASONS[status]}\r\n"
                "Content-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            )
            writer.write(head.encode() + body)
            await writer.drain()
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, peer: str) -> tuple[int, bytes]:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            return 413, b""
        words = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        if len(words) != 3 or not words[1].startswith("/"):
            return 400, b""
        if words[0] != "POST":
            return 405, b""
        length = _LENGTH.search(head)
        if not length:
            return 400, b""
        if int(length[1]) > LARGEST_BODY:
            return 413, b""
        body = await reader.readexactly(int(length[1]))
        return 200, await self._call(Call(words[1], body, peer))

    async def _call(self, call: Call) -> bytes:
        serial = self.desk.serial(call)
        if serial in self._under_way:
            return self.desk.answer(call._replace(busy=True), self.timeline.now())
        self._under_way.add(serial)
        try:
            await self.timeline.sleep(self.latency)
            return self.desk.answer(call, self.timeline.now())
        finally:
            self._under_way.discard(serial)
