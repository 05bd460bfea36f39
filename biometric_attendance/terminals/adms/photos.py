"""Table ATTPHOTO: a photo taken at a punch.

    PIN=20150731103012-123.jpg LF SN=.. LF size=.. LF CMD=uploadphoto NUL <JPEG>

The file's name tells the time and the PIN: ``time-pin``, ``time`` alone for a failed
verification, ``time-type-pin-card`` on terminals that read identity cards. Source: the
vendor's attendance push document.
"""

import re
from datetime import datetime

from ..people import Photo
from ..records import DeviceEvent, Refused, Upload
from ..text import decode_text, shown

JPEG = b"\xff\xd8\xff"
#: A header is some four short lines; more is not a header.
HEADER = 1_000

_STAMP = re.compile(r"\d{14}", re.ASCII).fullmatch


def decode_photo(body: bytes, *, people: bool = False) -> Upload:
    """The photo, or one event with time and PIN where its image is not wanted or
    missing. Never raises.
    """
    if not body.strip(b" \t\r\n"):
        return Upload()
    head, _, _ = body.partition(b"\0")[0].partition(JPEG)
    header = decode_text(head[:HEADER])
    named = {
        key.strip().upper(): value.strip()
        for key, _, value in (line.partition("=") for line in header.split("\n"))
    }
    name = named.get("PIN", "")
    if not name or len(head) > HEADER:
        reason = "The photo has no header that names its time and PIN."
        return Upload(refused=[Refused(shown(header), reason)], lines=1)
    time, pin = read_name(name)
    image = body[body.find(JPEG) :] if people and JPEG in body else b""
    if image:
        return Upload(photos=[Photo(pin, time, "punch", image)], lines=1)
    event = DeviceEvent(
        code="ATTPHOTO",
        label="photo at a punch, image not kept",
        time=time,
        operator="",
        details=(f"PIN={shown(pin)}", f"FileName={shown(name)}"),
        tampering=False,
        line=shown(header),
    )
    return Upload(events=[event], lines=1)


def read_name(name: str) -> tuple[datetime | None, str]:
    """Time and PIN of a file name, ``None`` and ``""`` where it does not tell."""
    stem = name.rpartition(".")[0] or name
    stamp, *rest = stem.split("-")
    pin = rest[1] if len(rest) == 3 else "-".join(rest)
    if not _STAMP(stamp):
        return None, pin
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S"), pin
    except ValueError:  # 31 February
        return None, pin
