"""People with shifts: where they are, and which terminal sees them pass."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .ground_truth import Session
from .people import User

# Spans of presence in hours after the midnight the shift's day begins with.
SHIFTS = {
    "office": ((8.0, 12.0), (12.75, 17.0)),
    "early": ((6.0, 10.0), (10.5, 14.0)),
    "late": ((14.0, 18.0), (18.5, 22.0)),
    "night": ((22.0, 26.0), (26.5, 30.0)),
}
ROTA = ("office", "office", "early", "office", "late", "night")
UNPUNCTUAL_MINUTES = 8
FIRST_PIN = 1001
FIRST_NAMES = [
    "Ada",
    "Bram",
    "Chloe",
    "Dina",
    "Emil",
    "Farah",
    "Goran",
    "Hana",
    "Ivo",
    "Jana",
]
LAST_NAMES = ["Adler", "Bakker", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia"]


class PlannedPunch(NamedTuple):
    """Somebody passes a terminal at a true instant and presses a state key."""

    utc: datetime
    pin: str
    serial: str
    status: int


@dataclass(frozen=True, slots=True)
class Employee:
    pin: str
    name: str
    shift: str


class Workforce:
    """A staff whose every day follows from the seed; the same in every run.

    :param size: how many people; PINs count from ``first_pin``.
    :param zone: IANA name of the place where the shifts' hours hold.
    :param roam: how often (0 to 1) somebody uses another terminal than the usual one.
    :param forget: how often a punch is forgotten; the ground truth keeps the session whole.
    :param break_keys: whether lunch is keyed as break (2, 3) rather than out and in.
    """

    def __init__(
        self,
        size: int = 20,
        seed: int = 1,
        zone: str = "UTC",
        *,
        first_pin: int = FIRST_PIN,
        roam: float = 0.15,
        forget: float = 0.0,
        break_keys: bool = False,
    ):
        self.seed = seed
        self.zone = ZoneInfo(zone)
        self.roam = roam
        self.forget = forget
        self.break_keys = break_keys
        self.employees = [
            Employee(str(pin), _name(pin - FIRST_PIN), ROTA[i % len(ROTA)])
            for i, pin in enumerate(range(first_pin, first_pin + size))
        ]

    def users(self) -> list[User]:
        return [User(employee.pin, employee.name) for employee in self.employees]

    def history(
        self, serials: Sequence[str], until: datetime, days: int
    ) -> tuple[list[PlannedPunch], list[Session]]:
        """Live the last full working days and the present one up to ``until`` (aware).

        :return: planned punches in order of time, and the sessions that began before ``until``;
            one that has not ended by then is open.
        """
        planned_punches, sessions = [], []
        for day in _working_days(until.astimezone(self.zone).date(), days):
            for place, employee in enumerate(self.employees):
                rng = Random(f"{self.seed}:{employee.pin}:{day}")
                started = [s for s in self._day(employee, day, rng) if s.start < until]
                usual = serials[place % len(serials)]
                planned_punches += self._planned_punches(
                    started, until, usual, serials, rng
                )
                sessions += [_as_of(session, until) for session in started]
        return sorted(planned_punches), sorted(sessions, key=lambda s: (s.start, s.pin))

    def _day(self, employee: Employee, day: date, rng: Random) -> list[Session]:
        midnight = datetime.combine(day, time())

        def instant(hours: float) -> datetime:
            late = rng.randint(-UNPUNCTUAL_MINUTES * 60, UNPUNCTUAL_MINUTES * 60)
            wall = midnight + timedelta(hours=hours, seconds=late)
            return wall.replace(tzinfo=self.zone).astimezone(timezone.utc)

        spans = SHIFTS[employee.shift]
        return [Session(employee.pin, instant(a), instant(b)) for a, b in spans]

    def _planned_punches(
        self,
        sessions: list[Session],
        until: datetime,
        usual: str,
        serials: Sequence[str],
        rng: Random,
    ) -> Iterator[PlannedPunch]:
        last = len(sessions) - 1
        for place, session in enumerate(sessions):
            came = 3 if self.break_keys and place else 0
            left = 2 if self.break_keys and place < last else 1
            for at, status in ((session.start, came), (session.end, left)):
                serial = rng.choice(serials) if rng.random() < self.roam else usual
                forgotten = rng.random() < self.forget
                if at < until and not forgotten:
                    yield PlannedPunch(at, session.pin, serial, status)


def _as_of(session: Session, until: datetime) -> Session:
    ended = session.end < until
    return Session(session.pin, session.start, session.end if ended else None)


def _working_days(today: date, days: int) -> list[date]:
    """Return the last ``days`` working days before today, then today if it is one."""
    found = [today] if today.weekday() < 5 else []
    before = today
    while days:
        before -= timedelta(days=1)
        if before.weekday() < 5:
            found.append(before)
            days -= 1
    return found[::-1]


def _name(place: int) -> str:
    first = FIRST_NAMES[place % len(FIRST_NAMES)]
    return f"{first} {LAST_NAMES[place % len(LAST_NAMES)]}"
