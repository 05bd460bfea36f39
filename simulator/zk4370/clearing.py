"""What a client may erase."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .codes import Command
from .tables import fingers
from .words import DONE, FAILED, Said

if TYPE_CHECKING:
    from .conversation import Conversation
    from .face import ZkFace


def clear_punches(talk: "Conversation", data: bytes) -> list[Said]:
    _punches(talk.face)
    return DONE


def clear_operations(talk: "Conversation", data: bytes) -> list[Said]:
    _operations(talk.face)
    return DONE


def clear(talk: "Conversation", data: bytes) -> list[Said]:
    """One table, or without its number everything."""
    erase = _ERASERS.get(data[0] if data else EVERYTHING)
    if erase is None:
        return FAILED
    erase(talk.face)
    return DONE


def _punches(face: "ZkFace") -> None:
    face.terminal.clear_log(face.now())


def _operations(face: "ZkFace") -> None:
    face.terminal.audit.clear()


def _fingers(face: "ZkFace") -> None:
    for place in fingers(face):
        del face.terminal.templates[place]


def _users(face: "ZkFace") -> None:
    face.terminal.clear()
    face.records.clear()


def _everything(face: "ZkFace") -> None:
    _users(face)
    _operations(face)
    _punches(face)


EVERYTHING = 0
_ERASERS: dict[int, Callable[["ZkFace"], None]] = {
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
