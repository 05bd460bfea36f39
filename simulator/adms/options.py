"""The server's answer to the handshake, read as firmware reads it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta


class HandshakeRefused(Exception):
    """The answer is not one a terminal accepts; the text says why."""


def atoi(text: str) -> int:
    """Read a number like C does: leading digits count, anything else is 0."""
    found = re.match(r"\s*[+-]?\d+", text)
    return int(found.group()) if found else 0


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """The option block; missing numbers are 0, like ``atoi`` of nothing."""

    values: dict[str, str]

    def number(self, key: str, default: int = 0) -> int:
        return atoi(self.values[key]) if key in self.values else default

    @property
    def zone(self) -> timedelta | None:
        """Distance east of UTC: whole hours, or minutes when the number passes 60."""
        if "TimeZone" not in self.values:
            return None
        number = self.number("TimeZone")
        if 60 < abs(number) < 24 * 60:
            return timedelta(minutes=number)
        # Nothing between is a zone; firmware checks only that hours stay below 25.
        return timedelta(hours=number) if -25 < number < 25 else None

    def wants(self, name: str, position: int) -> bool:
        """Whether ``TransFlag`` asks for a table, in its named or its bit form."""
        flag = self.values.get("TransFlag", "")
        if re.fullmatch("[01]+", flag):
            return flag[position - 1 : position] == "1"
        return name in flag


def read_options(serial: str, status: int | None, body: bytes) -> ServerOptions:
    """Accept the answer to ``options=all`` or say why not.

    A last line without LF does not count. The block needs ``Stamp`` (old servers) or
    ``ServerVer``; a first line beginning ``UN`` or ``RETRY`` is a refusal.

    :raises HandshakeRefused: the terminal asks again later.
    """
    if status != 200:
        raise HandshakeRefused(f"The server answered {status or 'nothing'}.")
    first, *lines = body.decode("utf-8", "replace").split("\n")[:-1] or [""]
    if first.startswith(("UN", "RETRY")):
        raise HandshakeRefused(f"The server refused: {first[:40]}.")
    if first != f"GET OPTION FROM: {serial}":
        raise HandshakeRefused("The first line does not name this terminal.")
    values = _pairs(lines)
    if not {"Stamp", "ServerVer"} & values.keys():
        raise HandshakeRefused("Neither Stamp nor ServerVer was given.")
    return ServerOptions(values)


def read_block(body: bytes) -> dict[str, str]:
    """Return the values of an answer of the security dialect, one a line."""
    return _pairs(body.decode("utf-8", "replace").replace("\r", "").split("\n"))


def _pairs(lines: Iterable[str]) -> dict[str, str]:
    return dict(line.split("=", 1) for line in lines if "=" in line)
