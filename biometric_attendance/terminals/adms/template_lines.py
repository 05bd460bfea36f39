"""The values of templates in commands, and which table they go into.

    BIODATA Pin=1 TAB No=0 TAB Index=0 TAB Valid=1 TAB Duress=0 TAB Type=9
            TAB MajorVer=39 TAB MinorVer=3 TAB Format=0 TAB Tmp=<base64>

Templates of older algorithms have tables of their own. Sources: the vendor's two push
documents; measurements published of a SpeedFace (ZAM180), which answers success to
fingers of version 10 in the general table, and stores nothing.
"""

from .commands.values import fields, pin_of, whole
from .words import write_type

#: Fingers of this version and below go into their own table.
FINGER_TABLE_UP_TO = 10
#: Kind to its own table in the attendance dialect.
OLDER_TABLES = {"finger": "FINGERTMP", "face": "FACE", "vein": "FVEIN"}
_VISIBLE_FACE = 9


def fits_older_table(payload: dict) -> bool:
    major = whole(payload, "major", None)
    if payload["kind"] != "finger":
        return payload["kind"] in OLDER_TABLES and major is None
    layout = whole(payload, "format", 0)
    return (major is None or major <= FINGER_TABLE_UP_TO) and not layout


def validity(payload: dict) -> int:
    """1 valid, 3 valid and raising a silent alarm, 0 not valid."""
    if not payload.get("valid", True):
        return 0
    return 3 if payload.get("duress") else 1


def size_of(payload: dict) -> int:
    """The size the terminal it came from said, else that of the text."""
    return whole(payload, "size", len(payload["blob"]), top=10_000_000)


def biodata(payload: dict) -> str:
    """The values of a general template, alike in both dialects."""
    return fields(
        ("Pin", pin_of(payload)),
        ("No", whole(payload, "slot", 0)),
        ("Index", whole(payload, "index", 0)),
        ("Valid", int(bool(payload.get("valid", True)))),
        ("Duress", int(bool(payload.get("duress", False)))),
        ("Type", write_type(payload["kind"])),
        ("MajorVer", whole(payload, "major", 0)),
        ("MinorVer", whole(payload, "minor", 0)),
        ("Format", whole(payload, "format", 0)),
        ("Tmp", payload["blob"]),
    )


def photo(payload: dict) -> str:
    """The values of a photo, alike in both dialects."""
    return fields(
        ("PIN", pin_of(payload)),
        ("Type", _VISIBLE_FACE if payload["kind"] == "comparison" else None),
        ("Size", size_of(payload)),
        ("Content", payload["blob"]),
    )
