"""A company whose Anviz terminals are called, and all of them on sockets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, repeat

from ..called_fleet import CalledFleet
from ..memory import Terminal
from ..scene import Scene, stage
from ..workforce import Workforce
from .faults import AnvizFaults
from .server import AnvizServer

PORT = 5010


def company(
    serials: Sequence[str],
    workforce: Workforce,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    **rest,
) -> Scene:
    """Stage terminals, see :func:`..scene.stage` for the rest; its endpoints are servers.

    :param port: of the first terminal, the others have those behind; 0: any free ones.
    :raises ValueError: an unknown fault, or more terminals than ports.
    """
    ports = count(port) if port else repeat(0)
    if port + len(serials) > 65_536:
        raise ValueError(f"There are no {len(serials)} ports from {port} on.")

    def speak(terminal: Terminal, faults: AnvizFaults) -> AnvizServer:
        return AnvizServer(terminal, host=host, port=next(ports), faults=faults)

    return stage(serials, workforce, speak, trouble=AnvizFaults, **rest)


class AnvizFleet(CalledFleet):
    """Terminals that wait to be called, each at an address of its own."""
