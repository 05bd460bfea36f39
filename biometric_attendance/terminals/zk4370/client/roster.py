"""The list of users, kept for a session, and never believed without a look.

Somebody at the keypad changes users meanwhile, and a place that becomes free is given to
the next who comes. So before each use the terminal prepares its list anew, which tells
how long it is, and hands out one row instead of all:

    the user is in the list     the row is still theirs
    nobody has the PIN          the last row is the one it was: nobody came behind it

The second look does not see one user exchanged for another in front of the last row; it
is good only for as long as nobody does that by hand. After anything else the whole list
is read again.
"""

import time
from dataclasses import dataclass, field

from ...errors import DeviceRefused
from ...records import Refused
from ..users import Form, Slot, decide_form, decode_users
from .bulk import Table
from .reading import Reading
from .talk import guarded

#: Seconds within which nobody deletes one user and adds another at a keypad.
FRESH = 5.0


@dataclass(slots=True)
class Roster:
    """The users as the terminal listed them, in its order.

    :ivar form: how it writes them; ``None``: it has none, so nothing tells.
    :ivar looked: the moment (monotonic) before it was last compared with the terminal.
    """

    slots: list[Slot] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    form: Form | None = None
    looked: float = 0.0

    def place(self, pin: str) -> int | None:
        """Which row is the user's, from 0."""
        rows = enumerate(self.slots)
        return next((row for row, slot in rows if slot.user.pin == pin), None)

    def of(self, pin: str) -> Slot | None:
        row = self.place(pin)
        return None if row is None else self.slots[row]


class Rosters(Reading):
    """Who is on the terminal."""

    _kept: Roster | None = None

    @guarded
    def users(self) -> list[Slot]:
        """Who is on the terminal, each with its place."""
        return self.read_users()[0]

    @guarded
    def read_users(self) -> tuple[list[Slot], list[Refused]]:
        """Who is on the terminal, and the records without a PIN that can be read."""
        roster = self._read_roster()
        return list(roster.slots), roster.refused

    def roster(self, pin: str) -> Roster:
        """The list, as far as it matters for this user.

        What is written then is to be told to :meth:`remember` or :meth:`forget`, once the
        terminal has said yes.
        """
        kept = self._kept
        if kept and self._agrees(kept, pin):
            return kept
        return self._read_roster()

    def remember(self, slot: Slot) -> None:
        """Somebody was written: in their row, or behind the last one."""
        if self._kept:
            slots, row = self._kept.slots, self._kept.place(slot.user.pin)
            row = len(slots) if row is None else row
            slots[row : row + 1] = [slot]

    def forget(self, pin: str) -> None:
        """Somebody was deleted."""
        if self._kept:
            del self._kept.slots[self._kept.place(pin)]

    def _read_roster(self) -> Roster:
        """All of it. One that comes at once, or has rows nobody can read, is not kept."""
        self._kept, looked = None, time.monotonic()
        count = self.sizes().users
        rows, at_once = self._rows(count)
        if not rows:
            return Roster()
        form = decide_form(rows, count)
        slots, refused = decode_users(rows, form, encoding=self.address.encoding)
        roster = Roster(slots, refused, form, looked)
        if not (at_once or refused):
            self._kept = roster
        return roster

    def _rows(self, count: int | None) -> tuple[bytes, bool]:
        """All rows, and whether the terminal sends them at once or not at all.

        Terminals that have none may answer with any code.
        """
        try:
            table = Table(self, "users")
            rows = table.read(0, table.size)
            table.close()
        except DeviceRefused:
            if count == 0:
                return b"", True
            raise
        return rows, table.at_hand

    def _agrees(self, kept: Roster, pin: str) -> bool:
        """Look at the row that tells, which is taken over as it is now."""
        looked, row = time.monotonic(), kept.place(pin)
        if not kept.slots or (row is None and looked - kept.looked > FRESH):
            return False
        at = len(kept.slots) - 1 if row is None else row
        now = self._look(kept, at)
        if now is None or _whose(now) != _whose(kept.slots[at]):
            return False
        kept.slots[at], kept.looked = now, looked
        return True

    def _look(self, kept: Roster, row: int) -> Slot | None:
        """One row as it is now; ``None``: the list has another length, or no such row."""
        width = kept.form.width
        try:
            table = Table(self, "users")
            same = table.size == len(kept.slots) * width
            raw = table.read(row * width, width) if same else b""
            table.close()
        except DeviceRefused:
            return None
        slots, _refused = decode_users(raw, kept.form, encoding=self.address.encoding)
        return slots[0] if slots else None


def _whose(slot: Slot) -> tuple[int, str]:
    return slot.uid, slot.user.pin
