"""What a terminal is asked and told, over one connection."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from ...errors import DeviceRefused, Garbled, ProtocolError
from ...session import ClockReading
from ..codes import Ack, Command
from ..device_info import Counts, decode_counts, decode_serial
from ..punches import MAX_ROWS, split_rows
from ..results import NOT_KEPT
from ..times import decode_clock, encode_clock
from ..users import MAX_USERS, cut_name, decode_user, encode_user, split_records
from .connection import Connection

_FIRST, _NEXT = 1, 0
_WHOLE_USER = 0xFF
#: More users or records has no terminal.
_MAX_ANSWERS = 100_000


class Terminal:
    """One terminal in one session."""

    def __init__(self, connection: Connection):
        self.connection = connection

    def read_serial(self) -> str:
        """Return its serial number, ``""`` where it does not tell."""
        try:
            return decode_serial(self.connection.ask(Command.GET_SERIAL))
        except DeviceRefused:
            return ""

    def read_counts(self) -> Counts:
        """Return how many users and records it has."""
        data = self.connection.ask(Command.GET_COUNTS)
        try:
            return decode_counts(data)
        except ProtocolError as error:
            raise Garbled(error.code) from error

    def read_clock(self) -> ClockReading:
        """Return what its clock shows."""
        asked = datetime.now(timezone.utc)
        wall = decode_clock(self.connection.ask(Command.GET_CLOCK))
        answered = datetime.now(timezone.utc)
        return ClockReading(wall, asked + (answered - asked) / 2)

    def set_clock(self, wall: datetime) -> None:
        """Set its clock."""
        self.connection.ask(Command.SET_CLOCK, encode_clock(wall))

    def open_door(self) -> None:
        """Open its door."""
        self.connection.ask(Command.OPEN_DOOR)

    def read_rows(self) -> Iterator[list[bytes]]:
        """Yield the rows of its log, from the first one; nothing else may be asked meanwhile."""
        for rows in self._read_list(Command.GET_RECORDS, MAX_ROWS):
            yield split_rows(rows)

    def read_users(self) -> list[bytes]:
        """Return the records of its users."""
        found: list[bytes] = []
        for data in self._read_list(Command.GET_USERS, MAX_USERS):
            found += split_records(data)
        return found

    def write_user(self, payload: Mapping[str, Any]) -> None:
        """Write a user, new or known, and read it back.

        :raises DeviceRefused: it was not done, or not kept.
        """
        record = encode_user(payload, self._find(payload["pin"]))
        self.connection.ask(Command.SET_USERS, b"\x01" + record)
        kept = self._find(payload["pin"])
        if kept is None:
            raise DeviceRefused("anviz_not_kept", NOT_KEPT)
        wanted, found = decode_user(record), decode_user(kept)
        if (cut_name(wanted.name or ""), wanted.card) != (found.name, found.card):
            raise DeviceRefused("anviz_not_kept", NOT_KEPT)

    def delete_user(self, pin: str) -> None:
        """Delete a user with fingers and cards, and look whether it is gone.

        :raises DeviceRefused: there is none, or it is still there.
        """
        user = int(pin).to_bytes(5, "big")
        self.connection.ask(Command.DELETE_USER, user + bytes([_WHOLE_USER]))
        if self._find(pin):
            raise DeviceRefused("anviz_not_kept", NOT_KEPT)

    def _find(self, pin: object) -> bytes | None:
        user = int(str(pin)).to_bytes(5, "big")
        records = (each for each in self.read_users() if each[:5] == user)
        return next(records, None)

    def _read_list(self, command: Command, count: int) -> Iterator[bytes]:
        """Yield the answers of a list, until one is empty.

        :raises Garbled: an answer is not what it says.
        """
        which = _FIRST
        for _answer in range(_MAX_ANSWERS):
            answer = self.connection.request(command, bytes([which, count]))
            if answer.ack == Ack.EMPTY:
                return
            if answer.ack != Ack.OK:
                code = answer.ack
                raise DeviceRefused("refused_with_code", code, code=code)
            if not answer.data or not answer.data[0]:
                return
            try:
                yield answer.data
            except ProtocolError as error:
                raise Garbled(error.code) from error
            which = _NEXT
