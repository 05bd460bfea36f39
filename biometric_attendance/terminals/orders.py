"""What a terminal is to do on a visit, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .records import CommandResult, Upload


class Order(NamedTuple):
    """One thing to do.

    :param id: of the command, ``""`` for a question of our own.
    :param kind: of ``protocols.commands.KINDS``, or ``templates`` for all of them.
    :param payload: as its kind says.
    """

    id: str
    kind: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an order.

    :param result: with the order's id.
    :param upload: records the terminal handed over for it.
    :param problem: why it was not done at all, in a sentence.
    """

    order: Order = field(repr=False)
    result: CommandResult
    upload: Upload | None = field(default=None, repr=False)
    problem: str = ""
