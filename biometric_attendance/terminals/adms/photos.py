"""Photos: of a punch, of a user for the screen, and for comparing faces with.

    PIN=20150731103012-123.jpg LF SN=.. LF size=.. LF CMD=uploadphoto NUL <JPEG>
    pin=20181003143617-22.jpg TAB sn=.. TAB size=.. TAB photo=..     (table ATTPHOTO)
    USERPIC PIN=1 TAB FileName=1.jpg TAB Size=.. TAB Content=<base64>
    BIOPHOTO PIN=123 TAB FileName=123.jpg TAB Type=9 TAB Size=.. TAB Content=..

The file's name of a photo of a punch holds its time and the PIN: ``time-pin``, ``time``
alone for a failed verification, ``time-type-pin-card`` on terminals that read identity
cards. Sources: the vendor's attendance and security push documents.
"""

import re
from datetime import datetime

from ..reasons import Reason, _
from ..records import DeviceEvent, Photo, Refused, Upload
from ..text import decode_base64, decode_text, pairs, redacted, shown
from .templates import read_size
from .users import wrong_pin
from .values import check_pin, encode_fields

JPEG = b"\xff\xd8\xff"
#: A header is some four short lines; more bytes are not a header.
MAX_HEADER_LENGTH = 1_000

_NAMES = re.compile(r"(?im)^\s*pin\s*=").findall
_STAMP = re.compile(r"\d{14}", re.ASCII).fullmatch
#: The type of a photo faces are compared with.
_VISIBLE_FACE = 9


def decode_punch_photo(body: bytes, *, encoding: str = "utf-8") -> Upload:
    """Decode a photo with a header; without its image it is an event. Never raises."""
    if not body.strip(b" \t\r\n"):
        return Upload()
    head, _nul, rest = body.partition(b"\0")
    head = head.partition(JPEG)[0]
    header = decode_text(head[:MAX_HEADER_LENGTH], encoding)
    fields = {
        key.strip().upper(): value.strip()
        for key, _equals, value in (line.partition("=") for line in header.split("\n"))
    }
    name = fields.get("PIN", "")
    is_several = len(_NAMES(header)) > 1  # rows of another table
    if not name or is_several or len(head) > MAX_HEADER_LENGTH:
        # Without a photo nothing is to be left out, whatever stands before a NUL.
        text = decode_text(head if JPEG in body else body, encoding)
        refused = Refused(redacted(text), Reason("photo_header"))
        return Upload(refused=[refused], lines=1)
    time, pin = read_name(name)
    image = body[body.find(JPEG) :] if JPEG in body else b""
    if image:
        return Upload(photos=[Photo(pin, time, "punch", image)], lines=1)
    event = DeviceEvent(
        code="ATTPHOTO",
        label=_("photo at a punch, image not kept"),
        time=time,
        operator="",
        details=(f"PIN={shown(pin)}", f"FileName={shown(name)}"),
        tampering=False,
        line=shown(header),
    )
    upload = Upload(events=[event], lines=1)
    if rest.strip(b" \t\r\n\0"):  # where the image should be, and none
        text = redacted(decode_text(rest, encoding))
        upload.refused.append(Refused(text, Reason("photo_missing")))
    return upload


def read_name(name: str) -> tuple[datetime | None, str]:
    """Return time and PIN of a file name, ``None`` and ``""`` where it has none."""
    stem = name.rpartition(".")[0] or name
    stamp, *rest = stem.split("-")
    pin = rest[1] if len(rest) == 3 else "-".join(rest)
    if not _STAMP(stamp):
        return None, pin
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S"), pin
    except ValueError:  # 31 February
        return None, pin


def decode_portrait(_line: str, rest: str, *, kind: str) -> Photo | Reason:
    """Decode a row of a user's photo: ``portrait`` or ``comparison``."""
    fields = pairs(rest)
    image, plain = decode_base64(fields.get("CONTENT", ""))
    wrong = wrong_pin(fields)
    if wrong or plain or not image:
        return wrong or Reason("photo_missing")
    return Photo(fields["PIN"].strip(), None, kind, image)


def decode_punch_photo_row(line: str, rest: str) -> Photo | Reason:
    """Decode a row of a photo that was taken at a punch."""
    fields = pairs(rest)
    image, plain = decode_base64(fields.get("PHOTO", ""))
    if plain or not image:
        return Reason("photo_missing")
    time, pin = read_name(fields.get("PIN", "").strip())
    return Photo(pin, time, "punch", image)


def encode_photo(payload: dict) -> str:
    """Return the values of a photo, alike in both dialects."""
    return encode_fields(
        ("PIN", check_pin(payload)),
        ("Type", _VISIBLE_FACE if payload["kind"] == "comparison" else None),
        ("Size", read_size(payload)),
        ("Content", payload["blob"]),
    )
