"""Queued commands, by their kind, carried out in a session."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...client.budget import Budget
from ...errors import (
    DeviceRefused,
    Garbled,
    Impossible,
    OtherProtocol,
    ProtocolError,
    TransportError,
)
from ...poll import Limits
from ...records import CommandResult, Upload
from ...session import CommandDone, DeviceCommand
from ...source import CommandUnanswered, SourceCommand
from .. import users
from ..answers import Expired
from ..commands import DONE, NOT_THERE, SHARED
from .people import People
from .server import Server

#: After so many seconds no other command is begun: punches are waiting.
COMMANDS_SECONDS = 5.0
#: So many commands without an answer, and the server is left alone with the others.
MAX_UNANSWERED = 2

_Done = tuple[int, Upload | None]


def execute_all(
    server: Server, commands: Sequence[SourceCommand], limits: Limits
) -> Iterator[CommandDone | CommandUnanswered]:
    """Carry out commands in order. Neither the rest nor the reading stops for one that fails.

    What follows about a person is left where nobody knows what became of a command about
    them, so that the order is kept.

    :raises Expired: the server refuses the login it has granted; nothing was done.
    """
    people, unknown = People(server), set[str]()
    unanswered, spent = 0, 0.0
    for terminal, command in commands:
        pin = str(command.payload.get("pin") or "")
        if spent >= COMMANDS_SECONDS or unanswered >= MAX_UNANSWERED:
            break
        if unknown and (pin in unknown or not pin):
            continue
        server.channel.budget = Budget(limits.timeout)
        began = time.monotonic()
        step = _execute(people, terminal, command)
        spent += time.monotonic() - began
        if isinstance(step, CommandUnanswered):
            unanswered += 1
            unknown.add(pin)
        yield step
    server.channel.budget = Budget(limits.deadline)


def _execute(
    people: People, terminal: str, command: DeviceCommand
) -> CommandDone | CommandUnanswered:
    result = CommandResult(command.id, None, command.kind, {}, "")
    handler = _HANDLERS.get(command.kind)
    try:
        if handler is None:
            raise Impossible("command_unsupported")
        code, upload = handler(people, terminal, command.payload)
    except Expired:
        raise
    except (Impossible, DeviceRefused, OtherProtocol, Garbled, ProtocolError) as error:
        return CommandDone(command, result, problem=error.reason)
    except TransportError as error:
        return CommandUnanswered(command, error.reason)
    result = CommandResult(command.id, code, command.kind, {}, "")
    return CommandDone(command, result, upload)


def _set_user(people: People, terminal: str, payload: Mapping[str, Any]) -> _Done:
    people.write(terminal, payload)
    return _stored(people, terminal), None


def _delete_user(people: People, terminal: str, payload: Mapping[str, Any]) -> _Done:
    was_there = people.remove(terminal, str(payload["pin"]))
    return _stored(people, terminal) if was_there else NOT_THERE, None


def _stored(people: People, terminal: str) -> int:
    return SHARED if people.shares_area(terminal) else DONE


def _query_users(people: People, terminal: str, payload: Mapping[str, Any]) -> _Done:
    rows = people.read(terminal, str(payload.get("pin") or ""))
    found = users.decode_users(rows)
    return DONE, Upload(users=found, lines=len(found))


_HANDLERS: dict[str, Callable[[People, str, Mapping[str, Any]], _Done]] = {
    "set_user": _set_user,
    "delete_user": _delete_user,
    "query_users": _query_users,
}
