"""What an Anviz terminal answers, without sockets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

from ..entries import Op, StoredPunch
from ..memory import Terminal
from ..people import Refused, User

OK, FAIL, FULL, NO_USER = 0, 1, 4, 6
_EPOCH = datetime(2000, 1, 2)
#: How a person was recognised, as the rest of the simulator counts, to the backup code.
CODES = {1: 1, 4: 8, 15: 1, 0: 4}


def present() -> datetime:
    return datetime.now(timezone.utc)


class Endpoint:
    """One terminal; where a list was left is the terminal's own, whoever asks.

    :param now: the true instant (aware).
    :ivar doors_opened: how often its door was opened from afar.
    :ivar forgets_names: it says that users are stored, and leaves their names out.
    """

    def __init__(self, terminal: Terminal, *, now: Callable[[], datetime] = present):
        self.terminal, self.now = terminal, now
        self.device = 7
        self.doors_opened = 0
        self.forgets_names = False
        self._places = {0x40: 0, 0x72: 0}
        self._passwords: dict[str, bytes] = {}

    def answer(self, command: int, data: bytes) -> tuple[int, bytes]:
        """Return the acknowledgement and the data of an answer."""
        handler = getattr(self, f"_x{command:02x}", None)
        return handler(data) if handler else (FAIL, b"")

    def record(self, punch: StoredPunch) -> bytes:
        """Return a passage as fourteen bytes."""
        pin = int(punch.pin) if punch.pin.isdecimal() else 0
        seconds = int((punch.local - _EPOCH).total_seconds())
        work = int(punch.workcode) if punch.workcode.isdecimal() else 0
        return (
            pin.to_bytes(5, "big")
            + seconds.to_bytes(4, "big")
            + bytes((CODES.get(punch.verify, 1), punch.status & 15 | 0x80))
            + work.to_bytes(3, "big")
        )

    def _x24(self, data: bytes) -> tuple[int, bytes]:
        return OK, self.terminal.serial.encode().ljust(16, b"\0")

    def _x38(self, data: bytes) -> tuple[int, bytes]:
        wall = self.terminal.clock.wall(self.now())
        year = wall.year - 2000
        return OK, bytes(
            (year, wall.month, wall.day, wall.hour, wall.minute, wall.second)
        )

    def _x39(self, data: bytes) -> tuple[int, bytes]:
        year, *rest = data
        self.terminal.clock.set(self.now(), datetime(2000 + year, *rest))
        self.terminal.note(Op.TIME_SET, self.now())
        return OK, b""

    def _x3c(self, data: bytes) -> tuple[int, bytes]:
        records = len(self.terminal.punches)
        cards = sum(bool(user.card) for user in self.terminal.users.values())
        counts = (len(self.terminal.users), 0, 0, cards, records, records)
        return OK, b"".join(count.to_bytes(3, "big") for count in counts)

    def _x40(self, data: bytes) -> tuple[int, bytes]:
        found = list(self.terminal.punches.entries.values())
        return self._list(0x40, data, [self.record(punch) for punch in found])

    def _x72(self, data: bytes) -> tuple[int, bytes]:
        users = list(self.terminal.users.values())
        return self._list(0x72, data, [self._user(user) for user in users])

    def _list(self, kind: int, data: bytes, rows: list[bytes]) -> tuple[int, bytes]:
        which, count = data
        if which:
            self._places[kind] = 0
        place = self._places[kind]
        sent = rows[place : place + count]
        self._places[kind] += len(sent)
        return OK, bytes((len(sent),)) + b"".join(sent)

    def _user(self, user: User) -> bytes:
        card = int(user.card).to_bytes(4, "big") if user.card else b"\xff" * 4
        password = self._passwords.get(user.pin, b"\xff\xff\xff")
        name = user.name[:10].encode("utf-16-be")[:20].ljust(20, b"\0")
        return int(user.pin).to_bytes(5, "big") + password + card + name + bytes(8)

    def _x73(self, data: bytes) -> tuple[int, bytes]:
        count, rest = data[0], data[1:]
        for place in range(count):
            record = rest[place * 40 : place * 40 + 40]
            pin = str(int.from_bytes(record[:5], "big"))
            card = record[8:12]
            name = record[12:32].decode("utf-16-be").rstrip("\0")
            self._passwords[pin] = record[5:8]
            try:
                self.terminal.set_user(
                    pin,
                    name="" if self.forgets_names else name,
                    card=""
                    if card == b"\xff" * 4
                    else str(int.from_bytes(card, "big")),
                )
            except Refused:
                return FULL, b""
        return OK, b""

    def _x4c(self, data: bytes) -> tuple[int, bytes]:
        pin = str(int.from_bytes(data[:5], "big"))
        if pin not in self.terminal.users:
            return NO_USER, b""
        self.terminal.delete_user(pin)
        return OK, b""

    def _x5e(self, data: bytes) -> tuple[int, bytes]:
        self.doors_opened += 1
        return OK, b""
