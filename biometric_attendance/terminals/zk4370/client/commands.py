"""Queued commands, by their kind, carried out in a session."""

from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...client.budget import Budget
from ...commands import local_time
from ...errors import DeviceRefused, Impossible
from ...records import CommandResult, DeviceUser, Template, Upload
from ...session import CommandDone, DeviceCommand
from ..codes import Reply
from .channel import ends_session_on_error
from .position import Position
from .session import Session

#: Commands after which the log is not the one the session began with.
ENDING_KINDS = frozenset({"clear_punches", "restart"})

#: Values and records the terminal answered, and its code.
_Answer = tuple[Mapping[str, str], Upload | None, int | None]
_OK: _Answer = ({}, None, Reply.OK)


def execute_all(
    session: Session, commands: Sequence[DeviceCommand], position: Position | None
) -> Iterator[CommandDone]:
    """Carry out commands in order. One that a terminal cannot do does not stop the rest.

    The session's deadline holds for each command, and then anew for what follows them.

    :param position: how far its log was read and stored.
    :raises TransportError: the terminal is gone; commands not yielded were not done, or
        nobody knows.
    """
    channel = session.channel
    for command in commands:
        channel.frames.budget = Budget(channel.address.deadline)
        done = execute(session, command, position)
        with channel.frames.budget.paused():
            yield done
        if session.closed:
            return
        channel.frames.budget = Budget(channel.address.deadline)


@ends_session_on_error
def execute(
    session: Session, command: DeviceCommand, position: Position | None = None
) -> CommandDone:
    """Carry out one command.

    :param command: its payload was checked by ``encode_command``.
    :param position: how far the log was read and stored; ``clear_punches`` needs it.
    :return: with the terminal's code where it refused, and with a problem where this
        terminal cannot do that, so that nothing was changed.
    """
    handler = _HANDLERS.get(command.kind)
    result = CommandResult(command.id, None, command.kind, {}, "")
    upload = None
    try:
        if handler is None:
            raise Impossible("command_unsupported")
        payload = command.payload
        if command.kind == "clear_punches":
            payload = {**payload, "stored": position}
        values, upload, code = handler(session, payload)
    except Impossible as error:
        return CommandDone(command, result, problem=error.reason)
    except DeviceRefused as error:
        values, code = {}, error.answer
        if command.kind == "templates":
            return CommandDone(command, result, problem=error.reason)
    code = None if code is None else int(code)  # no longer an enumeration's member
    result = CommandResult(command.id, code, command.kind, values, "")
    return CommandDone(command, result, upload)


def _set_user(session: Session, payload: Mapping) -> _Answer:
    values: dict[str, Any] = {
        name: None if payload.get(name) is None else str(payload[name])
        for name in ("name", "privilege", "password", "card", "group")
    }
    session.users.write(DeviceUser(payload["pin"], **values))
    return _OK


def _delete_user(session: Session, payload: Mapping) -> _Answer:
    session.users.delete(payload["pin"])
    return _OK


def _query_users(session: Session, payload: Mapping) -> _Answer:
    slots, refused = session.users.read()
    pin = payload.get("pin")
    users = [slot.user for slot in slots if not pin or slot.user.pin == pin]
    lines = len(slots) + len(refused)
    return {}, Upload(users=users, refused=refused, lines=lines), Reply.OK


def _query_templates(session: Session, payload: Mapping) -> _Answer:
    return {}, Upload(templates=session.templates.read()), Reply.OK


def _set_template(session: Session, payload: Mapping) -> _Answer:
    blob = b64decode(payload["blob"])
    session.templates.write(
        Template(
            pin=payload["pin"],
            kind=payload["kind"],
            slot=int(payload.get("slot") or 0),
            size=len(blob),
            blob=blob,
        )
    )
    return _OK


def _delete_template(session: Session, payload: Mapping) -> _Answer:
    slot = payload.get("slot")
    finger = None if slot in (None, "") else int(slot)
    session.templates.delete(payload["pin"], payload["kind"], finger)
    return _OK


def _query_punches(session: Session, payload: Mapping) -> _Answer:
    """The whole log is read: the protocol knows no dates. Rows without one are kept."""
    since, until = (
        local_time(payload["since"]),
        local_time(payload["until"], end_of_day=True),
    )
    found = Upload()
    for step in session.log.read(session.facts.sizes(), None):
        found.lines += step.upload.lines
        found.refused += step.upload.refused
        found.punches += [p for p in step.upload.punches if since <= p.time <= until]
    return {}, found, Reply.OK


def _enroll(session: Session, payload: Mapping) -> _Answer:
    ended = session.live.enroll(payload["pin"], int(payload.get("slot") or 0))
    if ended.result:
        return {}, None, ended.result
    # Nothing else reports the new finger, and other terminals wait for it.
    return {}, Upload(templates=session.templates.read(payload["pin"])), Reply.OK


def _clear_punches(session: Session, payload: Mapping) -> _Answer:
    if payload["stored"] is None:
        raise Impossible("log_not_read")
    session.log.clear(payload["stored"])
    return _OK


def _set_clock(session: Session, payload: Mapping) -> _Answer:
    session.clock.set(local_time(payload["time"]))
    return _OK


def _restart(session: Session, payload: Mapping) -> _Answer:
    session.controls.restart()
    return _OK


def _unlock(session: Session, payload: Mapping) -> _Answer:
    session.controls.unlock(int(payload.get("seconds") or 3))
    return _OK


def _information(session: Session, payload: Mapping) -> _Answer:
    info = session.facts.read()
    return dict(info.options), Upload(info=info), Reply.OK


def _show_message(session: Session, payload: Mapping) -> _Answer:
    session.controls.show(payload["text"])
    return _OK


_HANDLERS: dict[str, Callable[[Session, Mapping], _Answer]] = {
    "set_user": _set_user,
    "delete_user": _delete_user,
    "set_template": _set_template,
    "delete_template": _delete_template,
    "templates": _query_templates,
    "query_users": _query_users,
    "query_punches": _query_punches,
    "enroll": _enroll,
    "clear_punches": _clear_punches,
    "set_clock": _set_clock,
    "restart": _restart,
    "unlock": _unlock,
    "information": _information,
    "show_message": _show_message,
}
