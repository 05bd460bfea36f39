"""Commands about users and templates in the attendance dialect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..people import ForeignVersion, Key, Place, Template, UnknownKind
from .fields import BadValue, blob, card, fields, moment, needed, number
from .kinds import BY_KIND, KINDS, LAST_FINGER_TABLE, OWN_TABLES
from .outcome import DONE, Outcome

if TYPE_CHECKING:
    from .endpoint import AdmsEndpoint

USER_FIELDS = {
    "NAME": ("name", str),
    "PASSWD": ("password", str),
    "CARD": ("card", card),
    "GRP": ("group", str),
    "STARTDATETIME": ("valid_from", moment),
    "ENDDATETIME": ("valid_until", moment),
}
UNDER_DURESS = 3


def set_user(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    values = fields(argument)
    pin = needed(values, "PIN")
    changes = {
        name: read(values[key])
        for key, (name, read) in USER_FIELDS.items()
        if key in values
    }
    privilege = number(values, "PRI", number(values, "PRIVILEGE"))
    if privilege is not None:
        changes["privilege"] = privilege
    if values.get("EXPIRES") == "0":
        changes |= {"valid_from": None, "valid_until": None}
    endpoint.terminal.set_user(pin, **changes)
    return DONE


def delete_user(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    endpoint.terminal.delete_user(needed(fields(argument), "PIN"))
    return DONE


def query_users(endpoint: AdmsEndpoint, argument: str) -> Outcome:
    """New firmware sends what it has in general tables along."""
    pin = fields(argument).get("PIN")
    if pin:
        endpoint.terminal.known(pin)
    keys = endpoint.terminal.keys(pin)
    return _ask(
        endpoint, (k for k in keys if not isinstance(k, Place) or _along(endpoint, k))
    )


def _along(endpoint: AdmsEndpoint, place: Place) -> bool:
    general = place.kind not in BY_KIND or place.kind == "comparison"
    return general and not endpoint.firmware.old


def _ask(endpoint: AdmsEndpoint, keys: Iterable[Key]) -> Outcome:
    wanted = list(keys)
    endpoint.asked.update(wanted)
    endpoint.terminal.changes.add(wanted)
    return Outcome(len(wanted))


def set_template(endpoint: AdmsEndpoint, table: str, argument: str) -> Outcome:
    values = fields(argument)
    own = OWN_TABLES.get(table)
    pin, kind = needed(values, "PIN"), own.kind if own else kind_of(values)
    text = needed(values, "CONTENT" if "CONTENT" in values else "TMP")
    slot = number(values, "FID", number(values, "NO", 0))
    place = Place(pin, kind, slot, number(values, "INDEX", 0))
    if own is not None and own.kind == "finger":
        refuse_new_fingers(endpoint)
    duress = number(values, "VALID", 1) == UNDER_DURESS or values.get("DURESS") == "1"
    major = None if own else number(values, "MAJORVER")
    minor = number(values, "MINORVER", 0)
    endpoint.terminal.set_template(Template(place, blob(text), major, minor, duress))
    return DONE


def refuse_new_fingers(endpoint) -> None:
    """Refuse fingers that the table cannot hold.

    :raises ForeignVersion: newer fingers have no table of their own.
    """
    if endpoint.terminal.algorithm("finger").major > LAST_FINGER_TABLE:
        raise ForeignVersion("Fingers of this terminal are of another version.")


def kind_of(values: dict[str, str]) -> str:
    """Return the kind of a template.

    :raises BadValue: the number is missing or none of the protocol's.
    """
    place = number(values, "TYPE", -1)
    if not 0 <= place < len(KINDS):
        raise BadValue("TYPE is no kind of template.")
    return KINDS[place]


def delete_template(endpoint: AdmsEndpoint, table: str, argument: str) -> Outcome:
    pin, kind, slot = _meant(table, argument)
    if not pin:
        raise BadValue("PIN is missing.")
    endpoint.terminal.delete_templates(pin, kind, slot)
    return DONE


def query_templates(endpoint: AdmsEndpoint, table: str, argument: str) -> Outcome:
    pin, kind, slot = _meant(table, argument)
    if pin:
        endpoint.terminal.known(pin)
    return _ask(endpoint, endpoint.terminal.places(pin, kind, slot))


def _meant(table: str, argument: str) -> tuple[str | None, str | None, int | None]:
    values = fields(argument)
    own = OWN_TABLES.get(table)
    kind = own.kind if own else kind_of(values) if "TYPE" in values else None
    return values.get("PIN"), kind, number(values, "FID", number(values, "NO"))


def enrolled_place(argument: str, kind: str) -> tuple[Place, bool]:
    """Return where to enrol, and whether over what is there."""
    values = fields(argument)
    slot = number(values, "FID", number(values, "NO", 0))
    kind = kind or kind_of(values)
    if kind == "common":
        raise UnknownKind("A kind of template must be named.")
    return Place(needed(values, "PIN"), kind, slot), values.get("OVERWRITE") == "1"
