"""A Dahua terminal on a real socket, with digest, lock-out and the stream of events."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus

from ..background import Background
from ..digest import LOCKED, OK, STALE, DigestGuard
from ..memory import Terminal
from .api import Api, Reply, present
from .faults import INSTEAD, DahuaFaults
from .firmware import DahuaFirmware
from .records import new_since

LARGEST_HEAD, LARGEST_BODY = 32 * 1024, 1024 * 1024
IDLE_SECONDS = 30
LOOK_SECONDS = 0.02
LOCK_PAGE = b"Error\r\nThis account has been locked!\r\n"
_PICTURE = b"\xff\xd8" + bytes(2000) + b"\xff\xd9"


class DahuaServer(Background):
    """Answers requests, several on one connection.

    :param port: 0 takes a free one.
    :param tls: for HTTPS; ``None``: HTTP.
    :param now: the true instant (aware).
    :param heartbeat: seconds between two heartbeats of the stream.
    :param on_request: called with method and target before each answer.
    """

    #: It never knows that all was fetched.
    settled, refusal = True, ""

    def __init__(
        self,
        terminal: Terminal,
        firmware: DahuaFirmware,
        *,
        guard: DigestGuard | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: DahuaFaults | None = None,
        tls: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = present,
        heartbeat: float = 5.0,
        on_request: Callable[[str, str], None] | None = None,
    ):
        self.api = Api(terminal, firmware, now=now)
        self.terminal = terminal
        self.guard = guard or DigestGuard({"admin": "admin"})
        self.faults = faults or DahuaFaults()
        self.host, self.port, self.tls = host, port, tls
        self.heartbeat, self.on_request = heartbeat, on_request
        #: Method and target of every request.
        self.log: list[tuple[str, str]] = []
        self.streams = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task] = set()
        self._listener: asyncio.Server | None = None

    @property
    def place(self) -> str:
        """Its address, in words."""
        kind = "HTTPS" if self.tls else "HTTP"
        return f"{self.terminal.serial} at {self.host}, {kind} port {self.port}"

    async def open(self) -> None:
        """Listen.

        :raises OSError: the port is taken.
        """
        self._listener = await asyncio.start_server(
            self._live, self.host, self.port, limit=LARGEST_HEAD, ssl=self.tls
        )
        self.port = self._listener.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Hang up on everybody and listen no more."""
        if self._listener:
            self._listener.close()
        self.hang_up()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def hang_up(self) -> None:
        """End all connections."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def _live(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._writers.add(writer)
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            # Whoever hangs up or is too slow gets no answer.
            with suppress(
                OSError,
                EOFError,
                ValueError,
                asyncio.TimeoutError,
                asyncio.LimitOverrunError,
            ):
                while await self._talk(reader, writer):
                    pass
        finally:
            self._writers.discard(writer)
            self._tasks.discard(task)
            writer.close()

    async def _talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request; return whether the connection stays open."""
        raw = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), IDLE_SECONDS)
        first, *lines = raw.decode("latin-1").strip().split("\r\n")
        method, target, _version = first.split(" ")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        length = int(headers.get("content-length", "0"))
        if not 0 <= length <= LARGEST_BODY:
            return False
        body = await reader.readexactly(length)
        verdict = self.guard.check(method, target, headers.get("authorization", ""))
        if verdict != OK:
            writer.write(self._refusal(verdict))
            await writer.drain()
            return True
        self.log.append((method, target))
        if self.on_request:
            self.on_request(method, target)
        kind = self.faults.strike()
        if kind == "hang_up" and method == "GET" and "Updater" not in target:
            return False
        reply: Reply | None = self.api.answer(method, target, body)
        if kind in INSTEAD:
            reply = INSTEAD[kind](reply)
        if reply is None:
            return False
        if reply.streams:
            await self._stream(writer)
            return False
        whole = _head(reply) + reply.body
        cut = kind == "cut" and len(reply.body) > 1
        writer.write(whole[: len(whole) - len(reply.body) // 2] if cut else whole)
        await writer.drain()
        if "action=reboot" in target:
            self.guard.forget_nonces()
            self.hang_up()
        return not cut

    def _refusal(self, verdict: str) -> bytes:
        body = LOCK_PAGE if verdict == LOCKED else b"Error\r\nInvalid Authority!\r\n"
        challenge = self.guard.challenge(stale=verdict == STALE)
        return (
            "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\n"
            f"WWW-Authenticate: {challenge}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body

    async def _stream(self, writer: asyncio.StreamWriter) -> None:
        """Tell what happens from now on, until somebody hangs up."""
        writer.write(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
            b"Content-Type: multipart/x-mixed-replace; boundary=myboundary\r\n\r\n"
        )
        records = self.api.records
        last = max((number for number, _punch in records.all()), default=0)
        self.streams += 1  # last: another thread takes it for being told from now on
        waited = self.heartbeat
        while not writer.is_closing():
            for number, punch in list(new_since(records, last)):
                last = number
                await _send_part(writer, records.event(number, punch))
                if records.firmware.stream == "pictures":
                    await _send_part(writer, _PICTURE, "image/jpeg")
            if waited >= self.heartbeat:
                waited = 0.0
                await _send_part(writer, b"Heartbeat")
            await asyncio.sleep(LOOK_SECONDS)
            waited += LOOK_SECONDS


async def _send_part(
    writer: asyncio.StreamWriter, body: bytes, kind: str = "text/plain"
) -> None:
    head = f"--myboundary\r\nContent-Type: {kind}\r\nContent-Length:{len(body)}\r\n\r\n"
    whole = head.encode() + body + b"\r\n"
    for place in range(0, len(whole), 37):  # split anywhere
        writer.write(whole[place : place + 37])
        await writer.drain()


def _head(reply: Reply) -> bytes:
    return (
        f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}\r\n"
        f"Content-Type: {reply.content_type}\r\n"
        f"Content-Length: {len(reply.body)}\r\n\r\n"
    ).encode()
