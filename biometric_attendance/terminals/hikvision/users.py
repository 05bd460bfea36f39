"""Users and cards: what terminals list, and what is written.

    {"UserInfo": {"employeeNo", "name", "userType": "normal",
      "Valid": {"enable", "beginTime", "endTime": "2026-06-30T23:59:59", "timeType": "local"},
      "doorRight": "1", "RightPlan": [{"doorNo": 1, "planTemplateNo": "1"}],
      "localUIRight": false}}

The last day counts whole. Without right and plan a person is refused at the door. Sources:
recorded capabilities, the vendor's pages, three public clients; reading of cards, and that
the plan 1 is all day, from the vendor's guide as remembered.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ..commands import local_time
from ..errors import Forbidden
from ..records import DeviceUser, Limit
from ..text import shown
from .times import read_time

MAX_PIN_BYTES = 32
MAX_NAME_BYTES = 128
MAX_CARD_LENGTH = 20
#: Limits of ``Valid``: what is beyond is no limit.
FIRST, LAST = datetime(2000, 1, 1), datetime(2037, 12, 31, 23, 59, 59)
MAX_YEAR = LAST.year
PAGE_ROWS = 30
PRIVILEGES = {"user": False, "admin": True}
_BASE = "/ISAPI/AccessControl/"
SEARCH_PATH = _BASE + "UserInfo/Search?format=json"
RECORD_PATH = _BASE + "UserInfo/Record?format=json"
MODIFY_PATH = _BASE + "UserInfo/Modify?format=json"
DELETE_PATH = _BASE + "UserInfo/Delete?format=json"
CARD_SEARCH_PATH = _BASE + "CardInfo/Search?format=json"
CARD_RECORD_PATH = _BASE + "CardInfo/Record?format=json"
CARD_DELETE_PATH = _BASE + "CardInfo/Delete?format=json"
#: What of a user is written back as it was read.
_UNCHANGED = (
    "userType",
    "doorRight",
    "RightPlan",
    "userVerifyMode",
    "gender",
    "belongGroup",
)


def search_users(search: str, position: int, pin: str = "") -> dict[str, Any]:
    """Return the body of a search for users: one, or all."""
    return {"UserInfoSearchCond": _search(search, position, pin)}


def search_cards(search: str, position: int, pin: str = "") -> dict[str, Any]:
    """Return the body of a search for cards: of one user, or all."""
    return {"CardInfoSearchCond": _search(search, position, pin)}


def _search(search: str, position: int, pin: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "searchID": search,
        "searchResultPosition": position,
        "maxResults": PAGE_ROWS,
    }
    if pin:
        found["EmployeeNoList"] = [{"employeeNo": pin}]
    return found


def delete_users(pins: Iterable[str]) -> dict[str, Any]:
    """Return the body that deletes users.

    :raises Forbidden: nobody is named: the vendor takes a missing list for everybody.
    """
    named = [{"employeeNo": pin} for pin in pins if pin and pin.strip()]
    if not named:
        raise Forbidden("hikvision_delete_nobody")
    return {"UserInfoDelCond": {"EmployeeNoList": named}}


def delete_cards(cards: Iterable[str]) -> dict[str, Any]:
    """Return the body that deletes cards.

    :raises Forbidden: none is named, see :func:`delete_users`.
    """
    named = [{"cardNo": card} for card in cards if card and card.strip()]
    if not named:
        raise Forbidden("hikvision_delete_nobody")
    return {"CardInfoDelCond": {"CardNoList": named}}


def write_card(pin: str, card: str) -> dict[str, Any]:
    """Return the body that gives a user a card."""
    return {"CardInfo": {"employeeNo": pin, "cardNo": card, "cardType": "normalCard"}}


def write_user(
    payload: Mapping[str, Any], known: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the body that writes a user; what the payload leaves out stays as it is.

    :param payload: of ``set_user``.
    :param known: the row the terminal has, ``None`` for a new user.
    """
    known = known or {}
    user: dict[str, Any] = {
        "employeeNo": payload["pin"],
        "userType": "normal",
        "doorRight": "1",
        "RightPlan": [{"doorNo": 1, "planTemplateNo": "1"}],
        **{name: known[name] for name in _UNCHANGED if known.get(name)},
    }
    name = payload.get("name")
    user["name"] = cut_name(str(known.get("name") or "") if name is None else name)
    user["Valid"] = _write_valid(payload, known.get("Valid"))
    privilege = payload.get("privilege")
    user["localUIRight"] = (
        PRIVILEGES[privilege] if privilege else _is_true(known.get("localUIRight"))
    )
    if payload.get("password"):
        user["password"] = str(payload["password"])
    return {"UserInfo": user}


