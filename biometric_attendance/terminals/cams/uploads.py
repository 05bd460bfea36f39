"""Decode a body of the gateway to records, of every version of the protocol.

The version and kind are recognised by the names in the body, not by the URL called:

    ApiRequestInfo                      a callback of v2, by its Operation
    RealTime                            a callback of v3, by the names of its objects
    OperationData                       an answer of v2 to a call of ours
    Load, PunchLog, UserInfo, DeviceInformation          the same of v3
    att_time, LogTime, AttendanceTime   a punch of v1, a row of an answer

A body that was stored is acknowledged even if its rows were refused: the gateway repeats
the same body until then and sends nothing else before. Source: the vendor's Web API 2.0 document.
"""

from collections.abc import Iterator

from ..errors import ProtocolError
from ..limits import refuse_oversized
from ..reasons import Reason
from ..records import DeviceInfo, Refused, Upload
from .bodies import Fields, read_body
from .callbacks import (
    decode_callback,
    decode_operation_data,
    decode_real_time,
    decode_rows,
)
from .device_info import decode_device_info
from .encryption import ciphertext_in, encrypt_body
from .punches import decode_row, read_pin
from .redaction import redact, redact_text, to_json
from .users import decode_user

DONE = b'{"status":"done"}'
_OK = b"ok"
UNOPENED = Reason("no_key_opens_it")


def acknowledge(dialect: str | None = None, *, key: str = "") -> bytes:
    """Return the response that acknowledges a body, to be sent once it is committed.

    :param dialect: v1 needs another response than all others.
    :param key: to encrypt it with, ``""`` for clear text, which the gateway accepts too.
    """
    answer = _OK if dialect == "v1" else DONE
    return encrypt_body(answer, key) if key else answer


def decode_upload(table: str, body: bytes, *, name: str = "") -> Upload:
    """Return the records of a body, each row decoded or refused by itself; never raises.

    A body still encrypted is refused with its whole ciphertext, so that
    :func:`.encryption.decrypt_body` can decrypt it once the key is right.

    :param table: ``Call.table``; not used, the body itself decides.
    :param body: as received, decrypted, or as it was kept with a refusal.
    :param name: not used by this protocol.
    """
    upload = Upload()
    for record in _records(body):
        upload.lines += 1
        if isinstance(record, DeviceInfo):
            upload.info = record
        else:
            upload.add(record)
    return refuse_oversized(upload)


def without_secrets(body: bytes) -> str:
    """Return a body as text without secrets; all but these can be decoded from it again."""
    try:
        return redact(read_body(body))
    except ProtocolError:
        return redact_text(body)


def _records(body: bytes) -> Iterator[object]:
    if not body.strip():
        return
    try:
        fields = read_body(body)
    except ProtocolError as error:
        yield Refused(redact_text(body), error.reason)
        return
    if isinstance(fields, str) or ciphertext_in(fields):
        yield Refused(_encrypted(fields), UNOPENED)
        return
    for shape, read in _SHAPES.items():
        if fields.value(shape) is not None:
            yield from read(fields)
            return
    yield Refused(redact(fields), Reason("body_kind_unknown"))


def _encrypted(fields: Fields | str) -> str:
    """The ciphertext as text; for v2 a JSON object with its ``ServiceTagId``."""
    if isinstance(fields, str):
        return fields
    return to_json(
        {
            "ServiceTagId": fields.text("ServiceTagId"),
            "ApiRequestInfo": fields.text("ApiRequestInfo"),
        }
    )


def _callback(fields: Fields) -> Iterator[object]:
    return decode_callback(fields.object("ApiRequestInfo"), fields)


def _real_time(fields: Fields) -> Iterator[object]:
    return decode_real_time(fields.object("RealTime"), fields)


def _answer_v2(fields: Fields) -> Iterator[object]:
    return decode_operation_data(fields.object("OperationData"), fields, redact(fields))


def _answer_v3(fields: Fields) -> Iterator[object]:
    """Yield punches, users and device information of a v3 answer, also inside ``Load``."""
    for around in (fields, fields.object("Load")):
        log = around.value("PunchLog")
        yield from decode_rows(log.value("Log") if isinstance(log, Fields) else log)
        users = around.value("UserInfo")
        for user in users if isinstance(users, list) else ():
            if isinstance(user, Fields):
                yield from decode_user(user, read_pin(user), redact(user))
            else:
                yield Refused(redact(user), Reason("row_not_object"))
    info = decode_device_info(fields.object("DeviceInformation"))
    if info:
        yield info


def _row(fields: Fields) -> Iterator[object]:
    line = redact(fields)
    punch = decode_row(fields, line)
    yield Refused(line, punch) if isinstance(punch, Reason) else punch


_SHAPES = {
    "ApiRequestInfo": _callback,
    "RealTime": _real_time,
    "OperationData": _answer_v2,
    **dict.fromkeys(("Load", "PunchLog", "UserInfo", "DeviceInformation"), _answer_v3),
    **dict.fromkeys(("att_time", "LogTime", "AttendanceTime"), _row),
}
