"""People of a server, added to its terminals and taken off them by area."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...errors import DeviceRefused, Impossible
from .. import device_info, users
from ..answers import read_integer
from ..employees import (
    Row,
    encode_employee,
    find_area,
    find_differences,
    pick_without,
    read_areas,
    read_number,
)
from ..punches import read_terminal
from .server import Server

AREAS = "/personnel/api/areas/"
DEPARTMENTS = "/personnel/api/departments/"
_ROWS = 500


class People:
    """Reads and writes people; terminals, areas and departments are asked for once."""

    def __init__(self, server: Server):
        self._server = server
        self._lists: dict[str, Sequence[Row]] = {}

    def write(self, terminal: str, payload: Mapping[str, Any]) -> None:
        """Bring a person to a terminal, with these values; what is not given stays as it is.

        :raises DeviceRefused: the server does not take it, or does not show it afterwards.
        :raises Impossible: nothing was changed.
        """
        area, pin = self._find_area(terminal), str(payload["pin"])
        row = self.find(pin)
        values = encode_employee(payload, row or {})
        if row is None:
            needed = {"department": self._get_department(), "area": [area]}
            self._send("POST", users.PATH, pin, {"emp_code": pin, **needed, **values})
            return
        areas = _get_areas(row)
        if area not in areas:
            values["area"] = sorted({*areas, area})
        if values:
            self._change(row, pin, values)

    def remove(self, terminal: str, pin: str) -> bool:
        """Take a person off a terminal; return whether it was there.

        The person is kept, with fingers and faces: only the area goes. A person of no other
        area comes to one without terminals, as the server wants one.

        :raises TransportError: as for :meth:`write`.
        """
        area, row = self._find_area(terminal), self.find(pin)
        areas = _get_areas(row) if row else set()
        if not row or area not in areas:
            return False
        left = areas - {area} or {self._find_empty_area()}
        self._change(row, pin, {"area": sorted(left)})
        return True

    def find(self, pin: str) -> Row | None:
        """Return the person of a PIN. Not every release heeds what it is asked for."""
        found = self._server.get_all(users.PATH, _ROWS, emp_code=pin)
        return next((row for row in found if users.read_pin(row) == pin), None)

    def read(self, terminal: str, pin: str) -> Iterator[Row]:
        """Yield the people of a terminal, or the one of a PIN where it is there."""
        area = self._find_area(terminal)
        one = self.find(pin) if pin else None
        rows = self._server.get_all(users.PATH, _ROWS) if not pin else [one] * bool(one)
        for row in rows:
            if row and area in (read_areas(row) or ()):
                yield row

    def shares_area(self, terminal: str) -> bool:
        """Return whether other terminals get what this one gets."""
        area = self._find_terminal(terminal).get("area")
        areas = [row.get("area") for row in self._list(device_info.PATH)]
        return areas.count(area) > 1

    def _change(self, row: Row, pin: str, values: Mapping[str, Any]) -> None:
        number = read_integer(row.get("id"))
        if number is None:
            raise Impossible("biotime_unreadable")
        self._send("PATCH", f"{users.PATH}{number}/", pin, values)

    def _send(
        self, method: str, path: str, pin: str, values: Mapping[str, Any]
    ) -> None:
        """Write a person, and read it back: a server says yes to what it does not take."""
        self._server.send(method, path, values)
        row = self.find(pin)
        missing = ["emp_code"] if row is None else find_differences(row, values)
        if missing:
            raise DeviceRefused("biotime_not_kept", None, names=", ".join(missing))

    def _find_area(self, terminal: str) -> int:
        return self._read_area(self._find_terminal(terminal))

    def _find_terminal(self, terminal: str) -> Row:
        for row in self._list(device_info.PATH):
            if terminal and read_terminal({"terminal_sn": row.get("sn")}) == terminal:
                return row
        raise Impossible("biotime_terminal_gone", terminal=terminal)

    def _read_area(self, row: Row) -> int:
        area = row.get("area")
        number = find_area(area, () if read_number(area) else self._list(AREAS))
        if number is None:
            raise Impossible("biotime_area_unknown", terminal=str(row.get("sn")))
        return number

    def _find_empty_area(self) -> int:
        taken = {self._read_area(row) for row in self._list(device_info.PATH)}
        number = pick_without(taken, self._list(AREAS))
        if number is None:
            raise Impossible("biotime_no_empty_area")
        return number

    def _get_department(self) -> int:
        number = pick_without((), self._list(DEPARTMENTS))
        if number is None:
            raise Impossible("biotime_no_department")
        return number

    def _list(self, path: str) -> Sequence[Row]:
        if path not in self._lists:
            self._lists[path] = list(self._server.get_all(path, _ROWS))
        return self._lists[path]


def _get_areas(row: Row) -> set[int]:
    areas = read_areas(row)
    if areas is None:
        raise Impossible("biotime_areas_hidden")
    return areas
