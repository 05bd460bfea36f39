"""Rows that begin with a word: the terminal's audit trail, and what it stores.

    OPLOG <operation> TAB <operator> TAB <time> TAB <object> x 4
    USER PIN=1 TAB Name=.. | FP PIN=.. | FACE .. | BIODATA .. | BIOPHOTO .. | ERRORLOG ..

Only the first blank separates; a name may hold more. Source: the vendor's attendance
push document and captures.
"""

from ..records import DeviceEvent, Refused, Upload
from ..text import kept, lines_of, number, pairs, shown, wall_clock
from .codes import ALARM, ALARMS, ERRORS, OPERATIONS

#: Rows of what lives on the terminal, and what has to exist before they are decoded.
_LATER = {
    **dict.fromkeys(("USER", "USERINFO"), "users of terminals are managed from here"),
    **dict.fromkeys(
        ("FP", "FINGERTMP", "FACE", "FVEIN", "BIODATA"), "templates can be stored"
    ),
    **dict.fromkeys(
        ("IDCARD", "WORKCODE", "SMS", "USER_SMS"), "rows of this kind can be read"
    ),
}


def decode_rows(body: bytes) -> Upload:
    """Every line an event or refused with the reason; never raises."""
    lines = lines_of(body)
    upload = Upload(lines=len(lines))
    for line in lines:
        row = _decode(line)
        if isinstance(row, DeviceEvent):
            upload.events.append(row)
        else:
            upload.refused.append(Refused(shown(line), row))
    return upload


def _decode(line: str) -> DeviceEvent | str:
    """The event, or the reason why there is none."""
    if "\0" in line:
        return "The line holds a NUL character."
    word, _, rest = line.partition(" ")
    word = word.upper()
    if word in _LATER:
        return f"A {word} row is kept until {_LATER[word]}."
    decode = _EVENTS.get(word)
    return decode(line, rest) if decode else "No known kind of row begins like this."


def read_operation(line: str, rest: str) -> DeviceEvent | str:
    columns = rest.split("\t")
    if len(columns) < 3:
        return "An OPLOG row has at least three columns: operation, operator and time."
    code, operator, text, *objects = columns
    operation, time = number(code), wall_clock(text)
    if operation is None:
        return "The operation is not a number."
    if time is None:
        return "The time does not exist or is not written YYYY-MM-DD HH:MM:SS."
    while objects and not objects[-1]:
        objects.pop()
    label, tampering = OPERATIONS.get(operation, (f"operation {operation}", False))
    if operation == ALARM and objects:
        label = f"{label}: {ALARMS.get(number(objects[0]), 'unknown reason')}"
    return DeviceEvent(
        code=str(operation),
        label=label,
        time=time,
        operator=shown(operator),
        details=tuple(map(shown, objects)),
        tampering=tampering,
        line=shown(line),
    )


def read_error(line: str, rest: str) -> DeviceEvent:
    code = pairs(rest).get("ERRCODE", "")
    return DeviceEvent(
        code=code,
        label=ERRORS.get(code.upper(), "error"),
        time=None,
        operator="",
        details=_details(rest, skip="ERRCODE"),
        tampering=False,
        line=shown(line),
    )


def _picture(line: str, rest: str) -> DeviceEvent:
    """A user's portrait: that it came is recorded, the image is dropped."""
    return DeviceEvent(
        code=line.partition(" ")[0].upper(),
        label="photo of a user, image not kept",
        time=None,
        operator="",
        details=_details(rest, skip="CONTENT"),
        tampering=False,
        line=shown(line),
    )


def _details(rest: str, skip: str) -> tuple[str, ...]:
    """The named values that say something, ``Name=value``, without secrets."""
    columns = (column.partition("=") for column in rest.split("\t"))
    return tuple(
        f"{shown(name)}={kept(name, value)}"
        for name, _, value in columns
        if value and name.strip().upper() != skip
    )


_EVENTS = {
    "OPLOG": read_operation,
    "ERRORLOG": read_error,
    "BIOPHOTO": _picture,
    "USERPIC": _picture,
}
