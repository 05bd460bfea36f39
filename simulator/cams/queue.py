"""Callbacks that wait, in the order they are sent."""

from collections.abc import Callable
from typing import NamedTuple

from .callbacks import Content


def nothing() -> None:
    """Most messages leave nothing to be remembered."""


class Message(NamedTuple):
    """Content that is sent until it is acknowledged, or bytes as they are.

    :param done: called once the server has taken it.
    """

    content: Content | bytes
    done: Callable[[], None] = nothing


Queue = list[Message]
