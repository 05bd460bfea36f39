"""Rows of the security dialect, as a terminal writes them."""

from base64 import b64encode
from datetime import datetime

from ..entries import INVALID_VERIFICATION, AuditRow, Op, StoredPunch
from ..memory import Terminal
from ..people import Place, Template, User
from .firmware import Firmware
from .kinds import LAST_FINGER_TABLE, number_of
from .rows import encode_time

#: State key to 0 in, 1 out, 2 neither.
IN_OUT = {0: 0, 1: 1, 2: 1, 3: 0, 4: 0, 5: 1}
#: How a user was recognised to the event of a door that opens; others are 0.
OPENED = {1: 14, 15: 3}
STARTED, NO_ACCESS, UNREGISTERED, CARD = 206, 23, 27, 4
#: Pictures go by tables of their own.
PICTURES = {"portrait": "userpic", "comparison": "biophoto"}

Row = tuple[str, str]


def values(**fields: object) -> str:
    return "\t".join(f"{key}={value}" for key, value in fields.items())


def punch_row(number: int, punch: StoredPunch, terminal: Terminal) -> str:
    user = terminal.users.get(punch.pin)
    shown = user.card if user and punch.verify == CARD else ""
    event = OPENED.get(punch.verify, 0)
    return _event(
        number, punch.local, punch.pin, event, punch.status, punch.verify, shown
    )


def audit_row(number: int, row: AuditRow) -> str | None:
    """The event of an audit row, ``None`` for those a door controller does not log."""
    if row.code == Op.POWER_ON:
        return _event(number, row.local, "0", STARTED)
    if row.code == Op.ALARM and row.details[0] == INVALID_VERIFICATION:
        event = UNREGISTERED if row.operator == "0" else NO_ACCESS
        return _event(number, row.local, row.operator, event)
    return None


def _event(
    number: int,
    local: datetime,
    pin: str,
    event: int,
    status: int = 255,
    verify: int = 200,
    shown: str = "",
) -> str:
    return values(
        time=local,
        pin=pin,
        cardno=shown or 0,
        sitecode=0,
        linkid=0,
        eventaddr=1,
        event=event,
        inoutstatus=IN_OUT.get(status, 2),
        verifytype=verify,
        index=number,
    )


def transaction_row(number: int, punch: StoredPunch) -> str:
    """A punch as an answer to a query spells it."""
    return "transaction " + values(
        cardno=0,
        pin=punch.pin,
        verified=punch.verify,
        doorid=1,
        eventtype=OPENED.get(punch.verify, 0),
        inoutstate=IN_OUT.get(punch.status, 2),
        time_second=encode_time(punch.local),
        index=number,
        sitecode=0,
        linkid=0,
    )


def state_row(local: datetime, open_door: bool = False) -> str:
    relay = "01" if open_door else "00"
    return values(time=local, sensor="00", relay=relay, alarm="0" * 16, door="01")


def table_of(terminal: Terminal, place: Place) -> str:
    """The table a template belongs to."""
    if place.kind in PICTURES:
        return PICTURES[place.kind]
    old = terminal.algorithms[place.kind].major <= LAST_FINGER_TABLE
    return "templatev10" if place.kind == "finger" and old else "biodata"


def row(entry: User | Template, terminal: Terminal, firmware: Firmware) -> Row:
    """Return the table of a user or template, and its line."""
    if isinstance(entry, User):
        return "user", _user_row(entry, terminal, firmware)
    table = table_of(terminal, entry.place)
    spell = {"templatev10": _finger, "biodata": _general}.get(table, _picture)
    uid = _uid(terminal, entry.place.pin)
    return table, f"{table} {spell(entry, uid, b64encode(entry.blob).decode())}"


def _uid(terminal: Terminal, pin: str) -> int:
    """The number of the user's row; a template may outlive its user."""
    pins = list(terminal.users)
    return pins.index(pin) + 1 if pin in terminal.users else 0


def _user_row(user: User, terminal: Terminal, firmware: Firmware) -> str:
    return "user " + values(
        uid=_uid(terminal, user.pin),
        cardno=user.card,
        pin=user.pin,
        password=user.password,
        group=user.group,
        starttime=_limit(user.valid_from, firmware),
        endtime=_limit(user.valid_until, firmware),
        name=user.name,
        privilege=user.privilege,
        disable=0,
        verify=0,
    )


def _limit(at: datetime | None, firmware: Firmware) -> object:
    if at is None:
        return 0
    return encode_time(at) if firmware.limits_in_seconds else f"{at:%Y%m%d}"


def _finger(template: Template, uid: int, text: str) -> str:
    pin, _, slot, _ = template.place
    valid = 3 if template.duress else 1
    return values(
        size=len(text), uid=uid, pin=pin, fingerid=slot, valid=valid, template=text
    )


def _general(template: Template, uid: int, text: str) -> str:
    pin, kind, slot, index = template.place
    return values(
        pin=pin,
        no=slot,
        index=index,
        valid=1,
        duress=int(template.duress),
        type=number_of(kind),
        majorver=template.major,
        minorver=template.minor,
        format=0,
        tmp=text,
    )


def _picture(template: Template, uid: int, text: str) -> str:
    pin = template.place.pin
    fields = {"pin": pin, "filename": f"{pin}.jpg"}
    if template.place.kind == "comparison":
        fields["type"] = number_of("visible_face")
    return values(**fields, size=len(text), content=text)
