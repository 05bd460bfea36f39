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
from .encryption import seal
from .times import write_epoch, write_moment

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
    """The body of the call.

    :param text: of :func:`.orders.encode_command`.
    :param serial: the service tag; v3 wants it as ``stgid`` in the address instead.
    :param reference: comes back with every answer.
    :param time: now, in the terminal's zone.
    :param key: the security key, ``""`` to send in clear.
    :raises Unsupported: for a dialect without such calls.
    :raises ProtocolError: for a key that cannot be one.
    """
    order = json.loads(text)
    if dialect == "v2":
        info = {
            "AuthToken": token,
            "Operation": order["Operation"],
            "UserId": order["UserId"],
            "OperationTime": write_epoch(time),
            "OperationReferenceId": reference,
            "OperationData": order["OperationData"],
        }
        inner = seal(_written(info), key).decode() if key else info
        body = _written({"ServiceTagId": serial, "ApiRequestInfo": inner})
        return b"request_data=" + quote_plus(body).encode()
    if dialect == "v3":
        said = {
            "OperationID": reference,
            "AuthToken": token,
            "Time": write_moment(time),
        }
        body = _written({**order, **said})
        return seal(body, key) if key else body
    raise Unsupported("This gateway takes no calls.")


def _written(said: dict) -> bytes:
    return json.dumps(said, separators=(",", ":")).encode()
