"""Users and templates as a terminal knows them, and why it refuses one."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class User:
    """An identity on the terminal; ``privilege`` 0 is an ordinary user, 14 a manager.

    :param card: decimal, ``""`` for none.
    :param valid_from: first moment on the terminal's clock (naive), ``None``: no limit.
    :param valid_until: last moment, which still counts.
    """

    pin: str
    name: str = ""
    card: str = ""
    privilege: int = 0
    password: str = ""
    group: str = "1"
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def valid_at(self, wall: datetime) -> bool:
        early = self.valid_from is not None and wall < self.valid_from
        late = self.valid_until is not None and wall > self.valid_until
        return not early and not late


class Place(NamedTuple):
    """Where a template lies: ``slot`` is a finger or hand, ``index`` one of its parts."""

    pin: str
    kind: str
    slot: int = 0
    index: int = 0


@dataclass(frozen=True, slots=True)
class Template:
    """A finger, face, palm or picture; ``major`` ``None``: not given, so the terminal's."""

    place: Place
    blob: bytes
    major: int | None = None
    minor: int = 0
    duress: bool = False


class Algorithm(NamedTuple):
    """What a terminal can recognise of one kind, how many of it, of how many bytes."""

    major: int
    minor: int
    capacity: int
    size: int


#: Kinds a terminal knows unless given others; pictures have no version of their own.
ALGORITHMS = {
    "finger": Algorithm(10, 0, 3000, 600),
    "face": Algorithm(7, 0, 1500, 1236),
    "visible_face": Algorithm(58, 12, 3000, 1500),
    "palm": Algorithm(12, 0, 600, 900),
    "portrait": Algorithm(0, 0, 3000, 2000),
    "comparison": Algorithm(0, 0, 3000, 2000),
}
#: One finger or hand fills a place; of a face all parts together do.
BY_SLOT = {"finger", "palm", "vein"}


class Refused(Exception):
    """The terminal does not do it."""


class UnknownPin(Refused):
    """Nobody has this PIN here."""


class UnknownKind(Refused):
    """The terminal has no sensor for such templates."""


class ForeignVersion(Refused):
    """The template was made by another version of the algorithm."""


class Full(Refused):
    """There is no room for another user or template."""


Key = tuple[str] | Place
