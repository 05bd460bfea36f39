"""Commands as the gateway's RESTful operations, without what every call carries.

    {"Operation":"AddUser","UserId":"852","OperationData":{"Name":..,"Signature":[..]}} v2
    {"Add":{"User":{"UserID":"7","FirstName":"John","LastName":"Doe","UserType":"User"}}} v3

What a value of the payload does not say is left out and stays as it is. Nothing can be
commanded in v1: its calls go over plain HTTP and carry no token, so that whoever reads one
could write users on the terminal. Sources: the vendor's Web API 2.0 document; three public
clients of Web API 3.0.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from ...commands import check
from ...errors import Unsupported
from ..bodies import MAX_BODY_BYTES
from . import v2, v3

#: One call holds one command.
ANSWER_BYTES = 0
COMMAND_BYTES = MAX_BODY_BYTES

_Encode = Callable[[dict, Mapping[str, str]], dict]

_ENCODERS: dict[str, dict[str, _Encode]] = {
    "v1": {},
    "v2": {
        "set_user": v2.set_user,
        "delete_user": v2.delete_user,
        "set_template": v2.set_template,
        "enroll": v2.enroll,
        "query_punches": v2.query_punches,
        "query_users": v2.query_users,
        "information": v2.information,
        "clear_punches": v2.clear_punches,
        "show_message": v2.show_message,
        "hide_message": v2.hide_message,
        "send_photo": v2.send_photo,
    },
    "v3": {
        "set_user": v3.set_user,
        "delete_user": v3.delete_user,
        "set_template": v3.set_template,
        "query_punches": v3.query_punches,
        "query_users": v3.query_users,
        "information": v3.information,
    },
}
#: Dialect to the kinds of ``commands.KINDS`` it has words for.
CAPABILITIES = {dialect: frozenset(encoders) for dialect, encoders in _ENCODERS.items()}


def encode_command(
    kind: str,
    payload: Mapping[str, Any],
    dialect: str,
    *,
    known: Mapping[str, str] | None = None,
) -> str:
    """Encode one command as text, for :func:`.envelope.envelope`.

    :param kind: of ``commands.KINDS``.
    :param payload: as its kind says; days and times as objects or in ISO format, in the
        terminal's own time.
    :param dialect: ``v1``, ``v2`` or ``v3``.
    :param known: ``tz``, the name of the terminal's zone: v3 wants its offset with times
        that have none.
    :raises Unsupported: where the dialect has no words for it.
    :raises Forbidden: for a value with control characters, or too long.
    :raises ProtocolError: for a payload that is not its kind's.
    """
    check(kind, payload)
    encode = _ENCODERS.get(dialect, {}).get(kind)
    if encode is None:
        raise Unsupported("gateway_command_unsupported")
    return json.dumps(encode(dict(payload), known or {}), separators=(",", ":"))
