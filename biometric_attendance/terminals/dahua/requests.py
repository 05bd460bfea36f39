"""What the HTTP API is asked, as the path and query of each request.

Sources: the vendor's documents of its HTTP API, public clients. Brackets stand as they are,
as all clients send them; everything else that is a value is encoded.
"""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

_CGI = "/cgi-bin/"
SERIAL = f"{_CGI}magicBox.cgi?action=getSerialNo"
SYSTEM = f"{_CGI}magicBox.cgi?action=getSystemInfo"
VERSION = f"{_CGI}magicBox.cgi?action=getSoftwareVersion"
REBOOT = f"{_CGI}magicBox.cgi?action=reboot"
CLOCK = f"{_CGI}global.cgi?action=getCurrentTime"
#: The stream of events, and the one of firmware that has only that with pictures.
HEARTBEAT_SECONDS = 5
ATTACH = (
    f"{_CGI}eventManager.cgi?action=attach&codes=[AccessControl]"
    f"&heartbeat={HEARTBEAT_SECONDS}"
)
ATTACH_FILES = (
    f"{_CGI}snapManager.cgi?action=attachFileProc&Flags[0]=Event"
    f"&Events=[AccessControl]&heartbeat={HEARTBEAT_SECONDS}"
)
RECORDS, CARDS = "AccessControlCardRec", "AccessControlCard"
#: Rows that are asked for; firmware sends about a thousand at the most.
COUNT = 1024


def find(name: str, *parts: tuple[str, object], count: int = COUNT) -> str:
    """Return the search for records, with conditions."""
    conditions = "".join(f"&{key}={_encode(value)}" for key, value in parts)
    return f"{_CGI}recordFinder.cgi?action=find&name={name}{conditions}" + (
        f"&count={count}"
    ) * bool(count)


def find_times(begin: int, end: int) -> str:
    """Return the search for records of passages by their time."""
    return find(RECORDS, ("StartTime", begin), ("EndTime", end))


def find_users(offset: int) -> str:
    """Return the search for a page of users."""
    return (
        f"{_CGI}recordFinder.cgi?action=doSeekFind&name={CARDS}"
        f"&count={COUNT}&offset={offset}"
    )


def find_user(pin: str) -> str:
    """Return the search for the cards of one user."""
    return find(CARDS, ("condition.UserID", pin))


def set_clock(wall: datetime) -> str:
    """Return the request to set the clock."""
    text = (
        f"{wall.year}-{wall.month}-{wall.day} {wall.hour}:{wall.minute}:{wall.second}"
    )
    return f"{_CGI}global.cgi?action=setCurrentTime&time={_encode(text)}"


def open_door(door: int) -> str:
    """Return the request to open a door, from 1."""
    return (
        f"{_CGI}accessControl.cgi?action=openDoor&channel={door}&UserID=101&Type=Remote"
    )


def write_many(kind: str, action: str) -> str:
    """Return the path to which users or cards are posted.

    :param kind: ``AccessUser`` or ``AccessCard``.
    :param action: ``insertMulti`` or ``updateMulti``.
    """
    return f"{_CGI}{kind}.cgi?action={action}"


def remove_many(kind: str, name: str, values: Iterable[str]) -> str:
    """Return the request to remove users or cards.

    An empty list might mean everybody.

    :param name: of the list, ``UserIDList`` or ``CardNoList``.
    :raises ValueError: nothing is to be removed.
    """
    parts = "".join(
        f"&{name}[{place}]={_encode(value)}" for place, value in enumerate(values)
    )
    if not parts:
        raise ValueError(name)
    return f"{_CGI}{kind}.cgi?action=removeMulti{parts}"


def update_card(action: str, *parts: tuple[str, object]) -> str:
    """Return the request of older firmware that inserts, updates or removes a card."""
    values = "".join(f"&{key}={_encode(value)}" for key, value in parts)
    return f"{_CGI}recordUpdater.cgi?action={action}&name={CARDS}{values}"


def _encode(value: object) -> str:
    return quote(str(value), safe="")
