"""Commands in the words of Web API 2.0.

``OperationData`` of ``AddUser`` is what ``ManuallyUserUpdated`` brings; where a command
has no values it is an empty string. The name of a message's text and the values of
``SendAttendancePhoto`` are not documented.
"""

from collections.abc import Mapping

from ...errors import ProtocolError, Unsupported
from ..times import moment, write_epoch
from .values import items_of, names_of, privilege_of, refuse_limits, template_word

_PRIORITIES = {"user": "0", "admin": "16"}


def _order(operation: str, payload: Mapping, contents: object = "") -> dict:
    pin = payload.get("pin")
    return {
        "Operation": operation,
        "UserId": "" if pin is None else str(pin),
        "OperationData": contents,
    }


def set_user(payload: dict, known: Mapping[str, str]) -> dict:
    refuse_limits(payload)
    contents = names_of(payload)
    priority = privilege_of(payload, _PRIORITIES)
    if priority is not None:
        contents["Priority"] = priority
    signature = [_signature(word, value) for word, value in items_of(payload)]
    return _order("AddUser", payload, {**contents, "Signature": signature})


def delete_user(payload: dict, known: Mapping[str, str]) -> dict:
    return _order("DeleteUser", payload)


def set_template(payload: dict, known: Mapping[str, str]) -> dict:
    """In the shape templates come in by themselves: name and rights say nothing."""
    word, kind = template_word(payload), payload["kind"]
    place = {"finger": "slot", "face": "index", "palm": "index"}.get(kind)
    number = str(payload.get(place) or 0) if place else ""
    signature = [_signature(word, payload["blob"], number)]
    return _order(
        "AddUser", payload, {"Name": "", "Priority": "", "Signature": signature}
    )


def _signature(word: str, value: str, number: str = "") -> dict:
    return {
        "Template": value,
        "Type": word,
        "AdditionalData1": number,
        "AdditionalData2": "",
    }


def enroll(payload: dict, known: Mapping[str, str]) -> dict:
    if payload["kind"] != "finger":
        raise Unsupported("This gateway can only start the enrolment of a finger.")
    return _order("EnrollFingerprint", payload)


def query_punches(payload: dict, known: Mapping[str, str], *, offset: str = "") -> dict:
    since = moment(payload["since"], None)
    until = moment(payload["until"], None, last=True)
    contents = {
        "StartTime": write_epoch(since),
        "EndTime": write_epoch(until),
        "OffSet": offset,
    }
    return _order("LoadPunchLog", {}, contents)


def query_users(payload: dict, known: Mapping[str, str]) -> dict:
    """There is no asking for one user: all come, the one among them."""
    return _order("TriggerUserDetail", {})


def information(payload: dict, known: Mapping[str, str]) -> dict:
    return _order("SendDeviceInfo", {})


def clear_punches(payload: dict, known: Mapping[str, str]) -> dict:
    return _order("ClearLog", {})


def show_message(payload: dict, known: Mapping[str, str]) -> dict:
    """Shown when the person punches, until it is stopped."""
    if payload.get("pin") in (None, ""):
        raise ProtocolError("This gateway shows messages to one person only.")
    if payload.get("minutes") or payload.get("time"):
        raise Unsupported("This gateway shows a message until it is told to stop.")
    return _order("EnableMessage", payload, {"Message": payload["text"]})


def hide_message(payload: dict, known: Mapping[str, str]) -> dict:
    return _order("DisableMessage", payload)


def send_photo(payload: dict, known: Mapping[str, str]) -> dict:
    return _order("SendAttendancePhoto", payload)
