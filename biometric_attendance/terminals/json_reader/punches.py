"""Punches as JSON objects, one a line.

    {"user": "42", "at": "2025-03-03 08:00:00", "direction": "in", "verify": "card",
     "event": "1007", "workcode": "3"}

``at`` without an offset is the wall clock of the reader. Values that are not named here are
not looked at.
"""

import json
import re
from datetime import datetime
from typing import Any

from ..errors import ProtocolError
from ..limits import refuse_oversized
from ..reasons import _
from ..records import Punch, Refused, Upload
from ..text import kept, redacted, shown, split_lines, storable, wall_clock

DIRECTIONS = {0: "in", 1: "out", 2: "break_out", 3: "break_in"}
VERIFY_LABELS: dict[int, tuple[str, ...]] = {
    1: (_("finger"),),
    2: (_("face"),),
    3: (_("card"),),
    4: (_("password"),),
    5: (_("palm"),),
}
TABLE = "punches"
MAX_ID_LENGTH = 64
MAX_STATE = 2**15 - 1

_STATES = {word: state for state, word in DIRECTIONS.items()}
_VERIFIED = {words[0]: code for code, words in VERIFY_LABELS.items()}
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?"
    r"(Z|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
).fullmatch
_MAX_OFFSET_SECONDS = 14 * 3600


def decode_upload(table: str, body: bytes, *, name: str = "") -> Upload:
    """Return the punches of a body, one JSON object a line."""
    upload = Upload()
    for line in split_lines(body):
        upload.lines += 1
        try:
            upload.add(_read_line(line))
        except ProtocolError as error:
            upload.add(Refused(_redact(line), error.reason))
    return refuse_oversized(upload)


def _read_line(line: str) -> Punch:
    """Return the punch a line says.

    :raises ProtocolError: a value is missing or cannot be.
    """
    values, safe = _parse(line), _redact(line)
    row = shown(safe)[:200]
    if not isinstance(values, dict):
        raise ProtocolError("json_row", row=row)
    user = _read_id(values.get("user"))
    if not user:
        raise ProtocolError("json_user", row=row)
    time, offset = _read_time(values.get("at"), row)
    event = values.get("event")
    number = None if event is None else _read_id(event)
    if event is not None and not number:
        raise ProtocolError("json_event", row=row)
    return Punch(
        user,
        time,
        _read_state(values, row),
        _read_verify(values.get("verify"), row),
        _read_text(values.get("workcode")),
        safe,
        offset,
        number,
    )


def _parse(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _redact(line: str) -> str:
    """Return a line without secrets and templates: to be stored, and decoded again."""
    values = _parse(line)
    if isinstance(values, dict):
        safe = {
            name: kept(name, value) if isinstance(value, str) else value
            for name, value in values.items()
        }
        line = json.dumps(safe, ensure_ascii=False)
    return redacted(storable(line))


def _read_id(value: Any) -> str:
    """Return an id as text, ``""`` for what is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**MAX_ID_LENGTH else ""
    if not isinstance(value, str):
        return ""
    value = value.strip()
    fits = value.isprintable() and len(value) <= MAX_ID_LENGTH
    return value if fits else ""


def _read_time(value: Any, row: str) -> tuple[datetime, int | None]:
    """Return the wall clock of a time, and seconds east of UTC where it says so."""
    found = _TIME(value) if isinstance(value, str) else None
    if not found:
        raise ProtocolError("json_time", row=row)
    clock = found[2] if len(found[2]) > 5 else f"{found[2]}:00"
    wall = wall_clock(f"{found[1]} {clock}")
    offset = _read_offset(found[3])
    if wall is None or abs(offset or 0) > _MAX_OFFSET_SECONDS:
        raise ProtocolError("json_time", row=row)
    return wall, offset


def _read_offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "Z":
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return -seconds if text[0] == "-" else seconds


def _read_state(values: dict[str, Any], row: str) -> int | None:
    word, state = values.get("direction"), values.get("state")
    if word is not None:
        state = _STATES.get(word, word) if isinstance(word, str) else word
    if state is None:
        return None
    if type(state) is not int or not 0 <= state <= MAX_STATE:
        raise ProtocolError("json_state", row=row)
    return state


def _read_verify(value: Any, row: str) -> int | None:
    if value is None:
        return None
    code = _VERIFIED.get(value) if isinstance(value, str) else value
    if type(code) is not int or not 0 <= code <= MAX_STATE:
        raise ProtocolError("json_verify", row=row)
    return code


def _read_text(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return storable(value) if isinstance(value, str) else ""
