"""A company whose terminals are called at port 4370."""

from collections.abc import Iterable, Sequence
from itertools import count, cycle, repeat

from ..memory import Terminal
from ..scene import Scene, stage
from ..workforce import Workforce
from .faults import ZkFaults
from .firmware import FIRMWARES
from .server import ZkServer

PORT = 4370


def company(
    serials: Sequence[str],
    workforce: Workforce,
    *,
    firmwares: Iterable[str] = ("f19",),
    key: int = 0,
    host: str = "127.0.0.1",
    port: int = PORT,
    speed: float = 1.0,
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

    def speak(terminal: Terminal, faults: ZkFaults) -> ZkServer:
        return ZkServer(
            terminal,
            FIRMWARES[next(names)],
            key=key,
            host=host,
            port=next(ports),
            faults=faults,
            speed=speed,
        )

    return stage(serials, workforce, speak, trouble=ZkFaults, **rest)
