"""A terminal's web server on a real socket."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from ..background import Background
from .isapi import Isapi
from .isapi_faults import INSTEAD, IsapiFaults
from .replies import Reply
from .stream import CONTENT_TYPE as STREAM_TYPE

LARGEST_HEAD, LARGEST_BODY = 32 * 1024, 2**20
IDLE_SECONDS = 30


class IsapiServer(Background):
    """Answers requests, several on one connection.

    :param port: 0 takes a free one.
    :param tls: for HTTPS; ``None``: HTTP.
    :param on_request: called with method and target before each answer.
    """

    def __init__(
        self,
        isapi: Isapi,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: IsapiFaults | None = None,
        tls: ssl.SSLContext | None = None,
        on_request: Callable[[str, str], None] | None = None,
    ):
        self.isapi, self.faults = isapi, faults or IsapiFaults()
        self.host, self.port, self.tls = host, port, tls
        self.on_request = on_request
        self.terminal = isapi.terminal
        self.settled, self.refusal = True, ""
        #: Requests answered, those without a login included.
        self.count = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._listener: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http{'s' if self.tls else ''}://{self.host}:{self.port}"

    @property
    def place(self) -> str:
        """Serial number and address, for people."""
        return f"{self.terminal.serial} at {self.url}"

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
        for writer in list(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _live(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._writers.add(writer)
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
            writer.close()

    async def _talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request; return whether the connection stays open."""
        began = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), IDLE_SECONDS)
        head = began.decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        method, target, _version = first.split(" ")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        length = int(headers.get("content-length", "0"))
        if not 0 <= length <= LARGEST_BODY:
            return False
        body = await asyncio.wait_for(reader.readexactly(length), IDLE_SECONDS)
        self.count += 1
        if self.on_request:
            self.on_request(method, target)
        reply: Reply | None = self.isapi.answer(method, target, headers, body)
        # What goes wrong does so behind the login: a challenge is always whole.
        kind = self.faults.strike() if reply and reply.status != 401 else ""
        if reply and kind in INSTEAD:
            reply = INSTEAD[kind](reply)
        if reply is None:
            return False
        if reply.content_type == STREAM_TYPE:
            await self.isapi.stream.serve(writer)
            return False
        whole = _head(reply) + reply.body
        writer.write(
            whole[: len(whole) - len(reply.body) // 2 - 1] if kind == "cut" else whole
        )
        await writer.drain()
        return kind != "cut"


def _head(reply: Reply) -> bytes:
    lines = (
        f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}",
        f"Content-Type: {reply.content_type}",
        f"Content-Length: {len(reply.body)}",
        "Server: webs",
        *reply.headers,
    )
    return "\r\n".join((*lines, "", "")).encode()
