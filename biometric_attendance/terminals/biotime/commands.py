"""Commands as they wait in the queue: JSON of their values, checked.

A server has people, not users of a terminal; which terminals one is on follows from areas. So
the session encodes what is written, see :mod:`.client.commands`.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from ..commands import check
from ..errors import Forbidden, ProtocolError, Unsupported
from ..reasons import Reason
from .employees import PRIVILEGES
from .punches import MAX_PIN_LENGTH

ANSWER_BYTES = COMMAND_BYTES = 1 << 16
#: Codes of our own: the API has none for a person. ``SHARED`` is done, and at other terminals
#: too; ``PENDING`` never comes.
DONE, NOT_THERE, SHARED, PENDING = 0, 1, 2, -1
_SENTENCES = {NOT_THERE: "not_there", SHARED: "biotime_stored_in_area"}


def _pin(payload: Mapping[str, Any]) -> None:
    pin = payload.get("pin")
    if pin in (None, ""):
        return
    if not isinstance(pin, str) or pin != pin.strip() or len(pin) > MAX_PIN_LENGTH:
        raise Forbidden("pin_format", maximum=MAX_PIN_LENGTH)


def _user(payload: Mapping[str, Any]) -> None:
    _pin(payload)
    privilege = payload.get("privilege")
    if privilege and privilege not in PRIVILEGES:
        raise ProtocolError("privilege_unknown", privilege=privilege)
    if payload.get("valid_from") or payload.get("valid_until"):
        raise Unsupported("biotime_no_days")
    if payload.get("group"):
        raise Unsupported("biotime_no_group")


#: Kind to what its payload has to be beyond ``commands.check``.
_CHECKS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "set_user": _user,
    "delete_user": _pin,
    "query_users": _pin,
}
KINDS = frozenset(_CHECKS)


def encode_command(
    kind: str,
    payload: Mapping[str, Any],
    dialect: str,
    *,
    known: Mapping[str, str] | None = None,
) -> str:
    """Return the JSON of a command, checked as far as can be without the server.

    :raises Unsupported: for what the API cannot do.
    :raises Forbidden: for a value no terminal takes.
    :raises ProtocolError: for a payload that is not its kind's.
    """
    check(kind, payload)
    if kind not in KINDS:
        raise Unsupported("command_unsupported")
    given = {name: value for name, value in payload.items() if value is not None}
    _CHECKS[kind](given)
    return json.dumps(given, default=_written, ensure_ascii=False, sort_keys=True)


def explain(code: int | None, kind: str, dialect: str) -> tuple[bool, Reason]:
    """Return whether a command succeeded, and how."""
    if code is None:
        return False, Reason("no_result")
    stored = "done" if kind == "query_users" else "biotime_stored"
    return True, Reason(_SENTENCES.get(code, stored))


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise ProtocolError("value_type", name="")
