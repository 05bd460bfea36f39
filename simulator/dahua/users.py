"""Users and cards, written as rows by older firmware and as JSON by newer."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import parse_qs

from ..memory import Terminal
from ..people import Refused
from .firmware import DahuaFirmware

OK = "OK\r\n"
_MAX_ITEMS = 10  # users or cards written at once


class BadRequest(Exception):
    """What the terminal answers with 400."""


class Users:
    """The users of a terminal in the words of its firmware.

    :ivar numbers: row of each PIN in the list.
    :ivar forgets: values that are said to be stored and are not.
    """

    def __init__(self, terminal: Terminal, firmware: DahuaFirmware):
        self.terminal, self.firmware = terminal, firmware
        self.numbers: dict[str, int] = {}
        self.forgets: set[str] = set()

    def list(self, *, pin: str = "", offset: int = 0, count: int = 1024) -> str:
        """Return rows of the list."""
        pins = [each for each in self.terminal.users if not pin or each == pin]
        sent = pins[offset : offset + min(count, self.firmware.cap)]
        lines = [f"found={len(sent)}"]
        if self.firmware.sends_total:
            lines.append(f"totalCount={len(pins)}")
        for place, each in enumerate(sent):
            lines += [
                f"{self.firmware.prefix}[{place}].{key}={value}"
                for key, value in self._row(each).items()
            ]
        return self.firmware.newline.join([*lines, ""])

    def _row(self, pin: str) -> dict[str, object]:
        user = self.terminal.users[pin]
        row: dict[str, object] = {
            "RecNo": self._number(pin),
            "UserID": pin,
            "CardName": user.name,
            "CardNo": user.card,
            "CardStatus": 0,
        }
        if user.valid_from:
            row["ValidDateStart"] = f"{user.valid_from:%Y%m%d %H%M%S}"
        if user.valid_until:
            row["ValidDateEnd"] = f"{user.valid_until:%Y%m%d %H%M%S}"
        return row

    def _number(self, pin: str) -> int:
        return self.numbers.setdefault(pin, max(self.numbers.values(), default=0) + 1)

    def write_row(self, action: str, query: dict[str, str]) -> str:
        """Insert, update or remove a row of the list."""
        if action == "insert":
            self._set(query["UserID"], _of_row(query))
            return f"RecNo={self._number(query['UserID'])}\r\n"
        number = int(query["recno"])
        pin = next((pin for pin, own in self.numbers.items() if own == number), None)
        if pin is None or pin not in self.terminal.users:
            raise BadRequest
        if action == "remove":
            self.terminal.delete_user(pin)
        else:
            self._set(pin, _of_row(query))
        return OK

    def write_json(self, path: str, action: str, query: str, body: bytes) -> str:
        """Write or remove users or cards."""
        if action == "removeMulti":
            values = [value for [value] in parse_qs(query).values()][1:]
            if not values:
                self.terminal.clear()  # what an empty list means
            for value in values:
                self._remove(path, value)
            return OK
        data = json.loads(body)
        [(name, items)] = data.items()
        if (path, name) not in (
            ("AccessUser", "UserList"),
            ("AccessCard", "CardList"),
        ) or len(items) > _MAX_ITEMS:
            raise BadRequest
        for item in items:
            pin = item["UserID"]
            is_known = pin in self.terminal.users
            if path == "AccessCard":
                if not is_known:
                    raise BadRequest
                self._set(pin, {"card": item["CardNo"]})
            elif is_known == (action == "insertMulti"):
                raise BadRequest
            else:
                self._set(pin, _of_json(item))
        return OK

    def _remove(self, path: str, value: str) -> None:
        if path == "AccessUser":
            if value not in self.terminal.users:
                raise BadRequest
            self.terminal.delete_user(value)
            return
        for pin, user in self.terminal.users.items():
            if user.card == value:
                self._set(pin, {"card": ""})
                return
        raise BadRequest

    def _set(self, pin: str, values: dict[str, object]) -> None:
        kept = {key: each for key, each in values.items() if key not in self.forgets}
        try:
            self.terminal.set_user(pin, **kept)
        except Refused as error:
            raise BadRequest from error


def _of_row(query: dict[str, str]) -> dict[str, object]:
    return {
        "name": query.get("CardName", ""),
        "card": query.get("CardNo", ""),
        "valid_from": datetime.strptime(query["ValidDateStart"], "%Y%m%d %H%M%S"),
        "valid_until": datetime.strptime(query["ValidDateEnd"], "%Y%m%d %H%M%S"),
    }


def _of_json(item: dict) -> dict[str, object]:
    return {
        "name": item["UserName"],
        "privilege": 14 if item.get("Authority") == 1 else 0,
        "valid_from": datetime.fromisoformat(item["ValidFrom"]),
        "valid_until": datetime.fromisoformat(item["ValidTo"]),
    }
