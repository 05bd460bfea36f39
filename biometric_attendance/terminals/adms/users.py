"""Rows of users.

    USER PIN=1 TAB Name=Ada L TAB Pri=14 TAB Passwd=.. TAB Card=[15CD5B07] TAB Grp=1
         TAB TZ=.. TAB Verify=-1 TAB ViceCard= TAB StartDatetime=0 TAB EndDatetime=0
    user uid=5 TAB cardno= TAB pin=4 TAB password= TAB group=1 TAB starttime=0
         TAB endtime=0 TAB name= TAB privilege=0 TAB disable=0 TAB verify=0
    IDCARD PIN=2 TAB SNNum= TAB IDNum=.. TAB Name=.. TAB Address=.. TAB Photo=..
    TYPE=0 TAB PIN=1 TAB TMP=<card>                (a card enrolled from here)

Keys come in any case and, by dialect, in either spelling. Sources: the vendor's
attendance and security push documents, captures of three models.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from ..errors import ProtocolError
from ..reasons import Reason
from ..records import DeviceUser, Limit
from ..text import number, pairs, shown, storable, wall_clock
from ..zk_codes import read_card
from ..zk_times import NEVER_AFTER, NEVER_BEFORE, decode_zk_time
from .punches import PIN_LENGTH

#: The protocol's number to privilege.
PRIVILEGES = {
    "0": "user",
    "2": "enroller",
    "6": "manager",
    "10": "custom",
    "14": "admin",
}
_NUMBERS = {privilege: number for number, privilege in PRIVILEGES.items()}
_DIGITS = re.compile(r"\d{1,24}", re.ASCII).fullmatch
_DAY = re.compile(r"(?:19|20)\d{6}", re.ASCII).fullmatch


def read_privilege(text: str) -> str:
    return PRIVILEGES.get(text.strip(), text.strip())


def write_privilege(privilege: str) -> str:
    """Return the protocol's number of a privilege.

    :raises ProtocolError: for what is neither a known privilege nor a number.
    """
    number = _NUMBERS.get(privilege, privilege)
    if not _DIGITS(number):
        raise ProtocolError("privilege_unknown", privilege=privilege)
    return number


def read_limit(text: str, *, end_of_day: bool) -> Limit:
    """Read a first or last time somebody is let in.

    :param text: ``YYYY-MM-DD HH:MM:SS`` (also with ``T``), ``YYYYMMDD``, ZK-encoded
        seconds, or ``0`` for none.
    :param end_of_day: whether a bare day means its end.
    :return: ``None`` where it cannot be read.
    """
    text = text.strip()
    if not text.strip("0-: T"):
        return ""
    time = _limit(text, end_of_day)
    return "" if time in (NEVER_BEFORE, NEVER_AFTER) else time


def _limit(text: str, end_of_day: bool) -> datetime | None:
    if _DAY(text):
        clock = "23:59:59" if end_of_day else "00:00:00"
        return wall_clock(f"{text[:4]}-{text[4:6]}-{text[6:]} {clock}")
    if _DIGITS(text):
        try:
            return decode_zk_time(int(text))
        except ProtocolError:
            return None
    return wall_clock(text.replace("T", " ", 1))


#: Field of a user to the keys it comes under, and how its value is read.
_FIELDS: dict[str, tuple[tuple[str, ...], Callable[[str], Any]]] = {
    "name": (("NAME",), storable),
    "privilege": (("PRI", "PRIVILEGE"), read_privilege),
    "password": (("PASSWD", "PASSWORD"), storable),
    "card": (("CARD", "CARDNO"), read_card),
    "group": (("GRP", "GROUP"), str.strip),
    "verify": (("VERIFY",), number),
    "valid_from": (
        ("STARTDATETIME", "STARTTIME"),
        lambda text: read_limit(text, end_of_day=False),
    ),
    "valid_until": (
        ("ENDDATETIME", "ENDTIME"),
        lambda text: read_limit(text, end_of_day=True),
    ),
}
#: Attendance terminals heed the two limits only while this is not 0.
_LIMITS_SWITCH = "EXPIRES"


def decode_user(line: str, rest: str) -> DeviceUser | Reason:
    """Decode a row of a user."""
    fields = pairs(rest)
    wrong = wrong_pin(fields)
    if wrong:
        return wrong
    if any(column.strip() and "=" not in column for column in rest.split("\t")):
        return Reason("row_merged")  # a column without a name may be another's PIN
    values: dict[str, Any] = {}
    for field, (keys, read) in _FIELDS.items():
        for key in keys:
            if key in fields:
                values[field] = read(fields[key])
                break
    if fields.get(_LIMITS_SWITCH, "").strip() == "0":
        values |= {"valid_from": "", "valid_until": ""}
    return DeviceUser(pin=fields["PIN"].strip(), line=shown(line), **values)


def decode_identity_card(_line: str, rest: str) -> DeviceUser | Reason:
    """Decode PIN and name of a national identity card; its other values are dropped."""
    fields = pairs(rest)
    wrong = wrong_pin(fields)
    if wrong:
        return wrong
    pin, name = fields["PIN"].strip(), storable(fields.get("NAME", ""))
    return DeviceUser(pin, name or None, line=f"IDCARD PIN={pin}\tName={shown(name)}")


def decode_enrolled_card(line: str, rest: str) -> DeviceUser | Reason:
    """Decode a card that was enrolled on command."""
    fields = pairs(rest)
    card = read_card(fields.get("TMP", ""))
    if not card:
        return Reason("card_missing")
    return wrong_pin(fields) or DeviceUser(
        fields["PIN"].strip(), card=card, line=shown(line)
    )


def wrong_pin(fields: dict[str, str]) -> Reason | None:
    """Return why the row names nobody, ``None`` if it does."""
    pin = fields.get("PIN", "").strip()
    if not pin or len(pin) > PIN_LENGTH or not pin.isprintable():
        return Reason("row_pin", {"maximum": PIN_LENGTH})
    return None
