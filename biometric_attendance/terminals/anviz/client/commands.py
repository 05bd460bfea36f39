"""Queued commands, by their kind, carried out in a session."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...client.budget import Budget
from ...commands import local_time
from ...errors import DeviceRefused, Garbled, Impossible, ProtocolError
from ...records import CommandResult, Upload
from ...session import CommandDone, DeviceCommand
from ..codes import Ack
from ..punches import decode_row
from ..users import decode_user
from .terminal import Terminal


def execute_all(
    terminal: Terminal, commands: Sequence[DeviceCommand]
) -> Iterator[CommandDone]:
    """Carry out commands in order. One that a terminal cannot do does not stop the rest.

    :raises TransportError: the terminal is gone; commands not yielded were not done, or
        nobody knows.
    """
    connection = terminal.connection
    for command in commands:
        connection.budget = Budget(connection.deadline)
        done = _execute(terminal, command)
        with connection.budget.paused():
            yield done
    connection.budget = Budget(connection.deadline)


def _execute(terminal: Terminal, command: DeviceCommand) -> CommandDone:
    handler = _HANDLERS.get(command.kind)
    result = CommandResult(command.id, None, command.kind, {}, "")
    try:
        if handler is None:
            raise Impossible("command_unsupported")
        upload = handler(terminal, command.payload)
    except (Impossible, Garbled, ProtocolError) as error:
        return CommandDone(command, result, problem=error.reason)
    except DeviceRefused as error:
        code = error.answer
        return CommandDone(
            command, CommandResult(command.id, code, command.kind, {}, "")
        )
    code = int(Ack.OK)
    return CommandDone(
        command, CommandResult(command.id, code, command.kind, {}, ""), upload
    )


def _set_user(terminal: Terminal, payload: Mapping[str, Any]) -> None:
    terminal.write_user(payload)


def _delete_user(terminal: Terminal, payload: Mapping[str, Any]) -> None:
    terminal.delete_user(str(payload["pin"]))


def _query_users(terminal: Terminal, payload: Mapping[str, Any]) -> Upload:
    pin = str(payload.get("pin") or "")
    users = [decode_user(record) for record in terminal.read_users()]
    found = [user for user in users if not pin or user.pin == pin]
    return Upload(users=found, lines=len(users))


def _query_punches(terminal: Terminal, payload: Mapping[str, Any]) -> Upload:
    """The whole log is read: the protocol knows no dates."""
    since = local_time(payload["since"])
    until = local_time(payload["until"], end_of_day=True)
    found = Upload()
    for rows in terminal.read_rows():
        for row in rows:
            found.lines += 1
            found.add(decode_row(row))
    found.punches = [punch for punch in found.punches if since <= punch.time <= until]
    return found


def _set_clock(terminal: Terminal, payload: Mapping[str, Any]) -> None:
    terminal.set_clock(local_time(payload["time"]))


def _unlock(terminal: Terminal, payload: Mapping[str, Any]) -> None:
    terminal.open_door()


_HANDLERS: dict[str, Callable[[Terminal, Mapping[str, Any]], Upload | None]] = {
    "set_user": _set_user,
    "delete_user": _delete_user,
    "query_users": _query_users,
    "query_punches": _query_punches,
    "set_clock": _set_clock,
    "unlock": _unlock,
}
