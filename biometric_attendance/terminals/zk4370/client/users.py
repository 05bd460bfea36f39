"""The users on a terminal. What is not given to change stays as it is.

The list is kept for a session, and checked before each use, because somebody at the keypad
changes users meanwhile, and a uid that becomes free is given to the next who comes. The
terminal prepares its list anew, which tells how long it is, and hands out one row:

    the user is in the list     the row is still theirs
    nobody has the PIN          the last row is the one it was: nobody came behind it

The second check does not see one user exchanged for another in front of the last row; it
is good only for as long as nobody does that by hand. Otherwise the whole list is read
again.
"""

import time
from struct import Struct

from ...errors import DeviceRefused
from ...records import DeviceUser, Refused
from ..codes import Command, Reply
from ..results import NOBODY
from ..user_encoding import encode_user, free_uid
from ..user_layouts import LONG, SHORT, UserLayout, detect_user_layout
from ..users import Slot, decode_user, decode_users
from .channel import Channel, encoding_request, ends_session_on_error
from .device_info import DeviceFacts
from .table import Table
from .user_list import UserList

#: Within which nobody deletes one user and adds another at a keypad.
UNCHANGED_SECONDS = 5.0
_UID = Struct("<H")


class Users:
    """Reads, writes and deletes users.

    Everything here looks into the list of users in the same session first. The list says
    how the terminal writes a user, and what its record holds that pyzk does not know of:
    it would overwrite group, time zones and rarer privileges. pyzk also takes uids for
    signed numbers.
    """

    def __init__(self, channel: Channel, facts: DeviceFacts):
        self.channel, self._facts = channel, facts
        self._kept: UserList | None = None

    @ends_session_on_error
    def read(self) -> tuple[list[Slot], list[Refused]]:
        """All users, each with its uid, and the records without a PIN that can be read."""
        users = self._read_list()
        return list(users.slots), users.refused

    @ends_session_on_error
    def pins(self) -> dict[int, str]:
        """The PIN of each uid that the list gives to one user only."""
        return self._read_list().pins

    @ends_session_on_error
    def places(self) -> dict[int, str]:
        """The PIN at each uid; ``""`` where it cannot be read, or is of two users."""
        return self._read_list().places

    @ends_session_on_error
    def pins_with(self, pin: str) -> dict[int, str]:
        """As :meth:`pins`, read again unless the user of this PIN is where it was."""
        return self._list_for(pin).pins

    def find(self, pin: str) -> Slot:
        """Return the user of a PIN.

        :raises DeviceRefused: with :data:`NOBODY`.
        """
        found = self._list_for(pin).find(pin)
        if found is None:
            raise DeviceRefused("no_such_user", NOBODY)
        return found

    @ends_session_on_error
    def write(self, changes: DeviceUser) -> None:
        """Write a user, new or known; what is ``None`` stays as it is.

        :raises Impossible: for a value the terminal has no room for.
        """
        users = self._list_for(changes.pin)
        known = users.find(changes.pin)
        if users.layout is None:
            self._write_first(changes)
            return
        with encoding_request():
            uid = known.uid if known else free_uid(users.uids)
        raw = known.raw if known else None
        slot = self._write_record(users.layout, uid, changes, raw)
        if self._kept:
            self._kept.put(slot)

    def _write_first(self, changes: DeviceUser) -> None:
        """An empty list does not say how users are written: try, and look."""
        for layout in (LONG, SHORT):
            try:
                self._write_record(layout, 1, changes, None)
            except DeviceRefused:
                continue
            if any(slot.user.pin == changes.pin for slot in self.read()[0]):
                return
            self.channel.execute(Command.DELETE_USER, _UID.pack(1))
        raise DeviceRefused("user_not_stored", Reply.ERROR)

    def _write_record(
        self, layout: UserLayout, uid: int, changes: DeviceUser, raw: bytes | None
    ) -> Slot:
        encoding = self.channel.address.encoding
        with encoding_request():
            record = encode_user(layout, uid, changes, raw=raw, encoding=encoding)
        self.channel.execute(Command.WRITE_USER, record)
        self.channel.pyzk("refresh_data")
        return decode_user(record, encoding=encoding)

    @ends_session_on_error
    def delete(self, pin: str) -> None:
        """Delete the user of a PIN.

        :raises DeviceRefused: with :data:`NOBODY` where there is none.
        """
        self.channel.execute(Command.DELETE_USER, _UID.pack(self.find(pin).uid))
        self.channel.pyzk("refresh_data")
        if self._kept:
            self._kept.remove(pin)

    def _list_for(self, pin: str) -> UserList:
        """The list, as far as it matters for this user."""
        kept = self._kept
        return kept if kept and self._is_unchanged(kept, pin) else self._read_list()

    def _read_list(self) -> UserList:
        """All of it. One that comes at once, or has rows nobody can read, is not kept."""
        self._kept, checked_at = None, time.monotonic()
        count = self._facts.sizes().users
        rows, in_one_answer = self._read_rows(count)
        if not rows:
            return UserList()
        layout = detect_user_layout(rows, count)
        encoding = self.channel.address.encoding
        slots, refused = decode_users(rows, layout, encoding=encoding)
        users = UserList(slots, refused, layout, checked_at)
        if not (in_one_answer or refused):
            self._kept = users
        return users

    def _read_rows(self, count: int | None) -> tuple[bytes, bool]:
        """All rows, and whether the terminal sends them at once or not at all.

        Terminals that have none may answer with any code.
        """
        try:
            table = Table(self.channel, "users")
            rows = table.read(0, table.size)
            table.close()
        except DeviceRefused:
            if count == 0:
                return b"", True
            raise
        return rows, table.complete

    def _is_unchanged(self, kept: UserList, pin: str) -> bool:
        """Look at the row that tells, which is taken over as it is now."""
        now, row = time.monotonic(), kept.row(pin)
        if not kept.slots or (
            row is None and now - kept.checked_at > UNCHANGED_SECONDS
        ):
            return False
        at = len(kept.slots) - 1 if row is None else row
        slot = self._read_row(kept, at)
        if slot is None or _identity(slot) != _identity(kept.slots[at]):
            return False
        kept.slots[at], kept.checked_at = slot, now
        return True

    def _read_row(self, kept: UserList, row: int) -> Slot | None:
        """One row as it is now; ``None``: the list has another length, or no such row."""
        layout = kept.layout
        if layout is None:
            return None
        width = layout.width
        try:
            table = Table(self.channel, "users")
            same = table.size == len(kept.slots) * width
            raw = table.read(row * width, width) if same else b""
            table.close()
        except DeviceRefused:
            return None
        encoding = self.channel.address.encoding
        slots, _refused = decode_users(raw, layout, encoding=encoding)
        return slots[0] if slots else None


def _identity(slot: Slot) -> tuple[int, str]:
    return slot.uid, slot.user.pin
