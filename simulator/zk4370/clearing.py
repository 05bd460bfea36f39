"""What a client may erase."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .codes import Command
from .responses import DONE, FAILED, Response
from .tables import fingers

if TYPE_CHECKING:
    from .connection import Connection
    from .endpoint import ZkEndpoint


def clear_punches(connection: "Connection", data: bytes) -> list[Response]:
    _punches(connection.endpoint)
    return DONE


def clear_operations(connection: "Connection", data: bytes) -> list[Response]:
    _operations(connection.endpoint)
    return DONE


def clear(connection: "Connection", data: bytes) -> list[Response]:
    """One table, or without its number everything."""
    erase = _ERASERS.get(data[0] if data else EVERYTHING)
    if erase is None:
        return FAILED
    erase(connection.endpoint)
    return DONE


def _punches(endpoint: "ZkEndpoint") -> None:
    endpoint.terminal.clear_log(endpoint.now())


def _operations(endpoint: "ZkEndpoint") -> None:
    endpoint.terminal.audit.clear()


def _fingers(endpoint: "ZkEndpoint") -> None:
    for place in fingers(endpoint):
        del endpoint.terminal.templates[place]


def _users(endpoint: "ZkEndpoint") -> None:
    endpoint.terminal.clear()
    endpoint.records.clear()


def _everything(endpoint: "ZkEndpoint") -> None:
    _users(endpoint)
    _operations(endpoint)
    _punches(endpoint)


EVERYTHING = 0
_ERASERS: dict[int, Callable[["ZkEndpoint"], None]] = {
    EVERYTHING: _everything,
    1: _punches,
    2: _fingers,
    4: _operations,
    5: _users,
}

COMMANDS = {
    Command.CLEAR_PUNCHES: clear_punches,
    Command.CLEAR_OPERATIONS: clear_operations,
    Command.CLEAR_EVERYTHING: clear,
}
