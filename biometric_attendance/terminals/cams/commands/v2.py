"""Commands of Web API 2.0.

``OperationData`` of ``AddUser`` is what ``ManuallyUserUpdated`` brings; where a command
has no values it is an empty string. The name of a message's text and the values of
``SendAttendancePhoto`` are not documented.
"""

from collections.abc import Mapping

from ...errors import ProtocolError, Unsupported
from ..times import payload_time, write_epoch
from .values import (
    list_credentials,
    make_names,
    read_privilege,
    read_type,
    refuse_limits,
)

_PRIORITIES = {"user": "0", "admin": "16"}


def _operation(operation: str, payload: Mapping, contents: object = "") -> dict:
    pin = payload.get("pin")
    return {
        "Operation": operation,
        "UserId": "" if pin is None else str(pin),
        "OperationData": contents,
    }


def set_user(payload: dict, known: Mapping[str, str]) -> dict:
    refuse_limits(payload)
    contents = make_names(payload)
    priority = read_privilege(payload, _PRIORITIES)
    if priority is not None:
        contents["Priority"] = priority
    signature = [_signature(type_, value) for type_, value in list_credentials(payload)]
    return _operation("AddUser", payload, {**contents, "Signature": signature})


def delete_user(payload: dict, known: Mapping[str, str]) -> dict:
    return _operation("DeleteUser", payload)


def set_template(payload: dict, known: Mapping[str, str]) -> dict:
    """In the shape templates come in by themselves: name and rights say nothing."""
    type_, kind = read_type(payload), payload["kind"]
    place = {"finger": "slot", "face": "index", "palm": "index"}.get(kind)
    number = str(payload.get(place) or 0) if place else ""
    signature = [_signature(type_, payload["blob"], number)]
    return _operation(
        "AddUser", payload, {"Name": "", "Priority": "", "Signature": signature}
    )


def _signature(type_: str, value: str, number: str = "") -> dict:
    return {
        "Template": value,
        "Type": type_,
        "AdditionalData1": number,
        "AdditionalData2": "",
    }


def enroll(payload: dict, known: Mapping[str, str]) -> dict:
    if payload["kind"] != "finger":
        raise Unsupported("enroll_finger_only")
    return _operation("EnrollFingerprint", payload)


def query_punches(payload: dict, known: Mapping[str, str], *, offset: str = "") -> dict:
    since = payload_time(payload["since"], None)
    until = payload_time(payload["until"], None, end_of_day=True)
    contents = {
        "StartTime": write_epoch(since),
        "EndTime": write_epoch(until),
        "OffSet": offset,
    }
    return _operation("LoadPunchLog", {}, contents)


def query_users(payload: dict, known: Mapping[str, str]) -> dict:
    """There is no asking for one user: all come, the one among them."""
    return _operation("TriggerUserDetail", {})


def information(payload: dict, known: Mapping[str, str]) -> dict:
    return _operation("SendDeviceInfo", {})


def clear_punches(payload: dict, known: Mapping[str, str]) -> dict:
    return _operation("ClearLog", {})


def show_message(payload: dict, known: Mapping[str, str]) -> dict:
    """Shown when the person punches, until it is stopped."""
    if payload.get("pin") in (None, ""):
        raise ProtocolError("message_for_everybody")
    if payload.get("minutes") or payload.get("time"):
        raise Unsupported("message_limited")
    return _operation("EnableMessage", payload, {"Message": payload["text"]})


def hide_message(payload: dict, known: Mapping[str, str]) -> dict:
    return _operation("DisableMessage", payload)


def send_photo(payload: dict, known: Mapping[str, str]) -> dict:
    return _operation("SendAttendancePhoto", payload)
