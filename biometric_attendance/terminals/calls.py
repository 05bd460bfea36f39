"""A terminal's HTTP request as every brand understands it, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .records import DeviceInfo, Upload

#: Kinds whose body would be lost if an incompletely received one were acknowledged.
CARRYING_KINDS = frozenset({"upload", "result", "encrypted"})


@dataclass(frozen=True, slots=True)
class Call:
    """One request, parsed. Odoo hands it to ``biometric.device._process_<kind>``.

    A brand's own values follow in a class of its own.

    :param kind: ``handshake`` (its first call), ``registration``, ``settings`` (it asks
        for them), ``time`` (it asks for it), ``command_request``, ``result`` (of a
        command), ``upload``, ``encrypted`` (to be decrypted first), ``lookup`` (it asks
        for a user), ``unknown``, or one of the brand's own that is answered with success
        alone, such as ``ping``.
    :param serial: as the terminal names itself, printable, up to 64 characters; ``""``
        where the request does not tell.
    :param table: what the terminal calls the kind of rows.
    :param method: of HTTP.
    :param dialect: of the brand; ``None`` where the request does not tell.
    :param key: the communication key, to be compared in constant time; ``None`` where the
        protocol has no place for one.
    :param name: what it calls the rows within ``table``.
    :param info: what it says of itself by the way.
    :param message: id of the message, for its answer.
    :param part: number of a part of a message, 0 for the last or only one; ``None`` where
        messages always come whole.
    :param reference: what ties a result to its command, ``""`` for none.
    :param pin: of the user it asks for.
    :param body: what is to be read instead of the body that came.
    :param encryption_key: the key it was decrypted with, ``""`` where it came in clear.
    """

    kind: str
    serial: str = ""
    table: str = ""
    method: str = "POST"
    dialect: str | None = None
    key: str | None = field(default=None, repr=False)
    name: str = ""
    info: DeviceInfo | None = None
    message: str = ""
    part: int | None = None
    reference: str = ""
    pin: str = ""
    body: bytes | None = field(default=None, repr=False)
    encryption_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Outcome: the call is refused, and nothing was stored.

    :param reason: ``bypass`` (it did not come through the listener), ``malformed``,
        ``unknown`` (kind of call), ``unknown_device``, ``state``, ``path``, ``key``,
        ``address``, ``serial``, ``encrypted``, ``plain``, ``guessing`` or ``full``. Those
        of a device are answered as ``unknown_device`` is: nobody shall learn which serial
        numbers are known.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """Outcome: everything is stored.

    :param upload: what it held, where the terminal wants it counted.
    :param dialect: of the device.
    :param encryption_key: what the answer is encrypted with, ``""`` for not at all.
    """

    upload: Upload | None = None
    dialect: str = ""
    encryption_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A part of the rows is stored, and the caller has to send the same again for the rest.

    What was stored is passed over then, so each repetition comes further. No protocol has
    an answer that acknowledges some rows of a body and has the others repeated.
    """


@dataclass(frozen=True, slots=True)
class PartKept:
    """Outcome: a part of a message came, and the rest is waited for.

    :param place: what the brand's ``Parts.classify`` said of the part.
    """

    place: str


@dataclass(frozen=True, slots=True)
class Handover:
    """Outcome: commands the terminal shall carry out, in order; often none.

    :param commands: id and text of each.
    :param introduce: it shall introduce itself again, and send its whole memory.
    :param encoding: the character set it reads texts in.
    """

    commands: Sequence[tuple[str, str]] = ()
    introduce: bool = False
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Settings:
    """Outcome: the settings the terminal is to work by.

    :param serial: of the device.
    :param dialect: of the device.
    :param registered: it was given its code before.
    :param registry_code: its code, where the protocol has one.
    :param session_code: of its session, where the protocol has one.
    :param last_punch: wall clock of the newest punch stored; ``None``: send everything.
    :param offset_minutes: the device zone's present offset east of UTC.
    :param templates: whether it shall send fingers and faces.
    :param photos: whether it shall send photos.
    """

    serial: str
    dialect: str
    registered: bool
    registry_code: str
    session_code: str
    last_punch: datetime | None
    offset_minutes: int
    templates: bool
    photos: bool


@dataclass(frozen=True, slots=True)
class Registration:
    """Outcome: the terminal is registered.

    :param code: its code from now on.
    """

    code: str


@dataclass(frozen=True, slots=True)
class Time:
    """Outcome: the current time, for a terminal that asks for it.

    :param now: naive UTC.
    :param offset_minutes: the device zone's present offset east of UTC.
    """

    now: datetime
    offset_minutes: int


@dataclass(frozen=True, slots=True)
class Found:
    """The user a terminal asked for.

    :param user: the payload of ``set_user``, ``None``: nobody of that PIN belongs there.
    :param encoding: the character set it reads texts in.
    """

    user: Mapping[str, Any] | None
    encoding: str = "utf-8"


Outcome = (
    Rejected
    | Done
    | Unfinished
    | PartKept
    | Handover
    | Settings
    | Registration
    | Time
    | Found
)


@dataclass(frozen=True, slots=True)
class Status:
    """Information a terminal sent about itself.

    :param clock: time of its clock, naive; ``None`` where it sends none.
    """

    info: DeviceInfo
    clock: datetime | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What is sent back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What Odoo's answer to a call means to a program that passes the call on.

    :param state: ``stored``; ``refused``, which sending again does not change; or ``later``:
        Odoo does not take it now, or somebody else than Odoo answered.
    :param code: what the answer says, for people; ``""`` where it is stored.
    """

    state: str
    code: str = ""
