"""Users and their cards, as a terminal lists them and as they are written to it.

A list has a row for each card, or one for a user without a card:

    records[0].RecNo=12  UserID=A12  CardName=Ann  CardNo=12001  CardStatus=0
    ValidDateStart=20260101 000000  ValidDateEnd=20260630 235959

Newer firmware takes users (``AccessUser``) and cards (``AccessCard``) as JSON, older takes
rows of that list. Sources: the vendor's documents, public clients.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..commands import local_time
from ..errors import Impossible
from ..records import DeviceUser, Limit
from .bodies import Row, read_number
from .codes import ADMIN, USER
from .punches import MAX_PIN_LENGTH

_PACKED = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[ T](\d\d):?(\d\d):?(\d\d)", re.ASCII)
#: What stands for no limit: both ends have to be there.
ALWAYS = (datetime(2000, 1, 1), datetime(2037, 12, 31, 23, 59, 59))
#: Years from which, and up to which, a limit is one of these.
_NO_BEGIN, _NO_END = 2000, 2037
MAX_NAME_BYTES = 63
ALL_DAY = 255


@dataclass(frozen=True, slots=True)
class KnownUser:
    """A user as the terminal has it.

    :param rows: of the list, each with a card or the only one.
    """

    user: DeviceUser
    rows: tuple[Row, ...] = ()

    @property
    def cards(self) -> list[str]:
        """The numbers of its cards."""
        return [row["cardno"] for row in self.rows if row.get("cardno")]


def decode_users(rows: Iterable[Row]) -> list[KnownUser]:
    """Return the users of a list; rows without a PIN are of nobody."""
    found: dict[str, KnownUser] = {}
    for row in rows:
        pin = row.get("userid", "").strip()
        if not pin or len(pin) > MAX_PIN_LENGTH or not pin.isprintable():
            continue
        known = found.get(pin)
        if known:
            card = known.user.card or row.get("cardno", "")
            user = replace(known.user, card=card)
            found[pin] = KnownUser(user, (*known.rows, row))
        else:
            found[pin] = KnownUser(_decode(row, pin), (row,))
    return list(found.values())


def _decode(row: Row, pin: str) -> DeviceUser:
    kept = {name: row.get(name, "") for name in ("userid", "cardname", "cardno")}
    begin = read_date(row.get("validdatestart", ""))
    end = read_date(row.get("validdateend", ""))
    authority = read_number(row, "authority")
    return DeviceUser(
        pin,
        name=row.get("cardname") or row.get("username") or "",
        privilege=None if authority is None else _privilege(authority),
        card=row.get("cardno", ""),
        valid_from="" if begin is None or begin.year <= _NO_BEGIN else begin,
        valid_until="" if end is None or end.year >= _NO_END else end,
        line=" ".join(f"{name}={value}" for name, value in kept.items()),
    )


def _privilege(authority: int) -> str:
    return "admin" if authority == ADMIN else "user"


def read_date(text: str) -> datetime | None:
    """Return a limit of validity, ``None`` for none."""
    found = _PACKED.fullmatch(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def merge(payload: Mapping[str, Any], known: KnownUser | None) -> DeviceUser:
    """Return the user as it shall be; what the command does not name stays as it is.

    :raises Impossible: the name is too long.
    """
    old = known.user if known else DeviceUser(str(payload["pin"]), name="")
    changes: dict[str, Any] = {
        name: str(payload[name])
        for name in ("name", "privilege", "card", "password")
        if payload.get(name) is not None
    }
    for name, ends in (("valid_from", False), ("valid_until", True)):
        value = payload.get(name)
        if value is not None:
            changes[name] = local_time(value, end_of_day=ends) if value else ""
    user = replace(old, **changes)
    if len((user.name or "").encode()) > MAX_NAME_BYTES:
        raise Impossible("dahua_name_too_long", size=MAX_NAME_BYTES)
    return user


def encode_user(user: DeviceUser) -> dict[str, Any]:
    """Return a user as newer firmware takes it."""
    begin, end = limits(user)
    values: dict[str, Any] = {
        "UserID": user.pin,
        "UserName": user.name or user.pin,
        "UserType": 0,
        "Authority": ADMIN if user.privilege == "admin" else USER,
        "Doors": [0],
        "TimeSections": [ALL_DAY],
        "ValidFrom": begin.isoformat(" "),
        "ValidTo": end.isoformat(" "),
    }
    if user.password:
        values["Password"] = user.password
    return values


def encode_card(user: DeviceUser, card: str) -> dict[str, Any]:
    """Return a card as newer firmware takes it."""
    return {"UserID": user.pin, "CardNo": card, "CardType": 0, "CardStatus": 0}


def encode_row(user: DeviceUser, number: int | None) -> list[tuple[str, object]]:
    """Return a row of the list as older firmware takes it.

    :param number: of the row to be changed, ``None`` for a new one.
    """
    begin, end = limits(user)
    row: list[tuple[str, object]] = [] if number is None else [("recno", number)]
    row += [
        ("CardName", user.name or user.pin),
        ("CardNo", user.card or ""),
        ("UserID", user.pin),
        ("CardStatus", 0),
        ("CardType", 0),
        ("Doors[0]", 0),
        ("TimeSections[0]", ALL_DAY),
        ("ValidDateStart", f"{begin:%Y%m%d %H%M%S}"),
        ("ValidDateEnd", f"{end:%Y%m%d %H%M%S}"),
        ("IsValid", "true"),
    ]
    if user.password:
        row.append(("Password", user.password))
    return row


def limits(user: DeviceUser) -> tuple[datetime, datetime]:
    """Return the first and last moment of a user."""
    return _limit(user.valid_from, ALWAYS[0]), _limit(user.valid_until, ALWAYS[1])


def _limit(value: Limit, default: datetime) -> datetime:
    return value if isinstance(value, datetime) else default


def difference(wanted: DeviceUser, found: KnownUser | None) -> str | None:
    """Return which value the terminal did not keep, ``None`` where it kept all."""
    if found is None:
        return "pin"
    kept = found.user
    if (wanted.name or wanted.pin) != kept.name:
        return "name"
    if wanted.card and wanted.card not in found.cards:
        return "card"
    if wanted.card == "" and found.cards:
        return "card"
    begin, end = limits(wanted)
    for name, value, shown in (
        ("valid_from", begin, kept.valid_from),
        ("valid_until", end, kept.valid_until),
    ):
        default = ALWAYS[name == "valid_until"]
        if _is_listed(found, name) and _limit(shown, default).date() != value.date():
            return name
    return None


def _is_listed(found: KnownUser, name: str) -> bool:
    key = "validdatestart" if name == "valid_from" else "validdateend"
    return any(row.get(key) for row in found.rows)
