"""A company whose terminals are of this family."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import cycle

from ..memory import Terminal
from ..scene import Scene, stage
from ..workforce import Workforce
from .endpoint import EbknEndpoint
from .faults import EbknFaults
from .firmware import FIRMWARES


def company(
    serials: Sequence[str],
    workforce: Workforce,
    *,
    firmwares: Iterable[str] = ("hs103",),
    path: str = "",
    sends_users: bool = False,
    **rest,
) -> Scene:
    """Stage terminals, see :func:`..scene.stage` for the rest.

    :param firmwares: names in ``FIRMWARES``, dealt out in turn.
    :param path: typed into every terminal's menu, ``""`` for the firmwares' own.
    :param sends_users: everybody is sent, as if just entered at the menu.
    :raises ValueError: an unknown fault.
    """
    names = cycle(firmwares)

    def speak(terminal: Terminal, faults: EbknFaults) -> EbknEndpoint:
        if sends_users:
            terminal.changes.add(terminal.keys())
        return EbknEndpoint(
            terminal,
            FIRMWARES[next(names)],
            path=path,
            order=faults.order if "reorder" in faults.kinds else None,
            answers=faults.answers,
        )

    return stage(serials, workforce, speak, trouble=EbknFaults, **rest)
