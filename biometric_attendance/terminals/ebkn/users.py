"""Users: ``realtime_enroll_data``, and the result of GET_USER_INFO.

    {"enroll_data_array":[{"backup_number":0,"enroll_data":"BIN_1"}],"user_id":"2",
     "user_name":"Ada","user_photo":"BIN_2","user_privilege":"USER"}  <BIN_1> <BIN_2>

``backup_number`` says what a binary is, see :mod:`.templates`; a picture in place of a
palm is the user's photo on older models. Sources: the vendor's web server, captures of
HS101 and HS103.
"""

import json
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import ProtocolError
from ..reasons import Reason
from ..records import DeviceUser, Photo, Refused, Template
from ..text import storable
from .frames import is_block, read_block
from .templates import CARD, PASSWORD, make_template
from .text import PIN_LENGTH, number, read_pin, read_text, redacted

JPEG = b"\xff\xd8\xff"
#: The terminal's name of a privilege to ours. BACKUP and others are kept as they are.
PRIVILEGES = {
    "USER": "user",
    "REGISTER": "enroller",
    "OPERATOR": "manager",
    "MANAGER": "admin",
}
_NAMES = {privilege: name for name, privilege in PRIVILEGES.items()}


def read_privilege(text: str | None) -> str | None:
    return PRIVILEGES.get(text.strip().upper(), text.strip()) if text else None


def write_privilege(privilege: object) -> str:
    """Return the protocol's name of a privilege.

    :raises ProtocolError: for a privilege these terminals do not know.
    """
    if privilege not in _NAMES:
        raise ProtocolError("privilege_unknown", privilege=str(privilege))
    return _NAMES[privilege]


def decode_user(
    document: Mapping[str, object], blocks: Sequence[bytes] = ()
) -> list[DeviceUser | Template | Photo | Refused]:
    """Decode the user, then what is enrolled of them; what is cut is refused by itself."""
    line = _line(document)
    pin = read_pin(document)
    if pin is None or not pin.strip("0"):
        whole = redacted(_json(document))  # whom it is about may be under another name
        return [Refused(whole, Reason("user_id", {"maximum": PIN_LENGTH}))]
    secrets: dict[str, Any] = {}
    found: list[DeviceUser | Template | Photo | Refused] = []
    enrolled = document.get("enroll_data_array") or []
    for entry in enrolled if isinstance(enrolled, list) else []:
        backup = number(entry.get("backup_number")) if isinstance(entry, dict) else None
        value = entry.get("enroll_data") if backup is not None else None
        blob = _bytes(value, blocks, text=backup in (PASSWORD, CARD))
        if backup is None or blob is None:
            found.append(Refused(line, Reason("template_cut")))
        elif backup in (PASSWORD, CARD):
            secrets["card" if backup == CARD else "password"] = _text(blob)
        elif blob.startswith(JPEG):
            found.append(Photo(pin, None, "portrait", blob))
        elif blob:
            found.append(make_template(document, pin, backup, blob))
    if secrets.get("card"):
        secrets["card"] = secrets["card"].strip().lstrip("0")
    if document.get("user_photo"):
        image = _bytes(document["user_photo"], blocks)
        photo = Photo(pin, None, "portrait", image) if image else None
        found.append(photo or Refused(line, Reason("photo_cut")))
    privilege = read_privilege(read_text(document, "user_privilege"))
    name = read_text(document, "user_name")
    return [DeviceUser(pin, name, privilege, line=line, **secrets), *found]


def _bytes(
    value: object, blocks: Sequence[bytes], *, text: bool = False
) -> bytes | None:
    """A block, or what firmware without blocks writes into the JSON itself."""
    if is_block(value):
        return read_block(value, blocks)
    if not isinstance(value, str):
        return None
    if text:
        return value.encode(errors="replace")
    try:
        return b64decode(value, validate=True) or None
    except (Error, ValueError):
        return None


def _text(blob: bytes) -> str | None:
    """Some terminals end it with NUL; what is no text is not guessed at."""
    text = blob.rstrip(b"\0").decode("ascii", "replace")
    return text if len(text) <= 64 and text.isascii() and text.isprintable() else None


def _line(document: Mapping[str, object]) -> str:
    names = ("user_id", "user_name", "user_privilege", "enable_flag")
    fields = {name: read_text(document, name) for name in names if name in document}
    return _json(fields)


def _json(document: Mapping[str, object]) -> str:
    return storable(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
