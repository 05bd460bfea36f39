"""Real nginx as a listener, and requests at it byte by byte."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from devkit.debian import nginx
from devkit.errors import DevError
from devkit.ports import free_ports
from listener import Place, private_place, remove, set_up
from listener.configuration import Settings
from terminals import listener_rules

TIMEOUT_SECONDS = 30  # for one answer


class Answer(NamedTuple):
    """What came back.

    :param head: status line and headers as on the wire.
    """

    status: int
    head: str
    body: bytes

    def header(self, name: str) -> str | None:
        """Return a header's value, looked up as written."""
        for line in self.head.split("\r\n")[1:]:
            key, _, value = line.partition(": ")
            if key == name:
                return value
        return None


def exchange(port: int, request: bytes) -> Answer:
    """Send a whole request and return the answer; the server closes."""
    with socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS) as connection:
        connection.sendall(request)
        return receive(connection)


def receive(connection: socket.socket) -> Answer:
    """Read an answer up to the end of the connection."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    text = head.decode("latin-1")
    return Answer(int(text.split(" ")[1]), text, body)


def request(
    target: str,
    headers: tuple[tuple[str, str], ...] = (),
    body: bytes = b"",
    method: str = "",
    version: str = "1.0",
) -> bytes:
    """Return a request as a terminal writes it; its headers in this very spelling."""
    method = method or ("POST" if body else "GET")
    lines = [f"{method} {target} HTTP/{version}", "Host: terminal"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    lines.append("Connection: close")
    return "\r\n".join([*lines, "", ""]).encode() + body


def nginx_or_skip() -> str:
    """Return nginx; where it cannot be had, the test is skipped, but never for root."""
    try:
        return str(nginx())
    except DevError as error:
        if os.geteuid() == 0:
            raise
        pytest.skip(str(error))


@contextmanager
def open_folder() -> Iterator[Path]:
    """Make a folder that nginx's workers may enter, as pytest's own they may not."""
    folder = Path(tempfile.mkdtemp(prefix="biometric-listener-"))
    folder.chmod(0o755)
    (folder / "odoo").mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Listening(NamedTuple):
    """A listener that was set up."""

    place: Place
    settings: Settings
    data_dir: Path

    @property
    def port(self) -> int:
        """Where terminals call."""
        return self.settings.port

    def log(self) -> str:
        """Return its access log so far."""
        return (self.place.folder / f"biometric_{self.port}.log").read_text()

    def ask(self, *arguments, **more) -> Answer:
        """Send what `request` makes of the arguments."""
        return exchange(self.port, request(*arguments, **more))


@contextmanager
def listening(upstream_port: int, **settings) -> Iterator[Listening]:
    """Set up a listener before a port, with an nginx of its own."""
    program = nginx_or_skip()
    [port] = free_ports(1)
    with open_folder() as folder:
        place = private_place(folder / "nginx", program)
        usual = {
            "host": "127.0.0.1",
            "interface": "127.0.0.1",
            "port": port,
            "upstreams": (f"127.0.0.1:{upstream_port}",),
            "logs": str(place.logs),
        }
        listener = Listening(
            place,
            Settings(**{**usual, **settings}, brands=listener_rules()),
            folder / "odoo",
        )
        try:
            set_up(place, listener.settings, listener.data_dir)
            yield listener
        finally:
            remove(place, listener.data_dir)
