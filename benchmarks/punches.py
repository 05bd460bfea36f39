"""Punches of a staff that comes at eight, eats at noon and leaves at five."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from simulator import attlog_bodies
from simulator.memory import StoredPunch

from .client import Client

ZONE = ZoneInfo("Europe/Brussels")
SERIALS = tuple(f"BENCH{number}" for number in range(1, 6))
PINS = tuple(str(number) for number in range(1001, 1501))
# Minutes after midnight and the key pressed.
DAILY_PUNCHES = ((480, 0), (720, 1), (765, 0), (1020, 1))
FINGER = 1
DAYS = 50  # of four punches and five hundred people: a hundred thousand


def staff_punches(
    pins: Sequence[str] = PINS, days: int = DAYS, skip: int = 0
) -> Iterator[StoredPunch]:
    """Yield the punches of the last full `days`, but `skip`, in order of time."""
    today = datetime.now(ZONE).date()
    for ago in range(days + skip, skip, -1):
        day = today - timedelta(days=ago)
        for minutes, status in DAILY_PUNCHES:
            for place, pin in enumerate(pins):
                yield _punch(day, minutes * 60 + place % 900, pin, status)


def _punch(day: date, seconds: int, pin: str, status: int) -> StoredPunch:
    local = datetime.combine(day, time()) + timedelta(seconds=seconds)
    utc = local.replace(tzinfo=ZONE).astimezone(timezone.utc)
    return StoredPunch(pin, utc, local, status, FINGER, "")


def serial_of(pin: str) -> str:
    """Return the terminal a person uses."""
    return SERIALS[int(pin) % len(SERIALS)]


def pushes(
    client: Client, punches: Sequence[StoredPunch], lines: int = 1000
) -> list[bytes]:
    """Return the requests in which the five terminals deliver these punches.

    The terminals take turns, as they do when all were offline.
    """
    requests = []
    for serial in SERIALS:
        own = (punch for punch in punches if serial_of(punch.pin) == serial)
        path = f"/iclock/cdata?SN={serial}&table=ATTLOG&Stamp=9999"
        bodies = attlog_bodies(own, lines)
        requests.append([client.request("POST", path, body) for body in bodies])
    longest = max(map(len, requests))
    return [own[turn] for turn in range(longest) for own in requests if turn < len(own)]
