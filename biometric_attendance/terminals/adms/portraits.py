"""Rows of photos.

    USERPIC PIN=1 TAB FileName=1.jpg TAB Size=.. TAB Content=<base64>
    BIOPHOTO PIN=123 TAB FileName=123.jpg TAB Type=9 TAB Size=.. TAB Content=..
    pin=20181003143617-22.jpg TAB sn=.. TAB size=.. TAB photo=..     (table ATTPHOTO)

Sources: the vendor's attendance and security push documents.
"""

from ..people import Photo
from ..text import pairs
from .photos import read_name
from .users import wrong_pin
from .words import read_blob

_KINDS = {"USERPIC": "portrait", "BIOPHOTO": "comparison"}


def read_portrait(line: str, rest: str) -> Photo | str:
    """The photo, or the reason why there is none."""
    said = pairs(rest)
    image, plain = read_blob(said.get("CONTENT", ""))
    wrong = wrong_pin(said)
    if wrong or plain or not image:
        return wrong or "The row holds no photo."
    kind = _KINDS[line.partition(" ")[0].upper()]
    return Photo(said["PIN"].strip(), None, kind, image)


def read_snapshot(line: str, rest: str) -> Photo | str:
    said = pairs(rest)
    image, plain = read_blob(said.get("PHOTO", ""))
    if plain or not image:
        return "The row holds no photo."
    time, pin = read_name(said.get("PIN", "").strip())
    return Photo(pin, time, "punch", image)
