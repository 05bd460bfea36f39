"""The documented frames of `vectors/hikvision`, and bodies made like them by hand."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent / "vectors" / "hikvision"


def load(number):
    """Return the vector of a number, such as ``"01"``."""
    [path] = FOLDER.glob(f"hik_{number}_*.json")
    return json.loads(path.read_text(encoding="utf-8"))


def body_of(number):
    """Return the body of its request."""
    return load(number)["request"]["body_text"].encode()


def event(serial=140, **values):
    """Return an event as a terminal pushes it, without its envelope."""
    return {
        "majorEventType": 5,
        "subEventType": 75,
        "employeeNoString": "00017",
        "serialNo": serial,
        "frontSerialNo": serial - 1,
        "currentVerifyMode": "cardOrFaceOrFp",
        "attendanceStatus": "checkIn",
        **values,
    }


def alert(serial=140, *, time="2026-03-04T08:00:00+03:00", envelope=None, **values):
    """Return an event in its envelope."""
    return {
        "ipAddress": "192.0.2.11",
        "macAddress": "A4:D5:C2:00:00:02",
        "dateTime": time,
        "eventType": "AccessControllerEvent",
        **(envelope or {}),
        "AccessControllerEvent": event(serial, **values),
    }


def multipart(*parts, boundary="MIME_boundary", end=True, line=b"\r\n"):
    """Return parts, each a list of header lines and a content, as one body."""
    body = b""
    for headers, content in parts:
        lines = [b"--" + boundary.encode(), *[each.encode() for each in headers]]
        body += line.join([*lines, b"", content]) + line
    return body + (b"--" + boundary.encode() + b"--" + line if end else b"")


def json_part(values, *, name="event_log", length=None):
    """Return the part of a document, with a Content-Length of any number."""
    headers = [
        f'Content-Disposition: form-data; name="{name}"',
        "Content-Type: application/json",
    ]
    if length is not None:
        headers.append(f"Content-Length: {length}")
    return headers, json.dumps(values).encode()


JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4 + b"\r\n\r\n--\xff\xd9"


def picture_part(content=JPEG):
    """Return the part of a picture."""
    return [
        'Content-Disposition: form-data; name="Picture"; filename="Picture.jpg"',
        "Content-Type: image/jpeg",
        "Content-ID: pictureImage",
    ], content
