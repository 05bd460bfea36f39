"""Punches: ``realtime_glog``, and records of the log written in its words.

    {"fk_bin_data_lib":"FKDataHS102","io_mode":16777216,"io_time":"20260910135741",
     "log_image":null,"user_id":"1952","verify_mode":1073741824}

Numbers come as numbers or as text, ``verify_mode`` also as a list of words. The user 0
is the door. Sources: captures of HS101, HS102, HS103 and M50.
"""

import json
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping, Sequence
from datetime import datetime

from ..reasons import Reason
from ..records import DeviceEvent, Photo, Punch, Refused
from ..text import storable
from .codes import ALARMS, EVENTS, UNKNOWN_EVENT, read_io, read_verify
from .frames import is_block, read_block
from .text import PIN_LENGTH, read_pin, read_text, shown
from .times import read_time

_IMAGE = "log_image"
_KNOWN_FIELDS = (
    "fk_bin_data_lib",
    "user_id",
    "io_time",
    "io_mode",
    "verify_mode",
    "work_code",
)
_MAX_LINE_LENGTH = 1_000
Record = Punch | DeviceEvent | Photo | Refused


def decode_punch(
    document: Mapping[str, object], blocks: Sequence[bytes] = ()
) -> list[Record]:
    """Decode a punch or a door's event, an alarm beside it, and the photo.

    ``Punch.status`` is a key of ``codes.STATUS``, 0 or ``None``; ``Punch.verify`` one of
    ``codes.VERIFY``. The line is the document without its image, to be read once more.

    """
    line = _line(document)
    pin, time = read_pin(document), read_time(read_text(document, "io_time"))
    if pin is None:
        return [Refused(line, Reason("user_id", {"maximum": PIN_LENGTH}))]
    if time is None:
        return [Refused(line, Reason("punch_time"))]
    library = read_text(document, "fk_bin_data_lib") or ""
    io, verify = document.get("io_mode"), document.get("verify_mode")
    try:
        (status, event), how = (
            read_io(io, verify, library),
            read_verify(verify, library),
        )
    except ValueError:
        return [Refused(line, Reason("punch_codes"))]
    door = not pin.strip("0")
    found: list[Record] = []
    if not door:
        work = read_text(document, "work_code") or ""
        found.append(Punch(pin, time, status, how, work, line))
    if door or event in ALARMS:
        found.append(_event(event, time, "" if door else pin, line))
    if document.get(_IMAGE):
        found.append(_photo(document[_IMAGE], blocks, "" if door else pin, time, line))
    return found


def _event(event: int, time: datetime, pin: str, line: str) -> DeviceEvent:
    label, tampering = EVENTS.get(event, (UNKNOWN_EVENT, False))
    return DeviceEvent(str(event), label, time, pin, (), tampering, line)


def _photo(
    value: object, blocks: Sequence[bytes], pin: str, time: datetime, line: str
) -> Photo | Refused:
    image = read_block(value, blocks)
    if image is None and isinstance(value, str) and not is_block(value):
        try:
            image = b64decode(value, validate=True)
        except (Error, ValueError):
            image = None
    if not image:
        return Refused(line, Reason("punch_photo_cut"))
    return Photo(pin, time, "punch", image)


def _line(document: Mapping[str, object]) -> str:
    """The document as text, without its image; of an endless one what is known."""
    fields = {name: value for name, value in document.items() if name != _IMAGE}
    line = _text(fields)
    if len(line) > _MAX_LINE_LENGTH:
        line = _text({name: fields[name] for name in _KNOWN_FIELDS if name in fields})
    return line if len(line) <= _MAX_LINE_LENGTH else shown(line)


def _text(document: Mapping[str, object]) -> str:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return storable(text)
