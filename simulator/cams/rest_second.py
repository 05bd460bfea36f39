"""Calls of the second generation: ``request_data``, answered now and once more lazily."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from . import actions, statuses
from .aes import Unreadable, seal, unseal
from .calls import check_token
from .moments import epoch, from_epoch, offset_at
from .pages import load
from .spelling import Lazy, compact
from .statuses import Refusal
from .words import PRIORITY

if TYPE_CHECKING:
    from .calls import Call
    from .desk import Desk
    from .face import CamsFace

Info = dict[str, object]
#: What the attendance API alone allows.
READING = {"LoadPunchLog", "SendDeviceInfo"}


def serial(call: Call) -> str:
    try:
        return str(_whole(call)["ServiceTagId"])
    except (Refusal, KeyError):
        return ""


def answer(desk: Desk, call: Call, at: datetime) -> bytes:
    """``StatusCode`` 0 means the device will be told; whether it does it comes lazily."""
    info: Info = {}
    key = ""
    try:
        whole = _whole(call)
        face = desk.device(call, str(whole.get("ServiceTagId", "")))
        key = face.registration.key
        info |= _info(face, whole.get("ApiRequestInfo"))
        said = _fulfil(face, info, at)
        said = {"StatusCode": 0, "Status": "done", **said}
    except Refusal as refusal:
        word = statuses.second_word(refusal.code)
        said = {"StatusCode": refusal.code, "Status": word, "OperationData": ""}
    echo = {
        "RequestedOperation": info.get("Operation", ""),
        "OperationReferenceId": info.get("OperationReferenceId", ""),
    }
    text = compact({**said, **echo})
    return seal(text, key).encode() if key else text


def _whole(call: Call) -> dict:
    try:
        whole = json.loads(call.form["request_data"])
    except (KeyError, ValueError, RecursionError) as error:
        raise Refusal(statuses.INVALID_REQUEST_DATA) from error
    if not isinstance(whole, dict):
        raise Refusal(statuses.INVALID_REQUEST_DATA)
    return whole


def _info(face: CamsFace, info: object) -> Info:
    """Open what is sealed, where a key is set."""
    if face.registration.generation != "v2":
        raise Refusal(statuses.INVALID_API_CONFIGURATION)
    if face.registration.key:
        try:
            info = json.loads(unseal(info, face.registration.key))
        except (Unreadable, ValueError, TypeError, RecursionError) as error:
            raise Refusal(statuses.INVALID_ENCRYPTION) from error
    if not isinstance(info, dict):
        raise Refusal(statuses.INVALID_API_REQUEST_INFO)
    return info


def _fulfil(face: CamsFace, info: Info, at: datetime) -> Info:
    check_token(face, info.get("AuthToken"))
    operation = info.get("Operation")
    if operation not in (*DIRECT, *ORDERS):
        raise Refusal(statuses.INVALID_OPERATION)
    if operation not in READING and not face.registration.manages:
        raise Refusal(statuses.INVALID_SUBSCRIPTION)
    if operation in DIRECT:
        return DIRECT[operation](face, info, at)
    act = ORDERS[operation](face, info)
    lazy = Lazy(
        operation,
        str(info.get("UserId") or ""),
        str(info.get("OperationReferenceId") or ""),
    )
    after = actions.PATIENCE if operation == "EnrollFingerprint" else None
    face.order(at, act, lazy, after)
    return {"OperationData": ""}


def _data(info: Info) -> dict:
    said = info.get("OperationData")
    if not isinstance(said, dict):
        raise Refusal(statuses.INVALID_OPERATION_DATA)
    return said


def _pin(info: Info) -> str:
    return actions.needed_pin(info.get("UserId"), statuses.INVALID_USERID)


def _add_user(face: CamsFace, info: Info) -> actions.Act:
    said, pin = _data(info), _pin(info)
    signatures = said.get("Signature") or []
    names = (said.get(key) for key in ("FirstName", "LastName"))
    name = said.get("Name") or " ".join(filter(None, names))
    levels = {word: level for level, word in PRIORITY.items()}
    privilege = str(said.get("Priority") or "")
    if not isinstance(signatures, list) or not isinstance(name, str):
        raise Refusal(statuses.INVALID_OPERATION_DATA)
    if privilege and privilege not in levels:
        raise Refusal(statuses.INVALID_OPERATION_DATA)
    if not all(isinstance(signature, dict) for signature in signatures):
        raise Refusal(statuses.INVALID_TEMPLATE)
    parts = [
        tuple(signature.get(key) for key in ("Type", "Template", "AdditionalData1"))
        for signature in signatures
    ]
    own = {"name": name, "privilege": levels.get(privilege)}
    return actions.add_user(face, pin, own, parts)


def _show(face: CamsFace, info: Info) -> actions.Act:
    """The key of the text is documented nowhere."""
    text = _data(info).get("Message")
    if not isinstance(text, str) or not text:
        raise Refusal(statuses.INVALID_OPERATION_DATA)
    return actions.show(face, _pin(info), text)


def _load(face: CamsFace, info: Info, at: datetime) -> Info:
    said = _data(info)
    try:
        since, until = (from_epoch(said.get(k)) for k in ("StartTime", "EndTime"))
    except ValueError as error:
        raise Refusal(statuses.INVALID_START_TIME) from error
    page = load(face, since, until, said.get("OffSet"), lambda punch: punch.local)
    rows = [
        {
            **face.spelling.words(punch),
            "UserID": punch.pin,
            "AttendanceTime": epoch(punch.local),
        }
        for punch in page.punches
    ]
    found = {"OffSet": page.offset, "ActualRowCount": page.count, "Punch": rows}
    return {"ReturnRowCount": len(rows), "OperationData": found}


def _device_info(face: CamsFace, info: Info, at: datetime) -> Info:
    terminal, own = face.terminal, face.registration
    minutes = offset_at(terminal, at) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    wall = terminal.clock.wall(at)
    names = ["AttendanceAPI", *(["ManagementAPI"] if own.manages else [])]
    first, last = epoch(wall - timedelta(days=90)), epoch(wall + timedelta(days=275))
    services = [
        {"ServiceName": name, "ActivationDate": first, "ExpiryDate": last}
        for name in names
    ]
    said = {
        "SerialNumber": terminal.serial,
        "LastConnectedTime": epoch(wall),
        "DeviceLabelName": own.label,
        "Model": own.model,
        "TimeZone": f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}",
        "Services": services,
    }
    return {"OperationData": said}


DIRECT: dict[str, Callable[[CamsFace, Info, datetime], Info]] = {
    "LoadPunchLog": _load,
    "SendDeviceInfo": _device_info,
}
ORDERS: dict[str, Callable[[CamsFace, Info], actions.Act]] = {
    "AddUser": _add_user,
    "DeleteUser": lambda face, info: actions.delete_user(face, _pin(info)),
    "EnrollFingerprint": lambda face, info: actions.enrol_finger(face, _pin(info)),
    "ClearLog": lambda face, info: actions.clear_log(face),
    "TriggerUserDetail": lambda face, info: actions.tell_users(face),
    "EnableMessage": _show,
    "DisableMessage": lambda face, info: actions.hide(face, _pin(info)),
    "SendAttendancePhoto": lambda face, info: actions.send_photo(face, _pin(info)),
}
