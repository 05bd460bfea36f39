"""Commands of the queue, by their kind, carried out in a session."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from ...errors import DeviceRefused, Impossible
from ...people import DeviceUser, Template
from ...records import CommandResult, Upload
from ..codes import Reply
from .orders import Orders
from .position import Position
from .steps import read_log
from .talk import guarded


class Done(NamedTuple):
    """What became of a command.

    :param result: with the terminal's code; 2000 is success.
    :param upload: what it told, for the kinds that ask for something.
    """

    result: CommandResult
    upload: Upload | None = None


#: A kind's values, what it told, and a code where it is not plain success.
Told = tuple[dict[str, str], Upload | None, int]
DONE: Told = ({}, None, Reply.OK)


class Commands(Orders):
    """The way from the queue to the methods of a session."""

    @guarded
    def perform(
        self, kind: str, payload: Mapping[str, Any], *, stored: Position | None = None
    ) -> Done:
        """Carry out one command.

        :param kind: of ``protocols.commands.KINDS``.
        :param payload: checked by the codec's ``encode_command``.
        :param stored: how far the log was read and stored; ``clear_punches`` needs it.
        :return: also where the terminal refused, with its code.
        :raises Impossible: this terminal cannot do that; nothing was changed.
        """
        do = _KINDS.get(kind)
        if do is None:
            raise Impossible("This kind of terminal cannot carry out this command.")
        if kind == "clear_punches":
            payload = {**payload, "stored": stored}
        try:
            values, upload, code = do(self, payload)
        except DeviceRefused as error:
            values, upload, code = {}, None, error.answer
        return Done(CommandResult("", int(code), kind, values, ""), upload)


def _set_user(session: Orders, payload: Mapping) -> Told:
    said = {
        name: None if payload.get(name) is None else str(payload[name])
        for name in ("name", "privilege", "password", "card", "group")
    }
    session.write_user(DeviceUser(payload["pin"], **said))
    return DONE


def _delete_user(session: Orders, payload: Mapping) -> Told:
    session.delete_user(payload["pin"])
    return DONE


def _query_users(session: Orders, payload: Mapping) -> Told:
    slots, refused = session.read_users()
    pin = payload.get("pin")
    users = [slot.user for slot in slots if not pin or slot.user.pin == pin]
    lines = len(slots) + len(refused)
    return {}, Upload(users=users, refused=refused, lines=lines), Reply.OK


def _set_template(session: Orders, payload: Mapping) -> Told:
    blob = b64decode(payload["blob"])
    session.write_template(
        Template(
            pin=payload["pin"],
            kind=payload["kind"],
            slot=int(payload.get("slot") or 0),
            index=0,
            major=None,
            minor=None,
            format=None,
            valid=True,
            duress=False,
            size=len(blob),
            blob=blob,
        )
    )
    return DONE


def _delete_template(session: Orders, payload: Mapping) -> Told:
    slot = payload.get("slot")
    finger = None if slot in (None, "") else int(slot)
    session.delete_template(payload["pin"], payload["kind"], finger)
    return DONE


def _query_punches(session: Orders, payload: Mapping) -> Told:
    """The whole log is read: the protocol knows no dates. Rows without one are kept."""
    since, until = _moment(payload["since"]), _moment(payload["until"], last=True)
    found = Upload()
    for step in read_log(session, session.sizes(), None):
        found.lines += step.upload.lines
        found.refused += step.upload.refused
        found.punches += [p for p in step.upload.punches if since <= p.time <= until]
    return {}, found, Reply.OK


def _enroll(session: Orders, payload: Mapping) -> Told:
    ended = session.enroll(payload["pin"], int(payload.get("slot") or 0))
    return {}, None, ended.result or Reply.OK


def _clear_punches(session: Orders, payload: Mapping) -> Told:
    if payload["stored"] is None:
        raise Impossible(
            "The terminal's log was not read to its end yet, so it was not cleared."
        )
    session.clear_punches(payload["stored"])
    return DONE


def _set_clock(session: Orders, payload: Mapping) -> Told:
    session.set_time(_moment(payload["time"]))
    return DONE


def _restart(session: Orders, payload: Mapping) -> Told:
    session.restart()
    return DONE


def _unlock(session: Orders, payload: Mapping) -> Told:
    session.unlock(int(payload.get("seconds") or 3))
    return DONE


def _information(session: Orders, payload: Mapping) -> Told:
    said = session.information()
    return dict(said.options), Upload(info=said), Reply.OK


def _show_message(session: Orders, payload: Mapping) -> Told:
    session.show(payload["text"])
    return DONE


def _moment(value: date | str, *, last: bool = False) -> datetime:
    """Naive, the terminal's own time.

    :param last: of a day without a time, its last moment instead of its first.
    """
    at = datetime.fromisoformat(str(value))
    if last and len(str(value)) == len("YYYY-MM-DD"):
        return at + timedelta(days=1, seconds=-1)
    return at


_KINDS: dict[str, Callable[[Any, Mapping], Told]] = {
    "set_user": _set_user,
    "delete_user": _delete_user,
    "set_template": _set_template,
    "delete_template": _delete_template,
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
