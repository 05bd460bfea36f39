"""What a BioTime server has stored: punches of all terminals, terminals and people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock


@dataclass(frozen=True, slots=True)
class Transaction:
    """A punch as the server stores it.

    :param id: counts all rows of the server, in the order they came.
    :param punch_time: wall clock of the terminal.
    :param upload_time: wall clock of the server when the row came; ``None`` for some that
        were typed in.
    :param serial: of the terminal, ``""`` for a punch a person typed in.
    """

    id: int
    pin: str
    punch_time: datetime
    upload_time: datetime | None
    serial: str = ""
    state: int = 0
    verify: int = 1
    workcode: str = ""


@dataclass(slots=True)
class Reader:
    """A terminal that reports to the server.

    :param zone: distance from UTC as the server keeps it: hours, or minutes above 14.
    """

    serial: str
    alias: str = ""
    area: str = "HQ"
    zone: int = 0
    online: bool = True
    last_activity: datetime | None = None


@dataclass(frozen=True, slots=True)
class Employee:
    """A person of the server.

    :param areas: numbers of areas, whose terminals the person is on.
    :param hidden: nobody of the API sees the person.
    """

    pin: str
    name: str
    card: str = ""
    areas: tuple[int, ...] = (2,)
    privilege: int = 0
    password: str = field(default="", repr=False)
    department: int = 1
    hidden: bool = False


@dataclass(slots=True)
class Database:
    """Tables of one server; safe to change while it is asked."""

    transactions: dict[int, Transaction] = field(default_factory=dict)
    terminals: dict[str, Reader] = field(default_factory=dict)
    employees: dict[str, Employee] = field(default_factory=dict)
    areas: dict[int, str] = field(
        default_factory=lambda: {1: "Not Authorized", 2: "HQ"}
    )
    departments: dict[int, str] = field(default_factory=lambda: {1: "Sales"})
    last_id: int = 0
    lock: RLock = field(default_factory=RLock, repr=False)

    def add(
        self,
        pin: str,
        punch_time: datetime,
        upload_time: datetime | None,
        serial: str = "",
        **values,
    ) -> Transaction:
        """Store a punch under the next number."""
        with self.lock:
            self.last_id += 1
            row = Transaction(
                self.last_id, pin, punch_time, upload_time, serial, **values
            )
            self.transactions[row.id] = row
            return row

    def people_of(self, serial: str) -> set[str]:
        """Return the PINs that a terminal has: of the people in its area."""
        area = self.terminals[serial].area
        with self.lock:
            return {
                person.pin
                for person in self.employees.values()
                if area in {self.areas[number] for number in person.areas}
            }

    def delete(self, number: int) -> None:
        """Delete a punch, as a person may at the server."""
        with self.lock:
            del self.transactions[number]

    def backup(self) -> dict[int, Transaction]:
        """Return the punches as they are."""
        with self.lock:
            return dict(self.transactions)

    def restore(self, backup: dict[int, Transaction]) -> None:
        """Go back to a backup: what came since is gone, and its numbers are used again."""
        with self.lock:
            self.transactions = dict(backup)
            self.last_id = max(backup, default=0)

    def rows(self) -> list[Transaction]:
        """Return all punches by their numbers."""
        with self.lock:
            return list(self.transactions.values())
