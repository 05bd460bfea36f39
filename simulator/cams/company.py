"""Devices with people, registered in API Monitor one by one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from ..faults import Faults
from ..memory import Terminal
from ..scene import Scene, stage
from ..workforce import Workforce
from .endpoint import CamsEndpoint
from .faults import CamsFaults
from .registration import USUAL_PATH, Registration


def company(
    serials: Sequence[str],
    workforce: Workforce,
    *,
    tokens: Sequence[str] = (),
    paths: Sequence[str] = (),
    sends_users: bool = False,
    registered: dict[str, object] | None = None,
    **rest,
) -> Scene:
    """Stage devices behind a gateway, see :func:`..scene.stage` for the rest.

    :param tokens: of the devices in turn; the last one also of all others.
    :param paths: of their callback URLs, likewise; ``{serial}`` stands for the serial.
    :param sends_users: everybody is sent, as if just entered at the menu.
    :param registered: further values of every :class:`Registration`.
    :raises ValueError: an unknown fault, a key or path that cannot be.
    """
    places = count()
    all_tokens, all_paths = tokens or [""], paths or [USUAL_PATH]

    def speak(terminal: Terminal, faults: Faults) -> CamsEndpoint:
        place = next(places)
        registration = Registration(
            token=all_tokens[min(place, len(all_tokens) - 1)],
            path=all_paths[min(place, len(all_paths) - 1)].replace(
                "{serial}", terminal.serial
            ),
            label=terminal.serial,
            **(registered or {}),
        )
        if sends_users:
            terminal.changes.add(terminal.keys())
        return CamsEndpoint(terminal, registration, faults=faults)

    return stage(serials, workforce, speak, trouble=CamsFaults, **rest)