def cut_name(name: str) -> str:
    """Return a name no longer than terminals take, without half a letter at its end."""
    return name.strip().encode()[:MAX_NAME_BYTES].decode(errors="ignore").strip()


def _write_valid(payload: Mapping[str, Any], known: Any) -> dict[str, Any]:
    before = known if isinstance(known, Mapping) else {}
    begin, end = _limits(before)
    if payload.get("valid_from") is not None:
        begin = _limit(payload["valid_from"], end_of_day=False)
    if payload.get("valid_until") is not None:
        end = _limit(payload["valid_until"], end_of_day=True)
    first, last = begin or FIRST, end or LAST
    return {
        "enable": bool(begin or end),
        "beginTime": max(first, FIRST).isoformat(timespec="seconds"),
        "endTime": max(min(last, LAST), FIRST).isoformat(timespec="seconds"),
        "timeType": "local",
    }


def _limit(value: Any, *, end_of_day: bool) -> datetime | None:
    return local_time(value, end_of_day=end_of_day) if value else None


def _limits(valid: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    """Return the limits a terminal has, ``None`` for none."""
    if not _is_true(valid.get("enable")):
        return None, None
    begin, end = read_time(valid.get("beginTime")), read_time(valid.get("endTime"))
    return (
        begin.wall if begin and begin.wall > FIRST else None,
        end.wall if end and end.wall.date() < LAST.date() else None,
    )


def decode_user(
    row: Mapping[str, Any], cards: Mapping[str, list[str]]
) -> DeviceUser | None:
    """Return a user of a list; ``None`` for a row without a PIN.

    :param cards: PIN to numbers of cards.
    """
    pin = read_user_pin(row)
    if not pin:
        return None
    valid = row.get("Valid")
    begin, end = _limits(valid) if isinstance(valid, Mapping) else (None, None)
    name, own = row.get("name"), cards.get(pin) or [""]
    return DeviceUser(
        pin,
        name=shown(name.strip())[:MAX_NAME_BYTES] if isinstance(name, str) else None,
        privilege="admin" if _is_true(row.get("localUIRight")) else "user",
        card=shown(own[0])[:64],
        valid_from=_shown_limit(begin),
        valid_until=_shown_limit(end),
        line=f"employeeNo={shown(pin)}",
    )


def _shown_limit(limit: datetime | None) -> Limit:
    return limit or ""


def read_user_pin(row: Mapping[str, Any]) -> str:
    """Return the PIN of a row, ``""`` for none that can be one."""
    pin = row.get("employeeNo")
    text = str(pin).strip() if isinstance(pin, str | int) else ""
    fits = text.isprintable() and len(text.encode()) <= MAX_PIN_BYTES
    return text if fits and not isinstance(pin, bool) else ""


def differs(sent: Mapping[str, Any], row: Mapping[str, Any] | None) -> str:
    """Return what of a user is not as it was written; ``""`` where all is.

    :param sent: what :func:`write_user` returned.
    :param row: what the terminal lists now, ``None``: nobody.
    """
    if row is None:
        return "employeeNo"
    user = sent["UserInfo"]
    if not str(row.get("name") or "").strip().startswith(user["name"][:16].strip()):
        return "name"
    wanted, found = user["Valid"], row.get("Valid")
    if _limits(wanted) != (_limits(found) if isinstance(found, Mapping) else None):
        return "Valid"
    if _is_true(row.get("localUIRight")) != user["localUIRight"]:
        return "localUIRight"
    return ""


def _is_true(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")
