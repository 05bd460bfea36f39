"""Decode callbacks: requests of the gateway with events or late answers to commands.

    {"ServiceTagId":..,"ApiRequestInfo":{"AuthToken","Operation","UserId","OperationTime",
        "OperationReferenceId","OperationData"}}                                      v2
    {"RealTime":{"OperationID","LabelName","SerialNumber",<Kind>:{..},"AuthToken","Time"}}

A late answer (v2) is a callback with the name of the command and our reference. Sources:
the vendor's Web API 2.0 document, the documented v3 sample, captures of v3.
"""

from collections.abc import Iterator

from ..reasons import Reason, _
from ..records import DeviceEvent, Refused
from ..text import shown
from .bodies import Fields
from .device_info import decode_device_info
from .photos import decode_punch_photo, is_only_photo
from .punches import decode_punch, decode_row, read_pin
from .redaction import redact
from .times import WallTime, read_epoch, read_time
from .users import decode_user

#: Names of RESTful operations, under which late answers come.
COMMAND_OPERATIONS = {
    "AddUser",
    "DeleteUser",
    "EnrollFingerprint",
    "LoadPunchLog",
    "SendDeviceInfo",
    "ClearLog",
    "TriggerUserDetail",
    "EnableMessage",
    "DisableMessage",
    "SendAttendancePhoto",
}
#: Operation or kind to its label, and whether evidence may have been changed. The names of v3
#: are not documented: they follow the pattern of ``UserUpdated``.
_EVENTS = {
    "ManuallyUserDeleted": (_("user deleted"), True),
    "UserDeleted": (_("user deleted"), True),
    "ManuallyDateModified": (_("clock set"), True),
    "DateModified": (_("clock set"), True),
}
_DELETIONS = {"ManuallyUserDeleted", "UserDeleted"}
_ENVELOPE_FIELDS = {"operationid", "labelname", "serialnumber", "authtoken", "time"}
NO_OPERATION = Reason("operation_unknown")


def decode_callback(info: Fields, body: Fields) -> Iterator[object]:
    """Yield the records of a v2 body; a late answer without contents has none.

    :param info: its ``ApiRequestInfo``.
    """
    operation, line = info.text("Operation"), redact(body)
    read = _OPERATIONS.get(operation)
    if read is None:
        yield Refused(line, NO_OPERATION)
    else:
        yield from read(info, line)


def _punch(info: Fields, line: str) -> Iterator[object]:
    contents = info.object("OperationData")
    if not any(contents.values()):
        yield Refused(line, Reason("punch_empty"))
        return
    row = Fields({**contents, "UserId": info.value("UserId")})
    yield from _punch_and_photo(row, read_epoch(info.text("OperationTime")), line)


def _punch_and_photo(row: Fields, time: WallTime | None, line: str) -> Iterator[object]:
    """Decode a punch, its photo, or both."""
    found: list[object] = [decode_punch_photo(row, time and time[0])]
    if not is_only_photo(row):
        found.insert(0, decode_punch(row, time, line))
    for record in filter(None, found):
        yield Refused(line, record) if isinstance(record, Reason) else record


def _user(info: Fields, line: str) -> Iterator[object]:
    return decode_user(info.object("OperationData"), read_pin(info), line)


def _event(info: Fields, line: str) -> Iterator[object]:
    time = read_epoch(info.text("OperationTime"))
    yield _make_event(info.text("Operation"), info, time, line)


def _make_event(
    code: str, fields: Fields, time: WallTime | None, line: str
) -> DeviceEvent:
    label, tampering = _EVENTS[code]
    pin = read_pin(fields)
    return DeviceEvent(
        code=code,
        label=label,
        time=time and time[0],
        operator="",
        details=(f"PIN={shown(pin)}",) if pin else (),
        tampering=tampering,
        line=line,
        deleted_pin=pin if code in _DELETIONS else "",
    )


def _late(info: Fields, line: str) -> Iterator[object]:
    yield from decode_operation_data(info.object("OperationData"), info, line)


def decode_operation_data(
    contents: Fields, around: Fields, line: str
) -> Iterator[object]:
    """Yield the records of an answer: rows of punches, a photo, the device's information.

    :param contents: ``OperationData`` of an answer, late or not.
    :param around: the object that contains it, which may have ``UserId``.
    """
    yield from decode_rows(contents.value("Punch"))
    photo = decode_punch_photo(
        Fields({"UserId": around.value("UserId"), **contents}), None
    )
    if photo is not None:
        yield Refused(line, photo) if isinstance(photo, Reason) else photo
    info = decode_device_info(contents)
    if info:
        yield info


def decode_rows(rows: object) -> Iterator[object]:
    """Yield a punch for each row of a list, or the row as refused; no list has no rows."""
    for row in rows if isinstance(rows, list) else ():
        line = redact(row)
        punch = (
            decode_row(row, line)
            if isinstance(row, Fields)
            else Reason("row_not_object")
        )
        yield Refused(line, punch) if isinstance(punch, Reason) else punch


_OPERATIONS = {
    "RealTimePunchLog": _punch,
    "PunchLog": _punch,  # the vendor's document uses both names
    "ManuallyUserUpdated": _user,
    "ManuallyUserDeleted": _event,
    "ManuallyDateModified": _event,
    **dict.fromkeys(COMMAND_OPERATIONS, _late),
}


def real_time_kinds(real_time: Fields) -> list[str]:
    """Return the names of a v3 callback's objects, such as ``PunchLog``."""
    return [name for name in real_time if name.lower() not in _ENVELOPE_FIELDS]


def decode_real_time(real_time: Fields, body: Fields) -> Iterator[object]:
    """Yield the records of a v3 body, which may have objects of several kinds."""
    line = redact(body)
    kinds = real_time_kinds(real_time)
    for kind in kinds:
        fields, read = real_time.object(kind), _KINDS.get(kind)
        if read is None or not fields:
            yield Refused(line, NO_OPERATION)
        else:
            yield from read(kind, fields, line)
    if not kinds:
        yield Refused(line, NO_OPERATION)


def _real_time_punch(kind: str, fields: Fields, line: str) -> Iterator[object]:
    if isinstance(fields.value("Log"), list):
        yield from decode_rows(fields.value("Log"))
    else:
        yield from _punch_and_photo(fields, read_time(fields.text("LogTime")), line)


def _real_time_user(kind: str, fields: Fields, line: str) -> Iterator[object]:
    return decode_user(fields, read_pin(fields), line)


def _real_time_event(kind: str, fields: Fields, line: str) -> Iterator[object]:
    yield _make_event(kind, fields, read_time(fields.text("OperationTime")), line)


_KINDS = {
    "PunchLog": _real_time_punch,
    "UserUpdated": _real_time_user,
    "UserDeleted": _real_time_event,
    "DateModified": _real_time_event,
}
