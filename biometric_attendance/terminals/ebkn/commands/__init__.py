"""Commands: from a kind and its values to what a terminal is given at its poll.

    response_code: OK   trans_id: 21   cmd_code: GET_LOG_DATA
    <frame: {"begin_time":"20260702000000","end_time":"20260729235959"}>

What a terminal can be told is an allow-list: clearing, other servers and firmware do not exist
here. One command is handed out at a poll. Sources: the vendor's web server, measurements
published of HS101 (WS535BW1) and HS103 (WF-206BNC).
"""

import json
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Mapping
from typing import Any

from ...calls import Call
from ...commands import check
from ...errors import ProtocolError, Unsupported
from ..frames import encode_frame
from ..responses import OK, encode_response
from . import documents

#: One command an answer, whatever its size.
ANSWER_BYTES = 1
#: The largest command: a user with a face of 20,000 bytes, with room to spare.
COMMAND_BYTES = 300_000

_Encode = Callable[[dict, Mapping[str, str]], documents.Document]
_ENCODERS: dict[str, _Encode] = {
    "set_user": documents.set_user,
    "rename_user": documents.rename_user,
    "set_privilege": documents.set_privilege,
    "set_credential": documents.set_credential,
    "delete_user": documents.delete_user,
    "grant_access": documents.grant_access,
    "deny_access": documents.deny_access,
    "set_template": documents.set_template,
    "query_users": documents.query_users,
    "query_punches": documents.query_punches,
    "enroll": documents.enroll,
    "set_clock": documents.set_clock,
    "information": documents.information,
    "restart": documents.restart,
}
#: Dialect to the kinds of ``commands.KINDS`` it has words for. How the first
#: generation takes commands is not published.
CAPABILITIES = {"attendance": frozenset(_ENCODERS), "form": frozenset()}

#: Under this name ``known`` says whether the terminal has the user: ``yes`` or ``no``.
PRESENT = "present"


def encode_command(
    kind: str,
    payload: Mapping[str, Any],
    dialect: str,
    *,
    known: Mapping[str, str] | None = None,
) -> str:
    """Encode a command as JSON text: code, parameters, and blocks in base64.

    :param kind: of ``commands.KINDS``.
    :param payload: as its kind says; ``blob`` is base64; days and times as objects or
        in ISO format, in the terminal's own time.
    :param dialect: ``attendance`` or ``form``.
    :param known: ``DeviceInfo.options`` of the terminal, and :data:`PRESENT`.
    :raises Unsupported: where the dialect has no words for it.
    :raises Forbidden: for a value that must not reach a terminal.
    :raises ProtocolError: for a payload that is not its kind's.
    """
    check(kind, payload)
    if kind not in CAPABILITIES.get(dialect, ()):
        raise Unsupported("command_unsupported")
    document = _ENCODERS[kind](dict(payload), known or {})
    return json.dumps(document._asdict(), ensure_ascii=False, separators=(",", ":"))


def encode_command_response(
    id: str, text: str, call: Call
) -> tuple[dict[str, str], bytes]:
    """Encode the response to a poll that hands the command out.

    :param id: letters, digits and ``-``, up to 32.
    :param text: of :func:`encode_command`.
    :raises ProtocolError: for text that is none.
    """
    try:
        document = documents.Document(**json.loads(text))
        blocks = [b64decode(block, validate=True) for block in document.blocks]
    except (Error, TypeError, ValueError):
        raise ProtocolError("command_unreadable") from None
    body = encode_frame(document.param, blocks)
    return encode_response(OK, call, command=(id, document.cmd_code), body=body)


def steps(
    kind: str,
    payload: Mapping[str, Any],
    dialect: str,
    *,
    known: Mapping[str, str] | None = None,
) -> list[tuple[str, dict[str, Any]]]:
    """Return the commands one takes, and one that reads it back.

    Writing a user whole deletes the fingers they have, so that is done only where
    ``known`` says the terminal does not have the user (:data:`PRESENT` is ``no``); else
    each value is changed by itself. A deletion is read back from the list of users:
    asked for one it does not know, a terminal does not answer at all.
    """
    values = dict(payload)
    pin = {"pin": values.get("pin")}
    if kind == "set_user" and (known or {}).get(PRESENT) != "no":
        return [*_changes(values), ("query_users", pin)]
    if kind == "set_user":
        return [(kind, values), ("query_users", pin)]
    if kind == "delete_user":
        return [(kind, values), ("query_users", {})]
    if kind in {"set_template", "grant_access", "deny_access", *_PARTS}:
        return [(kind, values), ("query_users", pin)]
    return [(kind, values)]


_PARTS = {"rename_user", "set_privilege", "set_credential"}


def _changes(values: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return a command for each value that is given; what is emptied stays."""
    pin = {"pin": values.get("pin")}
    found = []
    if values.get("name"):
        found.append(("rename_user", {**pin, "name": values["name"]}))
    for kind in ("password", "card"):
        if values.get(kind):
            value = {"kind": kind, "value": values[kind]}
            found.append(("set_credential", {**pin, **value}))
    # Some grant a right only to those who have something enrolled.
    if values.get("privilege"):
        found.append(("set_privilege", {**pin, "privilege": values["privilege"]}))
    return found
