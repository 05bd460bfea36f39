"""Answers of ISAPI: JSON or XML values, or the refusal they hold.

A refusal comes with any HTTP status, 200 too; what counts is ``subStatusCode``. Sources:
recorded refusals of a terminal, three public clients.
"""

import json
from typing import Any

from ..errors import (
    DeviceRefused,
    Garbled,
    Impossible,
    OtherProtocol,
    ProtocolError,
    TransportError,
)
from .xml_values import read_xml

OK, BUSY = 1, 2
#: Codes of results that are ours; the terminal's own are its ``statusCode``.
NOBODY, EXISTS, MISSING, UNDONE = 110, 111, 112, 113
#: HTTP statuses that say nothing about the request: it may be sent again later.
_BUSY_STATUSES = frozenset({429, 503})
_OK_WORDS = frozenset({"ok", ""})

_Refusal = tuple[type[TransportError], str, int]
#: ``subStatusCode`` in small letters to what it means, and the code of a result.
REFUSALS: dict[str, _Refusal] = {
    "devicebusy": (TransportError, "hikvision_busy", BUSY),
    "notactivated": (TransportError, "hikvision_not_activated", 4),
    "lowprivilege": (Impossible, "hikvision_low_privilege", 4),
    "notsupport": (Impossible, "hikvision_not_supported", 4),
    "methodnotallowed": (Impossible, "hikvision_not_supported", 4),
    "invalidoperation": (Impossible, "hikvision_not_supported", 4),
    "rebootrequired": (DeviceRefused, "hikvision_reboot_required", 7),
    "employeenoalreadyexist": (DeviceRefused, "hikvision_exists", EXISTS),
    "deviceuseralreadyexist": (DeviceRefused, "hikvision_exists", EXISTS),
    "employeenonotexist": (DeviceRefused, "hikvision_nobody", NOBODY),
    "cardnoalreadyexist": (DeviceRefused, "hikvision_card_taken", 6),
    "subpicanalysismodelingerror": (DeviceRefused, "hikvision_no_face", 6),
}


def read_json_answer(status: int, kind: str, body: bytes) -> dict[str, Any]:
    """Return the object a JSON answer holds.

    :param kind: its content type in small letters, ``""`` for none.
    :raises TransportError: it is a refusal, or nothing of a terminal's.
    """
    values = _read(status, kind, body)
    check_refusal(status, values)
    return values


def read_xml_answer(status: int, kind: str, body: bytes) -> dict[str, Any]:
    """Return the values of an XML answer, without the name of its root.

    :raises TransportError: it is a refusal, or nothing of a terminal's.
    """
    return read_json_answer(status, kind, body)


def _read(status: int, kind: str, body: bytes) -> dict[str, Any]:
    """Return the values of a body, whichever of the two it is: terminals mix them."""
    if status in _BUSY_STATUSES:
        raise TransportError("hikvision_busy")
    start = body.lstrip()[:64].lower()
    if "html" in kind or start.startswith((b"<!doctype html", b"<html")):
        raise OtherProtocol("hikvision_web_page")
    if not start:
        if status == 200:
            return {}
        raise Garbled("hikvision_http", status=status)
    values = read_xml_body(body) if start.startswith(b"<") else _read_json(body)
    if values is None:
        if status != 200:
            raise Garbled("hikvision_http", status=status)
        raise Garbled("hikvision_unreadable")
    return values


def _read_json(body: bytes) -> dict[str, Any] | None:
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def read_xml_body(body: bytes) -> dict[str, Any] | None:
    """Return the values of an XML document, ``None`` for what is none."""
    try:
        return read_xml(body)[1]
    except ProtocolError:
        return None


def check_refusal(status: int, values: dict[str, Any]) -> None:
    """Check that an answer is no refusal.

    :raises TransportError: it is one; see :data:`REFUSALS`.
    """
    inner = values.get("ResponseStatus")
    found = inner if isinstance(inner, dict) else values
    code = read_integer(found.get("statusCode"))
    word = str(found.get("subStatusCode") or "").strip()
    if status == 200 and code in (None, 0, OK) and word.lower() in _OK_WORDS:
        return
    kind, name, _result = REFUSALS.get(
        word.lower(), (DeviceRefused, "hikvision_refused", 0)
    )
    if code == BUSY and word.lower() not in REFUSALS:
        kind, name = TransportError, "hikvision_busy"
    if name != "hikvision_refused":
        if kind is DeviceRefused:
            raise DeviceRefused(name, _result)
        raise kind(name)
    if not word and code is None:
        raise Garbled("hikvision_http", status=status)
    details = str(found.get("errorMsg") or found.get("statusString") or "")
    shown = word or details or str(code)
    if details and details != word:
        shown = f"{word}: {details}" if word else details
    raise DeviceRefused("hikvision_refused", code, word=shown[:100])


def read_integer(value: object) -> int | None:
    """Return a value of JSON or XML as a number, ``None`` for what is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.strip().isascii():
        text = value.strip()
        if text.removeprefix("-").isdecimal() and len(text) <= 12:
            return int(text)
    return None


def read_section(values: dict[str, Any], name: str) -> dict[str, Any]:
    """Return an object in an answer.

    :raises Garbled: there is none of the name.
    """
    found = values.get(name)
    if not isinstance(found, dict):
        raise Garbled("hikvision_unreadable")
    return found
