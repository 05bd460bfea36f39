"""What runs beside polling and sending, each with a beginning and an end."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from .install.start import RESTART_CODE
from .relay_service import RelayService
from .update_files import find_files
from .update_service import Updates

if TYPE_CHECKING:
    from .program import Program


class Service(Protocol):
    """Something that runs in threads of its own."""

    def start(self) -> None:
        """Begin; returns at once."""

    def stop(self) -> None:
        """End, within seconds."""

    def status(self) -> dict[str, Any]:
        """Return JSON values; ``problem`` is a sentence, ``""`` where all is well."""


def _make_relay(program: "Program") -> Service:
    return RelayService(
        program.spool,
        program.client(),
        program.state.pairing.token,
        lambda: program.config.raw,
    )


def _make_updates(program: "Program") -> Service:
    files = find_files()
    if files is None or not files.has_trial:
        return Nothing()  # not installed: the command `update` replaces it

    def restart() -> None:
        program.exit_code = RESTART_CODE
        program.stopping.set()

    return Updates(
        files,
        program.client(),
        lambda: program.config.raw,
        lambda: program.contact.state.last,
        restart,
    )


class Nothing:
    """A service that does nothing."""

    def start(self) -> None:
        """Begin; returns at once."""

    def stop(self) -> None:
        """End, within seconds."""

    def status(self) -> dict[str, Any]:
        """Return that nothing is wrong."""
        return {"problem": ""}


#: Name to what makes one for a program. A service that cannot be made is logged.
SERVICES: dict[str, Callable[["Program"], Service]] = {
    "relay": _make_relay,
    "update": _make_updates,
}
