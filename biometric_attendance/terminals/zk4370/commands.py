"""Commands as they wait in the queue: no bytes, because a session has to be open first.

A user is written over the record read in the same session, a finger together with its
user. So a command is kept as the JSON of its payload, checked as far as can be without
the terminal; the transport carries it out.
"""

import binascii
import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from ..commands import check, local_time
from ..errors import Forbidden, ProtocolError, Unsupported
from .templates import FINGERS

#: Bytes of a PIN as text in a row or record.
PIN_BYTES = 24

#: A session takes one command at a time, of any length met.
ANSWER_BYTES = COMMAND_BYTES = 1 << 20
#: Longest that a door is held open from here.
MAX_OPEN_SECONDS = 255
_LINE = 4 * 16  # characters of the screen


def _pin(payload: dict) -> None:
    pin = payload.get("pin")
    if pin in (None, ""):
        return
    if not isinstance(pin, str) or pin != pin.strip() or len(pin.encode()) > PIN_BYTES:
        raise Forbidden("pin_format", maximum=PIN_BYTES)


def _number(payload: dict, name: str, allowed: range) -> None:
    value = payload.get(name)
    if value in (None, ""):
        return
    text = str(int(value) if isinstance(value, bool) else value)
    if not (text.isascii() and text.isdecimal()) or int(text) not in allowed:
        raise ProtocolError(
            "number_out_of_range", field=name, least=allowed[0], most=allowed[-1]
        )
    payload[name] = int(text)


def _moment(payload: dict, name: str) -> None:
    local_time(payload.get(name))


def _finger(payload: dict) -> None:
    _pin(payload)
    if payload["kind"] != "finger":
        raise Unsupported("fingers_only")
    _number(payload, "slot", range(len(FINGERS)))


def _template(payload: dict) -> None:
    _finger(payload)
    try:
        b64decode(str(payload["blob"]), validate=True)
    except (binascii.Error, ValueError):
        raise ProtocolError("template_not_base64") from None


def _period(payload: dict) -> None:
    _moment(payload, "since")
    _moment(payload, "until")


def _clock(payload: dict) -> None:
    _moment(payload, "time")


def _door(payload: dict) -> None:
    if payload.get("door") not in (None, "", 1, "1"):
        raise Unsupported("one_door")
    _number(payload, "seconds", range(1, MAX_OPEN_SECONDS + 1))


def _message(payload: dict) -> None:
    if payload.get("pin") not in (None, ""):
        raise Unsupported("message_to_all")
    if len(payload["text"]) > _LINE:
        raise Forbidden("screen_text_too_long", size=_LINE)


def _nothing(payload: dict) -> None:
    """These have no values."""


#: Kind to what its payload has to be beyond ``commands.check``.
_CHECKS: dict[str, Callable[[dict], None]] = {
    "set_user": _pin,
    "delete_user": _pin,
    "set_template": _template,
    "delete_template": _finger,
    "query_users": _pin,
    "query_punches": _period,
    "enroll": _finger,
    "clear_punches": _nothing,
    "set_clock": _clock,
    "restart": _nothing,
    "unlock": _door,
    "information": _nothing,
    "show_message": _message,
}
#: Dialect to the kinds of ``commands.KINDS`` it can carry out.
CAPABILITIES = {"attendance": frozenset(_CHECKS)}


def encode_command(
    kind: str,
    payload: Mapping[str, Any],
    dialect: str,
    *,
    known: Mapping[str, str] | None = None,
) -> str:
    """JSON of the payload, checked; first and last days have no place on the terminal.

    :raises Unsupported: for what this protocol cannot do.
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
    raise ProtocolError("value_not_plain")
