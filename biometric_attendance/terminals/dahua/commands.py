"""Commands as they wait in the queue: JSON of their values, checked.

What is written depends on what the terminal has and on its firmware, so the session encodes
it; see :mod:`.client.commands`.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from ..commands import check, local_time, whole_number
from ..errors import Forbidden, ProtocolError, Unsupported
from ..records import PRIVILEGES
from .punches import MAX_PIN_LENGTH

#: A session takes one command at a time, of any length met.
ANSWER_BYTES = COMMAND_BYTES = 1 << 16
MAX_DOORS = 16
_CARD = re.compile(r"[0-9A-Fa-f]{1,32}", re.ASCII).fullmatch
_PASSWORD = re.compile(r"[0-9]{1,8}", re.ASCII).fullmatch


def _pin(payload: dict) -> None:
    pin = payload.get("pin")
    if pin in (None, ""):
        return
    if not isinstance(pin, str) or pin != pin.strip() or len(pin) > MAX_PIN_LENGTH:
        raise Forbidden("pin_format", maximum=MAX_PIN_LENGTH)


def _user(payload: dict) -> None:
    _pin(payload)
    privilege = payload.get("privilege")
    if privilege and privilege not in PRIVILEGES:
        raise ProtocolError("privilege_unknown", privilege=privilege)
    if payload.get("card") and not _CARD(str(payload["card"])):
        raise Forbidden("dahua_card_format")
    if payload.get("password") and not _PASSWORD(str(payload["password"])):
        raise Forbidden("dahua_password_format")
    for name in ("valid_from", "valid_until"):
        if payload.get(name):
            local_time(payload[name])


def _period(payload: dict) -> None:
    local_time(payload["since"])
    local_time(payload["until"])


def _clock(payload: dict) -> None:
    local_time(payload["time"])


def _door(payload: dict) -> None:
    payload["door"] = max(whole_number(payload, "door", 1, maximum=MAX_DOORS), 1)
    if payload.pop("seconds", None) not in (None, "", 0):
        raise Unsupported("dahua_door_seconds")


def _nothing(payload: dict) -> None:
    """These have no values."""


#: Kind to what its payload has to be beyond ``commands.check``.
_CHECKS: dict[str, Callable[[dict], None]] = {
    "set_user": _user,
    "delete_user": _pin,
    "query_users": _pin,
    "query_punches": _period,
    "set_clock": _clock,
    "restart": _nothing,
    "unlock": _door,
    "information": _nothing,
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
