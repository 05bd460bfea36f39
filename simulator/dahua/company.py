"""A company whose Dahua terminals are called, and all of them on sockets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count, cycle, repeat

from ..called_fleet import CalledFleet
from ..digest import DigestGuard
from ..memory import Terminal
from ..scene import Scene, stage
from ..workforce import Workforce
from .faults import DahuaFaults
from .firmware import FIRMWARES
from .server import DahuaServer

PORT = 8088


def company(
    serials: Sequence[str],
    workforce: Workforce,
    *,
    firmwares: Iterable[str] = ("asi",),
    user: str = "admin",
    password: str = "admin",
    host: str = "127.0.0.1",
    port: int = PORT,
    **rest,
) -> Scene:
    """Stage terminals, see :func:`..scene.stage` for the rest; its endpoints are servers.

    :param firmwares: names in ``FIRMWARES``, dealt out in turn.
    :param port: of the first terminal, the others have those behind; 0: any free ones.
    :raises ValueError: an unknown fault, or more terminals than ports.
    """
    names = cycle(firmwares)
    ports = count(port) if port else repeat(0)
    if port + len(serials) > 65_536:
        raise ValueError(f"There are no {len(serials)} ports from {port} on.")

    def speak(terminal: Terminal, faults: DahuaFaults) -> DahuaServer:
        return DahuaServer(
            terminal,
            FIRMWARES[next(names)],
            guard=DigestGuard({user: password}, realm=f"Login to {terminal.serial}"),
            host=host,
            port=next(ports),
            faults=faults,
        )

    return stage(serials, workforce, speak, trouble=DahuaFaults, **rest)


class DahuaFleet(CalledFleet):
    """Terminals that wait to be called, each at an address of its own."""
