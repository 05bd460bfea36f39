"""Records: the data terminals send, in the same types for every brand.

Times are naive: the terminal's wall clock. ``rules.clock`` turns them into instants,
because only the device record knows the zone. Passwords, templates and photos are kept
out of ``repr``, and so out of logs.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from .reasons import Reason, _


class Punch(NamedTuple):
    """One punch.

    A tuple rather than a dataclass: a replayed log makes a hundred thousand of them.

    :param pin: the user's id on the terminal, exactly as sent (``"00017"`` is not ``"17"``).
    :param time: the terminal's wall clock, to the second.
    :param status: the state key the terminal sent, ``None`` when it sent none.
    :param verify: how the user was recognised, the brand's own code.
    :param workcode: free code typed by the user, often empty.
    :param line: the original line, for people and for replay.
    :param offset: seconds east of UTC, only where the terminal sends it.
    :param number: the terminal's own number of the event, where it numbers them; two ways
        of sending one event agree in it, though not always in state and verify.
    :param uid: place of the user in the terminal's list, where the row names that instead
        of the PIN; somebody else may be there now. Such a line ends with the PIN.
    """

    pin: str
    time: datetime
    status: int | None
    verify: int | None
    workcode: str
    line: str
    offset: int | None = None
    number: str | None = None
    uid: int | None = None


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """Something that happened to the terminal itself: audit log, alarm, error.

    :param code: the brand's own code, as text.
    :param label: of the code, marked for translation where it is known.
    :param time: wall clock, ``None`` where the terminal sends none.
    :param operator: PIN of the person at the menu, ``""`` or ``"0"`` for nobody.
    :param details: the remaining values, as sent.
    :param tampering: whether evidence may have been changed or destroyed.
    :param deleted_pin: PIN of the user the event reports as deleted, ``""`` for none.
    """

    code: str
    label: str
    time: datetime | None
    operator: str
    details: tuple[str, ...]
    tampering: bool
    line: str
    deleted_pin: str = ""


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """What the terminal sends about itself. ``None``: not sent, keep what is known.

    :param encoding: the character set that its language suggests.
    :param algorithms: major version by kind of template, see :class:`Template`.
    :param dialect: of the brand, where a session found out which one it is.
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
    encoding: str | None = None
    options: dict[str, str] = field(default_factory=dict)
    algorithms: dict[str, int] = field(default_factory=dict)
    dialect: str | None = None


PRIVILEGES = {
    "user": _("User"),
    "enroller": _("May enrol others"),
    "manager": _("Manager"),
    "custom": _("Custom"),
    "admin": _("Administrator"),
}

#: What a terminal can recognise a person by, of which there are templates.
TEMPLATE_KINDS = {
    "common": _("General"),
    "finger": _("Finger"),
    "face": _("Face (infrared)"),
    "voice": _("Voice"),
    "iris": _("Iris"),
    "retina": _("Retina"),
    "palm_print": _("Palm print"),
    "vein": _("Finger vein"),
    "palm": _("Palm vein"),
    "visible_face": _("Face"),
    "visible_palm": _("Palm"),
}

#: A time in the terminal's wall clock, ``""`` for no limit, ``None`` for not sent.
Limit = datetime | Literal[""] | None


@dataclass(frozen=True, slots=True)
class DeviceUser:
    """A user on one terminal. ``None``: the terminal did not send it.

    :param pin: its id there, exactly as sent.
    :param privilege: of ``PRIVILEGES``, or the terminal's own number where it is none.
    :param password: in clear, as terminals send it; never to be stored or shown.
    :param card: decimal text where the number could be read, ``""`` for no card.
    :param group: the terminal's access group.
    :param verify: how the user is recognised, the brand's own code; -1: as the group.
    :param valid_from: first time the terminal lets the user in.
    :param valid_until: last time it does, inclusive.
    :param line: the original without secrets.
    """

    pin: str
    name: str | None = None
    privilege: str | None = None
    password: str | None = field(default=None, repr=False)
    card: str | None = None
    group: str | None = None
    verify: int | None = None
    valid_from: Limit = None
    valid_until: Limit = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """What a terminal recognises one finger, face or palm by.

    :param kind: of ``TEMPLATE_KINDS``, or the terminal's own number.
    :param slot: which finger, eye or hand.
    :param index: which of several templates of the slot.
    :param major: version of the algorithm, which has to be that of the receiving
        terminal; ``None`` where the row has no room for it.
    :param format: the brand's own number of the layout.
    :param duress: a finger that opens the door and raises a silent alarm.
    :param size: as the terminal sent it: of the blob or of its text, brands count
        differently.
    :param blob: the bytes the terminal sent as base64.
    :param plain: the terminal's text was not base64, and ``blob`` is that text as bytes.
    """

    pin: str
    kind: str
    slot: int
    blob: bytes = field(repr=False)
    index: int = 0
    major: int | None = None
    minor: int | None = None
    format: int | None = None
    valid: bool = True
    duress: bool = False
    size: int | None = None
    plain: bool = False

    @property
    def text(self) -> str:
        """The blob as it has to be sent back."""
        return self.blob.decode() if self.plain else b64encode(self.blob).decode()

    @property
    def is_cut(self) -> bool:
        """Whether less of it came than the terminal said, however it counts."""
        return self.size is not None and self.size > len(self.text)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of a person.

    :param pin: ``""`` where the terminal did not recognise anybody.
    :param time: wall clock of the punch, ``None`` for the other kinds.
    :param kind: ``punch``, ``portrait`` (for the screen) or ``comparison`` (a face is
        recognised by it).
    :param image: JPEG, not checked.
    """

    pin: str
    time: datetime | None
    kind: str
    image: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """A line or body that is kept for a person to see, and can be replayed.

    :param line: the original without secrets and biometric data.
    :param punch: what it says, where all of it was read but the PIN, which is ``""``.
    """

    line: str
    reason: Reason
    punch: Punch | None = None


@dataclass(slots=True)
class Upload:
    """Everything one body held, in the order it was sent.

    :param sequence: of events that name the one before: its number, and their own, in the
        order sent and whether they are kept or not; a gap shows that one was not received.
    :param lines: how many non-empty lines there were; what the terminal wants counted.
    """

    punches: list[Punch] = field(default_factory=list)
    events: list[DeviceEvent] = field(default_factory=list)
    users: list[DeviceUser] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    info: DeviceInfo | None = None
    sequence: list[tuple[int, ...]] = field(default_factory=list)
    lines: int = 0

    def pieces(self, size: int) -> Iterator["Upload"]:
        """Yield its records in order, up to ``size`` at once; as it is, if it has no more."""
        lists = {name: getattr(self, name) for name in _LISTS.values()}
        if sum(map(len, lists.values())) <= size:
            yield self
            return
        refused = lists.pop("refused")
        yield Upload(refused=refused, info=self.info, sequence=self.sequence)
        for name, records in lists.items():
            # Of equal size: a single punch would be taken for one made just now.
            count = -(-len(records) // size)
            step = -(-len(records) // max(count, 1))
            for start in range(0, len(records), max(step, 1)):
                yield Upload(**{name: records[start : start + step]})

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
    """The result of a command, as the terminal sent it.

    :param id: the id Odoo sent with the command; unique for one device only.
    :param code: the brand's own, zero and above is success; ``None``: not sent.
    :param echo: the terminal's name for the command.
    :param values: further named values, such as a terminal's options.
    :param content: text it was asked for, often ``""``.
    """

    id: str
    code: int | None
    echo: str
    values: Mapping[str, str]
    content: str
