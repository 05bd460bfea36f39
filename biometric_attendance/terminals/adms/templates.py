"""Templates: rows that bring them, and values of commands that write them.

    FP PIN=6 TAB FID=4 TAB Size=1452 TAB Valid=1 TAB TMP=<base64>
    FACE PIN=306 TAB FID=0 TAB SIZE=1648 TAB VALID=1 TAB TMP=..
    FVEIN Pin=306 TAB FID=0 TAB Index=0 TAB Size=.. TAB Valid=1 TAB Tmp=..
    BIODATA Pin=1 TAB No=0 TAB Index=0 TAB Valid=1 TAB Duress=0 TAB Type=9
            TAB MajorVer=39 TAB MinorVer=3 TAB Format=0 TAB Tmp=..
    templatev10 size=4 TAB uid=2 TAB pin=1 TAB fingerid=6 TAB valid=1 TAB template=..
    TYPE=9 TAB PIN=1 TAB NO=0 TAB INDEX=0 TAB MAJOR_VER=58 TAB MINOR_VER=1 TAB TMP=..

Documents and terminals disagree on what ``Size`` counts, the bytes or the characters of
their text; see ``Template.is_cut``. Templates
of older algorithms have tables of their own. Sources: the vendor's attendance and
security push documents, captures of two models; measurements published of a SpeedFace
(ZAM180), which answers success to fingers of version 10 in the general table, and stores
nothing.
"""

import re

from ..commands import whole_number
from ..errors import ProtocolError
from ..reasons import Reason
from ..records import Template
from ..text import decode_base64, first_value, number, pairs
from .users import wrong_pin
from .values import check_pin, encode_fields

#: The place of a kind of template is the protocol's number of it.
TYPES = (
    "common",
    "finger",
    "face",
    "voice",
    "iris",
    "retina",
    "palm_print",
    "vein",
    "palm",
    "visible_face",
    "visible_palm",
)
_SLOTS = ("FID", "FINGERID", "NO")
_BLOBS = ("TMP", "TEMPLATE")
_VALID_UNDER_DURESS = 3
#: Access terminals add this to the number of a finger that raises the silent alarm.
_DURESS_FINGER = 16
_DIGITS = re.compile(r"\d{1,24}", re.ASCII).fullmatch


def read_type(text: str) -> str:
    text = text.strip() or "0"
    return TYPES[int(text)] if _DIGITS(text) and int(text) < len(TYPES) else text


def write_type(kind: str) -> str:
    """Return the protocol's number of a kind of template.

    :raises ProtocolError: for what is neither a known kind nor a number.
    """
    number = str(TYPES.index(kind)) if kind in TYPES else kind
    if not _DIGITS(number):
        raise ProtocolError("template_kind_unknown", kind=kind)
    return number


def decode_template(_line: str, rest: str, kind: str = "") -> Template | Reason:
    """Decode a row of a template.

    :param kind: of all templates in the table; otherwise the row says it.
    """
    fields = pairs(rest)
    text = first_value(fields, *_BLOBS)
    wrong = wrong_pin(fields)
    if wrong or not text.strip():
        return wrong or Reason("template_missing")
    slot = number(first_value(fields, *_SLOTS)) or 0
    valid = number(fields.get("VALID", ""))
    duress = fields.get("DURESS", "0").strip() not in ("", "0")
    kind = kind or read_type(fields.get("TYPE", ""))
    if kind == "finger" and slot >= _DURESS_FINGER:
        slot, duress = slot - _DURESS_FINGER, True
    blob, plain = decode_base64(text)
    return Template(
        pin=fields["PIN"].strip(),
        kind=kind,
        slot=slot,
        index=number(fields.get("INDEX", "")) or 0,
        major=number(first_value(fields, "MAJORVER", "MAJOR_VER")),
        minor=number(first_value(fields, "MINORVER", "MINOR_VER")),
        format=number(fields.get("FORMAT", "")),
        valid=valid != 0,
        duress=duress or valid == _VALID_UNDER_DURESS,
        size=number(fields.get("SIZE", "")),
        blob=blob,
        plain=plain,
    )


#: Fingers of this version and below go into their own table.
FINGER_TABLE_MAX_MAJOR = 10
#: Kind to its own table in the attendance dialect.
OLDER_TABLES = {"finger": "FINGERTMP", "face": "FACE", "vein": "FVEIN"}


def fits_older_table(payload: dict) -> bool:
    """Return whether a template goes into the table of its kind alone."""
    major = whole_number(payload, "major", None)
    if payload["kind"] != "finger":
        return payload["kind"] in OLDER_TABLES and major is None
    layout = whole_number(payload, "format", 0)
    return (major is None or major <= FINGER_TABLE_MAX_MAJOR) and not layout


def validity(payload: dict) -> int:
    """1 valid, 3 valid and raising a silent alarm, 0 not valid."""
    if not payload.get("valid", True):
        return 0
    return 3 if payload.get("duress") else 1


def read_size(payload: dict) -> int:
    """The size the terminal it came from said, else that of the text."""
    return whole_number(payload, "size", len(payload["blob"]), maximum=10_000_000)


def encode_biodata(payload: dict) -> str:
    """Return the values of a general template, alike in both dialects."""
    return encode_fields(
        ("Pin", check_pin(payload)),
        ("No", whole_number(payload, "slot", 0)),
        ("Index", whole_number(payload, "index", 0)),
        ("Valid", int(bool(payload.get("valid", True)))),
        ("Duress", int(bool(payload.get("duress", False)))),
        ("Type", write_type(payload["kind"])),
        ("MajorVer", whole_number(payload, "major", 0)),
        ("MinorVer", whole_number(payload, "minor", 0)),
        ("Format", whole_number(payload, "format", 0)),
        ("Tmp", payload["blob"]),
    )
