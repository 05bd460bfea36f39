"""Who and what lives on a terminal: users, templates, photos.

Passwords, templates and photos are kept out of ``repr``, and so out of logs.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from .reasons import _

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

#: A moment in the terminal's wall clock, ``""`` for no limit, ``None`` for not said.
Limit = datetime | Literal[""] | None


@dataclass(frozen=True, slots=True)
class DeviceUser:
    """An identity on one terminal. ``None``: the terminal did not say.

    :param pin: its id there, exactly as sent.
    :param privilege: of ``PRIVILEGES``, or the terminal's own number where it is none.
    :param password: in clear, as terminals send it; never to be stored or shown.
    :param card: decimal text where the number could be read, ``""`` for no card.
    :param group: the terminal's access group.
    :param verify: how the user is recognised, the brand's own code; -1: as the group.
    :param valid_from: first moment the terminal lets the user in.
    :param valid_until: last moment it does, inclusive.
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
    :param size: as the terminal said; brands count differently, so it is only echoed.
    :param blob: the bytes the terminal sent as base64.
    :param plain: it sent no base64 after all, and ``blob`` is its text.
    """

    pin: str
    kind: str
    slot: int
    index: int
    major: int | None
    minor: int | None
    format: int | None
    valid: bool
    duress: bool
    size: int | None
    blob: bytes = field(repr=False)
    plain: bool = False

    @property
    def text(self) -> str:
        """The blob as it has to be sent back."""
        return self.blob.decode() if self.plain else b64encode(self.blob).decode()


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
