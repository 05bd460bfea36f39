"""Commands as they wait in the queue: the JSON of their payload, checked.

A user is written over what the terminal has, which is read in the same session; so the
client makes the requests, with :mod:`.users` and :mod:`.fingers`.
"""

import json
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from ..commands import check, local_time, whole_number
from ..errors import Forbidden, ProtocolError, Unsupported
from ..reasons import Reason
from .answers import EXISTS, NOBODY, OK
from .fingers import FINGERS, MAX_FACE_BYTES, MAX_FINGER_BYTES
from .users import MAX_CARD_LENGTH, MAX_PIN_BYTES, MAX_YEAR, PRIVILEGES

#: A session takes one command at a time; the longest holds a picture of a face.
ANSWER_BYTES = COMMAND_BYTES = 1 << 20
MAX_DOOR = 64
#: No answer means "wait"; a code that never comes.
PENDING = -1


def _pin(payload: dict[str, Any]) -> None:
    pin = payload.get("pin")
    if pin in (None, ""):
        return
    fits = isinstance(pin, str) and pin == pin.strip() and pin != "0"
    if not fits or len(str(pin).encode()) > MAX_PIN_BYTES:
        raise Forbidden("pin_format", maximum=MAX_PIN_BYTES)


def _user(payload: dict[str, Any]) -> None:
    _pin(payload)
    privilege = payload.get("privilege")
    if privilege not in (None, "", *PRIVILEGES):
        raise Unsupported("privilege_unknown", privilege=privilege)
    card = payload.get("card")
    if card and len(str(card)) > MAX_CARD_LENGTH:
        raise Forbidden("hikvision_card_too_long", maximum=MAX_CARD_LENGTH)
    for name, end in (("valid_from", False), ("valid_until", True)):
        if payload.get(name):
            moment = local_time(payload[name], end_of_day=end)
            if name == "valid_from" and moment.year > MAX_YEAR:
                raise Unsupported("hikvision_year", maximum=MAX_YEAR)


def _template(payload: dict[str, Any]) -> None:
    _kind_of_template(payload)
    try:
        blob = b64decode(str(payload["blob"]), validate=True)
    except (Error, ValueError):
        raise ProtocolError("template_not_base64") from None
    is_face = payload["kind"] == "visible_face"
    most = MAX_FACE_BYTES if is_face else MAX_FINGER_BYTES
    if len(blob) > most:
        raise Forbidden("hikvision_template_too_long", maximum=most)
    if is_face and not blob.startswith(b"\xff\xd8\xff"):
        raise ProtocolError("hikvision_face_no_jpeg")


def _kind_of_template(payload: dict[str, Any]) -> None:
    _pin(payload)
    if payload["kind"] == "visible_face":
        return
    _finger(payload)


def _finger(payload: dict[str, Any]) -> None:
    _pin(payload)
    if payload["kind"] != "finger":
        raise Unsupported("hikvision_fingers_only")
    whole_number(payload, "slot", 0, FINGERS - 1)


def _period(payload: dict[str, Any]) -> None:
    local_time(payload.get("since"))
    local_time(payload.get("until"), end_of_day=True)


def _clock(payload: dict[str, Any]) -> None:
    local_time(payload.get("time"))


def _door(payload: dict[str, Any]) -> None:
    if whole_number(payload, "door", 1, MAX_DOOR) == 0:
        raise ProtocolError("value_range", name="door", maximum=MAX_DOOR)


def _nothing(payload: dict[str, Any]) -> None:
    """These have no values."""


#: Kind to what its payload has to be beyond ``commands.check``.
_CHECKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "set_user": _user,
    "delete_user": _pin,
    "set_template": _template,
    "delete_template": _kind_of_template,
    "query_users": _pin,
    "query_punches": _period,
    "enroll": _finger,
    "set_clock": _clock,
    "restart": _nothing,
    "unlock": _door,
    "information": _nothing,
}
#: Dialect to the kinds of ``commands.KINDS`` it can carry out.
CAPABILITIES = {"isapi": frozenset(_CHECKS)}


def encode_command(
    kind: str,
    payload: Mapping[str, Any],
    dialect: str,
    *,
    known: Mapping[str, str] | None = None,
) -> str:
    """Return the payload as JSON, checked.

    :raises Unsupported: for what these terminals cannot do.
    :raises Forbidden: for a value no terminal takes.
    :raises ProtocolError: for a payload that is not its kind's.
    """
    check(kind, payload)
    if kind not in CAPABILITIES.get(dialect, ()):
        raise Unsupported("command_unsupported")
    given = {name: value for name, value in payload.items() if value is not None}
    _CHECKS[kind](given)
    return json.dumps(given, default=_written, ensure_ascii=False, sort_keys=True)


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise ProtocolError("value_type", name="payload")


_REFUSALS = {NOBODY: "hikvision_nobody", EXISTS: "hikvision_exists"}
_DELETING = frozenset({"delete_user", "delete_template"})


def explain(code: int | None, kind: str, dialect: str) -> tuple[bool, Reason]:
    """Return whether a command succeeded, and the reason.

    :param code: ``statusCode`` of the terminal, or one of :mod:`.answers`.
    """
    if code is None:
        return False, Reason("no_result")
    if code == OK:
        return True, Reason("done")
    if code == NOBODY and kind in _DELETING:
        return True, Reason("not_there")
    if code in _REFUSALS:
        return False, Reason(_REFUSALS[code])
    return False, Reason("refused_with_code", {"code": code})
