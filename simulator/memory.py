"""What a terminal remembers, whatever protocol it speaks."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timezone
from random import Random

from .changes import Changes
from .clock import Clock
from .entries import ENROLLED, INVALID_VERIFICATION, AuditRow, Op, StoredPunch
from .journal import Journal
from .people import ALGORITHMS, Algorithm, Key, Place, Template, User
from .roster import Roster


class Terminal(Roster):
    """A terminal without its protocol: users, clock, punches and what was acknowledged.

    :param serial: the serial number.
    :param zone: IANA name of the place where it hangs.
    :param clock: its clock, a right one in ``zone`` unless given.
    :param users: who is enrolled.
    :param capacity: how many punches fit; acknowledged ones make room for new ones.
    :param overwrites: a full log forgets its oldest punch, taken or not.
    :param user_capacity: how many users fit.
    :param algorithms: kind of template to what the terminal can do of it.
    :param heeds_validity: whether it knows first and last moments of its users.
    :param needs_rights: whether a user passes only with a right to the door.
    """

    def __init__(
        self,
        serial: str,
        zone: str = "UTC",
        *,
        clock: Clock | None = None,
        users: Iterable[User] = (),
        capacity: int = 100_000,
        overwrites: bool = False,
        user_capacity: int = 10_000,
        algorithms: Mapping[str, Algorithm] = ALGORITHMS,
        heeds_validity: bool = True,
        needs_rights: bool = False,
    ):
        super().__init__(users, user_capacity=user_capacity, algorithms=algorithms)
        self.serial = serial
        self.zone = zone
        self.clock = clock or Clock(zone)
        self.heeds_validity = heeds_validity
        self.needs_rights = needs_rights
        self.punches: Journal[StoredPunch] = Journal(capacity, overwrites)
        self.audit: Journal[AuditRow] = Journal(10_000)
        self.changes = Changes()
        self.shut_until: datetime | None = None
        self.settings: dict[str, str] = {}
        self.messages: dict[str, str] = {}
        self.addressed: set[tuple[str, str]] = set()
        self.on_punch: Callable[[], None] | None = None
        self._enrolments = 0

    # What people do at the door

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
        slot = self.slots.of(pin) if pin in self.users else 0
        punch = StoredPunch(pin, at, local, status, verify, workcode, slot)
        self.punches.add(punch)
        if self.on_punch:
            self.on_punch()
        return punch

    def may_pass(self, pin: str, at: datetime) -> bool:
        """Whether the terminal lets ``pin`` through at the true instant ``at`` (aware)."""
        if pin not in self.users:
            return False
        if self.needs_rights and not self.rights.get(pin):
            return False
        return not self.heeds_validity or self.users[pin].valid_at(self.clock.wall(at))

    def attempt(
        self, pin: str, at: datetime, status: int = 0, verify: int = 1
    ) -> StoredPunch | None:
        """Somebody tries: a punch, or ``None`` and an alarm in the audit log.

        Before ``shut_until`` (aware) the terminal takes no notice of anybody.

        :raises JournalFull: nothing acknowledged is left to make room.
        """
        if self.shut_until and at < self.shut_until:
            return None
        if self.may_pass(pin, at):
            return self.punch(pin, at, status, verify)
        known = pin if pin in self.users else "0"
        self.note(Op.ALARM, at, known, INVALID_VERIFICATION)
        return None

    # What people do at its menu

    def register(self, pin: str, at: datetime, **values) -> User:
        """Add or change a user; the change will be sent.

        :raises Full: a new one does not fit.
        """
        code = Op.USER_CHANGED if pin in self.users else Op.USER_ADDED
        user = self.set_user(pin, **values)
        self.rights.setdefault(pin, 1)
        self._changed((pin,), code, at)
        return user

    def enrol(
        self, pin: str, at: datetime, kind: str = "finger", slot: int = 0
    ) -> Template:
        """Take a new template of a user; it will be sent.

        Its bytes follow from serial, PIN and how often this was done.

        :raises Refused: the PIN is unknown, the terminal full or without such a sensor.
        """
        self._enrolments += 1
        rng = Random(f"{self.serial}:{pin}:{kind}:{slot}:{self._enrolments}")
        place = Place(pin, kind, slot)
        template = Template(place, rng.randbytes(self.algorithm(kind).size))
        stored = self.set_template(template)
        self._changed(place, ENROLLED.get(kind, Op.PICTURE_TAKEN), at, slot)
        return stored

    def remove(self, pin: str, at: datetime) -> None:
        """Delete a user; only the audit log is sent.

        :raises UnknownPin: there is none.
        """
        self.delete_user(pin)
        self.note(Op.USER_DELETED, at, "0", pin)

    def reset(self, at: datetime) -> None:
        """Back to how it left the factory, but for the server's address."""
        self.clear()
        self.clear_log()
        self.audit.clear()
        self.settings.clear()
        self.messages.clear()
        self.addressed.clear()
        self.note(Op.SETTINGS_LOST, at)

    def clear_log(self, at: datetime | None = None) -> None:
        """Erase the punches.

        :param at: when somebody did so at the menu, which leaves an audit row.
        """
        self.punches.clear()
        if at:
            self.note(Op.LOG_DELETED, at)

    def clear(self) -> None:
        """Forget everybody, and the changes of them not sent yet."""
        super().clear()
        self.changes.pending.clear()

    def note(
        self, code: int, at: datetime, operator: str = "0", *details: int | str
    ) -> None:
        """Add a row to the audit log at the true instant ``at`` (aware)."""
        padded = (*details, 0, 0, 0, 0)[:4]
        self.audit.add(AuditRow(code, self.clock.wall(at), operator, padded))

    def _changed(self, key: Key, code: int, at: datetime, *details: int) -> None:
        self.changes.add([key])
        self.note(code, at, "0", key[0], *details)
        if self.on_punch:
            self.on_punch()

    @property
    def settled(self) -> bool:
        """Whether the server has acknowledged every punch and audit row."""
        return not self.punches.pending and not self.audit.pending
