"""Templates: what each ``backup_number`` stands for.

0 to 9 a finger (in the order they were enrolled), 10 the password and 11 the card, both
as text, then face, palm and vein. The length of a template depends on the model and is
never assumed. Sources: the vendor's web server, captures of HS101 and HS103.
"""

from collections.abc import Mapping, Sequence

from ..errors import ProtocolError
from ..records import Template
from .text import number

PASSWORD, CARD, FACE, PALMS, VEIN = 10, 11, 12, (13, 14), 20
#: Kind of template to the name of its version's option.
VERSIONS = {"finger": "fp_data_ver", "face": "face_data_ver"}
#: Kinds of other brands that are one kind here.
SAME_KINDS = {"visible_face": "face", "visible_palm": "palm"}


def read_kind(backup: int) -> tuple[str, int]:
    """Return kind and slot of a template; of an unknown one the number as text."""
    if 0 <= backup < 10:
        return "finger", backup
    if backup in PALMS:
        return "palm", backup - PALMS[0]
    return {FACE: "face", VEIN: "vein"}.get(backup, str(backup)), 0


def backup_number(kind: str, slot: int) -> int:
    """Return the protocol's number of a template's kind and slot.

    :raises ProtocolError: for what these terminals cannot hold.
    """
    places: Sequence[int] = {
        "finger": range(10),
        "face": (FACE,),
        "palm": PALMS,
        "vein": (VEIN,),
    }.get(kind, ())
    if not 0 <= slot < len(places):
        raise ProtocolError("template_place_missing")
    return places[slot]


def make_template(
    document: Mapping[str, object], pin: str, backup: int, blob: bytes
) -> Template:
    """Return the template of a user's document."""
    kind, slot = read_kind(backup)
    return Template(
        pin=pin,
        kind=kind,
        slot=slot,
        major=number(document.get(VERSIONS.get(kind, ""))),
        size=len(blob),
        blob=blob,
    )
