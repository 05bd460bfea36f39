"""What a terminal is to do on a visit, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..protocols.records import CommandResult, DeviceInfo, Upload


class Order(NamedTuple):
    """:param id: of the command, ``""`` for a question of our own.
    :param kind: of ``protocols.commands.KINDS``.
    :param payload: as its kind says.
    """

    id: str
    kind: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """:param upload: records the terminal handed over for it.
    :param info: what it said of itself.
    """

    order: Order = field(repr=False)
    result: CommandResult
    upload: Upload | None = field(default=None, repr=False)
    info: DeviceInfo | None = None
