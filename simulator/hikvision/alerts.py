"""Events as a terminal writes them: in a push, and in its stream."""

import json
from datetime import timedelta
from xml.sax.saxutils import escape

from ..entries import StoredPunch
from ..memory import Terminal
from .hosts import PushFirmware

BOUNDARY = "MIME_boundary"
#: The terminal's picture: not an image, but bytes that begin and end like one.
PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) + b"\r\n\xff\xd9"
STATES = ["checkIn", "checkOut", "breakOut", "breakIn", "overtimeIn", "overTimeOut"]


def write_event(
    terminal: Terminal,
    firmware: PushFirmware,
    number: int,
    punch: StoredPunch,
    *,
    before: int | None = None,
    current: bool = True,
) -> dict:
    """Return an event in its envelope.

    :param number: the terminal's own, of events of any kind.
    :param before: of the event told before.
    :param current: it has just happened, and is not replayed.
    """
    time = punch.local.isoformat(timespec="seconds")
    if firmware.offset:
        time += write_offset(punch.local - punch.utc.replace(tzinfo=None))
    user = terminal.users.get(punch.pin)
    pressed = firmware.states and punch.status < len(STATES)
    state = STATES[punch.status] if pressed else "undefined"
    return {
        "ipAddress": "192.0.2.11",
        "portNo": 80,
        "protocol": "HTTP",
        "macAddress": mac_of(terminal),
        "channelID": 1,
        "dateTime": time,
        "activePostCount": 1,
        "eventType": "AccessControllerEvent",
        "eventState": "active",
        "eventDescription": "Access Controller Event",
        "AccessControllerEvent": {
            "deviceName": "Access Controller",
            "majorEventType": 5,
            "subEventType": {1: 38, 15: 75}.get(punch.verify, 1),
            "cardReaderKind": 1,
            "cardReaderNo": 1,
            "doorNo": 1,
            "name": user.name if user else "",
            "employeeNoString": punch.pin,
            "serialNo": number,
            "userType": "normal",
            "currentVerifyMode": "cardOrFaceOrFp",
            "frontSerialNo": number - 1 if before is None else before,
            "attendanceStatus": state,
            "statusValue": 0,
            "mask": "unknown",
            "picturesNumber": int(firmware.form == "multipart"),
        },
        "currentEvent": current,
    }


def write_body(event: dict, firmware: PushFirmware) -> tuple[str, bytes]:
    """Return Content-Type and body of a push."""
    return _FORMS[firmware.form](event, firmware)


def write_part(event: dict) -> bytes:
    """Return an event as a part of the stream."""
    content = json.dumps(event, indent="\t").encode()
    head = f"--{BOUNDARY}\r\nContent-Type: application/json; charset=UTF-8\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n"


def write_filler(terminal: Terminal) -> bytes:
    """Return what the stream says when nothing happens."""
    return write_part(
        {
            "ipAddress": "192.0.2.11",
            "macAddress": mac_of(terminal),
            "eventType": "videoloss",
            "eventState": "inactive",
            "eventDescription": "videoloss alarm",
        }
    )


def _json(event: dict, _firmware: PushFirmware) -> tuple[str, bytes]:
    return "application/json", json.dumps(event).encode()


def _gateway(event: dict, firmware: PushFirmware) -> tuple[str, bytes]:
    named = {**event, "devIndex": "2cd6716d-767f-4756-ac55-50276a5e3b4a"}
    return _json({"EventNotificationAlert": named}, firmware)


def _multipart(event: dict, firmware: PushFirmware) -> tuple[str, bytes]:
    content = json.dumps(event).encode()
    # As terminals do, it counts the picture in one part and forgets it in the other.
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{firmware.part}"\r\n'
        f"Content-Type: application/json\r\nContent-Length: {len(content) + 7}\r\n\r\n"
    ).encode()
    body += content + f"\r\n--{BOUNDARY}\r\n".encode()
    body += (
        b'Content-Disposition: form-data; name="Picture"; filename="Picture.jpg"\r\n'
        b"Content-Type: image/jpeg\r\nContent-ID: pictureImage\r\n\r\n"
    )
    body += PICTURE + f"\r\n--{BOUNDARY}--\r\n".encode()
    return f'multipart/form-data; boundary="{BOUNDARY}"', body


def _xml(event: dict, _firmware: PushFirmware) -> tuple[str, bytes]:
    text = _element("EventNotificationAlert", event)
    return "application/xml", f'<?xml version="1.0"?>\n{text}'.encode()


def _element(name: str, value: object) -> str:
    if isinstance(value, dict):
        inner = "".join(_element(*item) for item in value.items())
    elif isinstance(value, bool):
        inner = str(value).lower()
    else:
        inner = escape(str(value))
    return f"<{name}>{inner}</{name}>"


_FORMS = {"json": _json, "gateway": _gateway, "multipart": _multipart, "xml": _xml}


def mac_of(terminal: Terminal) -> str:
    """Return the address of its network card."""
    digits = "".join(f"{ord(letter):02x}" for letter in terminal.serial)[-6:]
    return f"a4:d5:c2:{digits[:2]}:{digits[2:4]}:{digits[4:]}"


def write_offset(east: timedelta) -> str:
    minutes = round(east.total_seconds() / 60)
    sign, minutes = "-" if minutes < 0 else "+", abs(minutes)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"
