"""Commands about users and templates in the attendance dialect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..people import ForeignVersion, Key, Place, Template, UnknownKind
from .fields import BadValue, blob, card, fields, moment, needed, number
from .kinds import BY_KIND, KINDS, LAST_FINGER_TABLE, OWN_TABLES
from .outcome import DONE, Outcome

if TYPE_CHECKING:
    from .face import AdmsFace

USER_FIELDS = {
    "NAME": ("name", str),
    "PASSWD": ("password", str),
    "CARD": ("card", card),
    "GRP": ("group", str),
    "STARTDATETIME": ("valid_from", moment),
    "ENDDATETIME": ("valid_until", moment),
}
UNDER_DURESS = 3


def set_user(face: AdmsFace, argument: str) -> Outcome:
    said = fields(argument)
    pin = needed(said, "PIN")
    changes = {
        name: read(said[key])
        for key, (name, read) in USER_FIELDS.items()
        if key in said
    }
    privilege = number(said, "PRI", number(said, "PRIVILEGE"))
    if privilege is not None:
        changes["privilege"] = privilege
    if said.get("EXPIRES") == "0":
        changes |= {"valid_from": None, "valid_until": None}
    face.terminal.set_user(pin, **changes)
    return DONE


def delete_user(face: AdmsFace, argument: str) -> Outcome:
    face.terminal.delete_user(needed(fields(argument), "PIN"))
    return DONE


def query_users(face: AdmsFace, argument: str) -> Outcome:
    """New firmware sends what it has in general tables along."""
    pin = fields(argument).get("PIN")
    if pin:
        face.terminal.known(pin)
    keys = face.terminal.keys(pin)
    return _ask(face, (k for k in keys if not isinstance(k, Place) or _along(face, k)))


def _along(face: AdmsFace, place: Place) -> bool:
    general = place.kind not in BY_KIND or place.kind == "comparison"
    return general and not face.firmware.old


def _ask(face: AdmsFace, keys: Iterable[Key]) -> Outcome:
    wanted = list(keys)
    face.asked.update(wanted)
    face.terminal.changes.add(wanted)
    return Outcome(len(wanted))


def set_template(face: AdmsFace, table: str, argument: str) -> Outcome:
    said = fields(argument)
    own = OWN_TABLES.get(table)
    pin, kind = needed(said, "PIN"), own.kind if own else kind_of(said)
    text = needed(said, "CONTENT" if "CONTENT" in said else "TMP")
    slot = number(said, "FID", number(said, "NO", 0))
    place = Place(pin, kind, slot, number(said, "INDEX", 0))
    if own is not None and own.kind == "finger":
        refuse_new_fingers(face)
    duress = number(said, "VALID", 1) == UNDER_DURESS or said.get("DURESS") == "1"
    major = None if own else number(said, "MAJORVER")
    minor = number(said, "MINORVER", 0)
    face.terminal.set_template(Template(place, blob(text), major, minor, duress))
    return DONE


def refuse_new_fingers(face) -> None:
    """:raises ForeignVersion: newer fingers have no table of their own."""
    if face.terminal.algorithm("finger").major > LAST_FINGER_TABLE:
        raise ForeignVersion("Fingers of this terminal are of another version.")


def kind_of(said: dict[str, str]) -> str:
    """:raises BadValue: the number is missing or none of the protocol's."""
    place = number(said, "TYPE", -1)
    if not 0 <= place < len(KINDS):
        raise BadValue("TYPE is no kind of template.")
    return KINDS[place]


def delete_template(face: AdmsFace, table: str, argument: str) -> Outcome:
    pin, kind, slot = _meant(table, argument)
    if not pin:
        raise BadValue("PIN is missing.")
    face.terminal.delete_templates(pin, kind, slot)
    return DONE


def query_templates(face: AdmsFace, table: str, argument: str) -> Outcome:
    pin, kind, slot = _meant(table, argument)
    if pin:
        face.terminal.known(pin)
    return _ask(face, face.terminal.places(pin, kind, slot))


def _meant(table: str, argument: str) -> tuple[str | None, str | None, int | None]:
    said = fields(argument)
    own = OWN_TABLES.get(table)
    kind = own.kind if own else kind_of(said) if "TYPE" in said else None
    return said.get("PIN"), kind, number(said, "FID", number(said, "NO"))


def enrolled_place(argument: str, kind: str) -> tuple[Place, bool]:
    """Return where to enrol, and whether over what is there."""
    said = fields(argument)
    slot = number(said, "FID", number(said, "NO", 0))
    kind = kind or kind_of(said)
    if kind == "common":
        raise UnknownKind("A kind of template must be named.")
    return Place(needed(said, "PIN"), kind, slot), said.get("OVERWRITE") == "1"
