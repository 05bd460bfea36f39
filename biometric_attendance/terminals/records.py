"""What terminals tell, in the words every brand shares.

Times are naive: the terminal's wall clock. ``tools.clock`` turns them into instants,
because only the device record knows the zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from .people import DeviceUser, Photo, Template
from .reasons import Reason


class Punch(NamedTuple):
    """One recorded passage.

    A tuple rather than a dataclass: a replayed log makes a hundred thousand of them.

    :param pin: the user's id on the terminal, exactly as sent (``"00017"`` is not ``"17"``).
    :param time: the terminal's wall clock, to the second.
    :param status: the state key the terminal sent, ``None`` when it sent none.
    :param verify: how the user was recognised, the brand's own code.
    :param workcode: free code typed by the user, often empty.
    :param line: the original line, for people and for replay.
    :param offset: seconds east of UTC, only where the terminal says so itself.
    """

    pin: str
    time: datetime
    status: int | None
    verify: int | None
    workcode: str
    line: str
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """Something that happened to the terminal itself: audit log, alarm, error.

    :param code: the brand's own code, as text.
    :param label: the code in English words.
    :param time: wall clock, ``None`` where the terminal does not say.
    :param operator: PIN of the person at the menu, ``""`` or ``"0"`` for nobody.
    :param details: the remaining values, as sent.
    :param tampering: whether evidence may have been changed or destroyed.
    :param gone: PIN of a user who was deleted, ``""`` for nobody.
    """

    code: str
    label: str
    time: datetime | None
    operator: str
    details: tuple[str, ...]
    tampering: bool
    line: str
    gone: str = ""


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """What the terminal says of itself. ``None``: not said, keep what is known.

    :param algorithms: major version by kind of template, see :class:`.people.Template`.
    """

    firmware: str | None = None
    model: str | None = None
    platform: str | None = None
    push_version: str | None = None
    address: str | None = None
    mac: str | None = None
    users: int | None = None
    fingers: int | None = None
    faces: int | None = None
    punches: int | None = None
    user_capacity: int | None = None
    finger_capacity: int | None = None
    face_capacity: int | None = None
    punch_capacity: int | None = None
    options: dict[str, str] = field(default_factory=dict)
    algorithms: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """A line or body that is kept for a person to see, and can be replayed.

    :param line: the original without secrets and biometric data.
    :param reason: why, for a person.
    """

    line: str
    reason: Reason | str


@dataclass(slots=True)
class Upload:
    """Everything one body held, in the order it was sent.

    :param lines: how many non-empty lines there were; what the terminal wants counted.
    """

    punches: list[Punch] = field(default_factory=list)
    events: list[DeviceEvent] = field(default_factory=list)
    users: list[DeviceUser] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    info: DeviceInfo | None = None
    lines: int = 0

    def add(self, record: object) -> None:
        """Put a record into the list of its kind."""
        getattr(self, _LISTS[type(record)]).append(record)


_LISTS = {
    Punch: "punches",
    DeviceEvent: "events",
    DeviceUser: "users",
    Template: "templates",
    Photo: "photos",
    Refused: "refused",
}


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What a terminal says became of a command.

    :param id: as we gave it; means something together with the device only.
    :param code: the brand's own, zero and above is success; ``None``: not said.
    :param echo: what it calls the command.
    :param values: further named values, such as a terminal's options.
    :param content: text it was asked for, often ``""``.
    """

    id: str
    code: int | None
    echo: str
    values: Mapping[str, str]
    content: str
