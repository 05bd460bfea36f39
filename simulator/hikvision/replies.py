"""Answers of ISAPI as terminals write them."""

from __future__ import annotations

import json
from typing import NamedTuple
from xml.sax.saxutils import escape

NAMESPACE = "http://www.isapi.org/ver20/XMLSchema"
#: ``subStatusCode`` to HTTP status, ``statusCode`` and its words.
_REFUSALS = {
    "ok": (200, 1, "OK"),
    "deviceBusy": (200, 2, "Device Busy"),
    "notSupport": (403, 4, "Invalid Operation"),
    "methodNotAllowed": (403, 4, "Invalid Operation"),
    "lowPrivilege": (403, 4, "Invalid Operation"),
    "notActivated": (403, 4, "Invalid Operation"),
    "badXmlContent": (400, 5, "Invalid XML Content"),
    "badJsonFormat": (400, 6, "Invalid Content"),
    "badJsonContent": (400, 6, "Invalid Content"),
    "badParameters": (400, 6, "Invalid Content"),
    "MessageParametersLack": (400, 6, "Invalid Content"),
    "employeeNoNotExist": (400, 6, "Invalid Content"),
    "employeeNoAlreadyExist": (200, 6, "Invalid Operation"),
    "cardNoAlreadyExist": (400, 6, "Invalid Content"),
    "SubpicAnalysisModelingError": (400, 6, "Invalid Content"),
}


class Reply(NamedTuple):
    """One answer.

    :param headers: beside length and type.
    """

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: tuple[str, ...] = ()

    @classmethod
    def json(cls, values: object, status: int = 200) -> Reply:
        return cls(status, json.dumps(values, ensure_ascii=False).encode())

    @classmethod
    def xml(cls, root: str, values: dict, status: int = 200) -> Reply:
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} version="2.0" xmlns="{NAMESPACE}">'
        inner = "".join(
            f"<{name}>{escape(str(value))}</{name}>" for name, value in values.items()
        )
        return cls(status, f"{text}{inner}</{root}>".encode(), "application/xml")

    @classmethod
    def page(cls, text: str, status: int = 200) -> Reply:
        return cls(status, f"<html><body>{text}</body></html>".encode(), "text/html")

    @classmethod
    def result(
        cls, word: str = "ok", *, as_xml: bool = False, message: str = ""
    ) -> Reply:
        """Return what a change is answered."""
        status, code, text = _REFUSALS[word]
        values = {"statusCode": code, "statusString": text, "subStatusCode": word}
        if message or word not in ("ok", "deviceBusy"):
            values |= {"errorCode": 1610612736, "errorMsg": message or word}
        if as_xml:
            return cls.xml("ResponseStatus", values, status)
        return cls.json(values, status)
