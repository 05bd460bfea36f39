"""A session with a CAMS gateway: commands for one terminal, one call after the other."""

from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from typing import Any

from ...commands import KINDS
from ...errors import DeviceRefused, Incomplete, ProtocolError
from ...reasons import Reason
from ...records import CommandResult
from ...session import (
    CommandDone,
    DeviceCommand,
    PageRead,
    ReadyForCommand,
    Session,
    Step,
)
from ..codes import LATER
from ..history import span
from .gateway import Gateway, call, refusal
from .history import Position, load_punches

_Steps = Generator[Step, Any, None]


def run_session(gateway: Gateway) -> Session:
    """Carry out commands until the host answers a step with ``None``.

    :raises DeviceRefused: the last command was not carried out; it may be sent again later.
    :raises TransportError: it is not known whether the last command was carried out.
    """
    while True:
        command: Any = yield ReadyForCommand()
        if not command:
            return
        yield from _HANDLERS.get(command.kind, _call_once)(gateway, command)


def _call_once(gateway: Gateway, command: DeviceCommand) -> Iterator[CommandDone]:
    try:
        answer = call(gateway, command.kind, command.payload, command.id)
    except ProtocolError as error:
        yield _failed(command, error.reason)
        return
    # A dangerous command is never sent again: it may have been carried out.
    if answer.later and not KINDS[command.kind].dangerous:
        raise refusal(answer)
    yield CommandDone(command, _result(command, answer.code), answer.upload)


def _query_punches(gateway: Gateway, command: DeviceCommand) -> _Steps:
    """Load past punches and yield them page by page, then the result.

    :param command: its payload may have a position from an earlier session.
    """
    payload = dict(command.payload)
    position = _read_position(payload)
    try:
        since, until = span(payload)
        for page in load_punches(gateway, since, until, position):
            goes_on = yield PageRead(
                command, page.upload, _write_position(page.position)
            )
            if not goes_on:
                return
    except (ProtocolError, Incomplete) as error:
        yield _failed(command, error.reason)
    except DeviceRefused as error:
        if error.answer in LATER:
            raise
        yield CommandDone(command, _result(command, error.answer))
    else:
        yield CommandDone(command, _result(command, 0))


_HANDLERS: dict[str, Callable[[Gateway, DeviceCommand], _Steps]] = {
    "query_punches": _query_punches
}


def _read_position(payload: dict[str, Any]) -> Position | None:
    if "from" not in payload:
        return None
    since = datetime.fromisoformat(payload["from"])
    return Position(since, payload.get("offset", ""), payload.get("read", 0))


def _write_position(position: Position) -> dict[str, Any]:
    return {
        "from": position.since.isoformat(),
        "offset": position.offset,
        "read": position.read,
    }


def _result(command: DeviceCommand, code: int | None) -> CommandResult:
    return CommandResult(command.id, code, command.kind, {}, "")


def _failed(command: DeviceCommand, problem: Reason) -> CommandDone:
    return CommandDone(command, _result(command, None), problem=problem)
