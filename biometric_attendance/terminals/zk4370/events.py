"""Encode and decode live events, which a terminal sends after a client registered.

An event is a frame of command 500 whose session field is the kind of event; the client
answers 2000 with reply id 0. The layout of a punch follows from the length of its data,
verify before state:

    10  [uid u16][verify][state][6 time]      14  as 10, 4 more
    12  [PIN u32][verify][state][6 time]
    32  [PIN 24][verify][state][6 time]       36  as 32, 4 more (work code?)
    37  as 32, 5 more                         52 and above  as 32, 20 and more

Events are incomplete: one that happened while no client listened is not sent later. Sources: the
vendor's communication manual of 2006, captures of three models, three public clients.
"""

from collections.abc import Iterable, Mapping
from struct import Struct
from typing import Any, NamedTuple

from ..errors import ProtocolError
from ..reasons import Reason
from ..records import Punch, Refused, Upload
from .punches import read_pin
from .times import decode_six

#: Table under which refused live punches are kept and replayed.
TABLE = "attlog-event"

_UID = Struct("<HBB6s")
_NUMBER = Struct("<IBB6s")
_TEXT = Struct("<24sBB6s")
#: From this length on, a punch begins with the PIN as text whatever follows.
_LONG = 52
#: Data of a punch, by length.
PUNCH_STRUCTS = {
    10: _UID,
    14: _UID,
    12: _NUMBER,
    32: _TEXT,
    36: _TEXT,
    37: _TEXT,
    52: _TEXT,
}
_NONE = 255

_ENROLLED = Struct("<HH9sB")
#: Result of enrolling a finger to the code of its sentence.
ENROLMENT = {
    0: "enrolled",
    4: "enrolment_failed",
    5: "enrolled_already",
    6: "enrolment_late",
}


class Enrolled(NamedTuple):
    """The end of a remote enrolment.

    :param result: 0 is success, see :data:`ENROLMENT`.
    :param pin: ``""`` where the terminal does not say.
    :param finger: -1 where the terminal does not say.
    """

    result: int
    pin: str
    finger: int
    size: int


def decode_punch(
    data: bytes, *, pins: Mapping[int, str] | None = None, encoding: str = "utf-8"
) -> Punch | Refused:
    """Return the punch of a live event; never raises.

    :param pins: uid to PIN, for the two lengths that name the user by uid.
    """
    line = f"live {data.hex()}"
    struct = PUNCH_STRUCTS.get(min(len(data), _LONG))
    if struct is None:
        return Refused(line, Reason("event_length_unknown", {"size": len(data)}))
    who, verify, state, six = struct.unpack_from(data)
    pin = _pin(struct, who, pins or {}, encoding)
    if not pin:
        return Refused(line, Reason("event_user_unknown"))
    if struct is _UID:
        line = f"{line} {pin}"
    try:
        time = decode_six(six)
    except ProtocolError as error:
        return Refused(line, error.reason)
    uid = who if struct is _UID else None
    state = None if state == _NONE else state
    return Punch(pin, time, state, verify, "", line, uid=uid)


def _pin(struct: Struct, who: Any, pins: Mapping[int, str], encoding: str) -> str:
    if struct is _UID:
        return pins.get(who, "")
    if struct is _NUMBER:
        return str(who or "")
    return read_pin(who, encoding)


def replay_events(
    lines: Iterable[str], *, pins: Mapping[int, str] | None = None
) -> Upload:
    """Return the punches of live events that were kept as text; never raises.

    :param lines: ``live <data in hex>[ <PIN>]`` each, as in ``Punch.line``.
    :param pins: uid to PIN.
    """
    upload = Upload()
    for line in lines:
        upload.lines += 1
        word, _blank, rest = line.partition(" ")
        text, _blank, pin = rest.partition(" ")
        try:
            raw = bytes.fromhex(text) if word == "live" else b""
        except ValueError:
            raw = b""
        known = dict(pins or {})
        if pin:
            known[int.from_bytes(raw[:2], "little")] = pin
        upload.add(
            decode_punch(raw, pins=known)
            if raw
            else Refused(line, Reason("event_unknown"))
        )
    return upload


def decode_enrolled(data: bytes) -> Enrolled:
    """Return the result of a remote enrolment; a failure may have its code only.

    :raises ProtocolError: for less than a code.
    """
    if len(data) < 2:
        raise ProtocolError("enrolment_result_missing")
    if len(data) < _ENROLLED.size:
        return Enrolled(int.from_bytes(data[:2], "little"), "", -1, 0)
    result, size, pin, finger = _ENROLLED.unpack_from(data)
    return Enrolled(result, read_pin(pin), finger, size)
