"""Fingers, and pictures of faces: what is written, read and deleted.

    {"FingerPrintCfg": {"employeeNo", "enableCardReader": [1], "fingerPrintID": 1,
                        "fingerType": "normalFP", "fingerData": base64}}
    multipart: FaceDataRecord {"faceLibType": "blackFD", "FDID": "1", "FPID": "17"},
               FaceImage, a JPEG of 200 KB at the most

A finger is the vendor's own format, which only its terminals read. Sources: three public
implementations, the vendor's pages; reading fingers from the vendor's guide as remembered.
"""

import json
import secrets
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from typing import Any

from ..records import Template
from .answers import read_integer

FINGERS = 10
MAX_FINGER_BYTES = 8 * 1024
MAX_FACE_BYTES = 200 * 1024
READER = 1
_BASE = "/ISAPI/AccessControl/"
SETUP_PATH = _BASE + "FingerPrint/SetUp?format=json"
OLD_SETUP_PATH = _BASE + "FingerPrintDownload?format=json"
READ_PATH = _BASE + "FingerPrintUpload?format=json"
DELETE_PATH = _BASE + "FingerPrint/Delete?format=json"
CAPTURE_PATH = _BASE + "CaptureFingerPrint"
FACE_PATH = "/ISAPI/Intelligent/FDLib/FaceDataRecord?format=json"
FACE_DELETE_PATH = (
    "/ISAPI/Intelligent/FDLib/FDSearch/Delete?format=json&FDID=1&faceLibType=blackFD"
)
_DURESS = "hijackFP"


def write_finger(pin: str, slot: int, text: str, *, duress: bool) -> dict[str, Any]:
    """Return the body that gives a user a finger.

    :param text: base64 as the terminal gave it.
    """
    return {
        "FingerPrintCfg": {
            "employeeNo": pin,
            "enableCardReader": [READER],
            "fingerPrintID": slot + 1,
            "fingerType": _DURESS if duress else "normalFP",
            "fingerData": text,
        }
    }


def read_fingers_body(pin: str, slot: int) -> dict[str, Any]:
    """Return the body that asks for one finger of a user."""
    return {
        "FingerPrintCond": {
            "searchID": secrets.token_hex(8),
            "employeeNo": pin,
            "cardReaderNo": READER,
            "fingerPrintID": slot + 1,
        }
    }


def decode_fingers(values: Mapping[str, Any], pin: str) -> list[Template]:
    """Return the fingers an answer holds; what is no template is left out."""
    section = values.get("FingerPrintInfo")
    rows = section.get("FingerPrintList") if isinstance(section, Mapping) else None
    found = []
    for row in rows if isinstance(rows, list) else ():
        number = read_integer(row.get("fingerPrintID"))
        blob = _decode(row.get("fingerData"))
        if number and 1 <= number <= FINGERS and blob:
            duress = row.get("fingerType") == _DURESS
            found.append(Template(pin, "finger", number - 1, blob, duress=duress))
    return found


def _decode(text: object) -> bytes:
    try:
        return b64decode(text, validate=True) if isinstance(text, str) else b""
    except (Error, ValueError):
        return b""


def delete_fingers(pin: str, slots: list[int]) -> dict[str, Any]:
    """Return the body that deletes fingers of a user; both lists are never empty."""
    return {
        "FingerPrintDelete": {
            "mode": "byEmployeeNo",
            "EmployeeNoDetail": {
                "employeeNo": pin,
                "enableCardReader": [READER],
                "fingerPrintID": [slot + 1 for slot in slots],
            },
        }
    }


def write_face(pin: str, image: bytes) -> tuple[bytes, str]:
    """Return body and content type that give a user a picture of their face."""
    record = {"faceLibType": "blackFD", "FDID": "1", "FPID": pin}
    boundary = f"part{secrets.token_hex(16)}"
    parts = (
        ('name="FaceDataRecord"', "application/json", json.dumps(record).encode()),
        ('name="FaceImage"; filename="face.jpg"', "image/jpeg", image),
    )
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {name}\r\n"
        f"Content-Type: {kind}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, kind, content in parts
    )
    whole = body + f"--{boundary}--\r\n".encode()
    return whole, f"multipart/form-data; boundary={boundary}"


def delete_face(pin: str) -> dict[str, Any]:
    """Return the body that deletes the picture of a user's face."""
    return {"FPID": [{"value": pin}]}
