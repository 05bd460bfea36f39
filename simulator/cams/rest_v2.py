"""Calls of the second generation: ``request_data``, answered now and once more lazily."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from . import actions, statuses
from .aes import Unreadable, decrypt, encrypt
from .callbacks import Lazy, compact
from .calls import check_token
from .codes import PRIORITY
from .pages import load
from .statuses import Refusal
from .times import epoch, from_epoch, offset_at

if TYPE_CHECKING:
    from .calls import Call
    from .endpoint import CamsEndpoint
    from .rest_api import RestApi

Info = dict[str, object]
#: What the attendance API alone allows.
READING = {"LoadPunchLog", "SendDeviceInfo"}


def serial(call: Call) -> str:
    try:
        return str(_whole(call)["ServiceTagId"])
    except (Refusal, KeyError):
        return ""


def answer(desk: RestApi, call: Call, at: datetime) -> bytes:
    """``StatusCode`` 0 means the command is queued; its result comes later."""
    info: Info = {}
    key = ""
    try:
        whole = _whole(call)
        endpoint = desk.device(call, str(whole.get("ServiceTagId", "")))
        key = endpoint.registration.key
        info |= _info(endpoint, whole.get("ApiRequestInfo"))
        values = _fulfil(endpoint, info, at)
        values = {"StatusCode": 0, "Status": "done", **values}
    except Refusal as refusal:
        word = statuses.second_word(refusal.code)
        values = {"StatusCode": refusal.code, "Status": word, "OperationData": ""}
    echo = {
        "RequestedOperation": info.get("Operation", ""),
        "OperationReferenceId": info.get("OperationReferenceId", ""),
    }
    text = compact({**values, **echo})
    return encrypt(text, key).encode() if key else text


def _whole(call: Call) -> dict:
    try:
        whole = json.loads(call.form["request_data"])
    except (KeyError, ValueError, RecursionError) as error:
        raise Refusal(statuses.INVALID_REQUEST_DATA) from error
    if not isinstance(whole, dict):
        raise Refusal(statuses.INVALID_REQUEST_DATA)
    return whole


def _info(endpoint: CamsEndpoint, info: object) -> Info:
    """Open what is sealed, where a key is set."""
    if endpoint.registration.generation != "v2":
        raise Refusal(statuses.INVALID_API_CONFIGURATION)
    if endpoint.registration.key:
        try:
            info = json.loads(decrypt(info, endpoint.registration.key))
        except (Unreadable, ValueError, TypeError, RecursionError) as error:
            raise Refusal(statuses.INVALID_ENCRYPTION) from error
    if not isinstance(info, dict):
        raise Refusal(statuses.INVALID_API_REQUEST_INFO)
    return info


def _fulfil(endpoint: CamsEndpoint, info: Info, at: datetime) -> Info:
    check_token(endpoint, info.get("AuthToken"))
    operation = info.get("Operation")
    if operation not in (*DIRECT, *ORDERS):
        raise Refusal(statuses.INVALID_OPERATION)
    if operation not in READING and not endpoint.registration.manages:
        raise Refusal(statuses.INVALID_SUBSCRIPTION)
    if operation in DIRECT:
        return DIRECT[operation](endpoint, info, at)
    act = ORDERS[operation](endpoint, info)
    lazy = Lazy(
        operation,
        str(info.get("UserId") or ""),
        str(info.get("OperationReferenceId") or ""),
    )
    after = actions.ENROLMENT_TIMEOUT if operation == "EnrollFingerprint" else None
    endpoint.order(at, act, lazy, after)
    return {"OperationData": ""}


def _data(info: Info) -> dict:
    values = info.get("OperationData")
    if not isinstance(values, dict):
        raise Refusal(statuses.INVALID_OPERATION_DATA)
    return values


def _pin(info: Info) -> str:
    return actions.needed_pin(info.get("UserId"), statuses.INVALID_USERID)


def _add_user(endpoint: CamsEndpoint, info: Info) -> actions.Act:
    values, pin = _data(info), _pin(info)
    signatures = values.get("Signature") or []
    names = (values.get(key) for key in ("FirstName", "LastName"))
    name = values.get("Name") or " ".join(filter(None, names))
    levels = {word: level for level, word in PRIORITY.items()}
    privilege = str(values.get("Priority") or "")
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
    return actions.add_user(endpoint, pin, own, parts)


def _show(endpoint: CamsEndpoint, info: Info) -> actions.Act:
    """The key of the text is documented nowhere."""
    text = _data(info).get("Message")
    if not isinstance(text, str) or not text:
        raise Refusal(statuses.INVALID_OPERATION_DATA)
    return actions.show(endpoint, _pin(info), text)


def _load(endpoint: CamsEndpoint, info: Info, at: datetime) -> Info:
    values = _data(info)
    try:
        since, until = (from_epoch(values.get(k)) for k in ("StartTime", "EndTime"))
    except ValueError as error:
        raise Refusal(statuses.INVALID_START_TIME) from error
    page = load(endpoint, since, until, values.get("OffSet"), lambda punch: punch.local)
    rows = [
        {
            **endpoint.spelling.words(punch),
            "UserID": punch.pin,
            "AttendanceTime": epoch(punch.local),
        }
        for punch in page.punches
    ]
    found = {"OffSet": page.offset, "ActualRowCount": page.count, "Punch": rows}
    return {"ReturnRowCount": len(rows), "OperationData": found}


def _device_info(endpoint: CamsEndpoint, info: Info, at: datetime) -> Info:
    terminal, own = endpoint.terminal, endpoint.registration
    minutes = offset_at(terminal, at) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    wall = terminal.clock.wall(at)
    names = ["AttendanceAPI", *(["ManagementAPI"] if own.manages else [])]
    first, last = epoch(wall - timedelta(days=90)), epoch(wall + timedelta(days=275))
    services = [
        {"ServiceName": name, "ActivationDate": first, "ExpiryDate": last}
        for name in names
    ]
    values = {
        "SerialNumber": terminal.serial,
        "LastConnectedTime": epoch(wall),
        "DeviceLabelName": own.label,
        "Model": own.model,
        "TimeZone": f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}",
        "Services": services,
    }
    return {"OperationData": values}


DIRECT: dict[str, Callable[[CamsEndpoint, Info, datetime], Info]] = {
    "LoadPunchLog": _load,
    "SendDeviceInfo": _device_info,
}
ORDERS: dict[str, Callable[[CamsEndpoint, Info], actions.Act]] = {
    "AddUser": _add_user,
    "DeleteUser": lambda endpoint, info: actions.delete_user(endpoint, _pin(info)),
    "EnrollFingerprint": lambda endpoint, info: actions.enrol_finger(
        endpoint, _pin(info)
    ),
    "ClearLog": lambda endpoint, info: actions.clear_log(endpoint),
    "TriggerUserDetail": lambda endpoint, info: actions.send_users(endpoint),
    "EnableMessage": _show,
    "DisableMessage": lambda endpoint, info: actions.hide(endpoint, _pin(info)),
    "SendAttendancePhoto": lambda endpoint, info: actions.send_photo(
        endpoint, _pin(info)
    ),
}
