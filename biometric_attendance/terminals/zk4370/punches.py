"""The log of punches: rows of one layout, one behind the other.

A row is kept as text, ``40 0d0039..`` or ``8b 7b0028004beca71e 17``: the layout, its bytes, and
where it names the user by uid the PIN that uid had. So it can be read again later.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import ProtocolError
from ..reasons import PLACE_FREE, Reason
from ..records import Punch, Refused, Upload
from .punch_layouts import LAYOUTS, Layout
from .times import decode_time

#: Table under which rows that were refused are kept and replayed.
TABLE = "attlog-row"

#: 255 is "no key pressed".
_STATES = [*range(255), None]

_NO_USER = Reason("row_without_user")
_INVALID_TIME = Reason("row_time_invalid")


def decode_rows(
    layout: Layout,
    raw: bytes,
    *,
    pins: Mapping[int, str] | None = None,
    encoding: str = "utf-8",
) -> Upload:
    """Every row a punch, or refused with the reason, in the order of the log.

    :param raw: whole rows, without the length in front.
    :param pins: uid to PIN, for layouts that name the user by uid, ``""`` for one that
        cannot be read; a row of an unknown uid is refused, and understood when replayed
        with a list that has it.
    :param encoding: of PINs with letters.
    :raises ProtocolError: where ``raw`` is no whole number of rows.
    """
    width = layout.width
    if len(raw) % width:
        raise ProtocolError("rows_incomplete", size=len(raw), width=width)
    upload = Upload(lines=len(raw) // width)
    names = _Names(layout, pins or {}, encoding)
    keep, make = upload.punches.append, Punch._make
    text, digits, start = bytes(raw).hex(), 2 * width, 0
    read, front, by_uid = layout.read, f"{layout.name} ", layout.by_uid
    for values in layout.struct.iter_unpack(raw):
        who, packed, state, verify, work = read(*values)
        line = front + text[start : start + digits]
        start += digits
        pin = names[who]
        unnamed = isinstance(pin, Reason)
        if unnamed and not by_uid:
            upload.refused.append(Refused(line, pin))
            continue
        if by_uid and not unnamed:
            line = f"{line} {pin}"
        try:
            time = decode_time(packed)
        except ProtocolError:
            upload.refused.append(Refused(line, pin if unnamed else _INVALID_TIME))
            continue
        workcode = str(work) if work else ""
        uid = who if by_uid else None
        values = (time, _STATES[state], verify, workcode, line, None, None, uid)
        if unnamed:
            upload.refused.append(Refused(line, pin, make(("", *values))))
            continue
        keep(make((pin, *values)))
    return upload


class _Names(dict):
    """Who of a row to the PIN, or to the reason why there is none."""

    def __init__(self, layout: Layout, pins: Mapping[int, str], encoding: str):
        super().__init__()
        self.layout, self.pins, self.encoding = layout, pins, encoding

    def __missing__(self, who: Any) -> str | Reason:
        self[who] = found = self._find(who)
        return found

    def _find(self, who: Any) -> str | Reason:
        if self.layout.by_uid:
            code = "row_uid_unreadable" if who in self.pins else PLACE_FREE
            return self.pins.get(who) or Reason(code, {"uid": who})
        if self.layout.text:
            return read_pin(who, self.encoding) or _NO_USER
        return str(who) if who else _NO_USER


def read_pin(field: bytes, encoding: str = "utf-8") -> str:
    """The PIN of a field padded with NUL, ``""`` where it is none that can be kept."""
    try:
        pin = field.partition(b"\0")[0].decode(encoding)
    except UnicodeDecodeError:
        return ""
    return pin if pin.strip() and pin.isprintable() else ""


def replay_rows(
    lines: Iterable[str], *, pins: Mapping[int, str] | None = None
) -> Upload:
    """Rows kept as text, each read alone; never raises."""
    upload = Upload()
    for line in lines:
        upload.lines += 1
        name, _blank, rest = line.partition(" ")
        text, _blank, pin = rest.partition(" ")
        layout = LAYOUTS.get(name)
        try:
            raw = bytes.fromhex(text)
        except ValueError:
            layout = None
        if layout is None or len(raw) != layout.width:
            upload.refused.append(Refused(line, Reason("row_unknown")))
            continue
        known = dict(pins or {})
        if layout.by_uid and pin:
            known[int.from_bytes(raw[:2], "little")] = pin
        found = decode_rows(layout, raw, pins=known)
        upload.punches += found.punches
        upload.refused += found.refused
    return upload
