"""The protocol's numbers and tables for kinds of templates, in both dialects."""

from typing import NamedTuple

#: The place of a kind is the protocol's number of it.
KINDS = (
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
#: Fingers above this version have no table of their own any more.
LAST_FINGER_TABLE = 10


class Own(NamedTuple):
    """A table made for one kind; ``flag`` and ``bit`` of ``TransFlag`` ask for it."""

    kind: str
    word: str
    flag: str
    bit: int


#: Kinds that go by tables of their own, by the names commands call these.
OWN_TABLES = {
    "FINGERTMP": Own("finger", "FP", "EnrollFP", 4),
    "FACE": Own("face", "FACE", "FACE", 9),
    "FVEIN": Own("vein", "FVEIN", "FVEIN", 0),
    "USERPIC": Own("portrait", "USERPIC", "UserPic", 10),
    "BIOPHOTO": Own("comparison", "BIOPHOTO", "BioPhoto", 12),
}
BY_KIND = {own.kind: own for own in OWN_TABLES.values()}


def number_of(kind: str) -> int:
    return KINDS.index(kind)
