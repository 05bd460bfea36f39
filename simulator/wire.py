"""A small HTTP client that sends exact bytes, and can break off anywhere."""

import asyncio
import ssl
from typing import NamedTuple
from urllib.parse import urlsplit

from .exchange import Delivery, Request

LARGEST_HEAD = 64 * 1024
LARGEST_BODY = 4 * 1024 * 1024
PIECES = 8

Reply = tuple[int, dict[str, str], bytes]


class BadReply(Exception):
    """The server's bytes are not an answer a simple terminal understands."""


class Site(NamedTuple):
    """Where the server listens; ``path`` comes before every request's own."""

    host: str
    port: int
    tls: bool
    path: str

    @classmethod
    def parse(cls, url: str) -> "Site":
        """Parse the address of a server.

        :raises ValueError: not an http or https address.
        """
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"Not the address of a web server: {url}")
        tls = parts.scheme == "https"
        port = parts.port or (443 if tls else 80)
        return cls(parts.hostname, port, tls, parts.path.rstrip("/"))


async def deliver(site: Site, delivery: Delivery, timeout: float) -> Reply | None:
    """Carry one request; ``None`` when no whole, sound answer came back in time."""
    try:
        return await asyncio.wait_for(_exchange(site, delivery), timeout)
    except (OSError, EOFError, BadReply, asyncio.TimeoutError):
        # To a terminal all of these are the same: the server did not acknowledge.
        return None


async def _exchange(site: Site, delivery: Delivery) -> Reply | None:
    secure = ssl.create_default_context() if site.tls else None
    reader, writer = await asyncio.open_connection(
        site.host, site.port, ssl=secure, limit=LARGEST_HEAD
    )
    try:
        writer.write(head(site, delivery.request))
        body = delivery.request.body
        if delivery.cut is not None:
            writer.write(body[: delivery.cut])
            await writer.drain()
            return None
        await _send(writer, body, delivery.pause)
        if delivery.drop_answer:
            # Wait for the first byte: then the server has done its work.
            await reader.read(1)
            return None
        return await read_reply(reader)
    finally:
        writer.close()


def head(site: Site, request: Request) -> bytes:
    """Spell the request's head as a terminal does."""
    host = site.host if site.port in (80, 443) else f"{site.host}:{site.port}"
    lines = [f"{request.method} {site.path}{request.path} HTTP/{request.version}"]
    lines += [f"Host: {host}", *(f"{k}: {v}" for k, v in request.headers.items())]
    if request.method == "POST":
        lines.append(f"Content-Length: {len(request.body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _send(writer: asyncio.StreamWriter, body: bytes, pause: float) -> None:
    size = max(1, -(-len(body) // PIECES)) if pause else max(1, len(body))
    for start in range(0, len(body), size):
        writer.write(body[start : start + size])
        await writer.drain()
        if pause:
            await asyncio.sleep(pause)


async def read_reply(reader: asyncio.StreamReader) -> Reply:
    """Read an answer as the oldest terminals do: exact names, no chunks, no redirects.

    :raises BadReply: it is anything else.
    """
    try:
        raw = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError as error:
        raise BadReply("The answer's head is too long.") from error
    first, *lines = raw.decode("latin-1").split("\r\n")[:-2]
    words = first.split(" ", 2)
    if words[0] not in ("HTTP/1.0", "HTTP/1.1") or not "".join(words[1:2]).isdecimal():
        raise BadReply("The answer is not HTTP.")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    if "Transfer-Encoding" in headers:
        raise BadReply("Old terminals cannot read a chunked answer.")
    if "Content-Length" not in headers:
        return int(words[1]), headers, await reader.read(LARGEST_BODY)
    length = headers["Content-Length"]
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        raise BadReply("The answer's length makes no sense.")
    return int(words[1]), headers, await reader.readexactly(int(length))
