"""What a terminal is, and what it has room for.

Sources: recorded answers of three terminals (deviceInfo, time, user capabilities), the
vendor's guide for the counts.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ..records import DeviceInfo
from ..text import shown
from .answers import read_integer
from .times import read_time, read_zone

DEVICE_PATH = "/ISAPI/System/deviceInfo"
TIME_PATH = "/ISAPI/System/time"
CHECK_PATH = "/ISAPI/Security/userCheck"
STORAGE_PATH = "/ISAPI/AccessControl/AcsEvent/StorageCfg?format=json"
USER_LIMITS_PATH = "/ISAPI/AccessControl/UserInfo/capabilities?format=json"
#: Path, names of the object and the number in it, and the field of ``DeviceInfo``.
COUNTS = (
    ("UserInfo", "UserInfoCount", "userNumber", "users"),
    ("CardInfo", "CardInfoCount", "cardNumber", ""),
)
MAX_SERIAL_LENGTH = 64


class Clock(NamedTuple):
    """What the terminal's clock shows.

    :param wall: naive, ``None``: a day that does not exist.
    :param offset: seconds east of UTC, ``None`` where it does not say.
    :param mode: ``manual`` or ``NTP``.
    """

    wall: datetime | None
    offset: int | None
    mode: str = ""


class LoginState(NamedTuple):
    """What the terminal says of the account.

    :param tries_left: before it locks, ``None``: it does not say.
    :param minutes_locked: 0 where it is not locked.
    """

    tries_left: int | None = None
    minutes_locked: int = 0
    is_activated: bool = True


def read_serial(values: Mapping[str, Any]) -> str:
    """Return the serial number, ``""`` where there is none."""
    return _text(values.get("serialNumber"))[:MAX_SERIAL_LENGTH]


def read_info(values: Mapping[str, Any], **counts: int | None) -> DeviceInfo:
    """Return what ``deviceInfo`` says; its counts come from elsewhere."""
    firmware = " ".join(
        filter(
            None,
            (
                _text(values.get("firmwareVersion")),
                _text(values.get("firmwareReleasedDate")),
            ),
        )
    )
    return DeviceInfo(
        firmware=firmware or None,
        model=_text(values.get("model")) or None,
        platform=_text(values.get("deviceType")) or None,
        mac=_text(values.get("macAddress")).lower() or None,
        **counts,  # type: ignore[arg-type]
    )


def read_clock(values: Mapping[str, Any]) -> Clock:
    """Return what ``System/time`` says; the offset of the time counts before the zone's."""
    time = read_time(values.get("localTime"))
    offset = time.offset if time else None
    if offset is None:
        offset = read_zone(_text(values.get("timeZone")))
    return Clock(time.wall if time else None, offset, _text(values.get("timeMode")))


def read_login(values: Mapping[str, Any]) -> LoginState:
    """Return what ``userCheck`` says."""
    locked = _text(values.get("lockStatus")).lower() in ("lock", "locked")
    seconds = read_integer(values.get("unlockTime")) or 0
    minutes = -(-seconds // 60) if locked else 0
    return LoginState(
        read_integer(values.get("retryLoginTime")),
        max(minutes, 1) if locked else 0,
        _text(values.get("isActivated")).lower() != "false",
    )


def read_capacity(values: Mapping[str, Any]) -> int | None:
    """Return how many users a terminal has room for, by its user capabilities."""
    section = values.get("UserInfo")
    found = section.get("maxRecordNum") if isinstance(section, Mapping) else None
    if isinstance(found, Mapping):
        found = found.get("@max")
    return read_integer(found)


def read_storage(values: Mapping[str, Any]) -> str:
    """Return how events are kept: ``regular``, ``time`` or ``cycle``; ``""``: unknown."""
    section: Any = values
    for name in ("EventStorageCfg", "StorageCfg", "AcsEventStorageCfg"):
        if isinstance(values.get(name), Mapping):
            section = values[name]
    return _text(section.get("mode"))[:20]


def days_covered(oldest: datetime | None, now: datetime) -> int | None:
    """Return how many days back its events reach."""
    if oldest is None or oldest > now:
        return None
    return (now - oldest) // timedelta(days=1)


def _text(value: object) -> str:
    return shown(value.strip()) if isinstance(value, str) else ""
