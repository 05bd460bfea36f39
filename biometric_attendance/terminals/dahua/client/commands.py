"""Queued commands, by their kind, carried out in a session."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ...commands import local_time
from ...errors import Closed, DeviceRefused, Garbled, Impossible, ProtocolError
from ...records import CommandResult, Upload
from ...session import CommandDone, DeviceCommand
from .. import requests
from ..punches import decode_records
from ..results import DONE
from ..times import UTC, as_raw, offset_at
from .log import Log
from .terminal import Terminal
from .users import Users

#: Commands after which the terminal does not answer for a while.
ENDING_KINDS = frozenset({"restart"})
_DAY = 86_400


@dataclass(slots=True)
class _Work:
    """What commands are carried out with."""

    terminal: Terminal
    users: Users
    log: Log
    base: str


def execute_all(
    terminal: Terminal, commands: Sequence[DeviceCommand], log: Log, base: str
) -> Iterator[CommandDone]:
    """Carry out commands in order. One that a terminal cannot do does not stop the rest.

    :param base: in which the terminal writes times, ``""`` where nobody knows.
    :raises TransportError: the terminal is gone; commands not yielded were not done, or
        nobody knows.
    """
    work = _Work(terminal, Users(terminal), log, base)
    for command in commands:
        terminal.restart_budget()
        done = _execute(work, command)
        with terminal.web.budget.paused():
            yield done
    terminal.restart_budget()


def _execute(work: _Work, command: DeviceCommand) -> CommandDone:
    handler = _HANDLERS.get(command.kind)
    result = CommandResult(command.id, None, command.kind, {}, "")
    try:
        if handler is None:
            raise Impossible("command_unsupported")
        upload = handler(work, command.payload)
    except (Impossible, Garbled, ProtocolError) as error:
        return CommandDone(command, result, problem=error.reason)
    except DeviceRefused as error:
        if error.answer is None:
            return CommandDone(command, result, problem=error.reason)
        code = error.answer
        return CommandDone(
            command, CommandResult(command.id, code, command.kind, {}, "")
        )
    result = CommandResult(command.id, DONE, command.kind, {}, "")
    return CommandDone(command, result, upload)


def _set_user(work: _Work, payload: Mapping[str, Any]) -> None:
    work.users.write(payload)


def _delete_user(work: _Work, payload: Mapping[str, Any]) -> None:
    work.users.delete(str(payload["pin"]))


def _query_users(work: _Work, payload: Mapping[str, Any]) -> Upload:
    pin = payload.get("pin")
    if pin:
        known = work.users.find(str(pin))
        found = [known] if known else []
    else:
        found = work.users.read()
    return Upload(users=[each.user for each in found], lines=len(found))


def _query_punches(work: _Work, payload: Mapping[str, Any]) -> Upload:
    if not work.base:
        raise Impossible("dahua_time_base_unknown")
    since = local_time(payload["since"])
    until = local_time(payload["until"], end_of_day=True)
    zone, raws = work.terminal.zone, []
    for wall in (since, until):
        at = wall - offset_at(zone, wall) if work.base == UTC else wall
        raws.append(as_raw(at))
    found, position = Upload(), work.log.position
    saved = position.as_dict()
    position.windows = [[raws[0] - _DAY, raws[1] + _DAY]]
    try:
        for page in Log(work.terminal, position, ()).read():
            upload = decode_records(page, work.base, zone)
            found.lines += upload.lines
            found.refused += upload.refused
            found.punches += [p for p in upload.punches if since <= p.time <= until]
    finally:
        for name, value in saved.items():
            setattr(position, name, value)
    return found


def _set_clock(work: _Work, payload: Mapping[str, Any]) -> None:
    work.terminal.change(requests.set_clock(local_time(payload["time"])))


def _restart(work: _Work, payload: Mapping[str, Any]) -> None:
    with suppress(Closed):  # some answer first, some just go
        work.terminal.change(requests.REBOOT)


def _unlock(work: _Work, payload: Mapping[str, Any]) -> None:
    work.terminal.change(requests.open_door(int(payload.get("door") or 1)))


def _information(work: _Work, payload: Mapping[str, Any]) -> Upload:
    return Upload(info=work.terminal.read_info())


_HANDLERS: dict[str, Callable[[_Work, Mapping[str, Any]], Upload | None]] = {
    "set_user": _set_user,
    "delete_user": _delete_user,
    "query_users": _query_users,
    "query_punches": _query_punches,
    "set_clock": _set_clock,
    "restart": _restart,
    "unlock": _unlock,
    "information": _information,
}
