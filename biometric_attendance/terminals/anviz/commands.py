"""Commands as they wait in the queue: JSON of their values, checked."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from ..commands import check, local_time
from ..errors import Forbidden, ProtocolError, Unsupported
from .users import MAX_PIN

ANSWER_BYTES = COMMAND_BYTES = 1 << 16


def _pin(payload: dict) -> None:
    pin = str(payload.get("pin") or "")
    if not pin:
        return
    is_number = pin.isascii() and pin.isdecimal() and str(int(pin)) == pin
    if not is_number or not 0 < int(pin) <= MAX_PIN:
        raise Forbidden("anviz_pin")


def _user(payload: dict) -> None:
    _pin(payload)
    if payload.get("valid_from") or payload.get("valid_until"):
        raise Unsupported("anviz_no_days")


def _clock(payload: dict) -> None:
    local_time(payload["time"])


def _period(payload: dict) -> None:
    local_time(payload["since"])
    local_time(payload["until"])


def _door(payload: dict) -> None:
    if payload.get("door") not in (None, "", 1, "1"):
        raise Unsupported("one_door")


_CHECKS: dict[str, Callable[[dict], None]] = {
    "set_user": _user,
    "delete_user": _pin,
    "query_users": _pin,
    "query_punches": _period,
    "set_clock": _clock,
    "unlock": _door,
}
KINDS = frozenset(_CHECKS)


def encode_command(
    kind: str,
    payload: Mapping[str, Any],
    dialect: str,
    *,
    known: Mapping[str, str] | None = None,
) -> str:
    """Return the JSON of a command, checked as far as can be without the terminal.

    :raises Unsupported: for what this protocol cannot do.
    :raises Forbidden: for a value no terminal takes.
    :raises ProtocolError: for a payload that is not its kind's.
    """
    check(kind, payload)
    if kind not in KINDS:
        raise Unsupported("command_unsupported")
    given = {name: value for name, value in payload.items() if value is not None}
    _CHECKS[kind](given)
    return json.dumps(given, default=_written, ensure_ascii=False, sort_keys=True)


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise ProtocolError("value_type", name="")
