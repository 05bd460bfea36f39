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

from ..people import DeviceUser
from ..text import number, pairs, shown, storable
from .punches import PIN_LENGTH
from .words import read_card, read_limit, read_privilege

_READ = {
    "name": (("NAME",), storable),
    "privilege": (("PRI", "PRIVILEGE"), read_privilege),
    "password": (("PASSWD", "PASSWORD"), storable),
    "card": (("CARD", "CARDNO"), read_card),
    "group": (("GRP", "GROUP"), str.strip),
    "verify": (("VERIFY",), number),
    "valid_from": (
        ("STARTDATETIME", "STARTTIME"),
        lambda text: read_limit(text, last=False),
    ),
    "valid_until": (
        ("ENDDATETIME", "ENDTIME"),
        lambda text: read_limit(text, last=True),
    ),
}
#: Attendance terminals heed the two moments only while this is not 0.
_SWITCH = "EXPIRES"


def read_user(line: str, rest: str) -> DeviceUser | str:
    """The user, or the reason why there is none."""
    said = pairs(rest)
    wrong = wrong_pin(said)
    if wrong:
        return wrong
    told = {}
    for field, (keys, read) in _READ.items():
        text = next((said[key] for key in keys if key in said), None)
        if text is not None:
            told[field] = read(text)
    if said.get(_SWITCH, "").strip() == "0":
        told |= {"valid_from": "", "valid_until": ""}
    return DeviceUser(pin=said["PIN"].strip(), line=shown(line), **told)


def read_identity_card(line: str, rest: str) -> DeviceUser | str:
    """PIN and name of a national identity card; the rest is nobody's business here."""
    said = pairs(rest)
    wrong = wrong_pin(said)
    if wrong:
        return wrong
    pin, name = said["PIN"].strip(), storable(said.get("NAME", ""))
    word = line.partition(" ")[0]
    return DeviceUser(pin, name or None, line=f"{word} PIN={pin}\tName={shown(name)}")


def read_enrolled_card(line: str, rest: str) -> DeviceUser | str:
    said = pairs(rest)
    card = read_card(said.get("TMP", ""))
    if not card:
        return "The row holds no card."
    return wrong_pin(said) or DeviceUser(
        said["PIN"].strip(), card=card, line=shown(line)
    )


def wrong_pin(said: dict[str, str]) -> str:
    """Why the row names nobody, ``""`` if it does."""
    pin = said.get("PIN", "").strip()
    if not pin or len(pin) > PIN_LENGTH or not pin.isprintable():
        return f"The row has no PIN of 1 to {PIN_LENGTH} printable characters."
    return ""
