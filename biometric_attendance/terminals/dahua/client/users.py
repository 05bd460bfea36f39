"""Users on a terminal: read, written by either API, and read back."""

from collections.abc import Mapping
from typing import Any

from ...errors import DeviceRefused, Garbled
from ...records import DeviceUser
from .. import requests
from ..bodies import NotSupported, Row, read_number
from ..results import NOBODY, NOT_KEPT
from ..users import (
    KnownUser,
    decode_users,
    difference,
    encode_card,
    encode_row,
    encode_user,
    merge,
)
from .terminal import Terminal

_MAX_PAGES = 200


class Users:
    """The users of one terminal in one session."""

    def __init__(self, terminal: Terminal):
        self._terminal = terminal
        self._takes_json = True

    def read(self) -> list[KnownUser]:
        """Return all users.

        :raises Garbled: the terminal does not send all of them.
        """
        rows: list[dict[str, str]] = []
        seen: set[str] = set()
        try:
            for _page in range(_MAX_PAGES):
                page = self._terminal.records(requests.find_users(len(rows))).rows
                new = [row for row in page if _name(row) not in seen]
                seen |= {_name(row) for row in new}
                rows += new
                if not new or len(page) < requests.COUNT // 2:
                    return decode_users(rows)
        except NotSupported:
            return self._read_at_once()
        raise Garbled("dahua_users_incomplete")

    def _read_at_once(self) -> list[KnownUser]:
        found = self._terminal.records(requests.find(requests.CARDS))
        is_cut = (found.total or 0) > len(found.rows)
        if is_cut or len(found.rows) >= requests.COUNT - 24:
            raise Garbled("dahua_users_incomplete")
        return decode_users(found.rows)

    def find(self, pin: str) -> KnownUser | None:
        """Return the user of a PIN, ``None`` where there is none."""
        try:
            rows = self._terminal.records(requests.find_user(pin)).rows
        except NotSupported:
            rows = []
        # A condition that is not heeded gives everybody, or the first thousand of them.
        found = {each.user.pin: each for each in decode_users(rows)}
        if pin in found or (rows and len(found) == 1 and pin not in found):
            return found.get(pin)
        if not rows:
            return None
        return {each.user.pin: each for each in self.read()}.get(pin)

    def write(self, payload: Mapping[str, Any]) -> None:
        """Write a user, new or known, and read it back.

        :raises DeviceRefused: it was not done, or not kept.
        """
        known = self.find(str(payload["pin"]))
        user = merge(payload, known)
        if self._takes_json:
            try:
                self._write_json(user, known)
            except NotSupported:
                self._takes_json = False
        if not self._takes_json:
            self._write_rows(user, known)
        missing = difference(user, self.find(user.pin))
        if missing:
            raise DeviceRefused("dahua_not_kept", NOT_KEPT)

    def _write_json(self, user: DeviceUser, known: KnownUser | None) -> None:
        action = "updateMulti" if known else "insertMulti"
        self._terminal.post(
            requests.write_many("AccessUser", action),
            {"UserList": [encode_user(user)]},
        )
        cards = known.cards if known else []
        wanted = [user.card] if user.card else []
        gone = [card for card in cards if card not in wanted]
        if gone and user.card is not None:
            self._terminal.change(
                requests.remove_many("AccessCard", "CardNoList", gone)
            )
        for card in wanted:
            if card not in cards:
                self._terminal.post(
                    requests.write_many("AccessCard", "insertMulti"),
                    {"CardList": [encode_card(user, card)]},
                )

    def _write_rows(self, user: DeviceUser, known: KnownUser | None) -> None:
        first, *others = known.rows if known else (None,)
        number = read_number(first, "recno") if first else None
        action = "insert" if number is None else "update"
        row = encode_row(user, number)
        self._terminal.change(requests.update_card(action, *row))
        for other in others:
            self._remove_row(other)

    def delete(self, pin: str) -> None:
        """Delete the user of a PIN with its cards, and look whether it is gone.

        :raises DeviceRefused: with :data:`NOBODY` where there is none; or it is still there.
        """
        known = self.find(pin)
        if known is None:
            raise DeviceRefused("dahua_no_such_user", NOBODY)
        if self._takes_json:
            try:
                self._terminal.change(
                    requests.remove_many("AccessUser", "UserIDList", [pin])
                )
            except NotSupported:
                self._takes_json = False
        if not self._takes_json:
            for row in known.rows:
                self._remove_row(row)
        if self.find(pin):
            raise DeviceRefused("dahua_not_kept", NOT_KEPT)

    def _remove_row(self, row: Row) -> None:
        number = read_number(row, "recno")
        if number is not None:
            self._terminal.change(requests.update_card("remove", ("recno", number)))


def _name(row: Row) -> str:
    return f"{row.get('recno')}/{row.get('userid')}/{row.get('cardno')}"
