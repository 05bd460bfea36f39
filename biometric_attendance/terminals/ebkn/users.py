"""Users: ``realtime_enroll_data``, and the result of GET_USER_INFO.

    {"enroll_data_array":[{"backup_number":0,"enroll_data":"BIN_1"}],"user_id":"2",
     "user_name":"Ada","user_photo":"BIN_2","user_privilege":"USER"}  <BIN_1> <BIN_2>

``backup_number`` says what a binary is: 0 to 9 a finger (in the order they were
enrolled), 10 the password and 11 the card, both as text, then face, palm and vein; a
picture in place of a palm is the user's photo on older models. The length of a template
depends on the model and is never assumed. Sources: the vendor's web server, captures of
HS101 and HS103.
"""

import json
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping, Sequence

from ..errors import ProtocolError
from ..people import DeviceUser, Photo, Template
from ..records import Refused
from ..text import storable
from .frames import block_of, is_block
from .text import number, pin_of, said

PASSWORD, CARD, FACE, PALMS, VEIN = 10, 11, 12, (13, 14), 20
JPEG = b"\xff\xd8\xff"
#: Their word of a right to ours. BACKUP and others are kept as they are.
PRIVILEGES = {
    "USER": "user",
    "REGISTER": "enroller",
    "OPERATOR": "manager",
    "MANAGER": "admin",
}
#: Kind of template to what the terminal calls its version.
VERSIONS = {"finger": "fp_data_ver", "face": "face_data_ver"}
_WORDS = {word: name for name, word in PRIVILEGES.items()}


def read_privilege(text: str | None) -> str | None:
    return PRIVILEGES.get(text.strip().upper(), text.strip()) if text else None


def write_privilege(word: object) -> str:
    """:raises ProtocolError: for a right these terminals do not know."""
    if word not in _WORDS:
        raise ProtocolError(f"There is no privilege {word!r} on this terminal.")
    return _WORDS[word]


def kind_of(backup: int) -> tuple[str, int]:
    """Kind and slot of a template; of an unknown one the number as text."""
    if 0 <= backup < 10:
        return "finger", backup
    if backup in PALMS:
        return "palm", backup - PALMS[0]
    return {FACE: "face", VEIN: "vein"}.get(backup, str(backup)), 0


def backup_of(kind: object, slot: int) -> int:
    """:raises ProtocolError: for what these terminals cannot hold."""
    places = {
        "finger": range(10),
        "face": (FACE,),
        "palm": PALMS,
        "vein": (VEIN,),
    }.get(kind, ())
    if not 0 <= slot < len(places):
        raise ProtocolError("This terminal has no place for such a template.")
    return places[slot]


def read_person(
    document: Mapping[str, object], blocks: Sequence[bytes] = ()
) -> list[DeviceUser | Template | Photo | Refused]:
    """The user, then what was enrolled of them; what is cut is refused by itself."""
    line = _line(document)
    pin = pin_of(document)
    if pin is None or not pin.strip("0"):
        return [Refused(line, "The message has no user id of 1 to 32 characters.")]
    secrets: dict[str, str | None] = {}
    found: list[DeviceUser | Template | Photo | Refused] = []
    enrolled = document.get("enroll_data_array") or []
    for entry in enrolled if isinstance(enrolled, list) else []:
        backup = number(entry.get("backup_number")) if isinstance(entry, dict) else None
        value = entry.get("enroll_data") if backup is not None else None
        blob = _bytes(value, blocks, text=backup in (PASSWORD, CARD))
        if backup is None or blob is None:
            found.append(Refused(line, "A template is missing, unnamed or was cut."))
        elif backup in (PASSWORD, CARD):
            secrets["card" if backup == CARD else "password"] = _text(blob)
        elif blob.startswith(JPEG):
            found.append(Photo(pin, None, "portrait", blob))
        elif blob:
            found.append(_template(document, pin, backup, blob))
    if secrets.get("card"):
        secrets["card"] = secrets["card"].strip().lstrip("0")
    if document.get("user_photo"):
        image = _bytes(document["user_photo"], blocks)
        photo = Photo(pin, None, "portrait", image) if image else None
        found.append(photo or Refused(line, "The photo is missing or was cut."))
    privilege = read_privilege(said(document, "user_privilege"))
    name = said(document, "user_name")
    return [DeviceUser(pin, name, privilege, line=line, **secrets), *found]


def _template(
    document: Mapping[str, object], pin: str, backup: int, blob: bytes
) -> Template:
    kind, slot = kind_of(backup)
    major = number(document.get(VERSIONS.get(kind, "")))
    return Template(
        pin=pin,
        kind=kind,
        slot=slot,
        index=0,
        major=major,
        minor=None,
        format=None,
        valid=True,
        duress=False,
        size=len(blob),
        blob=blob,
    )


def _bytes(
    value: object, blocks: Sequence[bytes], *, text: bool = False
) -> bytes | None:
    """A block, or what firmware without blocks writes into the JSON itself."""
    if is_block(value):
        return block_of(value, blocks)
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
    kept = {name: said(document, name) for name in names if name in document}
    return storable(json.dumps(kept, ensure_ascii=False, separators=(",", ":")))
