"""What runs beside polling and sending, each with a beginning and an end."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .program import Program


class Service(Protocol):
    """Something that runs in threads of its own."""

    def start(self) -> None:
        """Begin; returns at once."""

    def stop(self) -> None:
        """End, within seconds."""


#: Name to what makes one for a program. A service that cannot be made is logged.
SERVICES: dict[str, Callable[["Program"], Service]] = {}
