"""A company whose Hikvision terminals are called."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from itertools import count, cycle, repeat

from ..called_fleet import CalledFleet
from ..digest import DigestGuard
from ..memory import Terminal
from ..scene import Scene, stage
from ..workforce import Workforce
from .firmware import ISAPI_FIRMWARES
from .isapi import Isapi
from .isapi_faults import IsapiFaults
from .server import IsapiServer

PORT = 8081


def company(
    serials: Sequence[str],
    workforce: Workforce,
    *,
    firmwares: Iterable[str] = ("new",),
    user: str = "odoo",
    password: str = "odoo",
    host: str = "127.0.0.1",
    port: int = PORT,
    tls: ssl.SSLContext | None = None,
    **rest,
) -> Scene:
    """Stage terminals, see :func:`..scene.stage` for the rest; its endpoints are servers.

    :param firmwares: names in ``ISAPI_FIRMWARES``, dealt out in turn.
    :param port: of the first terminal, the others have those behind; 0: any free ones.
    :raises ValueError: an unknown fault, or more terminals than ports.
    """
    names = cycle(firmwares)
    ports = count(port) if port else repeat(0)
    if port + len(serials) > 65_536:
        raise ValueError(f"There are no {len(serials)} ports from {port} on.")

    def speak(terminal: Terminal, faults: IsapiFaults) -> IsapiServer:
        guard = DigestGuard({user: password}, realm="DS-K1T341AM")
        isapi = Isapi(terminal, ISAPI_FIRMWARES[next(names)], guard)
        return IsapiServer(isapi, host=host, port=next(ports), faults=faults, tls=tls)

    return stage(serials, workforce, speak, trouble=IsapiFaults, **rest)


class IsapiFleet(CalledFleet):
    """Terminals that wait to be called, each at an address of its own."""

    def count_requests(self) -> int:
        """Return how many requests were answered."""
        return sum(server.count for server in self.endpoints)
