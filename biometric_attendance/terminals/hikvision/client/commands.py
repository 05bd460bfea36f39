"""Queued commands, by their kind, carried out in a session."""

from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta, timezone
from typing import Any

from ...client.budget import Budget
from ...commands import local_time
from ...errors import DeviceRefused, Impossible, ProtocolError
from ...poll import SET_PUSH, Limits
from ...records import CommandResult, Template, Upload
from ...session import CommandDone, DeviceCommand
from ..answers import NOBODY, OK
from ..device_info import days_covered
from ..position import Position
from ..uploads import decode_events
from .by_time import LOST, ByTime
from .hosts import set_push
from .people import ENROL_SECONDS, People
from .searches import Searches
from .terminal import Terminal

REBOOT_PATH = "/ISAPI/System/reboot"
#: Kinds after which the terminal does not answer for a while.
ENDING_KINDS = frozenset({"restart"})
DOOR_PATH = "/ISAPI/AccessControl/RemoteControl/door/%d"


class Tools:
    """What commands work with.

    :param push: where the terminal is to push, ``None`` for nowhere.
    """

    def __init__(
        self,
        terminal: Terminal,
        searches: Searches,
        push: Mapping[str, Any] | None = None,
    ):
        self.terminal, self.searches, self.push = terminal, searches, push
        self.isapi = terminal.isapi
        self.people = People(terminal.isapi)


def execute_all(
    tools: Tools, commands: Sequence[DeviceCommand], limits: Limits
) -> Iterator[CommandDone]:
    """Carry out commands in order. One that a terminal cannot do does not stop the rest.

    The session's deadline holds for each command, and then anew for what follows them.

    :raises TransportError: the terminal is gone or busy; commands not yielded were not
        done, or nobody knows.
    """
    for command in commands:
        extra = ENROL_SECONDS if command.kind == "enroll" else 0.0
        tools.isapi.budget = Budget(limits.deadline + extra)
        done = execute(tools, command)
        with tools.isapi.budget.paused():
            yield done
    if commands:
        tools.isapi.budget = Budget(limits.deadline)


def execute(tools: Tools, command: DeviceCommand) -> CommandDone:
    """Carry out one command.

    :param command: its payload was checked by ``encode_command``.
    :return: with a problem where it was not carried out.
    """
    if command.kind == SET_PUSH:
        return set_push(tools.isapi, command, tools.push)
    result = CommandResult(command.id, None, command.kind, {}, "")
    handler = _HANDLERS.get(command.kind)
    if handler is None:
        problem = Impossible("command_unsupported").reason
        return CommandDone(command, result, problem=problem)
    try:
        upload = handler(tools, command.payload)
    except DeviceRefused as error:
        if error.answer == NOBODY:
            return CommandDone(command, _coded(command, NOBODY))
        return CommandDone(command, result, problem=error.reason)
    except (Impossible, ProtocolError) as error:
        return CommandDone(command, result, problem=error.reason)
    return CommandDone(command, _coded(command, OK), upload)


def _coded(command: DeviceCommand, code: int) -> CommandResult:
    return CommandResult(command.id, code, command.kind, {}, "")


def _set_user(tools: Tools, payload: Mapping[str, Any]) -> None:
    tools.people.write(payload)


def _delete_user(tools: Tools, payload: Mapping[str, Any]) -> None:
    tools.people.delete(payload["pin"])


def _query_users(tools: Tools, payload: Mapping[str, Any]) -> Upload:
    return tools.people.read(payload.get("pin") or "")


def _query_templates(tools: Tools, payload: Mapping[str, Any]) -> Upload:
    return tools.people.templates()


def _set_template(tools: Tools, payload: Mapping[str, Any]) -> None:
    tools.people.write_template(
        Template(
            payload["pin"],
            payload["kind"],
            int(payload.get("slot") or 0),
            b64decode(payload["blob"]),
            duress=bool(payload.get("duress")),
        )
    )


def _delete_template(tools: Tools, payload: Mapping[str, Any]) -> None:
    slot = payload.get("slot")
    finger = None if slot in (None, "") else int(slot)
    tools.people.delete_template(payload["pin"], payload["kind"], finger)


def _enroll(tools: Tools, payload: Mapping[str, Any]) -> Upload:
    slot = int(payload.get("slot") or 0)
    return Upload(templates=tools.people.enrol(payload["pin"], slot))


def _query_punches(tools: Tools, payload: Mapping[str, Any]) -> Upload:
    """Read the events of some days again; what is known already is stored once."""
    tools.terminal.read_clock(tools.searches)
    zone = timezone(timedelta(seconds=tools.searches.offset))
    since, until = (
        local_time(payload[name], end_of_day=name == "until").replace(tzinfo=zone)
        for name in ("since", "until")
    )
    times = ByTime(tools.searches, Position())
    return decode_events(
        row for rows, _end in times.windows(since, until) for row in rows
    )


def _set_clock(tools: Tools, payload: Mapping[str, Any]) -> None:
    tools.terminal.set_clock(local_time(payload["time"]))


def _restart(tools: Tools, payload: Mapping[str, Any]) -> None:
    tools.isapi.send_xml("PUT", REBOOT_PATH, "Reboot", {})


def _unlock(tools: Tools, payload: Mapping[str, Any]) -> None:
    """Open a door, for as long as the terminal is set to."""
    path = DOOR_PATH % int(payload.get("door") or 1)
    tools.isapi.send_xml("PUT", path, "RemoteControlDoor", {"cmd": "open"})


def _information(tools: Tools, payload: Mapping[str, Any]) -> Upload:
    now = tools.terminal.read_clock(tools.searches).now
    days = days_covered(tools.searches.oldest(LOST), now)
    return Upload(info=tools.terminal.information(days))


_HANDLERS: dict[str, Callable[[Tools, Mapping[str, Any]], Upload | None]] = {
    "set_user": _set_user,
    "delete_user": _delete_user,
    "set_template": _set_template,
    "delete_template": _delete_template,
    "templates": _query_templates,
    "query_users": _query_users,
    "query_punches": _query_punches,
    "enroll": _enroll,
    "set_clock": _set_clock,
    "restart": _restart,
    "unlock": _unlock,
    "information": _information,
}
