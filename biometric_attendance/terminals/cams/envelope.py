"""A call to the gateway, with what every call carries.

    request_data={"ServiceTagId":..,"ApiRequestInfo":{"AuthToken",.., "OperationTime",
        "OperationReferenceId","OperationData"}}                      form, v2
    {<command>,"OperationID","AuthToken","Time"}                      JSON, v3

With a security key the object ``ApiRequestInfo``, or the whole body in v3, is replaced by
its ciphertext. Sources: the vendor's Web API 2.0 document, four public clients of v3.
"""

import json
from datetime import datetime
from urllib.parse import quote_plus

from ..errors import Unsupported
from .encryption import encrypt_body
from .times import write_epoch, write_time

CONTENT_TYPES = {
    "v2": "application/x-www-form-urlencoded",
    "v3": "application/json",
}


def envelope(
    text: str,
    dialect: str,
    *,
    serial: str,
    token: str,
    reference: str,
    time: datetime,
    key: str = "",
) -> bytes:
    """Return the body of the call.

    :param text: of :func:`.orders.encode_command`.
    :param serial: the service tag; v3 wants it as ``stgid`` in the address instead.
    :param reference: comes back with every answer.
    :param time: now, in the terminal's zone.
    :param key: the encryption key, ``""`` to send in clear.
    :raises Unsupported: for a dialect without such calls.
    :raises ProtocolError: for a key that cannot be one.
    """
    command = json.loads(text)
    if dialect == "v2":
        info = {
            "AuthToken": token,
            "Operation": command["Operation"],
            "UserId": command["UserId"],
            "OperationTime": write_epoch(time),
            "OperationReferenceId": reference,
            "OperationData": command["OperationData"],
        }
        inner = encrypt_body(_encode(info), key).decode() if key else info
        body = _encode({"ServiceTagId": serial, "ApiRequestInfo": inner})
        return b"request_data=" + quote_plus(body).encode()
    if dialect == "v3":
        common = {
            "OperationID": reference,
            "AuthToken": token,
            "Time": write_time(time),
        }
        body = _encode({**command, **common})
        return encrypt_body(body, key) if key else body
    raise Unsupported("gateway_no_calls")


def _encode(fields: dict) -> bytes:
    return json.dumps(fields, separators=(",", ":")).encode()
