"""What a terminal remembers, whatever protocol it speaks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timezone

from .clock import Clock
from .journal import Journal


@dataclass(frozen=True, slots=True)
class User:
    """An identity on the terminal; ``privilege`` 0 is an ordinary user, 14 a manager."""

    pin: str
    name: str = ""
    card: str = ""
    privilege: int = 0


@dataclass(frozen=True, slots=True)
class StoredPunch:
    """A passage as it lies in the flash memory, with the truth beside it.

    :param utc: when it really happened (aware).
    :param local: what the terminal's clock showed (naive), the only time it can send.
    :param status: the state key pressed, 0 in, 1 out, 2 break out, 3 break in, 255 none.
    :param verify: how the user was recognised, 1 finger, 4 card, 15 face.
    """

    pin: str
    utc: datetime
    local: datetime
    status: int
    verify: int
    workcode: str


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Something done to the terminal itself, such as 0 power on or 4 menu opened."""

    code: int
    local: datetime
    operator: str = "0"
    details: tuple[int, ...] = (0, 0, 0, 0)


class Terminal:
    """A terminal without its protocol: users, clock, punches and what was acknowledged.

    :param serial: the serial number.
    :param zone: IANA name of the place where it hangs.
    :param clock: its clock, a right one in ``zone`` unless given.
    :param users: who is enrolled.
    :param capacity: how many punches fit; acknowledged ones make room for new ones.
    """

    def __init__(
        self,
        serial: str,
        zone: str = "UTC",
        *,
        clock: Clock | None = None,
        users: Iterable[User] = (),
        capacity: int = 100_000,
    ):
        self.serial = serial
        self.zone = zone
        self.clock = clock or Clock(zone)
        self.users = {user.pin: user for user in users}
        self.punches: Journal[StoredPunch] = Journal(capacity)
        self.audit: Journal[AuditRow] = Journal(10_000)
        self.settings: dict[str, str] = {}
        self.on_punch: Callable[[], None] | None = None

    def enrol(self, user: User) -> None:
        self.users[user.pin] = user

    def punch(
        self,
        pin: str,
        at: datetime,
        status: int = 0,
        verify: int = 1,
        workcode: str = "0",
    ) -> StoredPunch:
        """Record that ``pin`` passed at the true instant ``at`` (aware).

        :raises JournalFull: nothing acknowledged is left to make room.
        """
        at = at.astimezone(timezone.utc)
        local = self.clock.wall(at)
        punch = StoredPunch(pin, at, local, status, verify, workcode)
        self.punches.add(punch)
        if self.on_punch:
            self.on_punch()
        return punch

    def note(self, code: int, at: datetime, operator: str = "0", *details: int) -> None:
        """Add a row to the audit log at the true instant ``at`` (aware)."""
        padded = (*details, 0, 0, 0, 0)[:4]
        self.audit.add(AuditRow(code, self.clock.wall(at), operator, padded))

    @property
    def settled(self) -> bool:
        """Whether the server has acknowledged everything at least once."""
        return not self.punches.pending and not self.audit.pending
