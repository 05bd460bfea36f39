"""The users as a terminal listed them."""

from dataclasses import dataclass, field

from ...records import Refused
from ..user_layouts import UserLayout
from ..users import Slot


@dataclass(slots=True)
class UserList:
    """The users in the terminal's order.

    :ivar layout: how it writes them; ``None``: it has none, so nothing tells.
    :ivar checked_at: the moment (monotonic) before it was last compared with the terminal.
    """

    slots: list[Slot] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    layout: UserLayout | None = None
    checked_at: float = 0.0

    @property
    def pins(self) -> dict[int, str]:
        """The PIN of each uid that the list gives to one user only."""
        return {uid: pin for uid, pin in self.places.items() if pin}

    @property
    def places(self) -> dict[int, str]:
        """The PIN at each uid; ``""`` where it cannot be read, or is of two users."""
        pins: dict[int, str | None] = dict.fromkeys(self._unreadable)
        for slot in self.slots:
            pin = slot.user.pin
            pins[slot.uid] = pin if pins.get(slot.uid, pin) == pin else None
        return {uid: pin or "" for uid, pin in pins.items()}

    @property
    def uids(self) -> set[int]:
        """The places taken, also by users whose PIN cannot be read."""
        return {slot.uid for slot in self.slots} | self._unreadable

    @property
    def _unreadable(self) -> set[int]:
        return {item.reason.values["uid"] for item in self.refused}

    def row(self, pin: str) -> int | None:
        """Which row is the user's, from 0."""
        rows = enumerate(self.slots)
        return next((row for row, slot in rows if slot.user.pin == pin), None)

    def find(self, pin: str) -> Slot | None:
        row = self.row(pin)
        return None if row is None else self.slots[row]

    def put(self, slot: Slot) -> None:
        """Note a user that was written: in their row, or behind the last one."""
        row = self.row(slot.user.pin)
        row = len(self.slots) if row is None else row
        self.slots[row : row + 1] = [slot]

    def remove(self, pin: str) -> None:
        """Note a user that was deleted."""
        row = self.row(pin)
        if row is not None:
            del self.slots[row]
