"""Rows of templates.

    FP PIN=6 TAB FID=4 TAB Size=1452 TAB Valid=1 TAB TMP=<base64>
    FACE PIN=306 TAB FID=0 TAB SIZE=1648 TAB VALID=1 TAB TMP=..
    FVEIN Pin=306 TAB FID=0 TAB Index=0 TAB Size=.. TAB Valid=1 TAB Tmp=..
    BIODATA Pin=1 TAB No=0 TAB Index=0 TAB Valid=1 TAB Duress=0 TAB Type=9
            TAB MajorVer=39 TAB MinorVer=3 TAB Format=0 TAB Tmp=..
    templatev10 size=4 TAB uid=2 TAB pin=1 TAB fingerid=6 TAB valid=1 TAB template=..
    TYPE=9 TAB PIN=1 TAB NO=0 TAB INDEX=0 TAB MAJOR_VER=58 TAB MINOR_VER=1 TAB TMP=..

``Size`` is never checked: documents and terminals disagree on what it counts. Sources:
the vendor's attendance and security push documents, captures of two models.
"""

from ..people import Template
from ..text import number, pairs
from .users import wrong_pin
from .words import read_blob, read_type

#: The kind of template a row is of; rows not named here say it themselves.
_KINDS = {
    "FP": "finger",
    "FINGERTMP": "finger",
    "TEMPLATEV10": "finger",
    "FACE": "face",
    "FVEIN": "vein",
}
_SLOTS = ("FID", "FINGERID", "NO")
_BLOBS = ("TMP", "TEMPLATE")
_VALID_UNDER_DURESS = 3
#: Access terminals add this to the number of a finger that raises the silent alarm.
_DURESS_FINGER = 16


def read_template(line: str, rest: str) -> Template | str:
    """The template, or the reason why there is none."""
    said = pairs(rest)
    text = _first(said, _BLOBS)
    wrong = wrong_pin(said)
    if wrong or not text.strip():
        return wrong or "The row holds no template."
    slot = number(_first(said, _SLOTS)) or 0
    valid = number(said.get("VALID", ""))
    duress = said.get("DURESS", "0").strip() not in ("", "0")
    kind = _KINDS.get(line.partition(" ")[0].upper()) or read_type(said.get("TYPE", ""))
    if kind == "finger" and slot >= _DURESS_FINGER:
        slot, duress = slot - _DURESS_FINGER, True
    blob, plain = read_blob(text)
    return Template(
        pin=said["PIN"].strip(),
        kind=kind,
        slot=slot,
        index=number(said.get("INDEX", "")) or 0,
        major=number(_first(said, ("MAJORVER", "MAJOR_VER"))),
        minor=number(_first(said, ("MINORVER", "MINOR_VER"))),
        format=number(said.get("FORMAT", "")),
        valid=valid != 0,
        duress=duress or valid == _VALID_UNDER_DURESS,
        size=number(said.get("SIZE", "")),
        blob=blob,
        plain=plain,
    )


def _first(said: dict[str, str], keys: tuple[str, ...]) -> str:
    return next((said[key] for key in keys if key in said), "")
