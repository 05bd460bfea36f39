"""Rows of tables of punches to records."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..reasons import Reason
from ..records import Punch, Refused, Upload
from ..text import storable
from .directory import Directory, as_text
from .moments import read_moment
from .schemas import Schema

MAX_PIN_LENGTH = 24
MAX_WORKCODE_LENGTH = 24
MAX_LINE_LENGTH = 4_000
#: A clock that lost its battery begins here: such punches are read, however old they look.
RESET_CLOCKS_BEFORE = datetime(2001, 1, 1)
_NOT_THERE = -1
_BAD_PIN = Reason("row_pin", {"maximum": MAX_PIN_LENGTH})
_NOBODY = Reason("database_person_unknown")
_BAD_TIME = Reason("row_time")
_TOO_LONG = Reason("record_too_long")


class RowDecoder:
    """Makes records of rows, all of one table.

    :param columns: names of the values of a row, in order.
    :param parts: part of the schema to name of its column.
    :param since: nothing older is wanted, ``None``: everything is.
    """

    def __init__(
        self,
        schema: Schema,
        columns: Sequence[str],
        parts: Mapping[str, str],
        directory: Directory,
        zone: ZoneInfo,
        since: datetime | None = None,
    ):
        self._schema, self._directory = schema, directory
        self._zone, self._since = zone, since
        names = columns if schema.key != "own" else _by_part(columns, parts)
        self._line = "\t".join(
            [
                f"schema={schema.key}",
                *(name.replace("%", "%%") + "=%s" for name in names),
            ]
        )
        place = {part: columns.index(name) for part, name in parts.items()}
        get = place.get
        self._person, self._pin = get("person", _NOT_THERE), get("pin", _NOT_THERE)
        self._time = place["time"]
        self._state, self._verify = get("state", _NOT_THERE), get("verify", _NOT_THERE)
        self._work = get("workcode", _NOT_THERE)
        self._serial, self._device = (
            get("serial", _NOT_THERE),
            get("device", _NOT_THERE),
        )
        self._pins = _Memo(self._read_pin)
        self._states = _Memo(self._read_state)
        self._verifies = _Memo(_read_code)
        self._workcodes = _Memo(_read_workcode)
        self._keys = _Memo(self._key)

    def decode(self, rows: Iterable[Sequence[Any]]) -> dict[str, Upload]:
        """Return key of a terminal to its records; ``""`` for rows that name none."""
        uploads: dict[str, Upload] = {}
        since, zone, write = self._since, self._zone, self._write
        pins, states, verifies = self._pins, self._states, self._verifies
        workcodes, keys = self._workcodes, self._keys
        who = self._pin if self._person < 0 else self._person
        time, state, verify = self._time, self._state, self._verify
        work, serial, device = self._work, self._serial, self._device
        for row in rows:
            wall, offset = row[time], None
            # Most are as they have to be.
            if (
                type(wall) is not datetime
                or wall.tzinfo is not None
                or wall.microsecond
                or wall.year < 1900
            ):
                wall, offset = read_moment(wall, zone) or (None, None)
            if (
                since is not None
                and wall is not None
                and RESET_CLOCKS_BEFORE <= wall < since
            ):
                continue
            key = keys[
                row[serial] if serial >= 0 else None,
                row[device] if device >= 0 else None,
            ]
            upload = uploads.get(key)
            if upload is None:
                upload = uploads[key] = Upload()
            upload.lines += 1
            line = write(row)
            pin = pins[row[who]]
            workcode = workcodes[row[work]] if work >= 0 else ""
            if (
                type(pin) is not str
                or wall is None
                or len(line) > MAX_LINE_LENGTH
                or len(workcode) > MAX_WORKCODE_LENGTH
            ):
                reason = (
                    pin
                    if isinstance(pin, Reason)
                    else _BAD_TIME
                    if wall is None
                    else _TOO_LONG
                )
                upload.refused.append(Refused(line, reason))
                continue
            upload.punches.append(
                Punch(
                    pin,
                    wall,
                    states[row[state]] if state >= 0 else None,
                    verifies[row[verify]] if verify >= 0 else None,
                    workcode,
                    line,
                    offset,
                )
            )
        return uploads

    def _write(self, row: Sequence[Any]) -> str:
        line = self._line % tuple(row)
        if "=None" in line:
            line = line.replace("=None\t", "=\t")
            line = line[:-4] if line.endswith("=None") else line
        if line.count("\t") != len(row) or "\n" in line or "\r" in line:
            # A value with a TAB or a line end in it would read as two.
            values = (
                " ".join(value.split()) if isinstance(value, str) else value
                for value in row
            )
            line = self._line % tuple(values)
        return storable(line)

    def _key(self, place: tuple[Any, Any]) -> str:
        serial, device = map(as_text, place)
        return serial or self._directory.keys.get(device, device)

    def _read_pin(self, value: Any) -> str | Reason:
        pin = as_text(value)
        if self._person >= 0:
            pins = self._directory.pins
            if pin in pins:
                pin = pins[pin]
            elif pins or not isinstance(value, str):
                return _NOBODY
        if not pin or len(pin) > MAX_PIN_LENGTH or not pin.isprintable():
            return _BAD_PIN
        return pin

    def _read_state(self, value: Any) -> int | None:
        text = as_text(value)
        return self._schema.states.get(
            text.lower() if self._schema.fold_states else text
        )


def _by_part(columns: Sequence[str], parts: Mapping[str, str]) -> list[str]:
    """Return the columns by the parts they are, of a table somebody else cannot know."""
    names = {name: part for part, name in parts.items()}
    return [names[name] for name in columns]


class _Memo(dict[Any, Any]):
    """What was read of each value that came: most come again and again."""

    def __init__(self, read: Callable[[Any], Any]):
        super().__init__()
        self._read = read

    def __missing__(self, value: Any) -> Any:
        found = self[value] = self._read(value)
        return found


def _read_workcode(value: Any) -> str:
    text = as_text(value)
    return "" if text == "0" else text


def _read_code(value: Any) -> int | None:
    text = as_text(value)
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    return int(text) if is_number else None
