"""What the gateway tells by itself, and its late answers to commands.

    {"ServiceTagId":..,"ApiRequestInfo":{"AuthToken","Operation","UserId","OperationTime",
        "OperationReferenceId","OperationData"}}                                      v2
    {"RealTime":{"OperationID","LabelName","SerialNumber",<Kind>:{..},"AuthToken","Time"}}

A late answer (v2) is a callback with the name of the command and our reference. Sources:
the vendor's Web API 2.0 document, the documented v3 sample, captures of v3.
"""

from collections.abc import Iterator

from ..records import DeviceEvent, Refused
from ..text import shown
from .bodies import Said
from .device_info import read_terminal
from .punches import is_only_photo, pin_of, read_photo, read_punch, read_row
from .redaction import kept
from .times import Moment, read_epoch, read_moment
from .users import read_residents

#: Names of RESTful operations, under which late answers come.
COMMANDS = {
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
#: Operation or kind, to words and whether evidence may have been changed. The names of v3
#: are not documented: they follow the pattern of ``UserUpdated``.
_EVENTS = {
    "ManuallyUserDeleted": ("user deleted", True),
    "UserDeleted": ("user deleted", True),
    "ManuallyDateModified": ("clock set", True),
    "DateModified": ("clock set", True),
}
_DELETIONS = {"ManuallyUserDeleted", "UserDeleted"}
_AROUND_KIND = {"operationid", "labelname", "serialnumber", "authtoken", "time"}
NO_OPERATION = "No known operation."


def read_callback(info: Said, body: Said) -> Iterator[object]:
    """The records of a v2 body; a late answer without contents has none.

    :param info: its ``ApiRequestInfo``.
    """
    operation, line = info.text("Operation"), kept(body)
    read = _OPERATIONS.get(operation)
    if read is None:
        yield Refused(line, NO_OPERATION)
    else:
        yield from read(info, line)


def _punch(info: Said, line: str) -> Iterator[object]:
    contents = info.object("OperationData")
    if not any(contents.values()):
        yield Refused(line, "It says of nobody how or which way.")
        return
    row = Said({**contents, "UserId": info.of("UserId")})
    yield from _passage(row, read_epoch(info.text("OperationTime")), line)


def _passage(row: Said, moment: Moment | None, line: str) -> Iterator[object]:
    """A punch, its photo, or both."""
    found = [read_photo(row, moment and moment[0])]
    if not is_only_photo(row):
        found.insert(0, read_punch(row, moment, line))
    for record in filter(None, found):
        yield Refused(line, record) if isinstance(record, str) else record


def _user(info: Said, line: str) -> Iterator[object]:
    return read_residents(info.object("OperationData"), pin_of(info), line)


def _event(info: Said, line: str) -> Iterator[object]:
    moment = read_epoch(info.text("OperationTime"))
    yield _happened(info.text("Operation"), info, moment, line)


def _happened(code: str, said: Said, moment: Moment | None, line: str) -> DeviceEvent:
    label, tampering = _EVENTS[code]
    pin = pin_of(said)
    return DeviceEvent(
        code=code,
        label=label,
        time=moment and moment[0],
        operator="",
        details=(f"PIN={shown(pin)}",) if pin else (),
        tampering=tampering,
        line=line,
        gone=pin if code in _DELETIONS else "",
    )


def _late(info: Said, line: str) -> Iterator[object]:
    yield from read_contents(info.object("OperationData"), info, line)


def read_contents(contents: Said, around: Said, line: str) -> Iterator[object]:
    """What was asked for: rows of punches, a photo, the terminal itself.

    :param contents: ``OperationData`` of an answer, late or not.
    :param around: what it is part of, which may name the user.
    """
    yield from read_rows(contents.of("Punch"))
    photo = read_photo(Said({"UserId": around.of("UserId"), **contents}), None)
    if photo is not None:
        yield Refused(line, photo) if isinstance(photo, str) else photo
    info = read_terminal(contents)
    if info:
        yield info


def read_rows(rows: object) -> Iterator[object]:
    """Punches of a list, each refused by itself."""
    for row in rows if isinstance(rows, list) else ():
        line = kept(row)
        punch = read_row(row, line) if isinstance(row, Said) else "It is no object."
        yield Refused(line, punch) if isinstance(punch, str) else punch


_OPERATIONS = {
    "RealTimePunchLog": _punch,
    "PunchLog": _punch,  # the vendor's document uses both names
    "ManuallyUserUpdated": _user,
    "ManuallyUserDeleted": _event,
    "ManuallyDateModified": _event,
    **dict.fromkeys(COMMANDS, _late),
}


def kinds_of(real_time: Said) -> list[str]:
    """The names of what a v3 callback is about."""
    return [name for name in real_time if name.lower() not in _AROUND_KIND]


def read_real_time(real_time: Said, body: Said) -> Iterator[object]:
    """The records of a v3 body, as many as it has kinds."""
    line = kept(body)
    kinds = kinds_of(real_time)
    for kind in kinds:
        said, read = real_time.object(kind), _KINDS.get(kind)
        if read is None or not said:
            yield Refused(line, NO_OPERATION)
        else:
            yield from read(kind, said, line)
    if not kinds:
        yield Refused(line, NO_OPERATION)


def _passage_v3(kind: str, said: Said, line: str) -> Iterator[object]:
    if isinstance(said.of("Log"), list):
        yield from read_rows(said.of("Log"))
    else:
        yield from _passage(said, read_moment(said.text("LogTime")), line)


def _user_v3(kind: str, said: Said, line: str) -> Iterator[object]:
    return read_residents(said, pin_of(said), line)


def _event_v3(kind: str, said: Said, line: str) -> Iterator[object]:
    yield _happened(kind, said, read_moment(said.text("OperationTime")), line)


_KINDS = {
    "PunchLog": _passage_v3,
    "UserUpdated": _user_v3,
    "UserDeleted": _event_v3,
    "DateModified": _event_v3,
}
